"""The register as people use it: on the phone, in the list, on an entry's page."""
import pytest

from portal.core.agreement import lay_down_choices
from portal.customers.models import Visit
from portal.extensions import db
from portal.org.models import Role, Store
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person, person
from tests.factories.visits import leaving, register

PHONE = "138 1234 5621"


@pytest.fixture
def lists(store):
    lay_down_choices(db.session.get_one(Store, store), by=person("Chen"))
    add_person("Tian", Role.RECEPTION, store_id=store)
    return store


def test_a_consultant_registers_a_visit_without_a_phone(desk, lists):
    page = desk.sign_in("Wang").send("/visits/new", level="N", outcome="路过")
    assert page.status_code == 303
    shown = desk.open(page.location)
    assert "首次" in shown.words and "路过" in shown.words


def test_a_wrong_number_says_what_would_be_right_and_keeps_what_was_typed(desk, lists):
    page = desk.sign_in("Wang").send("/visits/new", phone="1381234562", name="王女士")
    assert page.status_code == 422
    assert "少 1 位：手机号应为 11 位数字" in page.text and "王女士" in page.text and "未留电话" in page.text


def test_a_wrong_number_given_up_is_a_visit_without_a_phone(desk, lists):
    page = desk.sign_in("Wang").send("/visits/new", phone="1381234562", name="王女士", no_phone="y", level="N")
    assert page.status_code == 303


def test_the_level_is_asked_for_when_the_customer_has_left(desk, lists):
    page = desk.sign_in("Wang").send("/visits/new", phone=PHONE, name="王女士")
    assert page.status_code == 422 and "请选一个，下次联系日随之排好" in page.text


def test_typing_a_known_number_shows_whose_it_is_and_no_more(desk, lists):
    add_lead("K26-0002", "Li", customer_id=add_customer("赵敏", "13812345621"))
    part = desk.sign_in("Wang").open("/visits/known?phone=13812345621", headers={"HX-Request": "true"})
    assert "本店客户，归属 Li" in part.words and "赵敏" not in part.text
    assert desk.open("/visits/known?phone=1381234562", headers={"HX-Request": "true"}).words == ""


def test_a_consultant_sees_his_own_entries_and_no_others(desk, lists):
    mine, other = register("Wang").id, register("Li").id
    desk.sign_in("Wang").open(f"/visits/{mine}")
    desk.open(f"/visits/{other}", status=404)


def test_reception_writes_the_front_half_and_leaves_the_rest_to_the_consultant(desk, lists):
    form = desk.sign_in("Tian").open("/visits/new")
    assert "离店时级别" not in form.words and "顾问" in form.words
    page = desk.send("/visits/new", name="王女士", person_id=str(person("Wang").id))
    assert page.status_code == 303
    entry = db.session.query(Visit).one()
    assert (entry.person_id, entry.result_at) == (person("Wang").id, None)


def test_the_result_is_filled_when_the_customer_has_left(desk, lists):
    visit_id = register("Wang").id
    page = desk.sign_in("Wang").send(f"/visits/{visit_id}/result", level="B", ticks=["test_drive", "trade_in"],
                                     outcome="试驾满意")
    assert page.status_code == 303
    visit = db.session.get_one(Visit, visit_id)
    assert (visit.level, visit.test_drive, visit.trade_in, visit.instalment) == ("B", True, True, False)
    assert visit.result_at and visit.left_at


def test_reception_reads_whole_numbers_on_the_day_and_masked_ones_after(desk, lists, clock):
    visit_id = register("Wang", name="小赵", phone=PHONE, purpose="service").id
    assert "138 1234 5621" in desk.sign_in("Tian").open(f"/visits/{visit_id}").words
    clock.set(clock().date().replace(day=25))
    assert "138****5621" in desk.sign_in("Tian").open(f"/visits/{visit_id}").words


def test_a_number_that_is_not_shown_stands_when_the_entry_is_corrected(desk, lists):
    visit_id = register("Wang", name="小赵", phone=PHONE, purpose="service").id
    form = desk.sign_in("Chen").open(f"/visits/{visit_id}/edit")
    assert "13812345621" not in form.text and "138 1234 5621" not in form.text
    assert desk.send(f"/visits/{visit_id}/edit", form, party_size="3").status_code == 303
    visit = db.session.get_one(Visit, visit_id)
    assert (visit.party_size, visit.customer_id is not None) == (3, True)


def test_the_manager_voids_an_entry_with_a_reason_and_takes_it_back(desk, lists):
    visit_id = register("Wang").id
    desk.sign_in("Wang").open(f"/visits/{visit_id}/void", status=404)
    page = desk.sign_in("Chen").send(f"/visits/{visit_id}/void", reason="重复登记")
    shown = desk.open(page.location)
    assert "已作废" in shown.words
    desk.send(f"/visits/{visit_id}/restore", shown)
    assert db.session.get_one(Visit, visit_id).live == 1


def test_the_list_of_a_day_adds_up_at_its_foot_and_is_signed_off(desk, lists):
    register("Wang", name="赵敏", phone=PHONE, leaving=leaving(level="B", test_drive=True))
    register("Li")
    page = desk.sign_in("Tian").open("/visits?when=today")
    assert "来店 2、来电 0、网络 0" in page.words and "1 / 2" in page.words and "50.0%" in page.words
    signed = desk.open(desk.send("/visits/sign-off", page).location)
    assert "Tian 今天 10:00" in signed.words
    desk.send("/visits/sign-off/1/take-back", signed)
    assert "Tian 今天" not in desk.open("/visits?when=today").words


def test_internet_sales_register_calls_first(desk, lists):
    add_person("Dai", Role.DCC, store_id=lists)
    assert desk.sign_in("Dai").open("/visits/new").values("/visits/new")["kind"] == "call"


@pytest.mark.parametrize("address", ["/visits", "/visits/new", "/visits?state=owed"])
def test_the_pages_are_complete_in_english(desk, lists, address):
    register("Wang", name="赵敏", phone=PHONE, purpose="service")
    desk.sign_in("Chen").open(address)
