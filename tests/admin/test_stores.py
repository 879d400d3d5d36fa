from sqlalchemy import select

from portal.core.agreement import Choice
from portal.extensions import db
from portal.org.models import Membership, Store, Team

from ..factories.org import person


def test_a_new_store_begins_with_the_usual_lists(root, house):
    assert root.send("/stores/new", code="C", name="永驰古田店").status_code == 303
    store = db.session.scalar(select(Store).where(Store.code == "C"))
    assert db.session.scalars(select(Choice).where(Choice.store_id == store.id)).first()
    assert "永驰古田店" in root.open("/stores").words


def test_two_stores_cannot_share_a_code(root, house):
    assert "已有门店" in root.send("/stores/new", code="A", name="另一家").text
    assert root.send(f"/stores/{house.two}", code="A").status_code == 422


def test_a_store_with_staff_does_not_close(root, house):
    page = root.open(f"/stores/{house.two}")
    root.send(f"/stores/{house.two}/close", page)
    assert "还有 1 人" in root.open("/stores").words
    assert db.session.get(Store, house.two).live


def test_an_empty_store_closes_and_opens_again(root, house):
    root.send("/stores/new", code="C", name="永驰古田店")
    store = db.session.scalar(select(Store.id).where(Store.code == "C"))
    root.send(f"/stores/{store}/close", f"/stores/{store}")
    page = root.open("/stores")
    assert "已关闭" in page.words
    root.send(f"/stores/{store}/reopen", page)
    assert "已关闭" not in root.open("/stores").words


def test_a_manager_keeps_the_teams_of_the_own_store(chen, house):
    assert chen.send(f"/stores/{house.one}/teams/new", name="销售三组").status_code == 303
    assert chen.send(f"/stores/{house.one}/teams/new", name="销售三组").status_code == 422
    assert chen.send(f"/teams/{house.second}", name="大客户组").status_code == 303
    page = chen.open("/stores")
    assert "销售三组" in page.words and "大客户组" in page.words and "滨江" not in page.words
    chen.open(f"/stores/{house.two}/teams/new", status=404)
    chen.open(f"/teams/{house.other}", status=404)
    chen.open(f"/stores/{house.one}", status=404)


def test_a_team_is_dissolved_once_it_is_empty_and_its_name_is_free_again(chen, house):
    page = chen.open(f"/teams/{house.first}")
    chen.send(f"/teams/{house.first}/dissolve", page)
    assert "还有 2 人" in chen.open("/stores").words
    chen.send(f"/teams/{house.second}/dissolve", page)
    assert db.session.get(Team, house.second).live is None
    assert chen.send(f"/stores/{house.one}/teams/new", name="销售二组").status_code == 303
    chen.send(f"/teams/{house.second}/form-again", page)
    assert "已有这个名字" in chen.open("/stores").words


def test_the_page_tells_who_leads_and_how_many(chen, house):
    rows = {cells[0]: cells[1:3] for cells in (["".join(cell.itertext()) for cell in row]
                                               for row in chen.open("/stores").tree.findall(".//tbody/tr"))}
    assert rows["销售一组"] == ["lin", "2"] and rows["销售二组"] == ["–", "0"]
    assert db.session.scalar(select(Membership.person_id).where(Membership.team_id == house.first)) == person("lin").id
