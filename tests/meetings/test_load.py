"""What happened before: loaded days give the same tables as the actions would have."""
from sqlalchemy import select

from portal.core.load import load
from portal.extensions import db
from portal.meetings import actions
from portal.meetings.load import DatedCommitment, DatedReport
from portal.meetings.models import Commitment, DayCommitment, DayInstruction, DayReport, DaySigning, SignedAs
from portal.sales.models import Order
from tests.factories.customers import lead
from tests.factories.meetings import MONDAY, commit
from tests.factories.org import person

TABLES = (DayCommitment, Commitment, DayReport, DayInstruction, DaySigning)


def rows():
    """All tables, without the numbers of their rows."""
    db.session.rollback()
    found = {}
    for model in TABLES:
        columns = [column for column in model.__table__.columns if column.name not in ("id", "day_id")]
        found[model.__tablename__] = sorted(map(tuple, db.session.execute(select(*columns))), key=str)
    return found


def clear():
    for model in reversed(TABLES):
        db.session.execute(model.__table__.delete())
    db.session.commit()


def test_loaded_days_give_the_same_tables_as_the_actions(store, clock):
    li, lin, hot = person("Li").id, person("Lin").id, lead().id
    waits = db.session.scalars(select(Order)).one()
    order, waiting = waits.id, waits.lead_id
    morning = clock.set(MONDAY, 8, 40)
    commit(orders=[hot], deliveries=[order], more_orders=1)
    evening = clock.set(MONDAY, 18, 30)
    actions.write_day(person("Li"), store, MONDAY, by=person("Li"), version=0, problem="评估慢", help="评估师",
                      next_steps="约两位")
    actions.sign_day(person("Li"), store, MONDAY, by=person("Li"), signed_as=SignedAs.OWN)
    night = clock.set(MONDAY, 19)
    actions.instruct(person("Li"), store, MONDAY, by=person("Lin"), version=0, instruction="我来陪谈")
    actions.sign_day(person("Li"), store, MONDAY, by=person("Lin"), signed_as=SignedAs.LEADER)
    acted = rows()
    clear()
    load({
        "day_commitments": [DatedCommitment(store, li, MONDAY, morning, li, (hot,), {order: waiting}, more_orders=1)],
        "day_reports": [DatedReport(store, li, MONDAY, "评估慢", "评估师", "约两位", evening, "我来陪谈", lin, night)],
    }, by=person("Chen"), batch="b")
    assert rows() == acted and all(acted.values())
