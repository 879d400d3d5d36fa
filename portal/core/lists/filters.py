"""Filters: what narrows a list, typed, from a fixed list, in the address."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, or_, true
from werkzeug.datastructures import MultiDict

from portal.core.clock import ZONE
from portal.core.scope import Scope

Args = MultiDict[str, str]
Options = Mapping[str, Any]                 # as in the address → what people read
LONGEST = 100                               # characters of a text that is searched for


@dataclass(frozen=True)
class Filter:
    """`read` takes its value from an address, None where there is none or it makes no sense; `where` narrows by it."""
    key: str
    label: Any
    kind: ClassVar[str]

    def options(self, scope: Scope) -> Options:
        return {}

    def read(self, args: Args, options: Options) -> Any:
        raise NotImplementedError

    def where(self, value: Any) -> ColumnElement[bool]:
        raise NotImplementedError

    def address(self, value: Any) -> list[tuple[str, str]]:
        return [(self.key, value)]

    def words(self, value: Any, options: Options) -> str:
        return str(value)

    def typed(self, value: Any) -> tuple[str, ...]:
        """What its fields hold."""
        return ("" if value is None else str(value),)


@dataclass(frozen=True)
class Search(Filter):
    """Typed words, looked for anywhere in `columns`, or as `clause(words)` says; `%` and `_` mean themselves."""
    kind: ClassVar[str] = "search"
    columns: tuple[Any, ...] = ()
    clause: Callable[[str], ColumnElement[bool]] | None = None

    def read(self, args: Args, options: Options) -> str | None:
        return " ".join(args.get(self.key, "").replace("\0", "").split())[:LONGEST] or None

    def where(self, value: str) -> ColumnElement[bool]:
        return self.clause(value) if self.clause else or_(
            *(column.icontains(value, autoescape=True) for column in self.columns))


@dataclass(frozen=True)
class Choice(Filter):
    """One of `among`: an enum, a mapping of code → words, or a function of the scope that gives one.
    `clause(code)` says what a code means where it is more than equality with `column`."""
    kind: ClassVar[str] = "choice"
    column: Any = None
    among: type[StrEnum] | Options | Callable[[Scope], Options] = lambda scope: {}
    clause: Callable[[str], ColumnElement[bool]] | None = None
    whole: Any = None                       # the words for all of them; "All" by itself

    def options(self, scope: Scope) -> Options:
        if isinstance(self.among, type):
            return {code.value: code.label for code in self.among}  # type: ignore[attr-defined]
        return self.among(scope) if callable(self.among) else self.among

    def read(self, args: Args, options: Options) -> Any:
        code = args.get(self.key)
        return code if code in options else None

    def where(self, value: Any) -> ColumnElement[bool]:
        return self.clause(value) if self.clause else self.column == value

    def words(self, value: Any, options: Options) -> str:
        return str(options[value])


@dataclass(frozen=True)
class Choices(Choice):
    """Several of them: `level=h&level=a`."""
    kind: ClassVar[str] = "choices"

    def read(self, args: Args, options: Options) -> Any:
        return tuple(code for code in options if code in set(args.getlist(self.key))) or None

    def where(self, value: Any) -> ColumnElement[bool]:
        return or_(*map(self.clause, value)) if self.clause else self.column.in_(value)

    def address(self, value: Any) -> list[tuple[str, str]]:
        return [(self.key, code) for code in value]

    def words(self, value: Any, options: Options) -> str:
        return " ".join(str(options[code]) for code in value)


@dataclass(frozen=True)
class Dates(Filter):
    """From a day to a day, both included and either left open; `moment` for a column of moments."""
    kind: ClassVar[str] = "dates"
    column: Any = None
    moment: bool = False

    @property
    def names(self) -> tuple[str, str]:
        return f"{self.key}_from", f"{self.key}_to"

    def read(self, args: Args, options: Options) -> tuple[date | None, date | None] | None:
        first, last = (_day(args.get(name, "")) for name in self.names)
        return (first, last) if first or last else None

    def where(self, value: tuple[date | None, date | None]) -> ColumnElement[bool]:
        first, last = value
        after = None if last is None or last == date.max else last + timedelta(days=1)
        if self.moment:
            return and_(true(), *(clause for clause in (
                None if first is None else self.column >= datetime.combine(first, time(), ZONE),
                None if after is None else self.column < datetime.combine(after, time(), ZONE)) if clause is not None))
        return and_(true(), *(clause for clause in (
            None if first is None else self.column >= first,
            None if last is None else self.column <= last) if clause is not None))

    def address(self, value: tuple[date | None, date | None]) -> list[tuple[str, str]]:
        return [(name, day.isoformat()) for name, day in zip(self.names, value, strict=True) if day]

    def typed(self, value: tuple[date | None, date | None] | None) -> tuple[str, ...]:
        return tuple("" if day is None else day.isoformat() for day in value or (None, None))

    def words(self, value: tuple[date | None, date | None], options: Options) -> str:
        return " – ".join("" if day is None else day.isoformat() for day in value)


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 9999 else None
