"""The pages of leads: lists, card, follow-up, hand-over, losses."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from portal.core.access import Access
from portal.customers import actions
from portal.customers.models import (
    Appointment,
    Comment,
    CustomerPhone,
    HandOver,
    Lead,
    LeadState,
    Level,
    Loss,
    Method,
    Origin,
    Result,
    Verdict,
)
from portal.extensions import db
from portal.org.models import Person, Role, RosterDay, Shift
from tests.factories.customers import add_customer, add_lead, add_phone, contacts_of, lead
from tests.factories.org import add_person, person
from tests.factories.visits import register

MON = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def card(store):
    add_phone(lead().customer_id, "13812345621")
    return f"/leads/{lead().id}"


def test_the_group_reads_sources_in_words_of_the_stores(store, desk, card):
    db.session.execute(update(Lead).values(source="walk_in"))
    db.session.commit()
    add_person("Fan", Role.GROUP)
    page = desk.sign_in("Fan").open("/leads?column=source")
    assert "自然来店" in page.words and "walk_in" not in page.words


def test_the_list_shows_ones_own_leads_with_masked_phones(store, desk, card):
    add_lead("K26-0002", "Wang", store_id=store, customer_id=add_customer("赵敏", "13900001111"))
    page = desk.sign_in("Li").open("/leads")
    assert "王丽华" in page.text and "赵敏" not in page.text
    assert "138****5621" in page.text and "13812345621" not in page.text
    assert "赵敏" in desk.sign_in("Lin").open("/leads").text


@pytest.mark.parametrize(("query", "found"), [
    ("due=late", True), ("due=week", True), ("level=H", False), ("level=B", True), ("w=5621", True), ("w=王", True),
    ("w=wanglihua", True), ("w=赵", False), ("origin=web", False), ("state=frozen", False), ("due=uncovered", False)])
def test_filters_narrow_the_list(store, desk, card, query, found):
    from portal.customers.models import Customer
    db.session.execute(update(Customer).values(pinyin="wanglihua", initials="wlh"))
    db.session.commit()
    assert ("王丽华" in desk.sign_in("Li").open(f"/leads?{query}").text) is found


def test_the_owner_reads_the_phone_whole_others_masked(store, desk, card):
    assert 'href="tel:13812345621"' in desk.sign_in("Li").open(card).text
    page = desk.sign_in("Chen").open(card)
    assert "138****5621" in page.text and "13812345621" not in page.text


def test_showing_a_masked_phone_asks_what_for_and_leaves_a_line(store, desk, card):
    number = db.session.scalar(select(actions.customers.CustomerPhone.id))
    desk.sign_in("Chen")
    assert desk.send(f"{card}/phones/{number}", card, purpose="").status_code == 422
    assert "13812345621" in desk.send(f"{card}/phones/{number}", card, purpose="calls back").text
    assert [(a.what, a.purpose) for a in db.session.scalars(select(Access))] == [("phone", "calls back")]
    assert desk.sign_in("Li").send(f"{card}/phones/{number}", card, purpose="x").status_code == 404


def test_a_lead_of_somebody_elses_is_not_there(store, desk, card):
    desk.sign_in("Wang").open(card, status=404)
    desk.open(f"{card}/follow-up", status=404)


def test_who_opened_a_lead_goes_on_reading_it_but_no_longer_works_on_it(store, desk, card):
    actions.hand_over_lead(lead(), by=person("Chen"), to=person("Wang"))
    desk.sign_in("Li").open(card)
    desk.open(f"{card}/follow-up", status=404)


def test_a_contact_is_recorded_from_the_card(store, desk, card):
    desk.sign_in("Li")
    answer = desk.send(f"{card}/follow-up", level="A", note="愿付定金")
    assert answer.status_code == 303
    assert lead().level is Level.A and contacts_of()[0].note == "愿付定金"
    assert "愿付定金" in desk.open(card).text


def test_a_wrong_follow_up_keeps_what_was_typed(store, desk, card):
    answer = desk.sign_in("Li").send(f"{card}/follow-up", next_on="2027-03-01", note="愿付定金")
    assert answer.status_code == 422 and "愿付定金" in answer.text and lead().level is Level.B


def test_a_contact_is_recorded_in_place_of_a_due_line(store, desk, card):
    desk.sign_in("Li").open("/leads/due")
    part = desk.open(f"{card}/follow-up?line=1", headers={"HX-Request": "true"})
    values = {k: v for k, v in part.values(f"{card}/follow-up").items()}
    done = desk._call("post", f"{card}/follow-up", data=values, headers={"HX-Request": "true"})
    assert done.status_code == 200 and lead().next_contact_on == MON + 7 * DAY


def test_a_web_lead_stands_first_with_its_clock_until_somebody_has_tried(store, desk, card, clock):
    add_lead("K26-0009", owner="Li", level=Level.N, store_id=store, opened_on=date(2026, 11, 23),
             due_on=date(2026, 11, 23), origin=Origin.WEB, customer_id=add_customer("仇女士", "13900000009"),
             respond_by_at=datetime(2026, 11, 23, 2, 25, tzinfo=UTC))
    li = desk.sign_in("Li")
    for page in ("/leads/due", "/"):
        words = li.open(page).words
        assert "10:25 前要首响" in words and words.index("仇女士") < words.index("王丽华")
    clock.set(date(2026, 11, 23), 10, 26)
    assert "due-late\">10:25" in li.open("/leads/due").text
    li.send(f"/leads/{lead('K26-0009').id}/follow-up", status=303, method="call", result="unanswered")
    assert "要首响" not in li.open("/leads/due").words


def test_the_day_proposed_follows_the_level_chosen(store, desk, card):
    part = desk.sign_in("Li").open(f"{card}/next-day?level=H&result=real", headers={"HX-Request": "true"})
    assert "11-24" in part.text


def test_an_appointment_is_made_in_the_same_step_and_called_off(store, desk, card):
    desk.sign_in("Li").send(f"{card}/follow-up", invited_at="2026-11-28T14:00")
    made = db.session.scalars(select(Appointment)).one()
    assert made.on == date(2026, 11, 28) and "11-28" in desk.open(card).text
    desk.send(f"{card}/appointments/{made.id}/call-off", card, status=303)
    assert db.session.scalars(select(Appointment).execution_options(populate_existing=True)).one().live is None


def test_moving_a_contact_can_be_taken_back(store, desk, card):
    desk.sign_in("Li").send(f"{card}/move", due_on="2026-11-25", reason="asked for it", status=303)
    assert lead().next_contact_on == date(2026, 11, 25)
    desk.send(f"{card}/move-back", card, status=303)
    db.session.rollback()
    assert lead().next_contact_on == date(2026, 11, 20) and len(contacts_of()) == 1


def test_a_leader_comments(store, desk, card):
    desk.sign_in("Lin").send(f"{card}/comment", card, text="约周末试驾", status=303)
    assert db.session.scalars(select(Comment)).one().text == "约周末试驾"
    assert "约周末试驾" in desk.open(card).text
    assert desk.sign_in("Li").send(f"{card}/comment", card, text="x").status_code == 404


def test_wish_and_customer_are_changed_and_the_card_says_what_to_know(store, desk, card):
    desk.sign_in("Li").send(f"{card}/edit", rivals="宋 L", budget_fen="18万", status=303)
    desk.send(f"/customers/{lead().customer_id}/edit", decides="配偶", status=303)
    page = desk.open(card)
    assert "宋 L" in page.text and "180,000" in page.text and "配偶" in page.text
    desk.open(f"{card}?t=people")
    desk.open(f"{card}?t=wish")
    desk.open(f"/customers/{lead().customer_id}")


def test_of_two_editors_the_second_sees_both_versions(store, desk, card):
    page = desk.sign_in("Li").open(f"{card}/edit")
    actions.change_wish(lead(), by=person("Li"), version=lead().version, source="", rivals="速腾")
    answer = desk.send(f"{card}/edit", page, rivals="宋 L")
    assert answer.status_code == 409 and "宋 L" in answer.text and "速腾" in answer.text


def test_a_second_number_is_added(store, desk, card):
    desk.sign_in("Li").send(f"/customers/{lead().customer_id}/phones/new", phone="139 2207 2208", holder="陈先生",
                            status=303)
    assert "139 2207 2208" in desk.open(card).text


def number_of(phone):
    return db.session.scalar(select(CustomerPhone).where(CustomerPhone.phone == phone, CustomerPhone.live == 1))


def test_a_second_number_is_taken_off_with_a_reason_the_only_one_stays(store, desk, card):
    customer_id = lead().customer_id
    desk.sign_in("Li").open(f"/customers/{customer_id}/phones/{number_of('13812345621').id}/remove")
    add_phone(customer_id, "13922072208", holder="陈先生")
    address = f"/customers/{customer_id}/phones/{number_of('13922072208').id}/remove"
    assert f'href="{address}"' in desk.open(f"/customers/{customer_id}").text
    desk.send(address, status=422)
    desk.send(address, reason="换号了", status=303)
    assert number_of("13922072208") is None and "139 2207 2208" not in desk.open(card).text
    only = f"/customers/{customer_id}/phones/{number_of('13812345621').id}/remove"
    assert "唯一" in desk.send(only, reason="换号了", status=422).words


def test_a_number_that_the_register_left_is_corrected_there(store, desk):
    visit = register("Li", name="于洋", phone="13512345670")
    customer_id, first = visit.customer_id, number_of("13512345670").id
    add_phone(customer_id, "13922072208")
    answer = desk.sign_in("Li").send(f"/customers/{customer_id}/phones/{first}/remove", reason="换号了", status=422)
    assert "来客登记" in answer.words and number_of("13512345670") is not None


def test_a_second_lead_goes_to_the_same_owner(store, desk, card):
    address = f"/customers/{lead().customer_id}/leads/new"
    desk.sign_in("Li").send(address, owner=person("Li").id, status=303)
    assert lead("K26-0002").owner_id == person("Li").id
    desk.open(f"/leads/{lead('K26-0002').id}")


def test_a_stand_in_sees_and_does_the_contacts_of_who_is_on_leave(store, desk, card):
    off = dict(store_id=store, person_id=person("Li").id, on=MON, shift=Shift.LEAVE)
    db.session.execute(insert(RosterDay).values(stand_in_id=person("Wang").id, **off))
    db.session.commit()
    assert "王丽华" in desk.sign_in("Wang").open("/leads/due").text
    desk.send(f"{card}/follow-up", status=303)
    made = contacts_of()[0]
    assert (made.made_by_id, made.owner_id) == (person("Wang").id, person("Li").id)


def test_contacts_of_who_is_on_leave_without_stand_in_are_shown_to_the_leader(store, desk, card):
    db.session.execute(insert(RosterDay).values(store_id=store, person_id=person("Li").id, on=MON, shift=Shift.LEAVE))
    db.session.commit()
    assert "王丽华" in desk.sign_in("Lin").open("/leads?due=uncovered").text


def test_leads_missed_for_long_are_offered_for_the_pool(store, desk, card):
    add_lead("K26-0002", "Li", Level.C, store_id=store, customer_id=add_customer("赵敏", ""))
    add_lead("K26-0003", "Li", Level.H, store_id=store, customer_id=add_customer("郭明", ""))
    page = desk.sign_in("Chen").open("/leads?due=missed")
    assert "郭明" in page.text and "赵敏" not in page.text


def test_a_lead_out_of_contact_is_offered_again_and_never_late(store, desk, clock, card):
    from portal.core.due import due
    from portal.core.policy import rights_of
    for n in range(3):
        clock.set(MON + n * DAY)
        actions.record_follow_up(lead(), by=person("Li"), version=lead().version, method=Method.CALL,
                                 result=Result.UNANSWERED)
    li = person("Li")
    clock.set(MON + 31 * DAY)
    assert due(rights_of(li, clock.now.date())["leads.write"]) == []
    clock.set(MON + 40 * DAY)
    assert [row.due_on for row in due(rights_of(li, clock.now.date())["leads.write"])] == [MON + 40 * DAY]
    page = desk.sign_in("Li").open("/leads/due")
    assert "王丽华" in page.text and "due-late" not in page.text
    assert "王丽华" in desk.open("/leads?due=back").text and "王丽华" not in desk.open("/leads?due=late").text


def test_the_card_shows_the_manager_what_was_changed(store, desk, card):
    desk.sign_in("Li").send(f"{card}/follow-up", level="A", note="愿付定金", status=303)
    page = desk.sign_in("Chen").open(f"{card}?t=changes")
    assert "已记录跟进" in page.text


# Losses

def test_a_loss_is_applied_for_and_approved_in_two_taps(store, desk, card):
    desk.sign_in("Li").send(f"{card}/loss", went_to="gave_up", why="price", status=303)
    db.session.rollback()
    assert lead().waits
    page = desk.sign_in("Lin").open("/losses")
    row = db.session.scalars(select(Loss)).one()
    assert "王丽华" in page.text
    desk.send("/losses/approve", page, pick=f"{row.id}-{row.version}", status=303)
    db.session.rollback()
    assert lead().state is LeadState.LOST
    desk.open("/leads/ended")


def test_a_hot_loss_is_sent_back_with_a_reason(store, desk, card):
    add_lead("K26-0005", "Li", Level.H, store_id=store)
    hot = f"/leads/{lead('K26-0005').id}"
    desk.sign_in("Li").send(f"{hot}/loss", went_to="other_brand", why="price", rival_model="宋 L",
                            rival_price_fen="13.58万", status=303)
    loss_id = db.session.scalar(select(Loss.id))
    page = desk.sign_in("Lin").open("/losses")
    assert "135,800" in page.text
    assert desk.send(f"/losses/{loss_id}/return", reason="").status_code == 422
    desk.send(f"/losses/{loss_id}/return", reason="再打一次", status=303)
    db.session.rollback()
    assert not lead("K26-0005").waits and lead("K26-0005").next_contact_on == MON + DAY


def test_what_was_asked_for_is_taken_back(store, desk, card):
    desk.sign_in("Li").send(f"{card}/freeze", until_on="2027-01-10", ask_reason="过年后", status=303)
    desk.send(f"{card}/withdraw", card, status=303)
    db.session.rollback()
    assert not lead().waits


def test_a_freeze_is_approved(store, desk, card):
    desk.sign_in("Li").send(f"{card}/freeze", until_on="2027-01-10", ask_reason="过年后", status=303)
    page = desk.sign_in("Lin").open("/losses")
    paths = [form.get("action") or "" for form in page.tree.findall(".//form")]
    path = next(path for path in paths if "/freezes/" in path)
    desk.send(path, page, status=303)
    db.session.rollback()
    assert lead().state is LeadState.FROZEN
    desk.sign_in("Li").send(f"{card}/revive", reason="called", status=303)


def test_the_manager_is_asked_when_the_leaders_days_are_over(store, desk, clock, card):
    from portal.core.policy import rights_of
    from portal.customers.queries import losses
    actions.ask_loss(lead(), by=person("Li"), version=lead().version, went_to="gave_up", why="price")
    chen = person("Chen")
    def asked():
        rights = rights_of(chen, clock.now.date())
        questions = losses.to_decide(rights["losses.decide"], by=chen, turn_of=rights)
        return sum(len(db.session.scalars(each).all()) for each in questions)
    assert asked() == 0
    clock.set(MON + 4 * DAY)
    assert asked() == 1


def test_a_web_lead_is_found_to_be_none(store, desk):
    add_lead("K26-0007", "Li", store_id=store, origin=Origin.WEB)
    web = f"/leads/{lead('K26-0007').id}"
    desk.sign_in("Li").send(f"{web}/invalid", invalid_as="duplicate", reason="twice", status=303)
    db.session.rollback()
    assert lead("K26-0007").state is LeadState.INVALID


def test_care_calls_the_sample(store, desk, card):
    loss_id = actions.ask_loss(lead(), by=person("Li"), version=1, went_to="gave_up", why="price").id
    db.session.execute(update(Loss).values(called_first=True))
    db.session.commit()
    add_person("Bai", Role.CARE, store_id=store)
    assert "王丽华" in desk.sign_in("Bai").open("/losses/calls").text and "王丽华" in desk.open("/").words
    desk.send(f"/losses/{loss_id}/call", verdict="quasi", reason="还在看", status=303)
    assert "王丽华" not in desk.open("/losses/calls").text and "王丽华" not in desk.open("/").words


def test_who_decides_reads_what_the_customer_told_customer_care_and_has_to_tick_such_a_loss_himself(store, desk, card):
    add_lead("K26-0009", "Li", Level.B, store_id=store)
    asked = actions.ask_loss(lead("K26-0009"), by=person("Li"), version=1, went_to="gave_up", why="price")
    actions.record_loss_call(asked, by=person("Chen"), verdict=Verdict.FALSE, reason="没买，还在看")
    page = desk.sign_in("Chen").open("/losses")
    assert "客服回访：假战败" in page.words and "没买，还在看" in page.words
    assert [box.get("checked") for box in page.tree.iter("input") if box.get("name") == "pick"] == [None]


# Owners

def test_a_selection_is_given_to_somebody_else_and_taken_back(store, desk, card):
    page = desk.sign_in("Chen").open("/leads")
    desk.send("/leads/assign", page, pick=lead().id, to=person("Wang").id, status=303)
    db.session.rollback()
    assert lead().owner_id == person("Wang").id
    batch = db.session.scalar(select(HandOver.batch))
    desk.send(f"/hand-overs/{batch}/take-back", "/leads", status=303)
    db.session.rollback()
    assert lead().owner_id == person("Li").id


def test_the_pool_is_handed_out(store, desk, card):
    desk.sign_in("Chen").send(f"{card}/hand-over", to="pool", status=303)
    page = desk.open("/leads/pool")
    assert "王丽华" in page.text
    desk.send("/leads/assign", page, pick=lead().id, to=person("Wang").id, from_pool="1", status=303)
    db.session.rollback()
    assert (lead().owner_id, lead().next_contact_on) == (person("Wang").id, MON + DAY)
    desk.sign_in("Li").open("/leads/pool", status=404)


def test_a_leavers_leads_go_to_colleagues_ten_a_day_hot_ones_first(store, desk, card):
    for n in range(25):
        add_lead(f"K26-1{n:03}", "Li", Level.H if n == 24 else Level.C, store_id=store,
                 customer_id=add_customer(f"客{n}", ""))
    db.session.execute(update(Person).where(Person.name == "Li").values(notice_on=MON))
    db.session.commit()
    desk.sign_in("Chen")
    assert "Li" in desk.open("/hand-overs").text
    li, wang = person("Li").id, person("Wang").id
    page = desk.open(f"/people/{li}/hand-over?receivers={wang}")
    assert "客24" in page.text
    answer = desk.send(f"/people/{li}/hand-over", page, receivers=[str(wang)], status=303)
    db.session.rollback()
    assert lead("K26-1024").next_contact_on == MON + DAY
    days = sorted(lead(f"K26-1{n:03}").next_contact_on for n in range(24))
    assert days[-1] == MON + 3 * DAY
    desk.open(answer.location)
    batch = db.session.scalar(select(HandOver.batch).limit(1))
    desk.send(f"/hand-overs/{batch}/take-back", answer.location, status=303)
    db.session.rollback()
    assert lead("K26-1024").owner_id == li
