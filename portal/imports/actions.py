"""What is done with a file: brought, read, mended, imported, taken back. Only importing and taking back touch the
store's books; all else is work on the file."""
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, update

from portal.core import file, job, undo
from portal.core.action import Refused, action, technical
from portal.core.clock import now, today
from portal.core.imports import Checking, Import, Loading, Row, Verdict
from portal.core.imports.checking import columns_of, headings_known, recognise, signature, year_of
from portal.core.imports.reading import Sheet, Split, read, split, split_at
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Person

from . import checks
from .models import ImportBatch, ImportedRow, ImportMapping, ImportRow, ImportSheet, State

CHECK, APPLY = "imports.check", "imports.apply"         # jobs
Kinds = Mapping[str, Import]
KEPT = timedelta(days=30)               # the file as it was brought
UNDO = timedelta(days=7)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@technical
def bring(data: bytes, file_name: str, *, store_id: int, by: Person, kinds: Kinds) -> ImportBatch:
    """Read a file and keep it; nothing of it is in the store's books yet. `kinds`: what this person may import."""
    sheets = read(data, file_name)
    media_type = XLSX if data.startswith(b"PK") else "text/csv"
    batch = ImportBatch(store_id=store_id, made_by_id=by.id, made_at=now(), file_name=file_name[-120:],
                        sha256=hashlib.sha256(data).hexdigest(), file_id=file.store(
                            data, file_name[-120:], media_type, by=by, keep=KEPT).id)
    db.session.add(batch)
    db.session.flush()
    known = headings_known(kinds.values())
    for place, sheet in enumerate(sheets):
        _keep(batch, place, sheet, split(sheet, known) or split_at(sheet, 0), kinds)
    return batch


def _keep(batch: ImportBatch, place: int, sheet: Sheet, parts: Split, kinds: Kinds) -> None:
    headings = [heading[:200] for heading in parts.headings]
    read_as = _remembered(batch.store_id, headings, kinds)
    if read_as is None:
        found = recognise(sheet.name, headings, kinds.values())
        read_as = (found.key, _columns(found, headings)) if found else ("", [""] * len(headings))
    kept = ImportSheet(
        batch_id=batch.id, place=place, name=sheet.name[:120], import_key=read_as[0], columns=read_as[1],
        headings=headings, examples=[_example(parts, column) for column in range(len(headings))],
        year=year_of((cells for _number, cells in parts.rows), today().year), row_count=len(parts.rows),
        title_count=parts.titles, subtotal_count=parts.subtotals)
    db.session.add(kept)
    db.session.flush()
    if parts.rows:
        db.session.execute(insert(ImportRow), [
            {"sheet_id": kept.id, "number": number, "cells": cells, "mends": {}, "verdict": Verdict.ADD, "faults": []}
            for number, cells in parts.rows])


def _example(parts: Split, column: int) -> str:
    return next((cells[column] for _number, cells in parts.rows if column < len(cells) and cells[column]), "")[:200]


def _columns(an_import: Import, headings: list[str]) -> list[str]:
    found = columns_of(an_import, headings)
    return [found.get(place, "") for place in range(len(headings))]


def _remembered(store_id: int, headings: list[str], kinds: Kinds) -> tuple[str, list[str]] | None:
    kept = db.session.scalar(select(ImportMapping).where(
        ImportMapping.store_id == store_id, ImportMapping.signature == signature(headings)))
    usable = kept is not None and (kept.import_key in kinds or not kept.import_key)
    return (kept.import_key, kept.columns) if kept and usable else None


@technical
def read_as(batch: ImportBatch, sheet: ImportSheet, import_key: str, columns: Mapping[int, str] | None = None, *,
            kinds: Kinds) -> None:
    """Say what a sheet is, and which column is which field; remembered for tables of this shape."""
    _open(batch)
    an_import = kinds.get(import_key)
    if an_import is None:
        sheet.import_key, sheet.columns, sheet.counts = "", [""] * len(sheet.headings), {}
    else:
        if an_import.key != sheet.import_key:
            sheet.import_key, sheet.columns = an_import.key, _columns(an_import, sheet.headings)
        if columns is not None:
            sheet.columns = _one_each(an_import, [columns.get(place, "") for place in range(len(sheet.headings))])
    where = (ImportMapping.store_id == batch.store_id, ImportMapping.signature == signature(sheet.headings))
    kept = db.session.scalar(select(ImportMapping).where(*where))
    if kept is None:
        kept = ImportMapping(store_id=batch.store_id, signature=signature(sheet.headings))
        db.session.add(kept)
    kept.import_key, kept.columns = sheet.import_key, sheet.columns
    check(batch)


def _one_each(an_import: Import, columns: list[str]) -> list[str]:
    """No field from two columns: of several the first counts."""
    return [key if key in an_import.by_key and key not in columns[:place] else "" for place, key in enumerate(columns)]


@technical
def mend(batch: ImportBatch, sheet: ImportSheet, typed: Mapping[tuple[int, str], str]) -> None:
    """Put what was typed in the place of cells: (row's id, field) → text."""
    _open(batch)
    read_as = registry().imports.get(sheet.import_key)
    fields = set(sheet.columns) | set(read_as.by_key if read_as else ())
    rows = {row.id: row for row in db.session.scalars(select(ImportRow).where(
        ImportRow.sheet_id == sheet.id, ImportRow.id.in_({row_id for row_id, _field in typed})))}
    for (row_id, field), text in typed.items():
        if row_id in rows and field in fields:
            rows[row_id].mends = {**rows[row_id].mends, field: text}
    check(batch)


@technical
def check_later(batch: ImportBatch, *, by: Person) -> None:
    """A large file is checked by a job."""
    batch.job_id = job.start(CHECK, by=by, title=batch.file_name, store_id=batch.store_id,
                             arguments={"batch_id": batch.id}).id


@technical
def apply_later(batch: ImportBatch, *, by: Person) -> None:
    """A large file is imported by a job."""
    _open(batch, State.CHECKED)
    batch.state = State.APPLYING
    batch.job_id = job.start(APPLY, by=by, title=batch.file_name, store_id=batch.store_id,
                             arguments={"batch_id": batch.id}).id


@technical
def not_applied(batch: ImportBatch) -> None:
    """The job ended without importing: the file stands where it stood."""
    if batch.state is State.APPLYING:
        batch.state = State.CHECKED


@technical
def check(batch: ImportBatch) -> None:
    """Judge every row of the file against the store's books as they are now."""
    db.session.flush()
    _forget_private(batch)
    for one in checks.judged(batch):
        found = [{"id": kept.id, "verdict": row.verdict, "faults": checks.kept(row), "why": checks.why(row)}
                 for kept, row in one.rows]
        if found:
            db.session.execute(update(ImportRow), found)
        verdicts = Counter(row.verdict for _kept, row in one.rows)
        one.sheet.counts = {verdict.value: verdicts[verdict] for verdict in Verdict} | {
            "noted": sum(row.why is not None and row.verdict is Verdict.ADD for _kept, row in one.rows)}
    batch.state = State.CHECKED


@action("file.imported")
def apply(file_brought: ImportBatch, *, by: Person, batch: str) -> None:
    """Put the good rows of all sheets into the store's books, together or not at all; `batch` is the file's key."""
    _open(file_brought, State.CHECKED, State.APPLYING)
    file_brought.added = file_brought.updated = file_brought.faulty = 0
    whole: dict[str, list[Row]] = {}

    def load(an_import: Import, checking: Checking) -> None:
        good = [row for row in checking.rows if row.good]
        if good:
            an_import.load(Loading(checking.store_id, checking.context, good, whole, by, batch))
    sheets = checks.judged(file_brought, load)
    for one in sheets:
        whole.setdefault(one.an_import.key, []).extend(row for row in one.checking.rows if row.good)
    for one in sheets:
        if not one.an_import.offers:
            load(one.an_import, one.checking)
        _remember(file_brought, one.sheet, one.checking.rows)
    file_brought.state, file_brought.applied_by_id, file_brought.applied_at = State.APPLIED, by.id, now()
    if not file_brought.added + file_brought.updated:
        raise Refused(_("There is no row that could be imported."))
    _forget_rows(file_brought, Verdict.ADD, Verdict.UPDATE, Verdict.SKIP)


def _remember(batch: ImportBatch, sheet: ImportSheet, rows: Iterable[Row]) -> None:
    """What is in the books now is known by its identity when it comes again."""
    good = []
    for row in rows:
        batch.added += row.good and row.verdict is Verdict.ADD
        batch.updated += row.good and row.verdict is Verdict.UPDATE
        batch.faulty += row.verdict is Verdict.FAULT
        if row.good:
            good.append({"batch_id": batch.id, "store_id": batch.store_id, "import_key": sheet.import_key,
                         "identity": row.identity, "digest": row.digest})
    if good:
        db.session.execute(insert(ImportedRow), good)


@action("file.taken_back")
def take_back(file_brought: ImportBatch, *, by: Person) -> None:
    """Everything that the file brought leaves the books again; refused where it has been worked on since."""
    _open(file_brought, State.APPLIED)
    if file_brought.applied_at is None or now() > file_brought.applied_at + UNDO:
        raise Refused(_("A file can be taken back for 7 days, and these are over."))
    undo.undo(file_brought.key, by=by, reason=_("Import taken back: %(file)s", file=file_brought.file_name)[:200])
    db.session.execute(delete(ImportedRow).where(ImportedRow.batch_id == file_brought.id))
    _forget_rows(file_brought, *Verdict)
    file_brought.state, file_brought.undone_by_id, file_brought.undone_at = State.UNDONE, by.id, now()


@technical
def drop(batch: ImportBatch) -> None:
    """The file is not wanted: what was read from it is deleted."""
    _open(batch)
    _forget_rows(batch, *Verdict)
    batch.state = State.DROPPED


def _forget_private(batch: ImportBatch) -> None:
    """Where nobody is to know whose a row is, the name beside it leaves the portal, and so does the file that has it.
    A column that nothing reads loses what names somebody of the store.
    """
    sheets = [(sheet, registry().imports[sheet.import_key]) for sheet in db.session.scalars(select(ImportSheet).where(
        ImportSheet.batch_id == batch.id)) if sheet.import_key in registry().imports]
    private = [(sheet, kind) for sheet, kind in sheets if kind.private]
    people = checks.context_of(batch.store_id).people if private else {}
    found = False
    for sheet, kind in private:
        rows = db.session.scalars(select(ImportRow).where(ImportRow.sheet_id == sheet.id)
                                  .order_by(ImportRow.number)).all()
        hidden = [row for row in rows if _hide(row, sheet, kind, people)]
        if hidden:
            found = True
            sheet.examples = [next((row.cells[column] for row in rows if column < len(row.cells) and row.cells[column]),
                                   "")[:200] for column in range(len(sheet.headings))]
    if found and batch.file_id is not None:
        file_id, batch.file_id = batch.file_id, None
        db.session.flush()
        file.drop(file_id)


def _hide(row: ImportRow, sheet: ImportSheet, kind: Import, people: Mapping[str, int]) -> bool:
    """Take the names out of a row that is private; whether there were any."""
    read = dict(zip(sheet.columns, row.cells, strict=False))
    if kind.private is None or not kind.private(read | row.mends):
        return False
    cells = ["" if (kind.by_key[field].private if field else cell.strip() in people) else cell
             for field, cell in zip(sheet.columns, row.cells, strict=False)]
    mends = {field: typed for field, typed in row.mends.items() if not kind.by_key[field].private}
    changed = cells != row.cells or mends != row.mends
    row.cells, row.mends = cells, mends
    return changed


def _open(batch: ImportBatch, *states: State) -> None:
    """Lock the file; it must still stand where this step starts from."""
    db.session.refresh(batch, with_for_update=True)
    if batch.state not in (states or (State.READ, State.CHECKED)):
        raise Refused(_("This file is now: %(state)s.", state=batch.state.label))


def _forget_rows(batch: ImportBatch, *verdicts: Verdict) -> None:
    sheets = select(ImportSheet.id).where(ImportSheet.batch_id == batch.id)
    db.session.execute(delete(ImportRow).where(ImportRow.sheet_id.in_(sheets), ImportRow.verdict.in_(verdicts)))
