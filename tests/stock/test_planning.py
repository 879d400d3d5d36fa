"""Order plans: the suggested quantity line by line, changed with a reason, ordered once; and what became of it."""
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from portal.core.action import Refused
from portal.core.load import load
from portal.customers.models import Level
from portal.extensions import db
from portal.org.models import Store
from portal.sales.models import Order
from portal.stock.planning import actions
from portal.stock.planning.load import DatedSupplyPlan
from portal.stock.planning.models import PlanState, SupplyLine, SupplyPlan
from portal.stock.planning.queries import became
from portal.stock.planning.reckoning import Reckoned, Span, reckon
from portal.vehicles.models import Hold, State, Use
from tests.factories.customers import add_lead
from tests.factories.org import add_person, person
from tests.factories.sales import VIN, add_order
from tests.factories.vehicles import add_vehicle

from .test_board import TODAY, delivered, vin

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def selling(store):
    """Nine delivered from August to October; one free and one reserved in the store, a demo car, two on their way;
    one order that waits."""
    for n in range(9):
        delivered(10 + n, date(2026, 8 + n % 3, 5))
    add_vehicle(VIN)
    add_vehicle(vin(1), hold=Hold.RESERVED, held_for="D1")
    add_vehicle(vin(2), use=Use.DEMO)
    add_vehicle(vin(3), state=State.TRANSIT)
    add_vehicle(vin(4), state=State.ALLOCATED)
    add_order(order_no="D202611-0100", model_id=1, series_id=1, colour="极地白")
    return store


def draft(month_on=NOVEMBER):
    return actions.draft_plan(db.session.get(Store, 1), by=person("Ku"), month_on=month_on)


def line():
    return db.session.query(SupplyLine).order_by(SupplyLine.id).first()


def test_the_suggestion_adds_demand_and_waiting_orders_and_takes_off_what_is_free(selling):
    found, = reckon(1, TODAY - timedelta(days=1), Span(30, 30))
    assert (found.delivered, found.waiting, found.free, found.coming) == (9, 1, 1, 2)
    assert found.pace == Decimal("5.87"), "9 × 60 / 92 days"
    assert found.suggested == 4, "5.87 + 1 − 1 − 2, rounded up"


def test_leads_beyond_the_pace_are_the_demand_and_never_both(selling):
    base = {"model_id": 1, "series_id": 1, "delivered": 9, "waiting": 0, "free": 0, "coming": 0}
    assert Reckoned(pace=Decimal("5.87"), leads=Decimal("2.00"), **base).suggested == 6
    assert Reckoned(pace=Decimal("5.87"), leads=Decimal("7.10"), **base).suggested == 8
    assert Reckoned(pace=Decimal(0), leads=Decimal(0), **base | {"free": 9}).suggested == 0, "never less than none"


def test_a_lead_that_names_the_series_alone_counts_for_its_models(selling):
    for n in range(30):                                     # of the times a lead came to H, some ordered
        add_lead(f"K26-1{n:03}", owner="Li", level=Level.H, series_id=1)
    found, = reckon(1, TODAY, Span(30, 30))
    assert found.leads >= 0 and found.suggested >= 4


def test_another_quantity_says_why_and_a_plan_that_was_ordered_is_not_changed(selling):
    plan = draft()
    with pytest.raises(Refused) as refused:
        actions.change_quantity(line(), by=person("Ku"), version=1, ordered=9)
    assert refused.value.field == "reason"
    actions.change_quantity(line(), by=person("Ku"), version=1, ordered=9, reason="fleet")
    assert (line().ordered, line().suggested, line().reason) == (9, 4, "fleet")
    actions.place_plan(db.session.get(SupplyPlan, plan.id), by=person("Ku"), version=1)
    with pytest.raises(Refused):
        actions.change_quantity(line(), by=person("Ku"), version=2, ordered=4)
    assert db.session.get(SupplyPlan, plan.id).state is PlanState.PLACED


def test_a_store_has_one_plan_a_month_until_its_draft_is_voided(selling):
    plan = draft()
    with pytest.raises(Refused):
        draft()
    actions.void_plan(plan, by=person("Ku"), version=plan.version, reason="again")
    assert draft().id != plan.id
    with pytest.raises(Refused):
        draft(date(2026, 9, 1))


def test_what_became_of_a_plan_is_what_was_sold_and_waited_over_its_span(selling):
    add_vehicle(vin(5), arrived_on=date(2026, 8, 1))
    load({"supply_plans": [DatedSupplyPlan(1, date(2026, 9, 1), date(2026, 8, 31), person("Ku").id,
                                           placed_on=date(2026, 9, 2), more={0: (1, "fleet")})]},
         by=person("Ku"), batch="b")
    plan = db.session.query(SupplyPlan).one()
    found = became(plan, TODAY)
    assert (found.all_sold, found.all_waiting, found.over) == (6, 0, True), "September and October"
    db.session.execute(update(Order).where(Order.order_no == "D202611-0100").values(signed_on=date(2026, 10, 1)))
    db.session.commit()
    assert became(plan, TODAY).waiting[1] == 1
    assert (line().ordered - line().suggested, line().reason) == (1, "fleet")


def test_the_planner_drafts_changes_orders_prints_and_exports(selling, desk):
    ku = desk.sign_in("Ku")
    assert "/stock/plans/new" in ku.open("/stock/plans").text
    made = ku.send("/stock/plans/new", status=303, month_on="2026-11-01").location
    assert "探岳 300TSI" in ku.open(made).words
    told = ku.open("/stock/plans/lines/1").words
    for words in ("5.9", "+ 1", "− 1", "− 2", "= 4"):
        assert words in told, words
    ku.send("/stock/plans/lines/1", status=422, ordered="6")
    ku.send("/stock/plans/lines/1", status=303, ordered="6", reason="团购 2 台")
    assert "团购 2 台" in ku.open(made).words
    sheet = ku.open(made + "/sheet")
    assert "订货计划" in sheet.words and "团购 2 台" in sheet.words
    assert ku.send(made + "/sheet", sheet).data.startswith(b"%PDF")
    assert "团购 2 台" in ku.send("/stock/plans/lines", do="csv").text
    ku.send(made + "/place", made, status=303)
    assert "已下单" in ku.open(made).words and "/place" not in ku.open(made).text
    assert 'name="ordered"' not in ku.open("/stock/plans/lines/1").text


def test_manager_writes_general_manager_reads_and_a_consultant_finds_none(selling, desk):
    add_person("Gu", "gm", store_id=selling)
    plan = draft()
    assert "/place" in desk.sign_in("Chen").open(f"/stock/plans/{plan.id}").text
    gu = desk.sign_in("Gu")
    assert "/place" not in gu.open(f"/stock/plans/{plan.id}").text
    gu.open("/stock/plans/new", 404)
    desk.sign_in("Li").open("/stock/plans", 404)


def test_a_store_without_plans_is_told_what_they_are_for(store, desk):
    assert "起草第一份" in desk.sign_in("Ku").open("/stock/plans").words
