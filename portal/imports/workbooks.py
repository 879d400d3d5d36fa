"""Workbooks that the imports give out: blank sheets to fill in, and faulty rows with what is wrong."""
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.export import sheet_name
from portal.core.imports import Import, Verdict
from portal.extensions import db

from . import checks, queries, samples
from .models import ImportBatch, ImportRow

Sheets = Iterable[tuple[str, Sequence[str], Iterable[Sequence[str]]]]


def blank(kinds: Iterable[Import]) -> bytes:
    """A sheet for each kind: its headings, and below them in grey how a row looks."""
    return _book(((each.sheets[0], [one.headings[0] for one in each.fields], samples.rows(each)) for each in kinds),
                 {"italic": True, "font_color": "#666666"})


def faulty(batch: ImportBatch) -> bytes:
    return _book(_faulty(batch))


def _faulty(batch: ImportBatch) -> Sheets:
    for sheet in queries.sheets(batch):
        kind = queries.kind_of(sheet)
        if kind is None:
            continue
        context = checks.context_of(batch.store_id, sheet.year)
        if kind.prepare:
            kind.prepare(context, batch.store_id)
        lines = []
        for kept in db.session.scalars(select(ImportRow).where(
                ImportRow.sheet_id == sheet.id, ImportRow.verdict == Verdict.FAULT)
                .order_by(ImportRow.number).limit(queries.MOST_FAULTY)):
            row = checks.read_row(kind, sheet, kept, context)
            said = "; ".join(f"{kind.by_key[field].label}: {words}"
                             for field, words in checks.faults_in_words(row, kept.faults))
            cells = [*kept.cells, *[""] * (len(sheet.headings) - len(kept.cells))]
            mended = [kept.mends.get(field, cell) if field else cell
                      for field, cell in zip(sheet.columns, cells, strict=False)]
            lines.append([*mended, said])
        if lines:
            yield sheet.name, [*sheet.headings, _("What is wrong")], lines


def _book(sheets: Sheets, look: Mapping[str, Any] | None = None) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                                      "strings_to_numbers": False})
    bold: Any = book.add_format({"bold": True, "bottom": 1})
    plain: Any = book.add_format(look or {})
    for name, heads, lines in sheets:
        page = book.add_worksheet(sheet_name(name))
        page.freeze_panes(1, 0)
        page.set_column(0, max(len(heads) - 1, 0), 14)
        page.write_row(0, 0, heads, bold)
        for number, line in enumerate(lines, 1):
            page.write_row(number, 0, line, plain)
    book.close()
    return file.getvalue()
