"""The calendar of a phone: private, revocable, and in the form that RFC 5545 asks for, read by a parser of its own."""
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.core.action import Change
from portal.extensions import db
from portal.training import feeds, ical
from portal.training.actions.events import call_off, change_event
from portal.training.models import SeatState
from tests.factories.org import person
from tests.factories.training import MONDAY, add_event, add_seat, at, event

TUESDAY = MONDAY + timedelta(days=1)
MARKS = {"n": "\n", "N": "\n"}


def read(text):
    """Each appointment as name → value: lines unfolded, values unescaped; what the standard forbids fails."""
    assert text.endswith("\r\n") and not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    raw = text.encode().split(b"\r\n")
    assert max(map(len, raw)) <= 75 and [line.decode() for line in raw]         # no character cut in two
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR") and lines[1] == "VERSION:2.0"
    found, now = [], None
    for line in lines[1:-1]:
        name, value = line.split(":", 1)
        if line == "BEGIN:VEVENT":
            now = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND"} <= now.keys()
            found.append(now)
            now = None
        elif now is not None:
            assert name not in now
            now[name] = re.sub(r"\\(.)", lambda mark: MARKS.get(mark[1], mark[1]), value)
    assert now is None
    return found


def moment(value):
    return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def addresses(desk, name):
    """Of the person's own calendar and the store's, as their page tells them."""
    desk.sign_in(name).send("/training/feed", status=303)
    page = desk.open("/training/feed")
    return [re.search(rf'"http://localhost(/training/feed/[^"]+/{kind}.ics)"', page.text)[1]
            for kind in ("mine", "store")]


def phone(desk):
    """Nobody signed in."""
    return type(desk)(desk.app)


def test_a_phone_reads_the_own_trainings_and_the_stores_without_signing_in(store, desk):
    add_seat(add_event("异议处理, 二; 三\\", store_id=store, on=TUESDAY, hour=14, minutes=90, room="培训室"), "Li")
    add_event("新车型", store_id=store, on=TUESDAY)
    mine, whole = (phone(desk).open(address) for address in addresses(desk, "Li"))
    assert mine.mimetype == "text/calendar" and "Set-Cookie" not in mine.headers
    (own,), both = read(mine.text), read(whole.text)
    assert own["SUMMARY"] == "异议处理, 二; 三\\" and own["LOCATION"].endswith(" 培训室") and len(both) == 2
    assert (moment(own["DTSTART"]), moment(own["DTEND"])) == (at(TUESDAY, 14), at(TUESDAY, 15, 30))
    assert len({each["UID"] for each in both}) == 2


def test_a_trainer_has_the_trainings_he_gives_and_who_waits_sees_that_he_waits(store, desk):
    waited_for = add_event(store_id=store, on=TUESDAY, seats=1)
    add_seat(waited_for, "Li", state=SeatState.WAITING)
    gives, waits = (read(phone(desk).open(addresses(desk, name)[0]).text) for name in ("Qiao", "Li"))
    assert [each["STATUS"] for each in gives] == ["CONFIRMED"]
    assert waits[0]["STATUS"] == "TENTATIVE" and "候补" in waits[0]["DESCRIPTION"]


def test_a_training_moved_or_called_off_is_the_same_appointment_in_a_later_version(store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    add_seat(event_id, "Li")
    address = addresses(desk, "Li")[0]
    (first,) = read(phone(desk).open(address).text)
    row = event(event_id)
    change_event(row, by=person("Qiao"), version=row.version, subject="sales", title=row.title,
                 starts_at=at(TUESDAY, 16), minutes=60, trainer_id=row.trainer_id)
    (moved,) = read(phone(desk).open(address).text)
    call_off(event(event_id), by=person("Qiao"), version=event(event_id).version, why="讲师出差")
    (off,) = read(phone(desk).open(address).text)
    assert first["UID"] == moved["UID"] == off["UID"]
    assert int(first["SEQUENCE"]) < int(moved["SEQUENCE"]) < int(off["SEQUENCE"])
    assert moment(moved["DTSTART"]) == at(TUESDAY, 16) and off["STATUS"] == "CANCELLED"
    assert "讲师出差" in off["DESCRIPTION"]


def test_a_new_address_or_none_makes_the_old_one_worthless(store, desk):
    old = addresses(desk, "Li")[0]
    new = addresses(desk, "Li")[0]
    assert old != new
    phone(desk).open(old, status=404)
    phone(desk).open(new)
    desk.send("/training/feed/end", "/training/feed", status=303)
    phone(desk).open(new, status=404)
    assert "mine.ics" not in desk.open("/training/feed").text
    assert [line.action for line in db.session.query(Change).filter_by(row_kind="training_feed").order_by("id")] == [
        "training_feed.opened", *("training_feed.opened",) * 2, "training_feed.ended"]


@pytest.mark.any_database
@pytest.mark.parametrize("key", ("x", "1-" + "0" * 40, "9" * 30 + "-" + "0" * 40, "１-" + "0" * 40))
def test_a_wrong_address_says_nothing(store, desk, key):
    addresses(desk, "Li")
    nothing = phone(desk).open(f"/training/feed/{key}/store.ics", status=404)
    assert nothing.text == "" and "Set-Cookie" not in nothing.headers


def test_who_has_left_reads_no_calendar_any_more(store, desk):
    address = addresses(desk, "Li")[1]
    db.session.execute(db.metadata.tables["membership"].update().where(
        db.metadata.tables["membership"].c.person_id == person("Li").id).values(until_on=MONDAY))
    db.session.commit()
    phone(desk).open(address, status=404)


def test_long_texts_fold_between_characters_and_control_characters_are_left_out(store, desk):
    told = "说明，" * 150 + "😀" * 40
    add_event("很长的题目" * 12, store_id=store, on=TUESDAY, about=f"{told}\r\n第二行\x00\x1b")
    (found,) = read(phone(desk).open(addresses(desk, "Li")[1]).text)
    assert found["SUMMARY"] == "很长的题目" * 12 and found["DESCRIPTION"].endswith(f"{told}\n第二行")


def test_an_appointment_links_to_its_page_where_the_portal_has_an_address(app, store, desk):
    event_id = add_event(store_id=store, on=TUESDAY)
    app.config["PORTAL_ADDRESS"] = "https://portal.example.cn/"
    desk.sign_in("Li").send("/training/feed", status=303)
    page = desk.open("/training/feed")
    assert '"webcal://portal.example.cn/training/feed/' in page.text
    address = re.search(r"/training/feed/[^/]+/store.ics", page.text)[0]
    assert read(phone(desk).open(address).text)[0]["URL"] == f"https://portal.example.cn/training/events/{event_id}"


def test_a_time_of_the_store_is_told_in_utc(app):
    assert ical.utc(at(date(2026, 11, 24), 7, 30)) == "20261123T233000Z"
    assert feeds.calendar_of("1-" + "a" * 40, whole_store=True) is None
