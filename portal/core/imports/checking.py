"""Checking: which kind of sheet this is, which column is which field, what each row says and what becomes of it."""
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.extensions import Coded
from portal.org.models import Person

from .parsers import N_, Context, Fault, Parser
from .reading import Cells, heading

LONGEST_IDENTITY = 120


class Verdict(Coded):
    """What becomes of a row."""
    ADD = "add", _l("New")
    UPDATE = "update", _l("Update")
    SKIP = "skip", _l("Skip")
    FAULT = "fault", _l("Faulty")


@dataclass(frozen=True)
class Field:
    """A column of an import: `headings` are how stores write it, in any case and with any blanks."""
    key: str
    label: Any
    headings: tuple[str, ...]
    parse: Parser
    required: bool = False                      # a row without it is faulty
    masked: bool = False                        # a phone: whole only where it has to be mended
    private: bool = False                       # says who it is: not kept of the rows that are private


@dataclass
class Row:
    """A row of the file: what stands in it, what it means, what is wrong with it, what becomes of it."""
    number: int                                 # in the file
    cells: dict[str, str]                       # field → as typed, mends included
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)
    identity: str = ""
    digest: str = ""
    verdict: Verdict = Verdict.ADD
    why: Fault | None = None                    # what is said about a row that is not faulty

    def __getitem__(self, key: str) -> Any:
        """The value of a field; None where nothing stands."""
        return self.values.get(key)

    def wrong(self, key: str, said: str, **values: Any) -> None:
        """The row is faulty: what is wrong with this field, and how to mend it."""
        self.faults.append((key, Fault(said, **values)))

    def note(self, said: str, **values: Any) -> None:
        """The row is good, but its reader should know this; the first note stands."""
        if self.why is None:
            self.why = Fault(said, **values)

    def skip(self, said: str, **values: Any) -> None:
        self.verdict, self.why = Verdict.SKIP, Fault(said, **values)

    def update(self, said: str, **values: Any) -> None:
        self.verdict, self.why = Verdict.UPDATE, Fault(said, **values)

    @property
    def good(self) -> bool:
        return not self.faults and self.verdict in (Verdict.ADD, Verdict.UPDATE)


@dataclass
class Checking:
    """The rows of one kind of sheet, to be checked against the store's data: `check` says what is wrong by
    `row.wrong`, and by `row.skip` or `row.update` what is known already. `earlier` has the rows that the same file adds
    by imports before this one: import key → identity → row."""
    store_id: int
    context: Context
    rows: list[Row]
    earlier: Mapping[str, Mapping[str, Row]]


@dataclass
class Loading:
    """The good rows of one kind of sheet, inside the one transaction of the whole file; `file` are those of all its
    sheets, by import."""
    store_id: int
    context: Context
    rows: list[Row]
    file: Mapping[str, Sequence[Row]]
    by: Person
    batch: str


@dataclass(frozen=True)
class Import:
    """One kind of sheet. `identity` are the fields that name a row for ever (登记号); without any the whole row does.

    `offers` adds to the context what later sheets of the same file may name (people of a roster); such a sheet is
    loaded before the others are read, all others when everything has been read. `prepare` puts what the parsers look up
    into the context before anything is read. `shown` are the fields that tell a person which row is meant. The sheets
    of a file are checked and loaded by `order`.
    """
    key: str
    label: Any
    order: int
    sheets: tuple[str, ...]
    fields: tuple[Field, ...]
    load: Callable[[Loading], None]
    identity: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    check: Callable[[Checking], None] | None = None
    offers: Callable[[Sequence[Row], Context], None] | None = None
    prepare: Callable[[Context, int], None] | None = None
    private: Callable[[Mapping[str, str]], bool] | None = None  # of the cells of a row: nobody is to know whose it is
    updates: bool = True                        # False: a row that is known already stays as it is
    needs: str = "imports.write"                # the right to write such rows by hand

    @property
    def by_heading(self) -> dict[str, str]:
        """heading → field, for all the ways to write it."""
        return {heading(written): one.key for one in self.fields for written in one.headings}

    @property
    def by_key(self) -> dict[str, Field]:
        return {one.key: one for one in self.fields}


Mapped = dict[int, str]                         # column of the file → field


def headings_known(imports: Iterable[Import]) -> set[str]:
    return {written for each in imports for written in each.by_heading}


def recognise(name: str, headings: Cells, imports: Iterable[Import]) -> Import | None:
    """Which kind of sheet it is: by its name, else by its headings, where they name enough of one kind's columns."""
    named = [each for each in imports if heading(name) in map(heading, each.sheets)]
    if named:
        return named[0]
    scored = [(len(found), each) for each in imports if (found := columns_of(each, headings))
              and {one.key for one in each.fields if one.required} <= set(found.values())]
    best = max(scored, key=lambda each: each[0], default=(0, None))
    return best[1] if best[0] >= max(3, len([cell for cell in headings if cell]) // 2) else None


def columns_of(an_import: Import, headings: Cells) -> Mapped:
    """Columns by their headings; of two with one meaning the first counts."""
    known = an_import.by_heading
    found: Mapped = {}
    for place, typed in enumerate(headings):
        key = known.get(heading(typed)) if typed else None
        if key and key not in found.values():
            found[place] = key
    return found


def signature(headings: Cells) -> str:
    """What a table of this shape is remembered by."""
    return hashlib.sha256("\n".join(map(heading, headings)).encode()).hexdigest()


def year_of(rows: Iterable[Cells], otherwise: int) -> int:
    """The year that most days of a sheet have: for days typed without one."""
    years = Counter(int(cell[:4]) for cells in rows for cell in cells
                    if len(cell) >= 8 and cell[:4].isdigit() and cell[4] in "-/.年" and 1990 <= int(cell[:4]) <= 2100)
    return years.most_common(1)[0][0] if years else otherwise


def parse(an_import: Import, number: int, cells: Mapping[str, str], mends: Mapping[str, str], context: Context) -> Row:
    """One row, read; `cells` is field → as the file has it, `mends` what was typed in its place."""
    row = Row(number, {**cells, **mends})
    for one in an_import.fields:
        typed = row.cells.get(one.key, "")
        if not typed.strip():
            if one.required:
                row.wrong(one.key, N_("Nothing stands here, and it is needed"))
            continue
        try:
            row.values[one.key] = one.parse(typed, context)
        except Fault as fault:
            row.faults.append((one.key, fault))
    row.digest = hashlib.sha256(json.dumps(dict(cells), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    parts = [row.cells.get(key, "").strip() for key in an_import.identity]
    named = all(parts) and "|".join(parts)
    row.identity = named if named and len(named) <= LONGEST_IDENTITY else row.digest
    return row


def judge(an_import: Import, rows: Sequence[Row], known: Mapping[str, str], told: Mapping[str, Row]) -> None:
    """New, known already, or changed since the last file; `known` is identity → digest of what was imported before,
    `told` the rows of the sheets before this one."""
    seen = dict(told)
    for row in rows:
        if twin := seen.get(row.identity):
            if twin.digest == row.digest:
                row.skip(N_("The same as row %(number)s"), number=twin.number)
            else:
                row.wrong(an_import.identity[0], N_("Row %(number)s has the same number"), number=twin.number)
        seen.setdefault(row.identity, row)
        before = known.get(row.identity)
        if before == row.digest:
            row.skip(N_("Imported before"))
        elif before is not None and an_import.updates:
            row.update(N_("Imported before, changed since"))
        elif before is not None:
            row.skip(N_("Imported before; changes to it are made in the portal"))


def settle(rows: Iterable[Row]) -> None:
    """A row with a fault is faulty, unless it is passed over anyway."""
    for row in rows:
        if row.faults and row.verdict is not Verdict.SKIP:
            row.verdict = Verdict.FAULT


def as_json(fault: Fault) -> dict[str, Any]:
    """A fault as it is kept: its words apart from the data in them."""
    return {"said": fault.said, "spoken": fault.spoken, "values": {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in fault.values.items()}}
