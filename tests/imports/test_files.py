"""A file from bringing it to taking it back, tried on teams: an area of this test alone reads sheets of them."""
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.core import job
from portal.core.access import Access
from portal.core.action import Change, action
from portal.core.area import Area
from portal.core.imports import N_, Field, Import, number, person, text
from portal.core.load import load
from portal.extensions import db
from portal.imports.models import ImportBatch, ImportRow, State
from portal.org.models import Role, Team

from ..core.test_imports import book
from ..factories.org import add_person, add_store
from ..factories.org import person as staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def take_teams(rows):
    known = {team.name: team for team in db.session.scalars(select(Team))}
    for store_id, name, rank in rows:
        if name in known:
            known[name].rank = rank
        else:
            db.session.add(Team(store_id=store_id, name=name, rank=rank))
    db.session.flush()
    return len(rows)


def check_teams(checking):
    for row in checking.rows:
        if row["rank"] == 13:
            row.wrong("rank", N_("There is no team %(rank)s"), rank=13)


TEAMS = Import("teams", "销售组", 10, ("销售组",), (
    Field("name", "组名", ("组名", "组别"), text(20), required=True),
    Field("rank", "次序", ("次序", "序号"), number(0, 99)),
    Field("leader", "主管", ("主管",), person),
), load=lambda loading: load({"teams": [(loading.store_id, row["name"], row["rank"] or 0) for row in loading.rows]},
                             by=loading.by, batch=loading.batch) and None,
    identity=("name",), shown=("name", "leader"), check=check_teams)
GOOD = book(销售组=[["永驰江城店 各组"], ["组名", "次序", "主管", "口号"], ["一组", 1, "何静", "冲"],
                 ["二组", 2, "", ""], ["合计", 2]], 质保=[["合同", "年限"], ["L1", "x"]])
FAULTY = book(销售组=[["组名", "次序", "主管"], ["一组", "一", "小何"], ["二组", 2, ""], ["三组", 13, ""]])


@pytest.fixture
def manager(app, desk):
    if "teams" not in app.extensions["portal"].imports:
        Area("tried", imports=(TEAMS,), loaders={"teams": take_teams}).init_app(app)
    store_id = add_store()
    add_person("店经理", Role.MANAGER, store_id=store_id)
    add_person("何静", Role.LEADER, store_id=store_id)
    add_person("别店经理", Role.MANAGER, store_id=add_store("B", "别的店"))
    return desk.sign_in("店经理")


def bring(desk, data=GOOD, name="各组.xlsx", status=303):
    page = desk.open("/imports/new")
    answer = desk._call("post", "/imports/new", data=page.values("/imports/new") | {"file": (io.BytesIO(data), name)})
    assert answer.status_code == status, answer.text
    return answer


def brought(desk, data=GOOD):
    bring(desk, data)
    return db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first().id


def teams():
    db.session.expire_all()
    return {team.name: team.rank for team in db.session.scalars(select(Team).order_by(Team.id))}


def test_a_file_is_first_shown_and_nothing_is_written(manager):
    page = manager.open(f"/imports/{brought(manager)}")
    assert "销售组" in page.text and "质保" in page.text and "导入可用的 2 行" in page.words
    assert "尚无功能读取" in page.words and not teams()


def test_the_sheet_says_what_was_passed_over_and_which_column_nobody_knows(manager):
    page = manager.open(f"/imports/{brought(manager)}/sheets/0?v=columns")
    assert "跳过标题 1 行" in page.words and "小计或示例 1 行" in page.words and "口号" in page.words


def test_good_rows_are_imported_together_with_change_lines_of_the_batch(manager):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    assert teams() == {"一组": 1, "二组": 2}
    lines = db.session.scalars(select(Change).where(Change.batch == f"import-{batch_id}")).all()
    assert [line.row_kind for line in lines] == ["team", "team"]
    assert "已导入：新增 2，更新 0" in manager.open(f"/imports/{batch_id}").words
    assert db.session.scalar(select(ImportRow.id)) is None, "what is in the books is not kept twice"


def test_the_same_file_twice_adds_nothing(manager):
    first = brought(manager)
    manager.send(f"/imports/{first}/apply", page=f"/imports/{first}", status=303)
    second = brought(manager)
    page = manager.open(f"/imports/{second}")
    assert "导入可用的" not in page.words
    assert manager.send(f"/imports/{second}/apply", page=page).status_code == 422
    assert len(teams()) == 2


def test_a_changed_row_updates_what_was_imported(manager):
    first = brought(manager)
    manager.send(f"/imports/{first}/apply", page=f"/imports/{first}", status=303)
    second = brought(manager, book(销售组=[["组名", "次序"], ["一组", 5], ["三组", 3]]))
    manager.send(f"/imports/{second}/apply", page=f"/imports/{second}", status=303)
    assert teams() == {"一组": 5, "二组": 2, "三组": 3}
    manager.send(f"/imports/{second}/undo", page=f"/imports/{second}", status=303)
    assert teams() == {"一组": 1, "二组": 2}, "what it changed has its former value, what it made is gone"


def test_faulty_rows_are_mended_in_place(manager):
    batch_id = brought(manager, FAULTY)
    sheet = f"/imports/{batch_id}/sheets/0"
    page = manager.open(sheet)
    assert "不是数字" in page.words and 'value="何静"' in page.text, "who was likely meant is proposed"
    row = re.findall(r'name="m-(\d+)-rank"', page.text)
    manager.send(f"{sheet}/mends", page=page, status=303, **{f"m-{row[0]}-rank": "1", f"m-{row[1]}-rank": "3"})
    assert "导入可用的 3 行" in manager.open(f"/imports/{batch_id}").words
    manager.send(f"/imports/{batch_id}/apply", page=sheet + "?v=add", status=303)
    assert teams() == {"一组": 1, "二组": 2, "三组": 3}


def test_the_good_rows_go_in_without_the_faulty_ones(manager):
    batch_id = brought(manager, FAULTY)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    assert teams() == {"二组": 2} and "2 行有误，没有导入" in manager.open(f"/imports/{batch_id}").words


def test_faulty_rows_leave_as_a_workbook_with_reasons_and_a_line_in_the_record(manager):
    batch_id = brought(manager, FAULTY)
    answer = manager.send(f"/imports/{batch_id}/faulty", page=f"/imports/{batch_id}", status=200)
    sheet = load_workbook(io.BytesIO(answer.data)).active
    heads, first, second = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert heads == ["组名", "次序", "主管", "哪里不对"] and first[:2] == ["一组", "一"]
    assert "次序" in first[3] and "主管" in first[3] and second[0] == "三组"
    assert db.session.scalar(select(Access.what)) == "export"


def test_a_column_matched_by_hand_is_remembered_for_tables_of_this_shape(manager):
    odd = book(Sheet1=[["小组", "次序", "主管"], ["一组", 1, ""]])
    batch_id = brought(manager, odd)
    sheet = f"/imports/{batch_id}/sheets/0"
    page = manager.open(sheet)
    manager.send(f"{sheet}/columns", page=page, status=303, kind="teams")
    manager.send(f"{sheet}/columns", page=sheet + "?v=columns", status=303, **{"c-0": "name"})
    assert "导入可用的 1 行" in manager.open(sheet).words
    again = brought(manager, odd)
    assert "导入可用的 1 行" in manager.open(f"/imports/{again}/sheets/0").words


def test_two_columns_never_fill_one_field(manager):
    batch_id = brought(manager)
    sheet = f"/imports/{batch_id}/sheets/0"
    manager.send(f"{sheet}/columns", page=sheet + "?v=columns", status=303, **{"c-3": "rank", "c-2": "nonsense"})
    values = manager.open(sheet + "?v=columns").values(f"{sheet}/columns")
    assert [values[f"c-{place}"] for place in range(4)] == ["name", "rank", "", ""]


def test_a_whole_file_is_taken_back(manager):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=303)
    assert not teams() and db.session.get(ImportBatch, batch_id).state is State.UNDONE
    again = brought(manager)
    manager.send(f"/imports/{again}/apply", page=f"/imports/{again}", status=303)
    assert len(teams()) == 2, "after that it can be brought again"


@action("team.renamed")
def rename(team, name, *, by):
    team.name = name


def test_what_was_worked_on_since_is_not_taken_back_and_is_named(manager):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    rename(db.session.scalar(select(Team).where(Team.name == "一组")), "先锋组", by=staff("店经理"))
    answer = manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=422)
    assert "先锋组" in answer.words and len(teams()) == 2


def test_who_hangs_on_an_imported_row_keeps_it_from_being_taken_back(manager):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    add_person("新人", store_id=1, team_id=db.session.scalar(select(Team.id).where(Team.name == "一组")))
    assert manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}").status_code == 422
    assert len(teams()) == 2


def test_after_seven_days_a_file_stays(manager, clock):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    page = manager.open(f"/imports/{batch_id}")
    clock.set(clock().date().replace(month=12, day=1), 11)
    assert manager.send(f"/imports/{batch_id}/undo", page=page).status_code == 422
    assert "整批撤回" not in manager.open(f"/imports/{batch_id}").words


def test_a_dropped_file_leaves_nothing_behind(manager):
    batch_id = brought(manager)
    manager.send(f"/imports/{batch_id}/drop", page=f"/imports/{batch_id}", status=303)
    assert db.session.scalar(select(ImportRow.id)) is None
    assert manager.send(f"/imports/{batch_id}/apply", page="/imports").status_code == 422


def test_a_file_is_imported_once_however_often_it_is_sent(manager):
    batch_id = brought(manager)
    page = manager.open(f"/imports/{batch_id}")
    manager.send(f"/imports/{batch_id}/apply", page=page, status=303)
    assert manager.send(f"/imports/{batch_id}/apply", page=page).status_code == 422
    assert len(teams()) == 2


def test_a_file_that_cannot_be_read_says_why_beside_its_field(manager):
    assert "旧版 Excel" in bring(manager, b"\xd0\xcf\x11\xe0", "x.xls", 422).words
    page = manager.open("/imports/new")
    answer = manager._call("post", "/imports/new", data=page.values("/imports/new"))
    assert answer.status_code == 422 and "请选择文件" in answer.words


def test_another_stores_files_are_not_there(manager, desk):
    batch_id = brought(manager)
    desk.sign_in("别店经理")
    desk.open(f"/imports/{batch_id}", status=404)
    desk.open(f"/imports/{batch_id}/sheets/0", status=404)
    assert desk.send(f"/imports/{batch_id}/apply", page="/imports").status_code == 404
    assert "各组.xlsx" not in desk.open("/imports").text
    page = desk.open("/imports/new")
    answer = desk._call("post", "/imports/new", data=page.values("/imports/new") | {
        "store_id": "1", "file": (io.BytesIO(GOOD), "x.xlsx")})
    assert answer.status_code in (303, 422)
    assert db.session.scalars(select(ImportBatch.store_id)).all().count(1) == 1


@pytest.mark.any_database
@pytest.mark.parametrize("address", ["?v=x", "?page=-1", "?v=add&page=99999999999999999999", "?v=skip&page=x"])
def test_nonsense_in_the_address_of_a_sheet_is_passed_over(manager, address):
    manager.open(f"/imports/{brought(manager)}/sheets/0{address}")


def test_large_files_are_checked_and_imported_by_jobs(manager, monkeypatch):
    monkeypatch.setattr("portal.imports.jobs.LARGE", 1)
    batch_id = brought(manager)
    assert "处理中" in manager.open(f"/imports/{batch_id}").words
    assert job.run_next() and "导入可用的 2 行" in manager.open(f"/imports/{batch_id}").words
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    assert not teams() and job.run_next()
    assert len(teams()) == 2 and "已导入" in manager.open(f"/imports/{batch_id}").words


def test_blank_sheets_have_the_headings_of_every_kind(manager):
    book_made = load_workbook(io.BytesIO(manager.open("/imports/blank").data))
    assert [cell.value for cell in book_made["销售组"][1]] == ["组名", "次序", "主管"]


def test_the_list_of_files_says_where_each_stands(manager):
    brought(manager)
    page = manager.open("/imports")
    assert "各组.xlsx" in page.text and "已核对，尚未导入" in page.words
