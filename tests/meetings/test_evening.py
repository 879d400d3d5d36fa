"""The evening: a day report that filled itself, the leader's word on it, everybody's state, the results as text."""
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.core.action import Refused
from portal.core.due import due
from portal.core.policy import rights_of
from portal.customers.models import Closed, Contact, Kind, Level, Method, Result
from portal.extensions import db
from portal.meetings import actions, day, evening, queries, told
from portal.meetings.models import DayInstruction, DayReport, SignedAs
from portal.meetings.places import Place, Whose
from portal.org.models import RosterDay, Shift
from tests.factories.customers import add_lead, contacts_of, lead
from tests.factories.meetings import MONDAY, ROLES, commit
from tests.factories.org import add, add_person, person
from tests.factories.sales import add_order
from tests.factories.visits import register

DAY, EVENING = "/meetings/day", "/meetings/evening"
HERE = Place(1, "永驰江城店")
READS = {"Li": (DAY,), "Dcc": (DAY,), "Lin": (DAY, EVENING), "Chen": (DAY, EVENING), "Gm": (DAY, EVENING),
         "Group": (DAY, EVENING)}


def report(name="Li", reader="Li", on=MONDAY):
    db.session.rollback()
    of = person(name)
    return day.build(Whose(of, 1, 1), on, rights_of(person(reader), MONDAY))


def written(name="Li", **typed):
    texts = {"problem": "", "help": "", "next_steps": ""} | typed
    return actions.write_day(person(name), 1, MONDAY, by=person(name),
                             version=queries.row_of(DayReport, person(name), MONDAY).version, **texts)


@pytest.mark.parametrize("name", ["Li", "Lin", "Chen", *(role.capitalize() for role in ROLES)])
def test_day_reports_open_for_the_person_and_for_who_leads(store, desk, name):
    desk.sign_in(name)
    for address in (DAY, f"{DAY}/sheet", f"{DAY}/blank"):
        desk.open(address, status=200 if name in READS else 404)
    desk.open(EVENING, status=404 if name not in READS else 200 if EVENING in READS[name] else 302)


def test_nobody_opens_the_report_of_a_colleague_or_of_another_team(store, desk):
    desk.sign_in("Li").open(f"{DAY}?person={person('Wang').id}", status=404)
    desk.sign_in("Lin").open(f"{DAY}?person={person('Zhou').id}", status=404)
    desk.open(f"{EVENING}?team=2", status=404)
    desk.open(f"{DAY}?on=2026-11-24", status=404)
    desk.open(f"{DAY}?on=nonsense", status=404)


def reports_due(name="Li"):
    db.session.rollback()
    return [row.who for row in due(rights_of(person(name), MONDAY)["day.read"]) if row.kind == "day_report"]


def test_a_day_report_is_due_from_the_evening_on_until_it_is_handed_in(store, clock):
    assert reports_due() == []
    clock.set(MONDAY, 18)
    assert reports_due() == ["Li"] and "Li" in reports_due("Chen")
    actions.sign_day(person("Li"), 1, MONDAY, by=person("Li"), signed_as=SignedAs.OWN)
    assert reports_due() == [] and "Li" not in reports_due("Chen")


def test_nobody_owes_a_day_report_for_a_day_off(store, clock):
    clock.set(MONDAY, 18)
    add(RosterDay, store_id=1, person_id=person("Li").id, on=MONDAY, shift=Shift.REST)
    assert reports_due() == []


def test_a_commitment_is_held_against_the_fact_by_name(store):
    order = add_order("K26-0003", order_no="D3", expected_on=MONDAY)
    commit(orders=[lead().id])
    commit("Zhou", deliveries=[order])
    add_order("K26-0001", order_no="D2", signed_on=MONDAY)
    it = report()
    assert [(one.polite, one.done) for one in it.committed.ticks] == [("欧阳先生", True)]
    assert [(one.name, it.was_promised(one)) for one in it.orders] == [("欧阳先生", True)]
    assert it.count("orders").day.amount == 1 and it.count("orders").month.amount == 2
    lines = {one.name: one for one in evening.build(HERE, MONDAY, MONDAY).lines}
    assert (lines["Li"].orders.amount, lines["Li"].committed.order_count) == (1, 1)
    assert lines["Zhou"].deliveries.amount == 0 and lines["Zhou"].committed.delivery_count == 1


def test_contacts_owed_and_made_stand_with_level_before_and_after(store):
    made = contacts_of("K26-0001")[0]
    db.session.execute(Contact.__table__.update().where(Contact.id == made.id).values(
        owed=None, closed_as=Closed.MADE, closed_on=MONDAY, made_at=actions.now(), made_by_id=person("Li").id,
        method=Method.CALL, result=Result.REAL, level_after=Level.A, note="周三来店定车"))
    db.session.commit()
    it = report()
    assert [(one.name, one.method, one.before, one.after, one.said) for one in it.made] == [
        ("欧阳明", Method.CALL, "H", "A", "周三来店定车")]
    assert [(one.name, one.planned) for one in it.unmade] == [("赵敏", True)]


def test_a_customer_the_reader_may_not_open_stands_by_surname_and_without_his_words(store):
    made = contacts_of("K26-0001")[0]
    db.session.execute(Contact.__table__.update().where(Contact.id == made.id).values(
        owed=None, closed_as=Closed.MADE, closed_on=MONDAY, made_at=actions.now(), made_by_id=person("Li").id,
        method=Method.CALL, result=Result.REAL, note="周三来店定车"))
    lead_id = lead().id
    db.session.execute(lead().__table__.update().where(lead().__table__.c.id == lead_id).values(
        owner_id=person("Zhou").id))
    db.session.commit()
    talk = report(reader="Lin").made[0]
    assert (talk.name, talk.card_no, talk.said, talk.lead_id) == ("欧阳先生", "K26-0001", "", None)


def test_visits_of_the_day_without_a_result_are_listed_until_there_are_none(store, desk, clock):
    visit_id = register("Li", kind=Kind.VISIT, purpose="look", came_at=clock.now, name="钱先生").id
    page = desk.sign_in("Li").open(DAY)
    assert "1 批客流未闭环" in page.words and f"/visits/{visit_id}" in page.text
    assert report().owed[0].visit_id == visit_id
    assert evening.build(HERE, MONDAY, MONDAY).owed == 1


def test_what_is_typed_is_kept_as_one_types(store, desk):
    address = f"{DAY}/typed"
    page = desk.sign_in("Li").open(DAY)
    typed = page.values(f"{address}?person=1") | {"problem": "置换评估慢"}
    saved = desk.client.post(address, headers={"HX-Request": "true"}, data=typed)
    assert saved.status_code == 200 and "已存" in saved.text and 'value="1"' in saved.text
    again = desk.client.post(address, headers={"HX-Request": "true"}, data=typed | {"version": "1", "help": "评估师"})
    assert 'value="2"' in again.text
    assert (report().typed.problem, report().typed.help) == ("置换评估慢", "评估师")


def test_of_two_windows_the_second_is_told_and_keeps_its_words(store, desk):
    address = f"{DAY}/typed"
    page = desk.sign_in("Li").open(DAY)
    desk.send(address, page, problem="一", status=303)
    late = desk.send(address, page, problem="二")
    assert late.status_code == 409 and "一" in late.words and "二" in late.text
    assert desk.send(address, late, problem="二").status_code == 303
    stale = desk.client.post(address, headers={"HX-Request": "true"}, data=page.values(address) | {"problem": "三"})
    assert stale.status_code == 409 and "没有保存" in stale.text


def test_a_report_is_handed_in_read_and_taken_back(store, desk):
    address = f"{DAY}?person={person('Li').id}"
    desk.sign_in("Li").send(f"{DAY}/typed", DAY, problem="评估慢", hand_in="1", status=303)
    line = evening.build(HERE, MONDAY, MONDAY).lines[0]
    assert line.name == "Li" and line.handed_in_at and not line.read_at
    page = desk.sign_in("Lin").open(address)
    desk.send(f"{DAY}/instruction?person={person('Li').id}", page, instruction="明早先约评估师", read="1", status=303)
    signed = report().signed
    assert {one: signed[one].by for one in signed} == {SignedAs.OWN: "Li", SignedAs.LEADER: "Lin"}
    assert "明早先约评估师" in desk.sign_in("Li").open(DAY).words
    desk.send(f"{DAY}/signings/{signed[SignedAs.OWN].id}/take-back", DAY, status=303)
    assert SignedAs.OWN not in report().signed
    page = desk.open(DAY)
    desk.send(f"{DAY}/signings/{signed[SignedAs.LEADER].id}/take-back", page, status=404)


def test_only_who_leads_the_person_instructs(store, desk):
    page = desk.sign_in("Li").open(DAY)
    assert desk.send(f"{DAY}/instruction", page, instruction="x").status_code == 404
    with pytest.raises(Refused):
        actions.instruct(person("Lin"), store, MONDAY, by=person("Lin"), version=0, instruction="x")
    page = desk.sign_in("Lin").open(f"{DAY}?person={person('Lin').id}")
    assert "instruction" not in page.text
    assert queries.row_of(DayInstruction, person("Lin"), MONDAY).version == 0


def test_a_report_is_written_on_for_a_week_and_then_closed(store, desk, clock):
    clock.set(MONDAY + timedelta(days=actions.DAYS_OPEN + 1))
    with pytest.raises(Refused):
        written(problem="x")
    assert "已过期" in desk.sign_in("Li").open(f"{DAY}?on={MONDAY}").words


def test_the_results_as_text_name_customers_politely_and_never_a_phone(store, desk):
    commit(orders=[lead().id], more_orders=1)
    add_order("K26-0001", order_no="D2", signed_on=MONDAY)
    written(next_steps="约三位 H 客户")
    page = desk.sign_in("Li").open(DAY)
    text = page.tree.find(".//textarea[@id='told']").text
    assert text.splitlines()[:3] == [
        "【永驰江城店 · 销售一组 · Li】2026-11-23 周一 战报", "订单 1（承诺 2）：欧阳先生", "交车 0（承诺 0）"]
    assert "下步计划：约三位 H 客户" in text and "138" not in text and "K26" not in text
    whole = desk.sign_in("Chen").open(EVENING).tree.find(".//textarea[@id='told']").text
    assert "订单 1（承诺 2）：欧阳先生" in whole and "Li：订 1 交 0 跟进 0 / 1" in whole


def test_the_evening_takes_as_many_statements_for_ten_people_as_for_four(store):
    sent = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: sent.append(told[2]))

    def statements():
        db.session.rollback()
        sent.clear()
        told.of_place(evening.build(HERE, MONDAY, MONDAY))
        return len([one for one in sent if one != "BEGIN"])
    commit(orders=[lead().id])
    add_order("K26-0001", order_no="D2", signed_on=MONDAY)
    before = statements()
    for n in range(6):
        add_person(f"New{n}", store_id=store, team_id=1)
        add_lead(f"K26-1{n:03}", f"New{n}", Level.H, due_on=MONDAY)
        commit(f"New{n}", orders=[lead(f"K26-1{n:03}").id])
        add_order(f"K26-1{n:03}", order_no=f"N{n}", signed_on=MONDAY)
    assert statements() == before <= 25


@pytest.mark.parametrize("path", ["sheet", "blank"])
def test_the_day_report_prints_and_leaves_a_line(store, desk, path):
    commit(orders=[lead().id])
    written(problem="置换评估慢", help="评估师周末值班")
    page = desk.sign_in("Li").open(f"{DAY}/{path}")
    assert "营业活动访问日报表" in page.text
    assert desk.send(f"{DAY}/{path}", page).data.startswith(b"%PDF")
