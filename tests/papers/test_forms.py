"""Forms: shown as they will be printed, printed by a post; without the means to print they say so."""
import pytest
from sqlalchemy import select

from portal.core.access import Access
from portal.core.sheet import Frame
from portal.extensions import db
from portal.printing import TookTooLong, Unavailable, printer

from ..factories.org import add_person, add_store

pytestmark = pytest.mark.any_database


@pytest.fixture
def form(app):
    """The visit register of a day: a form with names and phones."""
    add_person("沈国平", "manager", store_id=add_store())
    return "/visits/paper"


def test_the_form_on_the_screen_is_the_paper_with_a_bar_above_it(desk, form):
    page = desk.sign_in("沈国平").open(form)
    assert "来店(电)客户登记表" in page.text and "打印 PDF" in page.text
    assert ("来店(电)客户登记表 · 2026-11-23 周一 · 打印 沈国平 2026-11-23 周一 10:00 · 含个人信息，用后入柜"
            in page.text)


def test_printing_personal_data_needs_a_purpose_and_leaves_a_line(desk, form):
    page = desk.sign_in("沈国平").open(form)
    assert desk.send(form, page, purpose="").status_code == 422
    assert db.session.scalars(select(Access)).all() == []
    sent = desk.send(form, page, purpose="meeting")
    assert sent.data.startswith(b"%PDF") and sent.headers["Cache-Control"] == "no-store"
    line = db.session.scalars(select(Access)).one()
    assert (line.what, line.row_kind, line.purpose) == ("print", "register", "会议")


@pytest.mark.parametrize("error, says", [
    (Unavailable("libpango"), "还不能生成 PDF"), (TookTooLong("30 s"), "时间过长")])
def test_without_a_pdf_the_page_says_why_and_offers_the_browsers_own_printing(desk, form, monkeypatch, error, says):
    def fail(_sheets, **_how):
        raise error
    monkeypatch.setattr(printer, "pdf", fail)
    page = desk.sign_in("沈国平").send(form, purpose="filing")
    assert page.status_code == 503 and says in page.text and "Ctrl+P" in page.text


def test_a_qr_code_is_printed_only_where_the_portals_address_is_known(app):
    frame = Frame("周复盘表", "永驰江城店", "", "", path="/issues/7")
    app.config["PORTAL_ADDRESS"] = ""
    assert not frame.qr
    app.config["PORTAL_ADDRESS"] = "https://portal.example.cn/"
    assert frame.qr.startswith("<svg") and "style=" not in frame.qr
