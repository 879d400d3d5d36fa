"""Page: a list made ready for components/_list.html; addresses, words and rights are worked out once a column."""
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portal.core import words
from portal.core.policy import can

from .filters import Filter
from .formats import Writer, written
from .listing import COUNTED, COUNTED_IN_TAB, Asked, Column, Link, List

PLACE = 987654321           # stands for an id in the pattern of an address
PHONE = {"head": "lead-cell", "corner": "corner", "hidden": "hide-phone"}


class Head(NamedTuple):
    label: str
    unit: str
    number: bool
    href: str | None            # sorts by it; None: it can't be sorted
    sort: str | None            # ascending, descending, "" for another that can be sorted by


class Line(NamedTuple):
    id: int | None
    name: str                   # what the row is called
    cells: Markup               # all of them: a template that wrote each would take as long as the rest of the page


class TabShown(NamedTuple):
    label: str
    href: str
    found: str
    current: bool
    late: bool = False
    id: int | None = None       # of a person's own


class Dropped(NamedTuple):
    """A filter that could be dropped when nothing matches, and how many rows that brings."""
    label: str
    words: str
    found: str
    href: str


class FilterShown(NamedTuple):
    kind: str
    key: str
    label: str
    choices: list[tuple[str, str]]              # code, words
    chosen: tuple[str, ...]
    typed: tuple[str, ...]                      # the words, or the two days
    words: str                                  # all that is chosen
    whole: str


@dataclass(frozen=True)
class Shown:
    of: List
    asked: Asked
    total: int
    tabs: list[TabShown]
    filters: list[FilterShown]
    heads: list[Head]
    lines: list[Line]
    more: bool
    dropped: list[Dropped]
    own_columns: bool
    wrong: str                          # what is wrong with what was just sent
    may_export: bool
    may_print: bool

    @property
    def found(self) -> str:
        return counted(self.total, COUNTED)

    @property
    def here(self) -> str:
        return self.asked.address(page=self.asked.number)

    @property
    def ordered(self) -> str:
        """By what the rows are in order, in words."""
        if (column := self.asked.sorted_by) is None:
            return ""
        return (_("by %(column)s, descending", column=column.label) if self.asked.descends
                else _("by %(column)s, ascending", column=column.label))

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """What the rows can be sorted by: (as in the address, words, chosen)."""
        return [(order, f"{column.label} {arrow}", order == self.asked.order)
                for column in self.asked.readable if column.sort is not False
                for order, arrow in ((column.key, "↑"), (f"-{column.key}", "↓"))]

    @property
    def used(self) -> int:
        return len(self.asked.values)

    @property
    def first(self) -> int:
        return (self.asked.number - 1) * self.of.size + 1

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    @property
    def numbers(self) -> list[int]:
        """The pages to offer: the first, those around this one, the last; 0 for a gap."""
        here = self.asked.number
        last = here + self.more if self.total > COUNTED else pages_of(self.total, self.of.size)
        offered = sorted({1, *range(max(1, here - 2), min(last, here + 2) + 1)}
                         | (set() if self.total > COUNTED else {max(last, 1)}))
        return [1, *(number for before, after in pairwise(offered)
                     for number in ([after] if after == before + 1 else [0, after]))]


def counted(number: int, cap: int) -> str:
    return f"{cap:,}+" if number > cap else f"{number:,}"


def pages_of(total: int, size: int) -> int:
    return -(-total // size)


def page_of(asked: Asked, own: Sequence[tuple[int, str, str]], *, own_columns: bool, wrong: str) -> Shown:
    """Read the page: one statement for all counts, one for its rows, one more where nothing matches."""
    a_list = asked.of
    offered = [(asked.without(*asked.values), _("All"), False, None),
               *((asked.like(tab.query), str(tab.label), tab.late, None) for tab in a_list.tabs),
               *((asked.like(query), name, False, view_id) for view_id, name, query in own)]
    others = [each[0] for each in offered if each[0].values != asked.values] if len(offered) > 1 else []
    total, *elsewhere = asked.counts(*others)
    found = iter(elsewhere)
    in_tabs = [total if each[0].values == asked.values else next(found, 0) for each in offered]
    asked = asked.at_most(pages_of(total, a_list.size) if total <= COUNTED else None)
    rows, more = asked.page() if total else ([], False)
    return Shown(
        a_list, asked, total,
        [TabShown(label, other.address(), counted(number, COUNTED_IN_TAB), other.values == asked.values, late, view_id)
         for (other, label, late, view_id), number in zip(offered, in_tabs, strict=False)],
        [_filter(asked, one) for one in a_list.filters],
        [_head(asked, column) for column in asked.columns], _lines(asked, rows), more,
        _dropped(asked) if not total else [], own_columns, wrong, may_export=a_list.export in asked.rights,
        may_print=may_print(asked))


def may_print(asked: Asked) -> bool:
    return not asked.of.personal or can("forms.print")


def plain_rows(asked: Asked) -> Iterator[list[Any]]:
    """The whole result as files and paper hold it."""
    for rows in asked.every_row():
        writers = [column.format.plain([row[place] for row in rows]) for place, column in enumerate(asked.columns, 1)]
        for row in rows:
            yield [None if row[place] is None or row[place] == "" else write(row[place])
                   for place, write in enumerate(writers, 1)]


def head_of(column: Column) -> str:
    return f"{column.label} ({column.unit})" if column.unit else str(column.label)


def _lines(asked: Asked, rows: Sequence[Any]) -> list[Line]:
    columns = asked.columns
    here = request.path + asked.address(page=asked.number)
    cells = [_cell(place, column.format.html([row[place] for row in rows]), lead, _tag(column))
             for place, (column, lead) in enumerate(zip(columns, _leads(columns, here), strict=True), 1)]
    head = next((place for place, column in enumerate(columns, 1) if column.head), 1)
    return [Line(row[0], str(row[head]), Markup("".join([cell(row) for cell in cells]))) for row in rows]  # noqa: S704


def _cell(place: int, write: Writer, lead: Any, tag: tuple[str, str]) -> Callable[[Any], str]:
    """Writes one column's cell of a row."""
    opens, closes = tag

    def cell(row: Any) -> str:
        shown = written(write, row[place])
        return f"{opens}{lead(row, shown) if lead else shown}{closes}"
    return cell


def _leads(columns: Sequence[Column], here: str) -> Iterator[Any]:
    """For each column what makes its cell a link, or None."""
    place = len(columns) + 1                    # the values of links follow those of the columns
    for column in columns:
        if column.link is None:
            yield None
            continue
        at = 0 if column.link.value is None else place
        yield _fill(column.link, at, here) if column.link.missing else _lead(column.link, at, column.format.data)
        place += column.link.value is not None


def _lead(link: Link, place: int, data: bool) -> Any:
    argument: dict[str, Any] = {link.argument: PLACE}
    before, after = str(escape(url_for(link.endpoint, **argument))).split(str(PLACE))
    after += '" translate="no">' if data else '">'
    return lambda row, cell: cell if row[place] is None else f'<a href="{before}{row[place]:d}{after}{cell}</a>'


def _fill(link: Link, place: int, here: str) -> Any:
    """Opens in the cell what fills it."""
    argument: dict[str, Any] = {link.argument: PLACE}
    before, after = str(escape(url_for(link.endpoint, **argument, back=here))).split(str(PLACE))
    missing, empty = escape(link.missing), words.dash(None)

    def lead(row: Any, cell: Any) -> Any:
        if row[place] is None:
            return cell
        address = f"{before}{row[place]:d}{after}"
        return (f'<a href="{address}" hx-get="{address}" hx-target="closest td" hx-swap="innerHTML">'
                f'{missing if cell == empty else cell}</a>')
    return lead


def _head(asked: Asked, column: Column) -> Head:
    label, unit, number = str(column.label), str(column.unit), column.format.css == "num"
    if column.sort is False:
        return Head(label, unit, number, None, None)
    if asked.sorted_by is not column:
        return Head(label, unit, number, asked.address(sort=column.key), "")
    other = column.key if asked.descends else f"-{column.key}"
    return Head(label, unit, number, asked.address(sort=other), "descending" if asked.descends else "ascending")


def _tag(column: Column) -> tuple[str, str]:
    """What a column's cells open and close with."""
    css = " ".join(filter(None, (column.format.css, column.css,
                                 "nowrap" if column.head and not column.format.css else "",
                                 PHONE["head"] if column.head else PHONE.get(column.phone, ""))))
    tag, attributes = ("th", Markup(' scope="row"')) if column.head else ("td", Markup())
    if css:
        attributes += Markup(' class="{}"').format(css)
    if column.phone == "labelled" and not column.head:
        attributes += Markup(' data-label="{}"').format(str(column.label))
    if column.format.data and column.link is None:
        attributes += Markup(' translate="no"')
    return f"<{tag}{attributes}>", f"</{tag}>"


def _filter(asked: Asked, one: Filter) -> FilterShown:
    value, options = asked.values.get(one.key), asked.options[one.key]
    return FilterShown(one.kind, one.key, str(one.label), [(code, str(words)) for code, words in options.items()],
                       value if isinstance(value, tuple) else (value,), one.typed(value),
                       "" if value is None else one.words(value, options), str(getattr(one, "whole", None) or _("All")))


def _dropped(asked: Asked) -> list[Dropped]:
    """What each used filter keeps out: dropping which brings how many rows."""
    used = [one for one in asked.of.filters if one.key in asked.values]
    if not used:
        return []
    others = [asked.without(one.key) for one in used]
    first, *rest = others
    numbers = first.counts(*rest, cap=COUNTED)
    return sorted((Dropped(str(one.label), one.words(asked.values[one.key], asked.options[one.key]),
                           counted(number, COUNTED), other.address())
                   for one, other, number in zip(used, others, numbers, strict=True) if number),
                  key=lambda each: -int(each.found.replace(",", "").rstrip("+")))
