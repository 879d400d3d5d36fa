"""Reading: the sheets of a file as rows of text, within limits; where its headings stand, what is no row of data."""
import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from portal.core.action import Refused

from .parsers import plain

LARGEST = 5 * 1024 * 1024
UNPACKED = 20 * 1024 * 1024
MOST_ROWS = 20_000                  # of a file
MOST_SHEETS = 60
MOST_COLUMNS = 100
LONGEST_CELL = 2_000
ABOVE = 12                          # rows in which the headings are looked for
SUBTOTAL = re.compile(r"^(合\s*计|小\s*计|总\s*计|共\s*计|累\s*计|本[日周月页]合?计|制表|审核|批准)")
SAMPLE = "【示例】"                 # begins a row that shows how a blank sheet is filled in; such a row is passed over
ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"

Cells = list[str]


@dataclass
class Sheet:
    """One sheet: its rows as text with their numbers in the file; headings are found by who knows the words."""
    name: str
    rows: list[tuple[int, Cells]] = field(default_factory=list)


@dataclass
class Split:
    """A sheet taken apart: its headings, the rows below, and how many of the rest were passed over."""
    headings: Cells
    rows: list[tuple[int, Cells]]
    titles: int
    subtotals: int              # sample rows too


def read(data: bytes, file_name: str) -> list[Sheet]:
    """All sheets with anything on them. Refused says why a file is not read."""
    if len(data) > LARGEST:
        raise Refused(_("The file is larger than 5 MB: split it, for instance by month."), "file")
    if not data:
        raise Refused(_("The file is empty."), "file")
    if data.startswith(ZIP):
        sheets = _workbook(data)
    elif data.startswith(OLD_EXCEL):
        raise Refused(_("This is the old Excel format (.xls): save it as .xlsx, then choose it again."), "file")
    else:
        sheets = [Sheet(PurePath(file_name).stem, list(_numbered(_lines(data))))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Refused(_("There is nothing on the sheets of this file."), "file")
    if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
        raise Refused(_("The file has more than 20,000 rows: split it, for instance by month."), "file")
    return sheets


def _workbook(data: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNPACKED:
                raise Refused(_("Unpacked, the file is larger than 20 MB: split it, for instance by month."), "file")
            if "xl/workbook.xml" not in packed.namelist():
                raise Refused(_("This is not an Excel workbook (.xlsx) or a CSV file."), "file")
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > MOST_SHEETS:
            raise Refused(_("The workbook has more than 60 sheets."), "file")
        return [Sheet(name, list(_numbered(book.get_sheet_by_name(name).to_python(skip_empty_area=False))))
                for name in book.sheet_names]
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, RuntimeError) as error:
        raise Refused(_("The workbook cannot be opened: it may be damaged or have a password."), "file") from error


def _lines(data: bytes) -> list[list[str]]:
    if b"\0" in data:
        raise Refused(_("This is not an Excel workbook (.xlsx) or a CSV file."), "file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            typed = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused(_("The text of this file is neither UTF-8 nor GB18030."), "file")
    first = typed[:4000]
    delimiter = max(",\t;", key=first.count) if any(each in first for each in ",\t;") else ","
    try:
        return list(csv.reader(io.StringIO(typed, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Refused(_("This is not an Excel workbook (.xlsx) or a CSV file."), "file") from error


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterable[tuple[int, Cells]]:
    """Rows that hold something, with their numbers in the file, trailing empty cells cut off."""
    for number, row in enumerate(rows, 1):
        cells = [as_text(value) for value in row[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def as_text(value: Any) -> str:
    """A cell as a person would read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}" if value.time() != time() else f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    kept = str(value).replace("\0", "").strip()
    return kept.encode("utf-8", "replace").decode()[:LONGEST_CELL]


def heading(typed: str) -> str:
    """A heading as it is compared: without blanks, units in brackets, marks and case."""
    kept = re.sub(r"[(\[（【].*?[)\]）】]", "", plain(typed))
    return re.sub(r"[\s:：*＊/\\·、.。_-]", "", kept).lower()


def split(sheet: Sheet, known: set[str]) -> Split | None:
    """Take a sheet apart by the row with most headings among `known`; None where no row has two of them."""
    best, at = 1, None
    for place, (_number, cells) in enumerate(sheet.rows[:ABOVE]):
        hits = len({heading(cell) for cell in cells if cell} & known)
        if hits > best:
            best, at = hits, place
    return None if at is None else split_at(sheet, at)


def split_at(sheet: Sheet, place: int) -> Split:
    headings = sheet.rows[place][1]
    rows, subtotals = [], 0
    for number, cells in sheet.rows[place + 1:]:
        first = next((cell for cell in cells if cell), "")
        if SUBTOTAL.match(plain(first)) or first.startswith(SAMPLE):
            subtotals += 1
        elif [heading(cell) for cell in cells] != [heading(cell) for cell in headings]:     # headings of a next page
            rows.append((number, cells))
    return Split(headings, rows, place, subtotals)
