import pytest

from portal.org.models import Person
from portal.signin import passwords

pytestmark = pytest.mark.any_database

LIN = Person(name="林晓雨", pinyin="lin xiao yu", account="linxy", staff_no="A0123", phone="13800001234")


@pytest.mark.parametrize("password", [
    "kranich lampe ostwind", "蓝色的鲸鱼在唱歌呢啊", "t7#Kq-pp 9z", "x" * 3 + "yrw" * 30, "correct-horse-at-dawn"])
def test_a_good_password_is_taken(app, password):
    assert passwords.weakness(password, LIN) is None


@pytest.mark.parametrize("password", ["kurz", "neun99999", "１２３４５６７８９"])
def test_a_short_password_is_refused(app, password):
    assert "至少" in passwords.weakness(password, LIN) or "at least" in passwords.weakness(password, LIN)


@pytest.mark.parametrize("password", [
    "1234567890", "9876543210", "abcdefghijk", "1111111111", "abcabcabcabc", "Password123", "password2026!",
    "qwertyuiop", "woaini1314", "WoAiNi5201314", "5201314520", "haohaoxuexi", "nihao12345678", "admin@123456",
    "恭喜发财20268888", "a123456789", "1qaz2wsx3edc", "demo-store-2026", "ｐａｓｓｗｏｒｄ１２３"])
def test_what_many_people_use_is_refused(app, password):
    assert passwords.weakness(password, LIN)


@pytest.mark.parametrize("password", [
    "林晓雨最喜欢蓝色鲸鱼", "linxiaoyu-blau", "LINXY walfisch", "walfisch a0123", "walfisch 13800001234"])
def test_ones_own_name_account_number_and_phone_are_refused(app, password):
    assert passwords.weakness(password, LIN)


def test_a_long_password_is_kept_whole(app):
    kept = passwords.hash_of("w" * 64 + "alfisch")
    assert passwords.matches(kept, "w" * 64 + "alfisch")
    assert not passwords.matches(kept, "w" * 64 + "alfiscH")
    assert not passwords.matches(kept, "w" * 64)


def test_the_hash_is_argon2id_at_the_agreed_cost_and_a_cheaper_one_is_renewed(app):
    assert passwords.hash_of("kranich lampe").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_dated(passwords.hash_of("kranich lampe"))
    assert passwords.is_dated("$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21l$" + "A" * 43)


def test_what_no_keyboard_types_is_a_wrong_password_and_no_error(app):
    assert not passwords.matches(None, "\ud800 half a pair")
    assert not passwords.matches("not a hash", "kranich lampe")


def test_first_passwords_are_random_and_good(app):
    made = {passwords.random_password() for _ in range(50)}
    assert len(made) == 50
    assert all(passwords.weakness(each, LIN) is None for each in made)
