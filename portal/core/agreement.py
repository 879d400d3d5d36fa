"""Agreement: what holds from a date, with who and why; a new one never edits an old one."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db

from .registry import registry


@dataclass(frozen=True)
class SettingKind:
    """A setting that an area declares: its key, default, what it means, its bounds, and who may change it."""
    key: str
    default: Any
    label: Any
    type: type = int                            # int, bool, str, list or dict
    unit: Any = ""
    low: int | None = None
    high: int | None = None
    group: Any = ""                             # heading on the page of settings
    needs: str = "settings.write"
    options: Mapping[str, Any] = field(default_factory=dict)      # of a choice: value → label


@dataclass(frozen=True)
class ChoiceKind:
    """A list that a store edits (sources, purposes, reasons): the rows it starts with are (code, zh, en)."""
    key: str
    label: Any
    first: tuple[tuple[str, str, str], ...] = ()
    fixed: bool = False                         # codes that the portal's rules read: words may change, rows not


class Agreement:
    from_on: Mapped[date]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200))


class Setting(Agreement, Model):
    __tablename__ = "setting"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("store_id", "key", "from_on"),)


def agreed(key: str, *, store_id: int, on: date) -> Any:
    """The value that holds for a store on a day; the area's default where none was agreed."""
    found = db.session.scalars(
        select(Setting).where(Setting.store_id == store_id, Setting.key == key, Setting.from_on <= on)
        .order_by(Setting.from_on.desc()).limit(1)).first()
    return registry().settings[key].default if found is None else found.value
