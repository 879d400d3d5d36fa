"""The sheets of trainings and of who attended, in the words of a Chinese and of an English book."""
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.core.agreement import choices
from portal.extensions import db
from portal.imports.models import ImportBatch
from portal.training.models import Attendance, EventState, TrainingAudience, TrainingEvent, TrainingSeat
from portal.training.settings import SUBJECT
from tests.core.test_imports import book
from tests.factories.org import person
from tests.factories.training import add_event, add_held, add_seat, at, event, seat
from tests.imports.test_books import table
from tests.imports.test_files import bring

EVENTS = table("""
培训日期|培训科目|培训主题|讲师|开始时间|结束时间|地点|名额|培训对象|必训|状态|取消原因
2026-11-03|谈判|报价谈判|Qiao|14:00|15:30|培训室|12|销售顾问、网销专员|是|已完成|
2026-11-05|直播|短视频直播|Chen|||||全员|||
2026-11-10|产品|新车型|Qiao|||||||取消|讲师出差
2026-12-08|产品|竞品对比|Qiao|9点半||展厅||全员|||
""")
RECORDS = table("""
培训日期|培训主题|姓名|应到|出勤|缺勤原因|学时
2026-11-03|报价谈判|Li|是|出勤||1.5
2026-11-03|报价谈判|Wang|是|缺勤|在接待客户|
2026/11/5|短视频直播|Zhou||迟到||30分钟
""")
IN_ENGLISH = {
    "trainings": table("""
date       | subject     | topic         | trainer | start | minutes | room      | compulsory | state
2026-11-03 | Negotiation | Quoting prices | Qiao   | 14:00 | 90      | Room 2    | yes        | held
"""),
    "attendance": table("""
date       | topic          | name | must come | attendance | hours | why absent
2026-11-03 | Quoting prices | Li   | yes       | present    | 1.5   |
2026-11-03 | Quoting prices | Wang | yes       | absent     |       | with a customer
""")}


@pytest.fixture
def trainer(store, desk):
    return desk.sign_in("Qiao")


def brought(desk, **sheets):
    bring(desk, book(**sheets), "培训.xlsx")
    return db.session.scalar(select(func.max(ImportBatch.id)))


def put_in(desk, **sheets):
    batch_id = brought(desk, **sheets)
    desk.send(f"/imports/{batch_id}/apply", page=f"/imports/{batch_id}", status=303)
    db.session.rollback()
    return batch_id


def trainings():
    return {row.title: row for row in db.session.scalars(select(TrainingEvent))}


def faults(desk, **sheets):
    batch_id = brought(desk, **sheets)
    return desk.open(f"/imports/{batch_id}/sheets/{len(sheets) - 1}?v=fault").words


def test_trainings_and_attendance_come_in_one_file(trainer, store):
    put_in(trainer, 培训活动=EVENTS, 培训记录=RECORDS)
    there = trainings()
    held = there["报价谈判"]
    assert (held.state, held.minutes, held.starts_at, held.seats, held.compulsory, held.subject, held.room) == (
        EventState.HELD, 90, at(date(2026, 11, 3)), 12, True, "negotiation", "培训室")
    assert there["竞品对比"].state is EventState.PLANNED and there["竞品对比"].starts_at == at(date(2026, 12, 8), 9, 30)
    assert (there["新车型"].state, there["新车型"].called_off_why) == (EventState.CANCELLED, "讲师出差")
    assert there["短视频直播"].subject == next(
        line.code for line in choices(SUBJECT, store_id=store) if line.words_zh == "直播")
    assert sorted(db.session.scalars(select(TrainingAudience.role))) == ["consultant", "dcc"]
    li, wang, zhou = seat(held.id, "Li"), seat(held.id, "Wang"), seat(trainings()["短视频直播"].id, "Zhou")
    assert (li.came, li.minutes, li.required) == (Attendance.PRESENT, 90, True)
    assert (wang.came, wang.absence, wang.minutes) == (Attendance.ABSENT, "在接待客户", 0)
    assert (zhou.came, zhou.minutes, zhou.required) == (Attendance.PRESENT, 30, False)


def test_an_english_book_reads_the_same(trainer):
    put_in(trainer, **IN_ENGLISH)
    (made,) = trainings().values()
    assert (made.title, made.subject, made.minutes, made.compulsory) == ("Quoting prices", "negotiation", 90, True)
    assert (seat(made.id, "Li").minutes, seat(made.id, "Wang").absence) == (90, "with a customer")


def test_attendance_of_a_training_that_the_portal_has_closes_it(trainer, store):
    event_id = add_event("报价谈判", store_id=store, on=date(2026, 11, 3))
    add_seat(event_id, "Li", required=True)
    put_in(trainer, 培训记录=RECORDS[:3])
    assert (event(event_id).state, event(event_id).ended_on) == (EventState.HELD, date(2026, 11, 3))
    assert seat(event_id, "Li").came is Attendance.PRESENT and seat(event_id, "Wang").came is Attendance.ABSENT


def test_what_the_portal_knows_of_somebody_stays(trainer, store):
    event_id = add_held("报价谈判", store_id=store, on=date(2026, 11, 3))
    add_seat(event_id, "Li", required=True, came=False, absence="病假")
    put_in(trainer, 培训活动=EVENTS, 培训记录=RECORDS)
    assert seat(event_id, "Li").absence == "病假" and len(trainings()) == 4


def test_the_same_file_twice_adds_nothing(trainer):
    put_in(trainer, 培训活动=EVENTS, 培训记录=RECORDS)
    batch_id = brought(trainer, 培训活动=EVENTS, 培训记录=RECORDS)
    assert "导入过" in trainer.open(f"/imports/{batch_id}/sheets/0?v=skip").words
    assert (len(trainings()), db.session.scalar(select(func.count()).select_from(TrainingSeat))) == (4, 3)


def test_a_file_is_taken_back_and_what_it_closed_is_open_again(trainer, store):
    event_id = add_event("报价谈判", store_id=store, on=date(2026, 11, 3))
    batch_id = put_in(trainer, 培训活动=EVENTS, 培训记录=RECORDS)
    assert len(trainings()) == 4
    trainer.send(f"/imports/{batch_id}/undo", page=f"/imports/{batch_id}", status=303)
    db.session.rollback()
    assert list(trainings()) == ["报价谈判"] and event(event_id).state is EventState.PLANNED
    assert db.session.scalar(select(func.count()).select_from(TrainingSeat)) == 0


@pytest.mark.any_database
@pytest.mark.parametrize("column, typed, said", [
    ("讲师", "Qiaoo", "本店没有此人"), ("结束时间", "13:00", "不晚于开始时间"), ("名额", "0", "应在 1 到 500 之间"),
    ("培训对象", "销售", "只有 销售顾问"), ("状态", "取消", "写明取消原因"), ("培训日期", "2027-01-05", "那天还没到"),
])
def test_a_wrong_cell_of_a_training_says_what_would_be_right(trainer, column, typed, said):
    row = [typed if heading == column else cell for heading, cell in zip(EVENTS[0], EVENTS[1], strict=True)]
    assert said in faults(trainer, 培训活动=[EVENTS[0], row])


@pytest.mark.any_database
@pytest.mark.parametrize("column, typed, said", [
    ("培训主题", "报价谈", "可能是 报价谈判"), ("培训主题", "新车型", "没有这个主题"), ("学时", "很久", "1.5"),
    ("姓名", "", "此列必填"), ("出勤", "?", "只有 出勤"), ("学时", "99", "最多 10"),
])
def test_a_wrong_cell_of_attendance_says_what_would_be_right(trainer, column, typed, said):
    row = [typed if heading == column else cell for heading, cell in zip(RECORDS[0], RECORDS[1], strict=True)]
    assert said in faults(trainer, 培训活动=EVENTS[:2], 培训记录=[RECORDS[0], row])


def test_a_trainer_brings_trainings_and_sees_no_file_of_others(trainer, desk, store):
    others = brought(desk.sign_in("Chen"), Sheet1=[["姓名", "随便"], ["Li", "x"]])
    trainer.sign_in("Qiao").open(f"/imports/{others}", status=404)
    assert "培训活动" in trainer.open("/imports/new").words and "订单" not in trainer.open("/imports/new").words
    desk.sign_in("Li").open("/imports/new", status=404)
    assert person("Qiao")


def test_who_must_come_to_a_training_to_come_has_a_place_after_the_import(trainer):
    row = ["2026-12-08", "产品", "竞品对比", "Qiao", "", "", "", "2", "销售顾问", "是", "", ""]
    assert "3 人必须参加" in faults(trainer, 培训活动=[EVENTS[0], row])
    row[7] = "3"
    put_in(trainer, 培训活动=[EVENTS[0], row])
    there = trainings()["竞品对比"].id
    assert all(seat(there, name).required for name in ("Li", "Wang", "Zhou")) and seat(there, "Lin") is None
