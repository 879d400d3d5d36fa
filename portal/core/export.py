"""Export: rows as a file that spreadsheets open: CSV with BOM, or XLSX in which text is never a formula."""
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import xlsxwriter

Row = Sequence[Any]
WIDEST = 40                                     # of a column, in characters
RISKY = ("=", "+", "-", "@", "\t", "\r")        # what a spreadsheet takes for the start of a formula


def text_stays_text(value: Any) -> Any:
    """A cell of a CSV that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def csv_file(heads: Row, rows: Iterable[Row]) -> bytes:
    file = io.BytesIO()
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerows([text_stays_text(value) for value in row] for row in chain([heads], rows))
    text.flush()
    text.detach()
    return file.getvalue()


def xlsx_file(heads: Row, rows: Iterable[Row], sheet: str) -> bytes:
    """One sheet with its heads fixed; the rows go through the disk until it is closed."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False,
                                      "strings_to_urls": False, "strings_to_numbers": False})
    page = book.add_worksheet(sheet_name(sheet))
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1})
    write = _writer(page, {date: book.add_format({"num_format": "yyyy-mm-dd"}),
                           datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
                           Decimal: book.add_format({"num_format": "#,##0.00"})})
    for column, head in enumerate(heads):
        page.set_column(column, column, min(max(12, 2 * len(str(head))), WIDEST))
        page.write_string(0, column, str(head), bold)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            write(number, column, value)
    book.close()
    return file.getvalue()


def sheet_name(name: str) -> str:
    """As Excel allows it: 31 characters, none of []:*?/\\, no quote at its ends."""
    return "".join(" " if each in "[]:*?/\\" else each for each in name)[:31].strip("' ") or "1"


def _writer(page: Any, formats: dict[type, Any]) -> Callable[[int, int, Any], None]:
    def write(row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, str):
            page.write_string(row, column, value)
        elif isinstance(value, date):                   # a datetime too
            page.write_datetime(row, column, value, formats[type(value)])
        else:
            page.write_number(row, column, value, formats.get(type(value)))
    return write
