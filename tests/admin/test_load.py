from datetime import date

from sqlalchemy import func, select

from portal.admin.load import DatedPerson, DatedRole, DatedShift
from portal.core.load import load
from portal.core.policy import rights_of
from portal.core.roster import stand_in_of, works_on
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role, Shift

from ..factories.org import person

MOVE = date(2026, 7, 1)


def mover(house, **facts):
    return DatedPerson("郑海", (
        DatedRole(Role.CONSULTANT, date(2025, 9, 1), house.one, house.first, until_on=MOVE),
        DatedRole(Role.LEADER, MOVE, house.one, house.second)), account="zheng", **facts)


def test_people_come_with_all_they_have_been(app, house):
    assert load({"people": [mover(house, hired_on=date(2025, 9, 1))]}, by=person("root"), batch="b1") == 1
    zheng = person("郑海")
    assert (zheng.pinyin, zheng.account, zheng.hired_on) == ("zhenghai", "zheng", date(2025, 9, 1))
    assert "leads.comment" not in rights_of(zheng, date(2026, 6, 30)) and "leads.comment" in rights_of(zheng, MOVE)


def test_the_same_people_again_add_nobody_and_move_nobody_back(app, house):
    for _ in range(2):
        load({"people": [mover(house, title="组长")]}, by=person("root"), batch="b1")
    assert db.session.scalar(select(func.count()).select_from(Person).where(Person.name == "郑海")) == 1
    assert db.session.scalars(select(Membership.until_on).where(
        Membership.person_id == person("郑海").id).order_by(Membership.id)).all() == [MOVE, FOREVER]


def test_roster_days_are_set_and_set_again(app, house):
    day = date(2026, 11, 24)
    for shift in (Shift.REST, Shift.LEAVE):
        load({"roster": [DatedShift(house.one, house.li, day, shift, house.lin)]}, by=person("root"), batch="b1")
    assert not works_on(house.li, day) and stand_in_of(house.li, day) == house.lin
    load({"roster": []}, by=person("root"), batch="b1")
