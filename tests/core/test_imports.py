"""Reading what stores keep in Excel: files within limits, headings, cells as people type them."""
import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter

from portal.core.action import Refused
from portal.core.clock import ZONE
from portal.core.imports import (
    Context,
    Fault,
    Field,
    Import,
    Verdict,
    code,
    day,
    hour,
    moment,
    money,
    number,
    one_of,
    person,
    text,
    yes_no,
)
from portal.core.imports.checking import columns_of, judge, parse, recognise, settle, signature
from portal.core.imports.parsers import nearest, said
from portal.core.imports.reading import MOST_ROWS, UNPACKED, read, split

THIS = Context(2025, {"曾凯": 7, "E101": 8, "单晓敏": 8})
REGISTER = Import("register", "来店登记", 30, ("来店登记表",), (
    Field("no", "登记号", ("登记号", "编号"), code()),
    Field("on", "日期", ("日期", "来店日期"), day, required=True),
    Field("name", "客户", ("客户姓名", "姓名"), text(60)),
    Field("person", "销售顾问", ("销售顾问", "顾问"), person),
), load=lambda loading: None, identity=("no",), shown=("on", "name"))


def book(**sheets):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    page.write(place, column, value)
    return file.getvalue()


@pytest.mark.parametrize("typed", [
    "2025-11-03", "2025/11/3", "2025.11.03", "20251103", "2025年11月3日", "11月3日", "11-3", "11/3", "11.3", "45964",
    "45964.5", "2025年11月3日 周一", "２０２５－１１－０３", "2025-11-03 09:54:00", "2025-11-03(星期一)",
    " 2025 - 11 - 03 "])
def test_days_are_read_as_people_type_them(typed):
    assert day(typed, THIS) == date(2025, 11, 3)


@pytest.mark.any_database
@pytest.mark.parametrize("typed, what", [("2026-13-08", "There is no month 13"), ("2025-02-29", "2025-2 has no day 29"),
                                         ("昨天", "Not a day"), ("3", "Not a day"), ("1025-01-01", "The year 1025")])
def test_a_day_that_is_none_says_what_is_wrong(app, typed, what):
    with pytest.raises(Fault) as fault:
        day(typed, THIS)
    with app.test_request_context(headers={"Cookie": "language=en"}):
        assert said({"said": fault.value.said, "values": fault.value.values}).startswith(what)


@pytest.mark.parametrize("typed", [
    "9:54", "09:54", "9:54:00", "9点54", "9点54分", "9：54", "上午 9:54", "0.4125", "９:５４"])
def test_times_are_read_as_people_type_them(typed):
    assert hour(typed, THIS) == time(9, 54)


@pytest.mark.parametrize("typed, read_as", [("下午3:20", time(15, 20)), ("9点半", time(9, 30)), ("14时", time(14, 0))])
def test_afternoons_and_half_hours(typed, read_as):
    assert hour(typed, THIS) == read_as


@pytest.mark.parametrize("typed", ["25:00", "9:75", "上午", "noon"])
def test_a_time_that_is_none(typed):
    with pytest.raises(Fault):
        hour(typed, THIS)


@pytest.mark.parametrize("typed", [
    "2025-11-03 09:54", "2025/11/3 9:54", "45964.4125", "11月3日 9:54", "2025-11-03T09:54:00"])
def test_moments_are_in_the_stores_zone(typed):
    assert moment(typed, THIS) == datetime(2025, 11, 3, 9, 54, tzinfo=ZONE)


@pytest.mark.parametrize("typed, fen", [
    ("178,800", 17880000), ("13.58万", 13580000), ("¥5000", 500000), ("2000元", 200000), ("１２.５", 1250),
    ("128100.0", 12810000)])
def test_money_is_yuan_as_typed(typed, fen):
    assert money(typed, THIS) == fen


@pytest.mark.parametrize("typed", ["3", "3人", "3.0", "３", " 3 位"])
def test_numbers_with_their_unit(typed):
    assert number(0, 50)(typed, THIS) == 3


@pytest.mark.parametrize("typed", ["3.5", "-1", "很多", "51"])
def test_numbers_that_are_none(typed):
    with pytest.raises(Fault):
        number(0, 50)(typed, THIS)


def test_ticks_and_fixed_words():
    assert [yes_no(each, THIS) for each in ("是", "√", "有", "Y", "否", "无", "×")] == [True] * 4 + [False] * 3
    levels = one_of({"H": 1, "A": 2})
    assert levels("ｈ", THIS) == 1
    with pytest.raises(Fault) as fault:
        levels("E", THIS)
    assert fault.value.values == {"words": "H A"}


def test_people_are_known_by_number_or_name_and_likely_ones_are_proposed():
    assert person("e101", THIS) == person("单 晓敏", THIS) == 8
    with pytest.raises(Fault) as fault:
        person("小曾", THIS)
    assert fault.value.values == {"near": "曾凯"}
    assert nearest("路人", THIS.people) is None


def test_a_workbook_gives_its_sheets_with_the_rows_numbers():
    sheets = read(book(一=[["标题"], [], ["a", 1.0, 2.5]], 空=[], 二=[[datetime(2025, 11, 3)]]), "x.xlsx")
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [
        ("一", [(1, ["标题"]), (3, ["a", "1", "2.5"])]), ("二", [(1, ["2025-11-03"])])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_the_encodings_of_chinese_spreadsheets(encoding):
    sheets = read("日期,客户姓名\r\n2025-11-03,\"王,磊𠮷\"\r\n".encode(encoding), "11月来店.csv")
    assert sheets[0].name == "11月来店"
    assert sheets[0].rows == [(1, ["日期", "客户姓名"]), (2, ["2025-11-03", "王,磊𠮷"])]


def test_semicolons_and_tabs_part_columns_too():
    assert read("日期\t客户\n1\t2\n".encode(), "x.txt")[0].rows[1] == (2, ["1", "2"])


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (UNPACKED + 1))
    return file.getvalue()


@pytest.mark.any_database
@pytest.mark.parametrize("data", [
    b"", b"x" * (5 * 1024 * 1024 + 1), bomb(), b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0old", b"\x00\x01\x02",
    b"\xff\xfe\xfa\xfb\xff", b"\n\n,,\n",
], ids=["empty", "large", "bomb", "broken", "xls", "binary", "no text", "nothing on it"])
def test_a_file_that_is_not_read_says_why(app, data):
    with pytest.raises(Refused) as refused:
        read(data, "x")
    assert refused.value.field == "file"


def test_more_than_twenty_thousand_rows_are_refused(app):
    with pytest.raises(Refused):
        read(b"a,b\n" * (MOST_ROWS + 1), "x.csv")


def test_titles_and_subtotals_are_no_rows_and_headings_are_found_below_them():
    sheet = read(book(s=[["永驰江城店 来店登记表"], ["2025年11月"], ["登记号", "日 期", "客户姓名", "备注"],
                         ["L1", "11-03", "王", ""], ["小计", "", "1 人"], ["L2", "11-04", "李", "x"],
                         ["登记号", "日 期", "客户姓名", "备注"], ["合 计", "", "2 人"]]), "x.xlsx")[0]
    parts = split(sheet, set(REGISTER.by_heading))
    assert parts.headings == ["登记号", "日 期", "客户姓名", "备注"]
    assert [cells[0] for _number, cells in parts.rows] == ["L1", "L2"]
    assert (parts.titles, parts.subtotals) == (2, 2)


def test_a_sheet_without_known_headings_is_not_taken_apart():
    assert split(read(b"a,b\n1,2\n", "x.csv")[0], set(REGISTER.by_heading)) is None


def test_columns_are_recognised_by_the_headings_that_stores_use():
    headings = ["编号", "来店日期*", "姓 名", "顾问（工号）", "接洽经过"]
    assert columns_of(REGISTER, headings) == {0: "no", 1: "on", 2: "name", 3: "person"}
    assert recognise("Sheet1", headings, [REGISTER]) is REGISTER
    assert recognise("来店登记表", ["甲", "乙"], [REGISTER]) is REGISTER
    assert recognise("Sheet1", ["编号", "甲", "乙", "丙"], [REGISTER]) is None
    assert signature(headings) == signature(["编号 ", "来店日期", "姓名", "顾问(工号)", "接洽经过"])


def rows(*cells):
    return [parse(REGISTER, place, dict(zip(("no", "on", "name", "person"), each, strict=False)), {}, THIS)
            for place, each in enumerate(cells, 2)]


def test_a_row_says_what_is_wrong_with_each_cell():
    row = rows(("L1", "2025-13-01", "王", "小曾"))[0]
    assert [field for field, _fault in row.faults] == ["on", "person"]
    settle([row])
    assert row.verdict is Verdict.FAULT
    assert rows(("L2", "", "王", ""))[0].faults[0][0] == "on"


def test_rows_known_already_are_passed_over_or_updated():
    found = rows(("L1", "11-03", "王"), ("L2", "11-03", "李"), ("L3", "11-03", "赵"))
    judge(REGISTER, found, {"L1": found[0].digest, "L2": "another"}, {})
    assert [row.verdict for row in found] == [Verdict.SKIP, Verdict.UPDATE, Verdict.ADD]


def test_the_same_row_twice_in_a_file_counts_once_and_two_rows_of_one_number_are_a_fault():
    found = rows(("L1", "11-03", "王"), ("L1", "11-03", "王"), ("L1", "11-04", "王"))
    judge(REGISTER, found, {}, {})
    settle(found)
    assert [row.verdict for row in found] == [Verdict.ADD, Verdict.SKIP, Verdict.FAULT]


def test_what_was_mended_is_known_again_by_what_the_file_says():
    mended = parse(REGISTER, 2, {"no": "L1", "on": "2025-13-01"}, {"on": "2025-12-01"}, THIS)
    again = parse(REGISTER, 2, {"no": "L1", "on": "2025-13-01"}, {}, THIS)
    assert mended["on"] == date(2025, 12, 1) and mended.digest == again.digest
