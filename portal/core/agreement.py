"""Agreement: what holds from a date, with who and why; a new version never edits an old one.

`Setting` is the one generic table of values, `Choice` that of the lists a store edits. Areas declare the kinds.
"""
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    Numeric,
    String,
    UniqueConstraint,
    cast,
    func,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, Seldom, db
from portal.memo import forget, while_unchanged
from portal.org.models import FOREVER, Person, Store

from .action import Refused, Stale, action, locked, seen
from .clock import today
from .registry import registry

ALWAYS = date(2000, 1, 1)         # lines that a list starts with hold from the beginning


class Profile(NamedTuple):
    """A ready-made value of a setting, to begin from."""
    key: str
    label: Any
    value: Any


@dataclass(frozen=True)
class SettingKind:
    """A setting that an area declares: its key, default, what it means, its bounds, and who may change it.

    `type` is int, bool, str, Decimal, list (some of `options`) or dict: a table with a row for each of `rows` (code →
    label), whose cells are the kinds in `fields`. A str or int with `options` is one of them.
    """
    key: str
    default: Any
    label: Any
    type: type = int
    unit: Any = ""
    low: int | None = None                      # of a number; of a str the shortest length
    high: int | None = None
    group: Any = ""                             # heading on the page of settings
    needs: str = "settings.write"
    options: Mapping[Any, Any] = field(default_factory=dict)      # value → label
    hint: Any = ""
    rows: Mapping[str, Any] = field(default_factory=dict)
    fields: tuple["SettingKind", ...] = ()
    profiles: tuple[Profile, ...] = ()
    optional: bool = False                      # None is a value: there is none

    def read(self, kept: Any) -> Any:
        """The value of what the JSON column keeps."""
        if self.type is dict:
            return {code: {cell.key: cell.read(kept.get(code, {}).get(cell.key, self.default[code][cell.key]))
                           for cell in self.fields} for code in self.rows}
        return Decimal(kept) if self.type is Decimal and kept is not None else kept

    def kept(self, value: Any) -> Any:
        """What the JSON column keeps of a value, checked. Raises Refused."""
        if value is None and self.optional:
            return None
        if self.type is dict:
            return self._table(value)
        if self.type is list:
            return self._some(value)
        if self.type is Decimal:
            return str(self._number(value))
        if type(value) is not self.type:
            raise Refused(_("This value has the wrong form."))
        if self.options and value not in self.options:
            raise Refused(_("Choose one of the values offered."))
        if isinstance(value, str) and not self.options:
            return self._text(value)
        return self._number(value) if self.type is int else value

    def _number(self, value: Any) -> Any:
        try:
            number = self.type(value)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise Refused(_("This must be a number.")) from error
        if (isinstance(number, Decimal) and not number.is_finite() or self.low is not None and number < self.low
                or self.high is not None and number > self.high):
            raise Refused(self._bounds())
        return number

    def _bounds(self) -> str:
        if self.high is None:
            return _("This must be %(low)s or more.", low=self.low)
        if self.low is None:
            return _("This must be %(high)s or less.", high=self.high)
        return _("This must be from %(low)s to %(high)s.", low=self.low, high=self.high)

    def _text(self, value: str) -> str:
        text = value.strip()
        if not (self.low or 0) <= len(text) <= (self.high or 200):
            raise Refused(_("This must have from %(low)s to %(high)s characters.", low=self.low or 0,
                            high=self.high or 200))
        return text

    def _some(self, value: Any) -> list[Any]:
        if not isinstance(value, Iterable) or not set(chosen := list(value)) <= set(self.options):
            raise Refused(_("Choose from the values offered."))
        if (self.low is not None and len(chosen) < self.low) or (self.high is not None and len(chosen) > self.high):
            raise Refused(self._bounds())
        return [option for option in self.options if option in chosen]

    def _table(self, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping) or set(value) != set(self.rows):
            raise Refused(_("This value has the wrong form."))
        return {code: {cell.key: self._cell(code, cell, value[code]) for cell in self.fields} for code in self.rows}

    def _cell(self, code: str, cell: "SettingKind", row: Mapping[str, Any]) -> Any:
        try:
            return cell.kept(row.get(cell.key))
        except Refused as refused:
            raise Refused(f"{self.rows[code]}, {cell.label}: {refused.message}") from refused


@dataclass(frozen=True)
class ChoiceKind:
    """A list that a store edits (sources, purposes, reasons): the rows it starts with are (code, zh, en)."""
    key: str
    label: Any
    first: tuple[tuple[str, str, str], ...] = ()
    fixed: bool = False                         # codes that the portal's rules read: words may change, rows not


class Agreement:
    """Columns of what holds from a day until the next version; of two of one day the later row holds."""
    from_on: Mapped[date]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(200), default="")


class Setting(Agreement, Seldom, Model):
    __tablename__ = "setting"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"))      # NULL: every store without its own
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[Any] = mapped_column(JSON)

    __table_args__ = (Index(None, "store_id", "key", "from_on"),)


class Choice(Seldom, Model):
    """A line of a list that a store edits; ended, never deleted, so that old rows keep their words."""
    __tablename__ = "choice"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    kind: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(40))
    words_zh: Mapped[str] = mapped_column(String(40))
    words_en: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int]
    from_on: Mapped[date] = mapped_column(default=ALWAYS)
    until_on: Mapped[date] = mapped_column(default=FOREVER)                   # half-open

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("store_id", "kind", "code"),)



class Agreed(NamedTuple):
    """A version of a setting, as it is read."""
    id: int
    value: Any                                  # as the JSON column keeps it
    from_on: date
    agreed_by_id: int
    reason: str


class Line(NamedTuple):
    """A line of a store's list, as it is read."""
    id: int
    code: str
    words_zh: str
    words_en: str
    from_on: date
    until_on: date

    @property
    def label(self) -> str:
        """Its words in the reader's language."""
        return self.words_zh if str(get_locale() or "zh").startswith("zh") else self.words_en


# Reading

def agreed(key: str, *, store_id: int | None, on: date) -> Any:
    """The value that holds for a store on a day: its own, else the group's, else the area's default."""
    kind = registry().settings[key]
    for owner in dict.fromkeys((store_id, None)):
        versions = _settings(owner).get(key, ())
        if place := bisect_right(versions, on, key=lambda version: version.from_on):
            return kind.read(versions[place - 1].value)
    return kind.default


def agreed_in(key: str, *, store: Any, on: Any) -> ColumnElement[Any]:
    """The number that holds for a store on a day, within a statement: its own, else the group's, else the default."""
    typed = cast(func.replace(type_coerce(Setting.value, String()), '"', ""), Numeric(9, 4))
    held = select(typed).where(
        Setting.key == key, Setting.from_on <= on, or_(Setting.store_id == store, Setting.store_id.is_(None)),
    ).order_by(Setting.store_id.is_(None), Setting.from_on.desc(), Setting.id.desc()).limit(1)
    return func.coalesce(held.scalar_subquery(), registry().settings[key].default)


def versions(key: str, *, store_id: int | None) -> Sequence[Agreed]:
    """All that was agreed on a setting, the newest first."""
    return _settings(store_id).get(key, ())[::-1]


def version_seen(key: str, *, store_id: int | None) -> int:
    """What a form carries, so that `agree` notices a change made since."""
    return max((setting.id for setting in versions(key, store_id=store_id)), default=0)


def _settings(store_id: int | None) -> Mapping[str, Sequence[Agreed]]:
    return _all_settings().get(store_id, {})


@while_unchanged
def _all_settings() -> Mapping[int | None, Mapping[str, Sequence[Agreed]]]:
    """By store, key and day; a store has some dozens."""
    found: dict[int | None, dict[str, list[Agreed]]] = {}
    for store_id, key, *version in db.session.execute(
            select(Setting.store_id, Setting.key, *(getattr(Setting, name) for name in Agreed._fields))
            .order_by(Setting.from_on, Setting.id)):
        found.setdefault(store_id, {}).setdefault(key, []).append(Agreed(*version))
    return found


def choices(kind: str, *, store_id: int, on: date | None = None) -> list[Line]:
    """The lines of a store's list in its order: those that hold on a day, or all that ever did."""
    lines = list(_choices(store_id).get(kind, ()))
    return lines if on is None else [line for line in lines if line.from_on <= on < line.until_on]


def choice_pairs(kind: str, *, store_id: int, on: date) -> list[tuple[str, str]]:
    """The lines that hold on a day as (code, words), for a field to offer."""
    return [(line.code, line.label) for line in choices(kind, store_id=store_id, on=on)]


def choice(kind: str, code: str | None, *, store_id: int) -> Line | None:
    """The line of a code, ended or not."""
    return next((line for line in _choices(store_id).get(kind, ()) if line.code == code), None)


def words(kind: str, code: str | None, *, store_id: int) -> str:
    """What a code reads as, in the reader's language; the code itself where the store has no such line."""
    line = choice(kind, code, store_id=store_id)
    return line.label if line else code or ""


def labels(kind: str, *, store_id: int | None) -> Mapping[str, str]:
    """What all codes of a list read as; who is of no store reads each in the words of the first."""
    found: dict[str, str] = {}
    for line in choices(kind, store_id=store_id) if store_id else _everywhere(kind):
        found.setdefault(line.code, line.label)
    return found


@while_unchanged
def _everywhere(kind: str) -> Sequence[Line]:
    return [Line(*line) for line in db.session.execute(
        select(*(getattr(Choice, name) for name in Line._fields))
        .where(Choice.kind == kind).order_by(Choice.store_id, Choice.rank, Choice.id))]


@while_unchanged
def _choices(store_id: int) -> Mapping[str, Sequence[Line]]:
    by_kind: dict[str, list[Line]] = {}
    for kind, *line in db.session.execute(
            select(Choice.kind, *(getattr(Choice, name) for name in Line._fields))
            .where(Choice.store_id == store_id).order_by(Choice.kind, Choice.rank, Choice.id)):
        by_kind.setdefault(kind, []).append(Line(*line))
    return by_kind


# Changing

@action("setting.agreed")
def agree(key: str, value: Any, *, by: Person, store: Store | None, version: int, from_on: date,
          reason: str) -> Setting:
    """A new version of a setting. Only the first may hold from a day that is over: later ones would move the past."""
    store_id = locked(store).id if store else None
    forget()
    if version_seen(key, store_id=store_id) != version:
        raise Stale
    if version and from_on < today():
        raise Refused(_("A change holds from today or later."), field="from_on")
    if not reason.strip():
        raise Refused(_("Say why it changes."), field="reason")
    try:
        kept = registry().settings[key].kept(value)
    except Refused as refused:
        raise Refused(refused.message, field="value") from refused
    setting = Setting(store_id=store_id, key=key, value=kept, from_on=from_on,
                      agreed_by_id=by.id, reason=reason.strip())
    db.session.add(setting)
    db.session.flush()
    forget()
    return setting


@action("choices.laid_down")
def lay_down_choices(store: Store, *, by: Person) -> int:
    """Give a store the lines that its lists start with, where it has none yet; returns how many came."""
    locked(store)
    forget()
    lines = [Choice(store_id=store.id, kind=kind.key, code=code, words_zh=zh, words_en=en, rank=rank)
             for kind in registry().choices.values() if not choices(kind.key, store_id=store.id)
             for rank, (code, zh, en) in enumerate(kind.first)]
    db.session.add_all(lines)
    db.session.flush()
    forget()
    return len(lines)


@action("choice.added")
def add_choice(kind: str, *, by: Person, store: Store, words_zh: str, words_en: str, from_on: date | None = None,
               once: str | None = None) -> Choice:
    """A new line at the end of a list."""
    locked(store)
    forget()
    _editable(kind)
    lines = choices(kind, store_id=store.id)
    line = Choice(store_id=store.id, kind=kind, code=f"own{len(lines) + 1}", rank=len(lines),
                  from_on=from_on or today(), **_worded(lines, words_zh, words_en))
    db.session.add(line)
    db.session.flush()
    forget()
    return line


@action("choice.renamed")
def rename_choice(line: Choice, *, by: Person, version: int, words_zh: str, words_en: str) -> None:
    """Other words for the same thing, in old rows too; what means something else is a new line."""
    seen(line, version)
    others = [other for other in choices(line.kind, store_id=line.store_id) if other.id != line.id]
    for name, text in _worded(others, words_zh, words_en).items():
        setattr(line, name, text)
    forget()


@action("choices.reordered")
def reorder_choices(kind: str, ids: Sequence[int], *, by: Person, store: Store) -> None:
    """Put a list in the order of `ids`. Stale when a line came or went since it was shown."""
    locked(store)
    forget()
    lines = {line.id: line for line in db.session.scalars(
        select(Choice).where(Choice.store_id == store.id, Choice.kind == kind))}
    if set(ids) != set(lines) or len(ids) != len(lines):
        raise Stale
    for rank, line_id in enumerate(ids):
        lines[line_id].rank = rank
    db.session.flush()
    forget()


@action("choice.ended")
def end_choice(line: Choice, *, by: Person, version: int, last_on: date | None = None) -> None:
    """Offer a line no longer after a day (today); rows that have it keep it."""
    seen(line, version)
    _editable(line.kind)
    last = last_on or today()
    if last < line.from_on:
        raise Refused(_("That is before the line was added."), field="last_on")
    if not any(other.until_on > last + timedelta(days=1) for other in choices(line.kind, store_id=line.store_id)
               if other.id != line.id):
        raise Refused(_("A list keeps at least one line."))
    line.until_on = last + timedelta(days=1)
    forget()


@action("choice.reopened")
def reopen_choice(line: Choice, *, by: Person, version: int) -> None:
    """Take the end of a line back."""
    seen(line, version)
    line.until_on = FOREVER
    forget()


def _editable(kind: str) -> None:
    if registry().choices[kind].fixed:
        raise Refused(_("The portal's rules read these lines: only their words and order change."))


def _worded(others: Iterable[Line], words_zh: str, words_en: str) -> dict[str, str]:
    zh, en = words_zh.strip(), words_en.strip() or words_zh.strip()
    if not zh:
        raise Refused(_("Write the words."), field="words_zh")
    for name, text in (("words_zh", zh), ("words_en", en)):
        if any(getattr(other, name) == text and other.until_on == FOREVER for other in others):
            raise Refused(_("The list has these words already."), field=name)
    return {"words_zh": zh, "words_en": en}
