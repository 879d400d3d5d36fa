"""The page of an issued sheet, and the list of printable forms."""
import io
from datetime import date

import pytest
from PIL import Image

from portal.core import issue, job
from portal.core.issue import About
from portal.core.period import week
from portal.printing import Unavailable, printer

from ..factories.org import add_person, add_store, add_team, person
from ..factories.sheets import Toy

pytestmark = pytest.mark.any_database

WEEK = week(date(2026, 11, 16))


@pytest.fixture
def toy(app):
    store = add_store()
    team = add_team(store)
    own = add_person("邓浩然", store_id=store, team_id=team)
    leader = add_person("周敏", "leader", store_id=store, team_id=team)
    add_person("沈国平", "manager", store_id=store)
    add_person("林晓雨", store_id=store, team_id=team)
    toy = Toy(app, own, leader)
    toy.row_id = issue.issue("toy", About(store, team, own), WEEK, toy.build(), by=person("沈国平")).id
    toy.address = f"/issues/{toy.row_id}"
    return toy


def photo():
    data = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(data, "JPEG")
    data.seek(0)
    return data, "sheet.jpg"


def test_the_page_shows_the_check_value_and_that_nothing_has_changed(desk, toy):
    page = desk.sign_in("邓浩然").open(toy.address)
    assert "A-2026W47-001" in page.text and "纸上" in page.text
    assert "没有变化" in page.text


def test_the_page_says_what_has_changed_since(desk, toy):
    toy.counts["交车"] = 4
    page = desk.sign_in("沈国平").open(toy.address)
    assert "交车 · actual" in page.text


def test_a_colleague_does_not_find_the_sheet(desk, toy):
    for path in ("", "/sheet", "/issued.pdf", "/picture/own"):
        desk.sign_in("林晓雨").open(toy.address + path, status=404)


def test_a_person_signs_and_the_box_says_so(desk, toy):
    page = desk.sign_in("邓浩然").open(toy.address)
    assert desk.send(f"{toy.address}/sign/own", page).status_code == 303
    assert "本人账号" in desk.open(toy.address).text
    assert desk.send(f"{toy.address}/sign/own", page).status_code == 422
    assert desk.send(f"{toy.address}/sign/leader", page).status_code == 422
    assert desk.send(f"{toy.address}/sign/nonsense", page).status_code == 404


def test_a_photo_of_the_signed_sheet_is_kept_and_shown(desk, toy):
    address = f"{toy.address}/on-paper/own"
    desk.sign_in("沈国平")
    assert desk.send(address, picture=(io.BytesIO(b"no picture"), "x.jpg")).status_code == 422
    assert desk.send(address, picture=photo()).status_code == 303
    picture = desk.open(f"{toy.address}/picture/own", headers={"HX-Request": "true"})
    assert picture.content_type == "image/jpeg" and "attachment" in picture.headers["Content-Disposition"]
    desk.sign_in("林晓雨").open(address, status=404)


def test_the_paper_is_made_when_it_is_asked_for_before_the_job_and_stays_the_same_bytes(desk, toy):
    desk.sign_in("邓浩然")
    assert "还在生成" in desk.open(toy.address).text
    desk.open(f"{toy.address}/closed.pdf", status=404)
    first, again = (desk.open(f"{toy.address}/issued.pdf", headers={"HX-Request": "true"}) for _ in "12")
    assert first.data == again.data and first.data.startswith(b"%PDF") and first.headers["Cache-Control"] == "no-store"


def test_without_the_means_to_print_the_issue_still_works_and_the_job_says_what_is_missing(desk, toy, monkeypatch):
    def missing(*_sheets, **_how):
        raise Unavailable("libpango")
    monkeypatch.setattr(printer, "pdf", missing)
    job.run_next()
    desk.sign_in("邓浩然")
    assert desk.open(f"{toy.address}/issued.pdf", status=303).location == toy.address
    assert "管理员" in desk.open(toy.address).text and "还在生成" in desk.open(toy.address).text
    assert desk.open(f"{toy.address}/sheet").text.count("<table") == 2


def test_the_manager_closes_the_sheet(desk, toy):
    page = desk.sign_in("沈国平").open(toy.address)
    assert desk.send(f"{toy.address}/close", page).status_code == 303
    assert desk.send(f"{toy.address}/close", page).status_code == 409
    assert "已关闭" in desk.open(toy.address).text
    assert issue.signatures(toy.row_id) == {}


def test_a_consultant_closes_nothing(desk, toy):
    desk.sign_in("邓浩然")
    assert desk.send(f"{toy.address}/close", toy.address).status_code == 404


def test_printable_forms_are_listed_under_their_official_titles(desk, toy):
    from portal.core.registry import registry
    from portal.core.sheet import SheetKind
    registry().sheets["form"] = SheetKind("form", "来店(电)客户登记表", "sheets.read", "toy.html", toy.build,
                                          endpoint="papers.forms", blank="papers.forms")
    page = desk.sign_in("邓浩然").open("/forms")
    assert "来店(电)客户登记表" in page.text and page.text.count("/forms") >= 2
