"""Signed out in the middle of typing: what was typed is there after signing in again."""
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.signin.models import KeptPost

from ..factories.org import add_person, add_store, person
from ..factories.signin import GOOD, give_password

pytestmark = pytest.mark.any_database


@pytest.fixture
def lin(app):
    lin = add_person("lin", store_id=add_store())
    give_password(lin)
    return lin


def sign_in(desk, account="lin"):
    return desk.send("/sign-in", account=account, password=GOOD)


@pytest.fixture
def idled(desk, clock, lin):
    """lin has typed a phone number, and sends it half an hour too late."""
    sign_in(desk)
    page = desk.open("/me")
    clock.now += timedelta(minutes=31)
    answer = desk.send("/me", page, phone="138 0000 1234")
    assert answer.status_code == 303 and "/sign-in" in answer.location
    return desk


def test_the_typed_text_is_offered_again_and_goes_where_it_was_meant_for(idled):
    answer = sign_in(idled)
    assert answer.location == "/me/kept"
    page = idled.open("/me/kept")
    assert "138 0000 1234" in page.text
    answer = idled.send("/me/kept", page, phone="138 0000 1234")
    assert (answer.status_code, answer.location) == (307, "/me")
    assert idled.send("/me", page, phone="138 0000 1234").status_code == 303
    assert person("lin").phone == "138 0000 1234"
    assert idled.client.get("/me/kept").status_code == 303


def test_nobody_else_gets_it(idled):
    give_password(add_person("wang", store_id=1))
    assert sign_in(idled, "wang").location == "/"
    assert "138 0000 1234" not in idled.client.get("/me/kept", follow_redirects=True).text


def test_it_can_be_dropped_and_signing_out_drops_it(idled):
    sign_in(idled)
    assert idled.send("/me/kept/drop", idled.open("/me/kept")).status_code == 303
    assert db.session.scalar(select(KeptPost.path)) is None


def test_it_is_kept_for_twelve_hours(idled, clock):
    clock.now += timedelta(hours=13)
    assert sign_in(idled).location == "/"


def test_passwords_and_overlong_texts_are_not_kept(desk, clock, lin):
    sign_in(desk)
    page = desk.open("/me/password")
    clock.now += timedelta(minutes=31)
    desk.send("/me/password", page, current=GOOD, new="a new one, quite long", again="a new one, quite long")
    assert "quite" not in str(db.session.scalar(select(KeptPost.fields)))
    desk.send("/me", page, phone="8" * 300_000)
    assert len(str(db.session.scalar(select(KeptPost.fields)))) < 1000


def test_nothing_is_kept_for_a_session_that_was_ended(desk, clock, lin):
    sign_in(desk)
    page = desk.open("/me")
    desk.send("/sign-out", page)
    desk.send("/me", page, phone="138 0000 1234")
    assert db.session.scalar(select(KeptPost.path)) is None


def test_a_form_from_before_the_sign_in_is_shown_again_with_what_was_typed(desk, lin):
    sign_in(desk)
    answer = desk.client.post("/me", data={"csrf_token": "old", "phone": "138 0000 1234"})
    assert answer.status_code == 400
    assert "138 0000 1234" in answer.text
    assert person("lin").phone == ""


def test_a_form_from_another_site_is_not_offered_to_be_sent(desk, lin):
    sign_in(desk)
    answer = desk.client.post("/me", data={"phone": "138 0000 1234"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    assert "138 0000 1234" not in answer.text
