"""A store with somebody in every role and a row of every kind that has a page, and a second store beside it.

People are called by their role; in the second store "other" and the role. What belongs to somebody is the consultant's.
"""
from datetime import UTC, date, datetime, timedelta

from portal.board.models import Activity, PostEntry, PostPicture
from portal.catalogue.models import Colour
from portal.core import job
from portal.core.agreement import Choice, lay_down_choices
from portal.core.calendar import lay_down_official_days
from portal.core.file import StoredFile
from portal.core.issue import About, issue
from portal.core.period import week
from portal.core.registry import registry
from portal.customers.actions.handover import assign
from portal.customers.actions.rota import set_rota, skip_turn
from portal.customers.actions.visits import sign_off_day
from portal.customers.models import Appointment, Clash, Freeze, Lead, Level, Loss
from portal.extensions import db
from portal.goals.models import Answer, Response
from portal.imports.actions import bring
from portal.meetings.models import DaySigning, SignedAs
from portal.org.models import Membership, Role, Store
from portal.reviews.queries import WEEK
from portal.sales.models import CarTrip, DriveState, Purpose, QueueException, TestDrive
from portal.stock.counts.models import Answer as Counted
from portal.stock.counts.models import CountDifference, CountState
from portal.stock.planning.actions import draft_plan
from portal.stock.planning.models import SupplyLine
from portal.training.assessed import RequiredCertificate, TrainingCertificate
from portal.training.models import NeedRule, TrainingMaterial
from portal.training.skilled import MentorPair, MentorTask, Skill
from portal.vehicles.models import CarUpkeep, Hold, Upkeep

from .board import add_post
from .counts import add_count, add_line
from .customers import add_customer, add_lead, add_phone
from .goals import plan
from .org import add, add_person, add_store, add_team, person
from .sales import OTHER_VIN, VIN, add_model, add_order
from .signin import add_session
from .steps import add_step
from .training import add_event, add_question, add_role_play, add_seat, add_test, add_try
from .vehicles import add_vehicle
from .visits import leaving, register
from .week import person_sheet

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
WHOLE_GROUP = {Role.GROUP, Role.ADMIN}
IN_A_TEAM = {Role.CONSULTANT, Role.LEADER}


def staff():
    """Two stores and everybody in them; returns the first store's id and the consultants' team."""
    store_id, other_id = add_store(), add_store("B", "永驰沙河店")
    team_id, other_team = add_team(store_id), add_team(other_id)
    for role in Role:
        held = {} if role in WHOLE_GROUP else {"store_id": store_id, "team_id": team_id if role in IN_A_TEAM else None}
        add_person(role.value, role, **held)
        if role not in WHOLE_GROUP:
            add_person(f"other {role.value}", role, store_id=other_id,
                       team_id=other_team if role in IN_A_TEAM else None)
    add_person("Chen", Role.MANAGER, store_id=store_id)
    for each in (store_id, other_id):
        lay_down_choices(db.session.get(Store, each), by=person("admin"))
    lay_down_official_days(by=person("admin"))
    return store_id, team_id


def small_store():
    """What stands in an address: argument → value, of rows in the first store that are the consultant's."""
    store_id, team_id = staff()
    owner = person("consultant").id
    add_session(owner)
    ids = {"store_id": store_id, "team_id": team_id, "person_id": owner}
    for part in (_organisation, _catalogue, _customers, _sales, _front_desk, _goals, _papers, _work, _board,
                 _training, _counts, _planning):
        ids |= part(store_id, owner)
    return ids


def _organisation(store_id, owner):
    return {"membership_id": db.session.query(Membership.id).filter_by(person_id=owner).scalar(),
            "line_id": db.session.query(Choice.id).filter_by(kind="source", store_id=store_id).first().id,
            "kind_key": "source", "session_id": 1}


def _catalogue(store_id, owner):
    model_id = add_model()
    return {"brand_id": 1, "series_id": 1, "model_id": model_id, "row_id": 1, "things": "models",
            "colour_id": add(Colour, name="极地白")}


def _customers(store_id, owner):
    customer_id = add_customer("王丽华", "13812345621", store_id=store_id)
    phone_id = add_phone(customer_id, "13912345621", store_id=store_id)
    lead_id = add_lead("K26-0001", owner, store_id=store_id, customer_id=customer_id, due_on=MONDAY)
    add_lead("K26-0002", owner, Level.H, store_id=store_id, due_on=MONDAY - timedelta(days=3))
    waiting = [add_lead(f"K26-000{n}", owner, Level.C, store_id=store_id, waits=True) for n in (3, 4)]
    asked = {"version": 1, "store_id": store_id, "owner_id": owner, "asked_by_id": owner, "asked_at": NOON,
             "asked_on": MONDAY, "level": Level.C, "waiting": 1, "answer_by_on": MONDAY + timedelta(days=3)}
    visit_id = register("consultant", name="林建国", phone="13512345670", leaving=leaving(level=Level.A)).id
    db.session.rollback()
    return {
        "customer_id": customer_id, "phone_id": phone_id, "lead_id": lead_id,
        "loss_id": add(Loss, lead_id=waiting[0], went_to="gave_up", why="loan", called_first=True, **asked),
        "freeze_id": add(Freeze, lead_id=waiting[1], until_on=date(2027, 1, 10), ask_reason="年后再看", **asked),
        "clash_id": add(Clash, version=1, store_id=store_id, visit_id=visit_id, lead_id=lead_id, owner_id=owner,
                        receiver_id=person("Chen").id, ruled_for_id=owner, asked_by_id=owner, asked_at=NOON, waiting=1,
                        last_real_on=MONDAY, overrule_until_at=NOON + timedelta(hours=48)),
        "appointment_id": add(Appointment, lead_id=lead_id, store_id=store_id, owner_id=owner, made_on=MONDAY,
                              on=MONDAY, at=NOON + timedelta(hours=3)),
        "batch": _handed_over(store_id, owner),
    }


def _handed_over(store_id, owner):
    """A lead went from a colleague to the consultant."""
    given = add_lead("K26-0015", "Chen", store_id=store_id)
    assign([db.session.get(Lead, given)], by=person("manager"), to=person("consultant"), batch="b1")
    return "b1"


def _sales(store_id, owner):
    drive_id = add(TestDrive, version=1, store_id=store_id, lead_id=1, person_id=owner, state=DriveState.PLANNED,
                   on=MONDAY, starts_at=NOON + timedelta(hours=2))
    add_lead("K26-0016", owner, Level.O, store_id=store_id)
    vehicle_id = add_vehicle(VIN, store_id=store_id, hold=Hold.RESERVED, held_for="D202611-0001")
    add_vehicle(OTHER_VIN, store_id=store_id, arrived_on=MONDAY - timedelta(days=200), cost_fen=16_000_000)
    order_id = add_order("K26-0016", model_id=1, vehicle_id=vehicle_id, vin=VIN, vin_on=MONDAY, paid_on=MONDAY,
                         expected_on=MONDAY)
    trip_id = add(CarTrip, version=1, store_id=store_id, vehicle_id=vehicle_id, drive_id=None, purpose=Purpose.MOVE,
                  on=MONDAY, km_out=10, km_in=12, person_id=owner, live=1)
    add_lead("K26-0017", owner, Level.O, store_id=store_id)
    later_id = add_order("K26-0017", order_no="D202611-0002", model_id=1, series_id=1, expected_on=MONDAY)
    exception_id = add(
        QueueException, version=1, store_id=store_id, order_id=later_id, earlier_id=order_id, vehicle_id=2,
        asked_by_id=person("planner").id, asked_at=NOON, ask_reason="周六婚车", answer_by_on=MONDAY, waiting=1)
    upkeep_id = add(CarUpkeep, version=1, store_id=store_id, vehicle_id=vehicle_id, kind=Upkeep.INSURANCE,
                    due_on=MONDAY + timedelta(days=12), owed=1)
    return {"exception_id": exception_id, "drive_id": drive_id, "order_id": order_id,
            "vehicle_id": vehicle_id, "trip_id": trip_id, "upkeep_id": upkeep_id, "kind": "insurance"}


def _front_desk(store_id, owner):
    store = db.session.get(Store, store_id)
    set_rota(store, [owner], by=person("manager"))
    turn_id = skip_turn(store, by=person("manager"), person=person("consultant"), why="phone").id
    visit_id = register("consultant", name="于洋").id
    signed_id = sign_off_day(store, by=person("manager"), day=MONDAY, signed_as="manager").id
    return {"turn_id": turn_id, "visit_id": visit_id, "sign_off_id": signed_id}


def _goals(store_id, owner):
    year, version = plan()
    answered = add(Response, version=1, version_id=version.id, store_id=store_id, person_id=owner, proposed=100,
                   answer=Answer.COUNTERED, counter=90, reason="新人多", said_at=NOON, waiting=1)
    return {"plan_id": year.id, "version_id": version.id, "year": 2026, "metric": "deliveries",
            "step": "propose", "response_id": answered}


def _papers(store_id, owner):
    made = issue(WEEK, About(store_id, None, owner), week(MONDAY - timedelta(days=7)), person_sheet(steps=0),
                 by=person("manager"))
    return {"issue_id": made.id, "which": "issued", "slot": "own", "period": "2026-W47", "about": f"person-{owner}",
            "month_key": "2026-11"}


def _work(store_id, owner):
    step_id = add_step(owner_id=owner, store_id=store_id)
    done = job.start("week_print", by=person("consultant"), title="周复盘表")
    brought = bring("姓名,工号\n单晓敏,E1\n".encode(), "people.csv", store_id=store_id, by=person("manager"),
                    kinds=registry().imports)
    signing_id = add(DaySigning, store_id=store_id, person_id=owner, on=MONDAY, signed_as=SignedAs.OWN,
                     signed_by_id=owner, signed_at=NOON)
    return {"signing_id": signing_id, "step_id": step_id, "job_id": done.id, "batch_id": brought.id, "place": 0,
            "key": "orders"}


def _board(store_id, owner):
    """A post that the consultant answers, an activity too."""
    post_id = add_post(store_id=store_id, responsible_id=owner)
    add(Activity, version=1, post_id=post_id, store_id=store_id, on=MONDAY, where="东湖", sign_up_until=MONDAY)
    add(PostPicture, post_id=post_id, place=0, data=b"jpeg")
    return {"post_id": post_id, "entry_id": add(PostEntry, post_id=post_id, store_id=store_id, place=1, author_id=owner,
                                                said_on=MONDAY, text="我也遇到了")}


def _training(store_id, owner):
    event_id = add_event("异议处理", store_id=store_id, trainer="trainer", on=MONDAY)
    add_seat(event_id, "consultant", required=True)
    skill_id = add(Skill, version=1, store_id=store_id, subject="sales", name="试驾邀约", aim="3")
    rule_id = add(NeedRule, version=1, store_id=store_id, metric="drive_rate", subject="sales", below=10,
                  below_in="points", cases=10)
    return {"event_id": event_id, "subject": "product", "skill_id": skill_id, "need_rule_id": rule_id,
            **_mentoring(store_id, owner),
            "material_id": add(TrainingMaterial, event_id=event_id, store_id=store_id, title="讲义",
                               link="https://example.cn/a"),
            **_assessed(event_id, store_id, owner)}


def _mentoring(store_id, owner):
    pair_id = add(MentorPair, version=1, store_id=store_id, mentor_id=person("leader").id, person_id=owner,
                  from_on=MONDAY, until_on=MONDAY + timedelta(days=90), set_by_id=person("trainer").id)
    return {"pair_id": pair_id, "task_id": add(
        MentorTask, version=1, store_id=store_id, pair_id=pair_id, text="陪驾两次", due_on=MONDAY,
        set_by_id=person("leader").id)}


def _assessed(event_id, store_id, owner):
    """The consultant passed a test, and has begun another."""
    question_id = add_question(store_id=store_id)
    passed_id = add_try(add_test(event_id, store_id=store_id, questions=[question_id]), "consultant", passed=True)
    add(TrainingCertificate, store_id=store_id, person_id=owner, try_id=passed_id, title="产品认证", issued_on=MONDAY,
        valid_until=date(2027, 11, 23))
    test_id = add_test(event_id, store_id=store_id, questions=[question_id])
    return {"question_id": question_id, "assessment_id": test_id, "try_id": add_try(test_id, "consultant"),
            "role_play_id": add_role_play(event_id, store_id=store_id), "certificate_id": 1,
            "required_id": add(RequiredCertificate, version=1, store_id=store_id, title="产品认证",
                               role=Role.CONSULTANT, from_on=MONDAY)}


def _counts(store_id, owner):
    """One that is being counted, one whose difference waits."""
    settling = add_count(store_id=store_id, opened_by="planner", on=MONDAY - timedelta(days=1), running=None,
                         state=CountState.CLOSED, closed_at=NOON)
    missing = add_line(settling, OTHER_VIN, answer=Counted.MISSING, said_by="consultant")
    difference_id = add(CountDifference, version=1, count_id=settling, store_id=store_id, line_id=missing,
                        asked_by_id=owner, asked_at=NOON, waiting=1, settlement="search", answer_by_on=MONDAY,
                        searcher_id=owner)
    count_id = add_count(store_id=store_id, opened_by="planner")
    file_id = add(StoredFile, name="a.jpg", media_type="image/jpeg", size=1, sha256="0" * 64, made_at=NOON, data=b"a")
    return {"count_id": count_id, "difference_id": difference_id, "counted_id": add_line(
        count_id, VIN, answer=Counted.DAMAGED, remark="划痕", said_by="consultant", picture_id=file_id)}


def _planning(store_id, owner):
    """A draft of this month."""
    plan = draft_plan(db.session.get(Store, store_id), by=person("planner"), month_on=date(2026, 11, 1))
    supply_id = plan.id
    return {"supply_id": supply_id, "supply_line_id": db.session.query(SupplyLine.id).filter_by(
        plan_id=supply_id).first().id}
