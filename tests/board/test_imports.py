"""The ledger of suggestions that a store kept so far."""
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.board.models import Post, PostEntry, PostKind, PostState, Praise
from portal.core.file import StoredFile
from portal.extensions import Model, db
from portal.imports.models import ImportBatch
from portal.org.models import Team
from tests.core.test_imports import book
from tests.factories.board import add_post
from tests.factories.org import person
from tests.imports.test_books import table
from tests.imports.test_files import bring

LEDGER = table("""
提出日期|类型|标题|内容|提出人|匿名|工号|责任人|回复期限|状态|回复日期|回复内容|表扬对象
2026-11-02|建议|早会改到 8:45|有两位同事赶不上 8:30|邓浩然|否|||||||
2026-11-03|问题||试驾车空调不制冷。夏天客户抱怨很多|邓浩然|是|邓浩然|石磊|2026-11-06|已解决|2026-11-05|已送修|
2026-11-04|意见|取消周六加班||匿名|||沈国平||不采纳|2026-11-09|周六客流最大|
2026-11-05|表扬|帮忙接待||周敏|||||||| 邓浩然
""")


@pytest.fixture
def manager(store, desk):
    return desk.sign_in("沈国平")


def brought(desk, rows=LEDGER):
    bring(desk, book(意见建议台账=rows), "意见建议台账.xlsx")
    return db.session.scalar(select(func.max(ImportBatch.id)))


def put_in(desk, rows=LEDGER):
    batch_id = brought(desk, rows)
    desk.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    db.session.rollback()
    return batch_id


def posts():
    return {row.title: row for row in db.session.scalars(select(Post).where(Post.live == 1))}


def changed(**cells):
    return [cells.get(heading, cell) for heading, cell in zip(LEDGER[0], LEDGER[1], strict=True)]


def test_the_ledger_comes_onto_the_board_with_its_answers(manager, store):
    put_in(manager)
    there = posts()
    open_one, solved = there["早会改到 8:45"], there["试驾车空调不制冷。"]
    assert (open_one.state, open_one.author_id, open_one.responsible_id, open_one.posted_on) == (
        PostState.NEW, person("邓浩然").id, person("沈国平").id, date(2026, 11, 2))
    assert open_one.answer_by_on == date(2026, 11, 5) and db.session.get_one(Team, open_one.team_id).store_id == store
    assert (solved.kind, solved.state, solved.answered_on, solved.closed_on, solved.answer_by_on) == (
        PostKind.PROBLEM, PostState.DONE, date(2026, 11, 5), date(2026, 11, 5), date(2026, 11, 6))
    answer = db.session.scalars(select(PostEntry).where(PostEntry.post_id == solved.id)).one()
    assert (answer.text, answer.author_id, answer.state) == ("已送修", person("石磊").id, PostState.DONE)
    assert there["取消周六加班"].state is PostState.DECLINED
    assert db.session.scalars(select(Praise.person_id)).all() == [person("邓浩然").id]
    assert "试驾车空调不制冷。" in manager.open("/board").words
    manager.open(f"/board/{solved.id}")


def test_an_anonymous_row_keeps_no_name_anywhere_even_where_the_file_has_it(manager, store):
    author_id = person("邓浩然").id
    rows = [LEDGER[0], LEDGER[2]]
    batch_id = brought(manager, rows)
    assert "邓浩然" not in manager.open(f"/imports/{batch_id}/sheets/0?v=add").text
    manager.open(f"/imports/{batch_id}/sheets/0?v=columns")
    assert db.session.scalar(select(func.count()).select_from(StoredFile)) == 0
    manager.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    db.session.rollback()
    (post,) = posts().values()
    assert post.author_id is None and post.team_id is None
    for mapped in Model.metadata.sorted_tables:
        if mapped.name in ("person", "membership"):
            continue
        for row in db.session.execute(select(mapped)).mappings():
            said = json.dumps({key: str(value) for key, value in row.items()}, ensure_ascii=False)
            assert "邓浩然" not in said, mapped.name
            if mapped.name.startswith("post"):
                assert author_id not in [row.get("author_id"), row.get("person_id")], mapped.name


def test_the_same_ledger_twice_and_what_the_board_has_already_add_nothing(manager, store):
    add_post("早会改到 8:45", store_id=store, posted_on=date(2026, 11, 2))
    put_in(manager)
    assert len(posts()) == 4
    batch_id = brought(manager)
    page = manager.open(f"/imports/{batch_id}/sheets/0?v=skip").words
    assert "导入过" in page and "反馈板已有这条" in page


def test_a_ledger_is_taken_back_and_comes_again(manager, store):
    batch_id = put_in(manager)
    manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=303)
    db.session.rollback()
    assert not posts() and db.session.scalar(select(func.count()).select_from(Praise)) == 0
    put_in(manager)
    assert len(posts()) == 4


def test_a_ledger_that_colleagues_have_answered_since_is_not_taken_back(manager, store, desk):
    batch_id = put_in(manager)
    post = posts()["早会改到 8:45"]
    manager.send(f"/board/{post.id}/agree", page=f"/board/{post.id}", status=303)
    answer = manager.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=422)
    assert "早会改到 8:45" in answer.words


def test_a_wrong_cell_says_what_would_be_right(manager):
    wrong = [
        ({"提出日期": "2027-01-04"}, "那天还没到"), ({"标题": "", "内容": ""}, "此列必填"),
        ({"提出人": "邓浩"}, "可能是 邓浩然"), ({"类型": "闲聊"}, "只有 建议"),
        ({"状态": "不采纳", "回复日期": "2026-11-04", "责任人": "石磊"}, "写明不采纳的原因"),
        ({"状态": "已采纳", "责任人": "石磊"}, "写明哪天回复的"),
        ({"状态": "已采纳", "回复日期": "2026-11-04"}, "写明谁回复的"),
        ({"状态": "已采纳", "回复日期": "2026-11-01", "责任人": "石磊"}, "早于提出日期"),
        ({"状态": "待回复", "回复内容": "好"}, "已有回复"), ({"类型": "表扬"}, "写明表扬谁"),
        ({"类型": "表扬", "表扬对象": "邓浩然"}, "不能表扬自己")]
    rows = [LEDGER[0], *(changed(标题=f"第 {number} 条", **cells) if "标题" not in cells else changed(**cells)
                         for number, (cells, _said) in enumerate(wrong))]
    page = manager.open(f"/imports/{brought(manager, rows)}/sheets/0?v=fault").words
    assert [said for _cells, said in wrong if said not in page] == []


def test_whoever_may_not_type_in_for_others_does_not_import_the_ledger(store, desk):
    assert "意见建议台账" in desk.sign_in("沈国平").open("/imports/new").words
    desk.sign_in("邓浩然").open("/imports/new", status=404)
