"""Checks: the rows of a file judged sheet by sheet, in the order in which the kinds of sheet build on each other."""
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal.core import agreement
from portal.core.clock import today
from portal.core.imports import Checking, Context, Import, Row
from portal.core.imports.checking import as_json, judge, parse, settle
from portal.core.imports.parsers import said
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Membership, Person

from .models import ImportBatch, ImportedRow, ImportRow, ImportSheet

AT_ONCE = 500
Load = Callable[[Import, Checking], None]


class Judged(NamedTuple):
    """A sheet with its rows as they read now."""
    an_import: Import
    sheet: ImportSheet
    kept: Sequence[ImportRow]
    checking: Checking

    @property
    def rows(self) -> list[tuple[ImportRow, Row]]:
        return list(zip(self.kept, self.checking.rows, strict=True))


def judged(batch: ImportBatch, load: Load | None = None) -> list[Judged]:
    """All sheets that something reads. With `load`, what later sheets may name (people) is loaded before they are read.
    """
    earlier: dict[str, dict[str, Row]] = {}
    context = context_of(batch.store_id)
    found = []
    for an_import, sheet in _in_order(batch):
        context.year = sheet.year
        if an_import.prepare:
            an_import.prepare(context, batch.store_id)
        kept = list(db.session.scalars(select(ImportRow).where(ImportRow.sheet_id == sheet.id)
                                       .order_by(ImportRow.number)))
        rows = [read_row(an_import, sheet, row, context) for row in kept]
        judge(an_import, rows, _known(batch, an_import, rows), earlier.get(an_import.key, {}))
        checking = Checking(batch.store_id, context, rows, earlier)
        if an_import.check:
            an_import.check(checking)
        settle(rows)
        if an_import.offers and load:
            load(an_import, checking)
            context = context_of(batch.store_id, sheet.year)
        elif an_import.offers:
            an_import.offers([row for row in rows if not row.faults], context)
        there = earlier.setdefault(an_import.key, {})
        there.update((row.identity, row) for row in rows if not row.faults)
        found.append(Judged(an_import, sheet, kept, checking))
    return found


def read_row(an_import: Import, sheet: ImportSheet, row: ImportRow, context: Context) -> Row:
    cells = {field: row.cells[place] for place, field in enumerate(sheet.columns) if field and place < len(row.cells)}
    return parse(an_import, row.number, cells, row.mends, context)


def context_of(store_id: int, year: int | None = None) -> Context:
    """The store's people by staff number and name, and its lists by words and code."""
    people = db.session.execute(
        select(Person.staff_no, Person.name, Person.id).join(Membership, Membership.person_id == Person.id)
        .where(Membership.store_id == store_id).order_by(Person.left_on.is_not(None).desc(), Person.id).distinct())
    by_name: dict[str, int] = {}
    for staff_no, name, person_id in people:
        by_name |= {name: person_id} | ({staff_no: person_id} if staff_no else {})
    choices = {kind.key: {word: code for code, zh, en in kind.first for word in (code, zh, en)} | {
        word: line.code for line in agreement.choices(kind.key, store_id=store_id)
        for word in (line.code, line.words_zh, line.words_en)} for kind in registry().choices.values()}
    return Context(year or today().year, by_name, choices)


def kept(row: Row) -> list[dict[str, Any]]:
    return [{"field": field, **as_json(fault)} for field, fault in row.faults]


def why(row: Row) -> dict[str, Any] | None:
    return as_json(row.why) if row.why else None


def faults_in_words(row: Row, stored: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(field, what is wrong and how to mend it), in the reader's language."""
    fresh = {field: fault.said for field, fault in row.faults if fault.spoken}
    return [(each["field"], fresh.get(each["field"], each["said"]) if each["spoken"] else said(each))
            for each in stored]


def _in_order(batch: ImportBatch) -> list[tuple[Import, ImportSheet]]:
    sheets = db.session.scalars(select(ImportSheet).where(ImportSheet.batch_id == batch.id)
                                .order_by(ImportSheet.place)).all()
    known: Mapping[str, Import] = registry().imports
    found = [(known[sheet.import_key], sheet) for sheet in sheets if sheet.import_key in known]
    return sorted(found, key=lambda each: (each[0].order, each[1].place))


def _known(batch: ImportBatch, an_import: Import, rows: list[Row]) -> dict[str, str]:
    """identity → digest of the newest import that brought it."""
    known: dict[str, str] = {}
    identities = iter([row.identity for row in rows])
    while some := list(islice(identities, AT_ONCE)):
        newest = (select(func.max(ImportedRow.id)).where(
            ImportedRow.store_id == batch.store_id, ImportedRow.import_key == an_import.key,
            ImportedRow.identity.in_(some)).group_by(ImportedRow.identity))
        known |= dict(db.session.execute(select(ImportedRow.identity, ImportedRow.digest).where(
            ImportedRow.id.in_(newest))).all())
    return known
