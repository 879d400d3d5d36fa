"""List: a query and its columns, said once. The same columns make the page, the order, the files, the paper."""
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import isfunction
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, literal_column, select
from werkzeug.datastructures import MultiDict

from portal.core.policy import Rights, frozen
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.memo import keep

from .filters import Args, Filter, Options
from .formats import Format, Text

COUNTED = 10_000            # rows are counted up to here: "10,000+"
COUNTED_IN_TAB = 999
FURTHEST = 1_000_000        # pages


class Link(NamedTuple):
    """Where a cell leads: `argument` of the endpoint is `value` (SQL, or a function of the reader's rights that gives
    it), without one the list's own row; NULL: no link.

    `missing` is the verb that an empty cell shows. Such a link opens the page that fills the cell in its place (htmx),
    and hands it the list's address as `back`.
    """
    endpoint: str
    argument: str
    value: Any = None
    missing: Any = None

    def read(self, rights: Rights) -> Any:
        return self.value(rights) if isfunction(self.value) else self.value


@dataclass(frozen=True)
class Column:
    """`value` is an SQL expression, or a function of the reader's rights that gives one (a phone masked per row).

    Without `needs` among the rights the column is not even read. `phone` says what becomes of it in the cards of
    the phone: labelled, plain, head, corner, or hidden.
    """
    key: str
    label: Any
    value: Any
    format: Format = Text()
    sort: Any = None                        # what it is sorted by; False: it isn't; its value where nothing is said
    needs: str | None = None
    link: Link | None = None
    unit: Any = ""
    phone: str = "labelled"
    head: bool = False                      # names the row: the row's head, always shown
    shown: bool = True                      # False: only for who chose it
    goes_with: str = ""                     # a filter's key: only where that offers something, as stores to a group
    css: str = ""

    def read(self, rights: Rights) -> Any:
        return self.value(rights) if isfunction(self.value) else self.value

    def order(self, rights: Rights) -> Any:
        return self.read(rights) if self.sort is None else self.sort


@dataclass(frozen=True)
class Tab:
    """A filter that the list comes with: `query` as in the address."""
    label: Any
    query: str
    late: bool = False                      # its count is bad news


@dataclass(frozen=True)
class List:
    """`query(scope)` is the area's only door to the rows. `id` makes pages cheap and is the tie-breaker; without it
    (rows behind a figure) a page is cut from the query itself. `details` adds the joins that only the columns need:
    they are made for the rows of the page alone. `sort` is a column's key, with "-" in front for descending.
    """
    key: str
    label: Any
    query: Callable[[Scope], Select[Any]]
    columns: tuple[Column, ...]
    id: Any = None
    details: Callable[[Select[Any]], Select[Any]] | None = None
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    tabs: tuple[Tab, ...] = ()
    rows: Any = _l("rows")                  # what is counted: 46 leads
    empty: Any = ""                         # what would be here, and what to do first
    export: str | None = None               # permission; None: it can't be taken away as a file
    personal: bool = False                  # holds personal data: files and paper need a purpose and leave a line
    size: int = 50

    def asked(self, scope: Scope, rights: Rights, args: Args, chosen: Sequence[str] = ()) -> "Asked":
        """What an address asks of this list; what makes no sense in it is left out."""
        options = self._options(scope)
        readable = tuple(column for column in self.columns if (column.needs is None or column.needs in rights)
                         and (not column.goes_with or options[column.goes_with]))
        columns = tuple(column for column in readable if column.head or (
            column.key in chosen if chosen else column.shown))
        number = args.get("page", "")
        return Asked(self, scope, rights, options, self.values(args, options), columns, readable,
                     self.order(args, readable), min(max(int(number), 1), FURTHEST)
                     if number.isascii() and number.isdigit() and len(number) < 9 else 1)

    def _options(self, scope: Scope) -> Mapping[str, Options]:
        """What the filters offer, read once a request."""
        known: dict[Any, Mapping[str, Options]] = g.setdefault("list_options", {})
        if (self.key, scope) not in known:
            known[self.key, scope] = {one.key: one.options(scope) for one in self.filters}
        return known[self.key, scope]

    def values(self, args: Args, options: Mapping[str, Options]) -> dict[str, Any]:
        """The filters that an address uses, by key."""
        read = {one.key: one.read(args, options[one.key]) for one in self.filters}
        return {key: value for key, value in read.items() if value is not None}

    def order(self, args: Args, readable: Sequence[Column]) -> str:
        """The order that an address asks for, from the fixed list; else this list's own."""
        typed = args.get("sort", "")
        sorts = [column.key for column in readable if column.sort is not False]
        return typed if typed.removeprefix("-") in sorts else self.sort or next(iter(sorts), "")


class Page(NamedTuple):
    rows: list[Any]             # of (id, *values of the columns, *values of the links)
    more: bool


@dataclass(frozen=True)
class Asked:
    """A list as one reader asked for it."""
    of: List
    scope: Scope
    rights: Rights
    options: Mapping[str, Options]
    values: Mapping[str, Any]           # filter key → value
    columns: tuple[Column, ...]
    readable: tuple[Column, ...]        # all that this reader might choose
    order: str
    number: int

    @property
    def sorted_by(self) -> Column | None:
        return next((column for column in self.readable if column.key == self.order.removeprefix("-")), None)

    @property
    def descends(self) -> bool:
        return self.order.startswith("-")

    def address(self, **changes: Any) -> str:
        """The query string of this list, changed: sort, page, or a filter's key (None drops it)."""
        values = {key: changes[key] if key in changes else value for key, value in self.values.items()}
        pairs = [pair for one in self.of.filters if values.get(one.key) is not None
                 for pair in one.address(values[one.key])]
        order, number = changes.get("sort", self.order), changes.get("page", 1)
        if order != self.of.order(MultiDict(), self.readable):
            pairs.append(("sort", order))
        if number > 1:
            pairs.append(("page", str(number)))
        return "?" + urlencode(pairs)

    def without(self, *keys: str) -> "Asked":
        return replace(self, values={key: value for key, value in self.values.items() if key not in keys})

    def at_most(self, pages: int | None) -> "Asked":
        """The last page where the address asks for one beyond it; None: nobody counted that far."""
        return self if pages is None or self.number <= pages else replace(self, number=max(pages, 1))

    def like(self, query: str) -> "Asked":
        """The same list under the filters of another address."""
        args = MultiDict(parse_qsl(query.removeprefix("?")))
        return replace(self, values=self.of.values(args, self.options), number=1,
                       order=self.of.order(args, self.readable))

    def matching(self) -> Select[Any]:
        """All rows in scope under the filters."""
        return self.of.query(self.scope).where(
            *(one.where(self.values[one.key]) for one in self.of.filters if one.key in self.values))

    def ids(self) -> Select[Any]:
        """The ids of all rows that match, in no order: for what is done to all results."""
        return self.matching().with_only_columns(self.of.id, maintain_column_froms=True)

    def page(self) -> Page:
        found = list(db.session.execute(self._kept("page", self.number, self.columns_read, make=self._page)))
        return Page(found[:self.of.size], len(found) > self.of.size)

    def _page(self) -> Select[Any]:
        size, skipped = self.of.size, (self.number - 1) * self.of.size
        if self.of.id is None:
            return self._sorted(self._columns(self.matching())).limit(size + 1).offset(skipped)
        ids = self._sorted(self.ids()).limit(size + 1).offset(skipped).subquery("page")
        return self._sorted(self._columns(self.of.query(self.scope).join(ids, ids.c[0] == self.of.id)))

    def every_row(self, chunk: int = 1000) -> Iterator[list[Any]]:
        """The whole result in its order, in chunks: for files and paper."""
        rows = db.session.execute(self._sorted(self._columns(self.matching()))
                                  .execution_options(yield_per=chunk))
        for part in rows.partitions():
            yield list(part)

    def counts(self, *others: "Asked", cap: int = COUNTED_IN_TAB) -> list[int]:
        """How many rows this finds (up to COUNTED + 1), and each of the others (up to cap + 1): in one statement."""
        def counted(asked: "Asked", most: int) -> Any:
            some: Select[Any] = asked.matching().with_only_columns(literal_column("1"), maintain_column_froms=True)
            return select(func.count()).select_from(some.limit(most + 1).subquery()).scalar_subquery()
        statement = self._kept("counts", cap, *(other.filtered for other in others), make=lambda: select(
            counted(self, COUNTED), *(counted(other, cap) for other in others)))
        return list(db.session.execute(statement).one())

    @property
    def filtered(self) -> tuple[tuple[str, Any], ...]:
        return tuple(sorted(self.values.items()))

    @property
    def columns_read(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    def _kept(self, *what: Any, make: Callable[[], Select[Any]]) -> Select[Any]:
        """A statement of a list that an area names: it follows from what was asked, by whom, and from settings.
        Words that were searched for never come again, nor do the rows behind a figure.
        """
        if registry().lists.get(self.of.key) is not self.of or any(
                one.kind in ("search", "dates") and one.key in self.values for one in self.of.filters):
            return make()
        return keep((self.of.key, self.scope, frozen(self.rights), self.filtered, self.order, *what), make)

    def _columns(self, rows: Select[Any]) -> Select[Any]:
        if self.of.details is not None:
            rows = self.of.details(rows)
        identity = literal_column("NULL") if self.of.id is None else self.of.id
        linked = [column.link.read(self.rights) for column in self.columns
                  if column.link and column.link.value is not None]
        return rows.with_only_columns(
            identity.label("row_id"), *(column.read(self.rights).label(column.key) for column in self.columns),
            *(value.label(f"to_{place}") for place, value in enumerate(linked)), maintain_column_froms=True)

    def _sorted(self, rows: Select[Any]) -> Select[Any]:
        by = []
        if column := self.sorted_by:
            order = column.order(self.rights)
            by = [each.desc() if self.descends else each
                  for each in (order if isinstance(order, tuple) else (order,))]
        if self.of.id is not None:
            by.append(self.of.id.desc() if self.descends else self.of.id)
        return rows.order_by(None).order_by(*by)
