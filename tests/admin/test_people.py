from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.admin.actions import beginning
from portal.admin.actions import people as actions
from portal.core.action import Change, Refused
from portal.core.policy import rights_of
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role
from portal.signin.models import UserSession

from ..desk import Desk
from ..factories.org import add_person, person
from ..factories.signin import GOOD

TODAY = date(2026, 11, 23)
HIM = {"name": "郑海", "account": "Zheng.Hai", "staff_no": "A31", "title": "", "phone": "", "role": "consultant"}


def held_by(name):
    return [(held.role, held.team_id, held.from_on, held.until_on) for held in db.session.scalars(
        select(Membership).where(Membership.person_id == person(name).id).order_by(Membership.id))]


def of(name):
    return db.session.scalar(select(Membership).where(Membership.person_id == person(name).id)
                             .order_by(Membership.id.desc()))


def join(root, house, **other):
    return root.send("/people/new", **HIM | {"store_id": house.one, "team_id": house.first} | other)


def test_a_person_joins_and_signs_in_with_the_first_password_shown_once(root, house, app):
    answer = join(root, house)
    zheng = person("郑海")
    assert (answer.status_code, answer.location) == (303, f"/people/{zheng.id}")
    assert (zheng.account, zheng.pinyin, zheng.hired_on) == ("zheng.hai", "zhenghai", TODAY)
    page = root.open(f"/people/{zheng.id}")
    password = page.tree.find(".//code").text
    assert "只显示这一次" in page.words
    assert password not in root.open(f"/people/{zheng.id}").text
    new = Desk(app)
    assert new.send("/sign-in", account="zheng.hai", password=password).status_code == 303
    assert new.client.get("/me").location == "/me/password"


def test_joining_sent_twice_adds_one_person_and_shows_no_password_that_does_not_hold(root, house):
    page = root.open("/people/new")
    for _ in range(2):
        answer = root.send("/people/new", page, **HIM, store_id=house.one, team_id=house.first)
    assert answer.status_code == 303
    assert len(db.session.scalars(select(Person).where(Person.name == "郑海")).all()) == 1


@pytest.mark.any_database
@pytest.mark.parametrize(("typed", "said"), [
    ({"account": "LI"}, "已有人用"), ({"account": "li wei"}, "只能用字母"), ({"name": " "}, "请输入姓名"),
    ({"store_id": ""}, "请选择门店"), ({"role": "leader", "team_id": ""}, "请选择"), ({"role": "boss"}, ""),
    ({"team_id": "3"}, "另一家门店"), ({"store_id": "99"}, ""), ({"from_on": "2026-10-31"}, "已结账"),
    ({"from_on": "soon"}, ""), ({"name": "郑" * 41}, ""), ({"role": None}, "")])
def test_what_is_wrong_with_an_entry_is_said_and_nothing_is_added(root, house, typed, said):
    answer = join(root, house, **typed)
    assert answer.status_code == 422 and said in answer.text
    assert person("郑海") is None


def test_a_move_ends_one_membership_and_begins_another_on_the_day(root, house):
    held = of("li")
    assert root.send(f"/memberships/{held.id}/move", team_id=house.second, on="2026-11-25").status_code == 303
    assert held_by("li") == [(Role.CONSULTANT, house.first, date(2026, 1, 1), date(2026, 11, 25)),
                             (Role.CONSULTANT, house.second, date(2026, 11, 25), FOREVER)]


def test_a_move_is_taken_back_as_if_nothing_had_been(root, house):
    before = held_by("li")
    root.send(f"/memberships/{of('li').id}/move", team_id=house.second, on=str(TODAY))
    page = root.open(f"/people/{house.li}")
    assert "撤回" in page.words
    assert root.send(f"/memberships/{of('li').id}/take-back", page).status_code == 303
    held = [row for row in held_by("li") if row[2] < row[3]]
    assert held == before


def test_a_move_into_a_closed_month_is_refused(root, house):
    held = of("li")
    answer = root.send(f"/memberships/{held.id}/move", team_id=house.second, on="2026-10-31")
    assert answer.status_code == 422 and "已结账" in answer.text
    assert len(held_by("li")) == 1


def test_two_administrators_move_the_same_person_and_the_second_is_told(root, house):
    page = root.open(f"/memberships/{of('li').id}/move")
    root.send(f"/memberships/{of('li').id}/move", page, team_id=house.second, on=str(TODAY))
    first = db.session.scalar(select(Membership.id).where(Membership.person_id == house.li).order_by(Membership.id))
    assert root.send(f"/memberships/{first}/move", page, team_id="", on=str(TODAY)).status_code == 409
    assert len(held_by("li")) == 2


def test_a_new_role_holds_from_its_day_and_ends_the_sessions(root, house, app, clock):
    li = Desk(app).sign_in("li")
    root.send(f"/memberships/{of('li').id}/role", role="reception", team_id="", on="2026-11-24")
    assert "leads.write" in rights_of(person("li"), TODAY)
    assert "frontdesk.use" in rights_of(person("li"), TODAY + timedelta(days=1))
    assert li.client.get("/me").status_code == 303


def test_an_extra_role_adds_its_rights_and_ends_by_itself(root, house):
    root.send(f"/people/{house.li}/roles/new", role="trainer", store_id=house.one, team_id="", from_on=str(TODAY))
    assert [role for role, *_ in held_by("li")] == [Role.CONSULTANT, Role.TRAINER]
    assert root.send(f"/memberships/{of('li').id}/end", last_on="2026-11-30").status_code == 303
    assert held_by("li")[-1][3] == date(2026, 12, 1)
    assert root.send(f"/people/{house.li}/roles/new", role="consultant", store_id=house.one, team_id="",
                     from_on=str(TODAY)).status_code == 422


def test_the_only_role_does_not_end_the_person_leaves(root, house):
    assert root.send(f"/memberships/{of('li').id}/end", last_on=str(TODAY)).status_code == 422


def test_who_leaves_is_out_the_day_after_and_stays_in_the_list(root, house, app, clock):
    li = Desk(app).sign_in("li")
    assert root.send(f"/people/{house.li}/leave", left_on=str(TODAY)).status_code == 303
    li.open("/me")
    clock.set(TODAY + timedelta(days=1))
    assert li.client.get("/me").status_code == 303
    assert "已离职" in root.open("/people?state=left").words and "li" in root.open("/people?state=left").words
    assert root.send(f"/people/{house.li}/stay", f"/people/{house.li}").status_code == 303
    assert held_by("li")[-1][3] == FOREVER and person("li").left_on is None


def test_from_notice_on_nothing_is_exported_or_unmasked(root, house):
    before = rights_of(person("chen"), TODAY)
    root.send(f"/people/{house.chen}/notice", notice_on=str(TODAY))
    after = rights_of(person("chen"), TODAY)
    assert {"leads.export", "phone.show"} <= set(before) and not {"leads.export", "phone.show"} & set(after)
    root.send(f"/people/{house.chen}/notice/withdraw", f"/people/{house.chen}")
    assert set(rights_of(person("chen"), TODAY)) == set(before)


def test_a_disabled_account_is_out_at_once_and_can_be_enabled(root, house, app):
    li = Desk(app).sign_in("li")
    page = root.open(f"/people/{house.li}")
    root.send(f"/people/{house.li}/disable", page)
    assert li.client.get("/me").status_code == 303
    assert db.session.scalar(select(UserSession.ended_at).where(UserSession.person_id == house.li))
    root.send(f"/people/{house.li}/enable", page)
    Desk(app).sign_in("li").open("/me")


def test_the_last_administrator_stays_one(app, house):
    root = person("root")
    for change in (lambda: actions.leave(person("root"), by=person("chen"), version=1, left_on=TODAY),
                   lambda: actions.disable(person("root"), by=person("chen")),
                   lambda: actions.change_role(of("root"), by=person("root"), version=1, role=Role.GROUP, team_id=None,
                                               on=TODAY)):
        with pytest.raises(Refused):
            change()
    add_person("second", Role.ADMIN)
    actions.disable(person("root"), by=person("second"))
    assert root.disabled_at


def test_an_administrator_ends_a_pause(root, house, app):
    li = Desk(app)
    for _ in range(5):
        li.send("/sign-in", account="li", password="wrong")
    page = root.open(f"/people/{house.li}")
    assert "暂停" in page.words
    root.send(f"/people/{house.li}/unlock", page)
    assert "账号或密码不对" in li.send("/sign-in", account="li", password=GOOD).text


def test_a_new_first_password_is_shown_once_and_ends_sessions(root, house, app):
    li = Desk(app).sign_in("li")
    root.send(f"/people/{house.li}/first-password", f"/people/{house.li}")
    assert root.open(f"/people/{house.li}").tree.find(".//code") is not None
    assert root.open(f"/people/{house.li}").tree.find(".//code") is None
    assert li.client.get("/me").status_code == 303


def test_a_manager_sees_the_people_of_the_store_and_changes_none(chen, house):
    page = chen.open("/people")
    assert "li" in page.words and "wu" not in page.words
    person_page = chen.open(f"/people/{house.li}")
    assert person_page.form(f"/people/{house.li}/disable") is None
    assert "/move" not in person_page.text and "/leave" not in person_page.text
    chen.open(f"/people/{house.wu}", status=404)
    for path in (f"/people/{house.li}/edit", "/people/new", f"/memberships/{of('li').id}/move"):
        chen.open(path, status=404)


def test_every_change_leaves_its_lines_and_the_page_tells_them(root, house):
    root.send(f"/memberships/{of('li').id}/move", team_id=house.second, on=str(TODAY))
    root.send(f"/people/{house.li}/edit", staff_no="A99")
    assert db.session.scalars(select(Change.action).order_by(Change.id)).all() == [
        "membership.moved", "membership.moved", "person.described"]
    words = root.open(f"/people/{house.li}").words
    assert "调动" in words and "销售二组" in words and "工号： A99" in words.replace("：A", "： A")


def test_the_portals_own_person_is_nobody_of_the_people(root, house):
    beginning.the_portal()
    db.session.commit()
    assert beginning.PORTAL not in root.open("/people").words


def test_the_people_are_found_by_name_pinyin_account_and_number(root, house):
    join(root, house)
    for typed in ("郑", "zhengh", "zheng.h", "A31"):
        assert "郑海" in root.open(f"/people?w={typed}").words
    assert "郑海" not in root.open("/people?w=%25").words
