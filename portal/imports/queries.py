from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, String, case, cast, func, or_, select

from portal.core.imports import Field, Import, Row, Verdict
from portal.core.imports.parsers import said
from portal.core.policy import Rights, me, my_rights
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.core.words import masked
from portal.extensions import db
from portal.org.models import Store

from . import checks
from .models import ImportBatch, ImportRow, ImportSheet

AT_ONCE = 50                            # rows of a sheet on a page
MOST_FAULTY = 5_000                     # rows in the workbook of faulty rows


@dataclass(frozen=True)
class Fault:
    """A cell that is wrong: what stands there, what is wrong, and the field to mend it in."""
    row_id: int
    number: int
    shown: list[str]
    field: str
    label: str
    typed: str
    said: str
    proposal: str


@dataclass(frozen=True)
class Line:
    """A row that is added, updated or passed over."""
    number: int
    cells: list[str]
    why: str


def batches(scope: Scope) -> Select[ImportBatch]:
    """The files of the stores in `scope`: the only door to rows of this table."""
    return select(ImportBatch).where(scope.in_stores(ImportBatch.store_id))


def listed(scope: Scope) -> Select[ImportBatch]:
    """Those of them that hold only what the reader may write by hand. A sheet that nothing reads may hold anything: it
    is open to who brought it and to who runs the store."""
    others = registry().imports.keys() - kinds(my_rights()).keys()
    closed = select(ImportSheet.batch_id).where(ImportSheet.import_key.in_(others))
    found = batches(scope).where(ImportBatch.id.not_in(closed))
    if "settings.write" not in my_rights():
        unread = select(ImportSheet.batch_id).where(ImportSheet.import_key == "")
        found = found.where(or_(ImportBatch.made_by_id == me().id, ImportBatch.id.not_in(unread)))
    return found


def sheets(batch: ImportBatch) -> list[ImportSheet]:
    return list(db.session.scalars(select(ImportSheet).where(ImportSheet.batch_id == batch.id)
                                   .order_by(ImportSheet.place)))


def kind_of(sheet: ImportSheet) -> Import | None:
    return registry().imports.get(sheet.import_key)


def kinds(rights: Rights) -> Mapping[str, Import]:
    """The kinds of sheets that a person may import, in their order."""
    allowed = [each for each in registry().imports.values() if each.needs in rights]
    return {each.key: each for each in sorted(allowed, key=lambda each: each.order)}


def stores(scope: Scope) -> list[tuple[int, str]]:
    """The stores that a file may be for."""
    rows = db.session.execute(select(Store.id, Store.name).where(
        Store.live == 1, scope.in_stores(Store.id)).order_by(Store.rank, Store.id))
    return [(row.id, row.name) for row in rows]


def names(ids: set[int]) -> Mapping[int, str]:
    return dict(db.session.execute(select(ImportBatch.id, ImportBatch.file_name)
                                   .where(ImportBatch.id.in_(ids))).all())


def readable(rights: Rights, ids: set[int]) -> set[int]:
    scope = rights.get("imports.write")
    return set() if scope is None else set(db.session.scalars(
        listed(scope).with_only_columns(ImportBatch.id).where(ImportBatch.id.in_(ids))))


def shown_fields(an_import: Import) -> list[tuple[str, str]]:
    """The fields that tell a person which row is meant, with their labels."""
    return [(key, str(an_import.by_key[key].label)) for key in an_import.shown]


def faults(batch: ImportBatch, sheet: ImportSheet, an_import: Import, page: int = 1,
           most: int = AT_ONCE) -> list[Fault]:
    """The faulty cells of a page of faulty rows, each with a proposal where one is likely."""
    context = checks.context_of(batch.store_id, sheet.year)
    if an_import.prepare:
        an_import.prepare(context, batch.store_id)
    found = []
    for kept in _rows(sheet, Verdict.FAULT, page, most):
        row = checks.read_row(an_import, sheet, kept, context)
        near = {each["field"]: each["values"].get("near", "") for each in kept.faults}
        for field, words in checks.faults_in_words(row, kept.faults):
            typed = row.cells.get(field, "")
            found.append(Fault(kept.id, kept.number, _shown(an_import, row), field, str(an_import.by_key[field].label),
                               typed, words, near.get(field) or typed))
    return found


def lines(sheet: ImportSheet, an_import: Import, verdict: Verdict, page: int) -> tuple[list[str], list[Line]]:
    """Heads and rows as they stand in the file, of the columns that are read."""
    read = [(place, field) for place, field in enumerate(sheet.columns) if field]
    heads = [sheet.headings[place] for place, _field in read]
    return heads, [Line(row.number, [_shown_cell(an_import.by_key[field], row, place) for place, field in read],
                        said(row.why) if row.why else "") for row in _rows(sheet, verdict, page, AT_ONCE)]


def _shown_cell(field: Field, row: ImportRow, place: int) -> str:
    typed = row.mends.get(field.key) or (row.cells[place] if place < len(row.cells) else "")
    return masked(typed) if field.masked and typed else typed


def totals(sheets_read: list[ImportSheet]) -> dict[str, int]:
    return {verdict.value: sum(sheet.counts.get(verdict.value, 0) for sheet in sheets_read) for verdict in Verdict}


def row_count(batch: ImportBatch) -> int:
    return db.session.scalar(select(func.sum(ImportSheet.row_count)).where(ImportSheet.batch_id == batch.id)) or 0


def _rows(sheet: ImportSheet, verdict: Verdict, page: int, most: int) -> Any:
    return db.session.scalars(select(ImportRow).where(ImportRow.sheet_id == sheet.id, ImportRow.verdict == verdict)
                              .order_by(_noted_first(), ImportRow.number).limit(most).offset((page - 1) * most)).all()


def _noted_first() -> Any:
    """Rows that say something come first; JSON's own null says nothing."""
    return case((func.length(cast(ImportRow.why, String)) > len("null"), 0), else_=1)


def _shown(an_import: Import, row: Row) -> list[str]:
    return [row.cells.get(key, "") for key in an_import.shown]
