"""Saved: each person's own filters and choice of columns, for each list."""
from collections.abc import Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.action import Refused, technical
from portal.extensions import Model, Technical, db
from portal.org.models import Person

MOST = 12                   # filters that one person may save for a list
LONGEST_NAME, LONGEST_QUERY = 30, 1000


class ListView(Technical, Model):
    """A filter under its name; the row without a name holds the columns that the person chose."""
    __tablename__ = "list_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    list_key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY), default="")
    columns: Mapped[list[str]] = mapped_column(JSON, default=list)

    __table_args__ = (UniqueConstraint("person_id", "list_key", "name"),)


class Saved(NamedTuple):
    columns: list[str]                          # empty: as the list comes
    filters: list[tuple[int, str, str]]         # (id, name, query)


def saved(person: Person, list_key: str) -> Saved:
    """What a person keeps for a list, in one query."""
    rows = db.session.execute(select(ListView.id, ListView.name, ListView.query, ListView.columns).where(
        ListView.person_id == person.id, ListView.list_key == list_key).order_by(ListView.id)).all()
    return Saved(next((row.columns for row in rows if not row.name), []),
                 [(row.id, row.name, row.query) for row in rows if row.name])


@technical
def save_filter(*, by: Person, list_key: str, name: str, query: str) -> None:
    """Keep a filter; one of the same name is replaced."""
    kept = _row(by, list_key, name)
    if kept is None:
        if len(saved(by, list_key).filters) >= MOST:
            raise Refused(_("At most %(most)s filters can be saved: delete one first.", most=MOST))
        kept = ListView(person_id=by.id, list_key=list_key, name=name)
        db.session.add(kept)
    kept.query = query


@technical
def forget_filter(*, by: Person, list_key: str, view_id: int) -> None:
    db.session.execute(delete(ListView).where(
        ListView.id == view_id, ListView.person_id == by.id, ListView.list_key == list_key, ListView.name != ""))


@technical
def choose_columns(*, by: Person, list_key: str, columns: Sequence[str]) -> None:
    """Show these columns from now on; none: as the list comes."""
    kept = _row(by, list_key, "")
    if kept is None:
        kept = ListView(person_id=by.id, list_key=list_key)
        db.session.add(kept)
    kept.columns = list(columns)


def _row(by: Person, list_key: str, name: str) -> ListView | None:
    return db.session.scalar(select(ListView).where(
        ListView.person_id == by.id, ListView.list_key == list_key, ListView.name == name))
