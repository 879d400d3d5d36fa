"""Formats: how the values of a column are written, on the page and in a file."""
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext as _
from markupsafe import Markup, escape

from portal.core import words
from portal.core.clock import ZONE, today
from portal.core.registry import registry
from portal.org.queries import names

Writer = Callable[[Any], Any]


@dataclass(frozen=True)
class Format:
    """`plain` gives what a file holds, `html` what a page shows; neither is asked for None or an empty text.

    Both are called with one column's values at once, so that what must be looked up takes one query, and what is
    the same in many rows is written once.
    """
    css: ClassVar[str] = "nowrap"
    data: ClassVar[bool] = False            # names and typed text, which no browser translates

    def plain(self, values: Sequence[Any]) -> Writer:
        return str

    def html(self, values: Sequence[Any]) -> Writer:
        return self.plain(values)


@dataclass(frozen=True)
class Text(Format):
    """What somebody typed; it wraps."""
    css: ClassVar[str] = ""
    data: ClassVar[bool] = True


@dataclass(frozen=True)
class Name(Format):
    """A name, a number on paper, a phone as the query gives it: one line."""
    data: ClassVar[bool] = True


@dataclass(frozen=True)
class Number(Format):
    css: ClassVar[str] = "num"
    places: int | None = None               # decimals; None: as they are

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda value: value

    def html(self, values: Sequence[Any]) -> Writer:
        return lambda value: words.number(value, self.places)


@dataclass(frozen=True)
class Money(Format):
    """Fen in the database, yuan on the page."""
    css: ClassVar[str] = "num"

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda fen: Decimal(fen) / 100

    def html(self, values: Sequence[Any]) -> Writer:
        return words.yuan


@dataclass(frozen=True)
class Day(Format):
    """11-24 周二."""

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda on: on

    def html(self, values: Sequence[Any]) -> Writer:
        return _each(values, words.day)


@dataclass(frozen=True)
class Due(Day):
    """The day something is owed: late in red, today in bold."""

    def html(self, values: Sequence[Any]) -> Writer:
        now, late = today(), _("overdue")

        def cell(on: date) -> Any:
            if on < now:
                return Markup('<span class="due-late">{} {}</span>').format(words.day(on), late)
            return Markup('<span class="due-today">{}</span>').format(words.day(on)) if on == now else words.day(on)
        return _each(values, cell)


@dataclass(frozen=True)
class Moment(Format):
    """11-24 18:20 in the store's zone, today and yesterday by their words."""

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda at: at.astimezone(ZONE).replace(tzinfo=None, microsecond=0)

    def html(self, values: Sequence[Any]) -> Writer:
        return _each(values, words.moment)


@dataclass(frozen=True)
class Hour(Format):
    """The time of a moment in the store's zone, or of a day: 18:20."""

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda at: words.hour(at) if isinstance(at, datetime) else f"{at:%H:%M}"


@dataclass(frozen=True)
class Words(Format):
    """A code by its words: an enum by its labels, any other by `said()`, asked once a page."""
    said: Callable[[], Mapping[Any, Any]] | None = None

    def plain(self, values: Sequence[Any]) -> Writer:
        said = self.said() if self.said else {}
        return _each(values, lambda code: str(said[code] if code in said else getattr(code, "label", code)))


@dataclass(frozen=True)
class State(Words):
    """A state in words, with its colour and shape: `tone` gives ok, watch, late, info, or "" for grey."""
    tone: Callable[[Any], str] = lambda code: ""

    def html(self, values: Sequence[Any]) -> Writer:
        word = self.plain(values)
        shape = Markup('<span class="state state-bare{}">{}</span>')
        return _each(values, lambda code: shape.format(
            f" state-{tone}" if (tone := self.tone(code)) else "", word(code)))


@dataclass(frozen=True)
class Tick(Format):
    """A yes or no."""

    def plain(self, values: Sequence[Any]) -> Writer:
        yes, no = _("Yes"), _("No")
        return lambda value: yes if value else no


@dataclass(frozen=True)
class Level(Format):
    """The badge of an intent level; `said()` gives code → (letter shown, what it means)."""
    said: Callable[[], Mapping[Any, tuple[str, str]]] | None = None

    def plain(self, values: Sequence[Any]) -> Writer:
        said = self.said() if self.said else {}
        return _each(values, lambda code: said[code][0] if code in said else str(code).upper())

    def html(self, values: Sequence[Any]) -> Writer:
        said = self.said() if self.said else {}

        def badge(code: Any) -> Markup:
            letter, meaning = said.get(code) or (str(code).upper(), "")
            title = Markup(' title="{} {}"').format(letter, meaning) if meaning else ""
            return Markup('<span class="level level-{}"{}>{}</span>').format(str(code).lower(), title, letter)
        return _each(values, badge)


@dataclass(frozen=True)
class Person(Format):
    """The id of a person, by name."""
    data: ClassVar[bool] = True

    def plain(self, values: Sequence[Any]) -> Writer:
        called = names(values)
        return lambda person_id: called.get(person_id, "")


@dataclass(frozen=True)
class RowOf(Format):
    """The id of a row of another table, by what its area calls it."""
    table: str = ""
    data: ClassVar[bool] = True

    def plain(self, values: Sequence[Any]) -> Writer:
        labels = registry().kinds[self.table].labels
        ids = {value for value in values if value is not None}
        called = labels(ids) if labels and ids else {}
        return lambda row_id: called.get(row_id, str(row_id))


def written(write: Writer, value: Any) -> Any:
    """A cell of the page."""
    return words.dash(None) if value is None or value == "" else escape(write(value))


def _each(values: Sequence[Any], write: Writer) -> Writer:
    """`write`, called once for each different value."""
    said = {value: write(value) for value in set(values) if value is not None}
    return said.__getitem__
