"""Search: customers by phone, last digits, name, pinyin and initials, and any part of them."""
import pytest

from portal.customers.names import keys
from portal.org.models import Role
from tests.factories.customers import add_customer, add_lead
from tests.factories.org import add_person
from tests.factories.visits import register


@pytest.fixture
def book(store):
    for n, (name, phone, wechat) in enumerate((("曾凯", "13812345621", "zk_1988"), ("吕方", "02785551234", ""),
                                               ("单雄信", "13900005621", ""), ("100%_好", "13700001111", ""))):
        customer = add_customer(name, phone, wechat=wechat, **keys(name)._asdict())
        add_lead(f"K26-100{n}", "Li", customer_id=customer)
    return store


@pytest.mark.parametrize(("typed", "found"), [
    ("13812345621", ["曾凯"]), ("138 1234 5621", ["曾凯"]), ("5621", ["单雄信", "曾凯"]), ("1234562", ["曾凯"]),
    ("027-8555 1234", ["吕方"]),
    ("曾", ["曾凯"]), ("凯", ["曾凯"]), ("zengk", ["曾凯"]), ("cengkai", ["曾凯"]), ("zk", ["曾凯"]), ("ck", ["曾凯"]),
    ("lü", ["吕方"]), ("lv", ["吕方"]), ("lufang", ["吕方"]), ("dxx", ["单雄信"]), ("xiongxin", ["单雄信"]),
    ("K26-1001", ["吕方"]),
    ("1988", ["曾凯"]), ("100%", ["100%_好"]), ("_好", ["100%_好"]), ("无此人", [])])
def test_a_customer_is_found_by_what_people_type(desk, book, typed, found):
    page = desk.sign_in("Li").open("/search", query_string={"q": typed})
    assert [name for name in ("单雄信", "曾凯", "吕方", "100%_好") if f"{name} K26" in page.words] == found


def test_the_same_words_narrow_the_list_of_leads(desk, book):
    page = desk.sign_in("Li").open("/leads", query_string={"w": "ck"})
    assert "曾凯" in page.words and "单雄信" not in page.words


def test_nobody_finds_a_colleagues_customer(desk, book):
    assert "曾凯" not in desk.sign_in("Wang").open("/search?q=zk").words


def test_the_front_desk_finds_entries_and_no_leads(desk, book):
    add_person("Tian", Role.RECEPTION, store_id=book)
    register("Li", name="曾凯", phone="13812345621")
    page = desk.sign_in("Tian").open("/search?q=5621")
    assert "#261123-01 曾凯" in page.words and "K26-1000" not in page.words and "138****5621" in page.words


def test_the_address_may_hold_anything(desk, book):
    for typed in ("%", "_", "'", "\\", "😀", " ", "1" * 300, "\x00"):
        desk.sign_in("Li").open("/search", query_string={"q": typed})
