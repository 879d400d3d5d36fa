from contextlib import contextmanager
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import event, select, update

from portal.core.clock import now
from portal.extensions import db
from portal.org.models import Person
from portal.signin.models import Password, UserSession, WrongTries

from ..desk import Desk
from ..factories.org import add_person, add_store, person
from ..factories.signin import GOOD, give_password


@pytest.fixture
def statements(app):
    """The SELECTs sent while the block runs."""
    @contextmanager
    def noted():
        sent = []

        def note(_connection, _cursor, statement, *_):
            if statement.startswith("SELECT"):
                sent.append(statement)
        event.listen(db.engine, "before_cursor_execute", note)
        yield sent
        event.remove(db.engine, "before_cursor_execute", note)
    return noted


@pytest.fixture
def lin(app):
    lin = add_person("lin", store_id=add_store())
    give_password(lin)
    return lin


def sign_in(desk, account="lin", password=GOOD, **typed):
    return desk.send("/sign-in", account=account, password=password, **typed)


def lands(answer):
    return answer.status_code, answer.location


def test_the_right_password_opens_the_portal_and_leads_back_to_where_one_was(desk, lin):
    answer = desk.client.get("/me")
    assert lands(answer) == (303, "/sign-in?next=/me")
    page = desk.open(answer.location)
    assert lands(desk.send("/sign-in", page, account=" LIN ", password=GOOD)) == (303, "/me")
    assert "lin" in desk.open("/me").text


@pytest.mark.any_database
@pytest.mark.parametrize("away", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)",
                                  "/\tevil", "evil"])
def test_next_leads_only_inside(desk, lin, away):
    assert lands(sign_in(desk, next=away)) == (303, "/")


@pytest.mark.any_database
@pytest.mark.parametrize(("account", "password"), [("lin", "wrong"), ("nobody", GOOD), ("lin", ""), ("", GOOD)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(desk, lin, account, password):
    answer = sign_in(desk, account, password)
    assert answer.status_code == 422
    assert desk.client.get("/me").status_code == 303
    if account and password:
        assert "账号或密码不对" in answer.text


@pytest.mark.any_database
def test_an_unknown_name_takes_the_same_time(desk, app, lin):
    def taken(account):
        began = perf_counter()
        sign_in(Desk(app), account, "wrong password")
        return perf_counter() - began
    taken("warm")
    known = median(taken("lin") for _ in range(4))
    unknown = median(taken(f"nobody{n}") for n in range(4))
    assert 0.5 < known / unknown < 2


@pytest.mark.parametrize("change", [{"disabled_at": now}, {"left_on": lambda: now().date() - timedelta(days=1)}])
def test_who_is_disabled_or_has_left_cannot_sign_in(desk, lin, change):
    db.session.execute(update(Person).values({name: value() for name, value in change.items()}))
    db.session.commit()
    assert "账号或密码不对" in sign_in(desk).text


def test_five_wrong_passwords_pause_the_account_from_that_address_for_15_minutes(desk, app, clock, lin):
    for _ in range(5):
        assert "账号或密码不对" in sign_in(desk, password="wrong").text
    assert "15 分钟" in sign_in(desk).text
    assert "15 分钟" in sign_in(Desk(app)).text
    clock.now += timedelta(minutes=15, seconds=1)
    assert lands(sign_in(desk)) == (303, "/")


def test_an_unknown_name_is_paused_alike(desk, lin):
    for _ in range(5):
        sign_in(desk, "nobody", "wrong")
    assert "15 分钟" in sign_in(desk, "nobody", "wrong").text


def test_colleagues_at_the_same_address_and_the_account_elsewhere_are_not_paused(desk, app, lin):
    give_password(add_person("wang", store_id=1))
    for _ in range(6):
        sign_in(desk, password="wrong")
    assert lands(sign_in(Desk(app), "wang")) == (303, "/")
    elsewhere = Desk(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    assert lands(sign_in(elsewhere)) == (303, "/")


def test_the_right_password_forgets_the_wrong_ones(desk, lin):
    for _ in range(3):
        for _ in range(4):
            sign_in(desk, password="wrong")
        assert lands(sign_in(desk)) == (303, "/")
        desk.client.delete_cookie("session")


def test_what_is_typed_as_account_is_not_kept_in_clear(desk, lin):
    sign_in(desk, "my secret password", "wrong")
    assert "secret" not in db.session.scalar(select(WrongTries.account_hash))


def test_the_session_is_a_new_one_after_each_sign_in_and_the_old_one_is_dead(desk, lin):
    sign_in(desk)
    with desk.client.session_transaction() as cookie:
        before = dict(cookie)
    page = desk.open("/me/password")
    desk.send("/me/password", page, current=GOOD, new="lampe kranich westwind", again="lampe kranich westwind")
    desk.open("/me")
    with desk.client.session_transaction() as cookie:
        assert cookie["_user_id"] != before["_user_id"]
        cookie.update(before)
    assert desk.client.get("/me").status_code == 303


def test_the_cookie_of_somebody_who_signed_out_opens_nothing(desk, lin):
    sign_in(desk)
    with desk.client.session_transaction() as cookie:
        before = dict(cookie)
    assert lands(desk.send("/sign-out", "/me")) == (303, "/sign-in")
    with desk.client.session_transaction() as cookie:
        cookie.update(before)
    assert desk.client.get("/me").status_code == 303


def test_a_session_ends_after_30_minutes_without_use(desk, clock, lin):
    sign_in(desk)
    for _ in range(4):
        clock.now += timedelta(minutes=29)
        desk.open("/me")
    clock.now += timedelta(minutes=30)
    assert desk.client.get("/me").status_code == 303


def test_a_session_ends_after_12_hours_however_busy(desk, clock, lin):
    sign_in(desk)
    for _ in range(35):
        clock.now += timedelta(minutes=20)
        desk.open("/me")
    clock.now += timedelta(minutes=21)
    assert desk.client.get("/me").status_code == 303


def test_the_last_use_is_written_at_most_once_a_minute(desk, clock, lin):
    sign_in(desk)
    first = db.session.scalar(select(UserSession.seen_at))
    clock.now += timedelta(seconds=59)
    desk.open("/me")
    assert db.session.scalar(select(UserSession.seen_at)) == first
    clock.now += timedelta(seconds=2)
    desk.open("/me")
    db.session.rollback()
    assert db.session.scalar(select(UserSession.seen_at)) == clock.now


def test_disabling_ends_the_session_at_once(desk, lin):
    sign_in(desk)
    db.session.execute(update(Person).values(disabled_at=now()))
    db.session.commit()
    assert desk.client.get("/me").status_code == 303


def test_a_first_password_opens_only_the_page_to_change_it(desk, clock, lin):
    db.session.execute(update(Password).values(expires_at=now() + timedelta(hours=72)))
    db.session.commit()
    sign_in(desk)
    assert lands(desk.client.get("/me")) == (303, "/me/password")
    page = desk.open("/me/password")
    assert desk.send("/me/password", page, new="lin 12345", again="lin 12345").status_code == 422
    assert lands(desk.send("/me/password", page, new="lampe kranich westwind",
                           again="lampe kranich westwind")) == (303, "/")
    desk.open("/me")
    assert db.session.scalar(select(Password.expires_at)) is None


def test_a_first_password_expires(desk, clock, lin):
    db.session.execute(update(Password).values(expires_at=now() + timedelta(hours=72)))
    db.session.commit()
    clock.now += timedelta(hours=72)
    assert "已过期" in sign_in(desk).text


def test_a_hash_of_yesterdays_cost_is_renewed_at_sign_in(desk, lin):
    from argon2 import PasswordHasher
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    db.session.execute(update(Password).values(hash=cheap))
    db.session.commit()
    sign_in(desk)
    assert "m=19456" in db.session.scalar(select(Password.hash))


def test_who_is_signed_in_is_read_in_one_query(desk, app, lin, statements):
    sign_in(desk)
    with statements() as sent:
        desk.open("/me/preferences")
    who = [one for one in sent if "user_session" in one or one.startswith(("SELECT person", "SELECT membership"))]
    assert len(who) == 1 and "membership" in who[0], sent


def test_wrong_passwords_on_the_page_to_change_it_pause_too(desk, lin):
    sign_in(desk)
    page = desk.open("/me/password")
    for _ in range(5):
        assert "不是你现在的密码" in desk.send("/me/password", page, current="wrong", new="lampe kranich westwind",
                                         again="lampe kranich westwind").text
    assert "15 分钟" in desk.send("/me/password", page, current=GOOD, new="lampe kranich westwind",
                                again="lampe kranich westwind").text


def test_ones_own_sessions_are_listed_and_ended(desk, app, lin):
    sign_in(desk)
    phone = Desk(app)
    phone.client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 18) Safari/604"
    sign_in(phone)
    page = desk.open("/me")
    assert "Safari · iPhone" in page.text
    other = db.session.scalar(select(UserSession.id).order_by(UserSession.id.desc()))
    assert desk.send(f"/me/sessions/{other}/end", page).status_code == 303
    assert phone.client.get("/me").status_code == 303
    desk.open("/me")


def test_another_persons_session_is_not_there_to_end(desk, app, lin):
    give_password(add_person("wang", store_id=1))
    other = Desk(app)
    sign_in(other, "wang")
    theirs = db.session.scalar(select(UserSession.id))
    sign_in(desk)
    assert desk.send(f"/me/sessions/{theirs}/end", "/me").status_code == 404
    other.open("/me")


def test_a_person_keeps_own_phone_and_preferences(desk, lin):
    sign_in(desk)
    assert desk.send("/me", phone="13800001234").status_code == 303
    assert desk.send("/me/preferences", theme="dark", larger="y", keys=None).status_code == 303
    assert person("lin").phone == "13800001234"
    assert person("lin").preferences == {"theme": "dark", "text": "large", "keys": False}
    assert 'data-theme="dark"' in desk.open("/me").text
