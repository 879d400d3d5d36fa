"""How often the pages of stock, training and board ask the database that lay rows out by themselves, without a list."""
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from portal.board.models import Post, PostKind, PostState
from portal.catalogue.models import CarModel
from portal.customers.history import noon
from portal.customers.models import Customer, Lead, LeadState, Level, Origin
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role
from portal.sales.models import CarTrip, Delivery, DepositKind, DriveState, Order, Purpose, SaleKind, TestDrive
from portal.stock.planning.models import PlanState, SupplyLine, SupplyPlan
from portal.training.models import EventState, SeatState, TrainingEvent, TrainingSeat
from portal.training.skilled import Skill, SkillJudgement, SkillLevel
from portal.vehicles.models import Hold, Move, State, Use, Vehicle, VehicleMove
from tests.completeness.test_statements import statements
from tests.desk import Desk
from tests.factories.org import add_person, add_store, person
from tests.factories.sales import add_model

TODAY = date(2026, 11, 23)
STANDS = ((State.STOCK, Use.SALE, Hold.FREE), (State.STOCK, Use.SALE, Hold.RESERVED),
          (State.STOCK, Use.DEMO, Hold.FREE), (State.DELIVERED, Use.SALE, Hold.SOLD))
MOST = {"/stock?by=model": 12, "/stock?by=colour": 12, "/stock/plans": 12, "/stock/plans/1": 8, "/finance": 6,
        "/finance/month-end": 6, "/demo-cars": 10, "/training": 6, "/training/week": 6, "/training/skills": 8,
        "/board/statistics": 10}


@pytest.fixture
def store(app):
    store_id = add_store()
    add_person("Chen", "manager", store_id=store_id)
    add_model()
    return store_id


def put(model, *rows):
    db.session.execute(insert(model), rows)


def add_to_areas(store_id, n):
    """One more of everything that the pages of stock, training and board lay out: a person, a model, its vehicles in
    the yard, demo car with a drive, orders, a plan, a training, a skill, a post."""
    manager, key = person("Chen").id, 1000 + n
    put(Person, {"id": key, "version": 1, "name": f"员{n}", "account": f"p{n}", "preferences": {}, "language": "zh_CN"})
    put(Membership, {"person_id": key, "store_id": store_id, "role": Role.CONSULTANT, "from_on": date(2026, 1, 1)})
    put(CarModel, {"id": key, "version": 1, "series_id": 1, "name": f"型{n}", "list_price_fen": 18_980_000})
    put(Customer, {"id": key, "store_id": store_id, "name": f"王{n}", "version": 1})
    put(Lead, {"id": key, "version": 1, "store_id": store_id, "customer_id": key, "card_no": f"K26-{key}",
               "owner_id": key, "level": Level.O, "state": LeadState.OPEN, "level_on": TODAY, "origin": Origin.SHOWROOM,
               "source": "walk_in", "opened_on": TODAY, "opened_at": noon(TODAY), "opened_by_id": key,
               "opened_for_id": key, "kept": True})
    for place, (state, use, hold) in enumerate(STANDS):
        stand = {"store_id": store_id, "state": state, "use": use, "hold": hold, "place": f"{n} 区",
                 "arrived_on": TODAY - timedelta(days=n)}
        vehicle_id, vin = key * 10 + place, f"LFV2A21K9D3{key * 10 + place:06}"
        put(Vehicle, {"id": vehicle_id, "version": 1, "vin": vin, "tail": vin[-6:], "series_id": 1, "model_id": key,
                      "colour": f"色{n}", "live": 1, "plate": f"鄂A{key}" if use is Use.DEMO else "", **stand})
        put(VehicleMove, {"vehicle_id": vehicle_id, "what": Move.TAKEN_IN, "from_on": TODAY - timedelta(days=n),
                          "to_on": FOREVER, "moved_at": noon(TODAY), **stand})
    of = {"version": 1, "store_id": store_id, "lead_id": key, "person_id": key}
    deal = {"customer_id": key, "signed_by_id": key, "signed_on": date(2026, 10, 3), "sale_kind": SaleKind.RETAIL,
            "series_id": 1, "model_id": key, "colour": f"色{n}", "price_fen": 17_880_000,
            "deposit_kind": DepositKind.EARNEST}
    for place, became in enumerate(({}, {"vehicle_id": key * 10 + 1}, {
            "vehicle_id": key * 10 + 3, "invoiced_on": TODAY, "delivered_on": date(2026, 10, 9)})):
        put(Order, {"id": key * 10 + place, "order_no": f"D-{key}-{place}", **of, **deal, **became})
    put(Delivery, {**of, "order_id": key * 10 + 2, "delivered_by_id": key, "delivered_on": date(2026, 10, 9),
                   "delivered_at": noon(date(2026, 10, 9)), "sale_kind": SaleKind.RETAIL, "series_id": 1,
                   "price_fen": 17_880_000, "vin": f"V{key}"})
    put(TestDrive, {"id": key, **of, "state": DriveState.PLANNED, "on": TODAY, "starts_at": noon(TODAY),
                    "vehicle_id": key * 10 + 2})
    put(CarTrip, {"version": 1, "store_id": store_id, "vehicle_id": key * 10 + 2, "purpose": Purpose.MOVE, "on": TODAY,
                  "km_out": 10, "km_in": 20, "person_id": key})
    months = 2026 * 12 + 10 - n
    as_of = date(months // 12, months % 12 + 1, 1)
    put(SupplyPlan, {"id": n, "version": 1, "store_id": store_id, "month_on": as_of, "state": PlanState.PLACED,
                     "as_of_on": as_of, "lead_days": 30, "cover_days": 30, "drafted_by_id": manager})
    put(SupplyLine, {"version": 1, "plan_id": 1, "store_id": store_id, "series_id": 1, "model_id": key, "delivered": 1,
                     "pace": 1, "leads": 1, "waiting": 1, "free": 1, "coming": 0, "suggested": 1, "ordered": 2})
    put(TrainingEvent, {"id": n, "version": 1, "store_id": store_id, "state": EventState.PLANNED, "subject": "sales",
                        "title": f"课{n}", "on": TODAY, "starts_at": noon(TODAY), "minutes": 60, "trainer_id": key})
    put(TrainingSeat, {"version": 1, "event_id": n, "store_id": store_id, "person_id": key, "state": SeatState.TAKEN,
                       "asked_at": noon(TODAY)})
    put(Skill, {"id": n, "version": 1, "store_id": store_id, "subject": "sales", "name": f"技能{n}"})
    put(SkillJudgement, {"store_id": store_id, "skill_id": n, "person_id": key, "level": SkillLevel.GUIDED, "on": TODAY,
                         "by_id": manager})
    put(Post, {"version": 1, "store_id": store_id, "author_id": key, "kind": PostKind.PROBLEM, "title": f"事{n}",
               "posted_on": date(2026, 11, 2), "state": PostState.NEW, "responsible_id": manager,
               "answer_by_on": date(2026, 11, 5)})


def test_pages_of_stock_training_and_board_ask_no_more_often_for_100_rows_than_for_10(app, store):
    """On SQLite alone: how many statements there are is settled before a database hears of them."""
    desk = Desk(app, checks=False).sign_in("Chen")              # other tests look at what the pages hold
    told = {}
    for first, last in ((1, 11), (11, 101)):
        for n in range(first, last):
            add_to_areas(store, n)
        db.session.commit()
        for path in MOST:
            assert desk.look(path).status_code == 200, path         # also reads what is kept
            told.setdefault(path, []).append(statements(desk, path))
    counts = {path: [len(made) for made in both] for path, both in told.items()}
    assert {path: each for path, each in counts.items() if each[1] > each[0]} == {}
    assert {path: each for path, each in counts.items() if max(each) > MOST[path]} == {}
