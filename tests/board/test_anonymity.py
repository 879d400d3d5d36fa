"""An anonymous post leads to nobody: not in a table, not in the change record, not in the log, not by its hour."""
import io
import logging
from datetime import date, datetime, timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from portal.board import codes
from portal.board.actions import posts as actions
from portal.board.models import Post, PostEntry, PostKind, PostPicture, PostState
from portal.core.action import Change, action
from portal.core.clock import ZONE
from portal.core.once import Once
from portal.extensions import db
from portal.signin.models import KeptPost

from ..factories.org import person

NEW = "/board/anonymous"
TYPED = {"kind": "environment", "title": "休息室没有热水", "text": "上周起饮水机坏了", "score": "3"}
STRANGE = "GPS 30.5928,114.3055"


def rows():
    """All rows of all tables but one: a session says who was at work when, whatever was done in it."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name != "user_session":
            for row in db.session.execute(select(table)).mappings():
                found.setdefault(table.name, []).append(dict(row))
    return found


def came(before):
    """(table, column, value) of all that is in the tables now and was not before."""
    for table, now in rows().items():
        for row in now:
            if row not in before.get(table, []):
                yield from ((table, column, value) for column, value in row.items())


def photo():
    exif = Image.Exif()
    exif[0x010E] = STRANGE
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def send(desk, page=None, **typed):
    page = page or desk.open(NEW)
    return desk.send(NEW, page, **TYPED | typed)


def people_columns():
    return {(table.name, column.name) for table in db.metadata.sorted_tables for column in table.columns
            if any(key.column.table.name == "person" for key in column.foreign_keys)}


def test_nothing_that_an_anonymous_post_leaves_in_any_table_names_its_author_or_the_hour(desk, store, clock):
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    key, before = page.values(NEW)["once"], rows()
    clock.set(date(2026, 11, 24), 14, 37)
    assert send(desk, page, pictures=(io.BytesIO(photo()), "IMG.jpg")).status_code == 303
    left, own, named = list(came(before)), person("邓浩然"), people_columns()
    assert {table for table, _column, _value in left} == {"post", "post_picture", "change"}
    for table, column, value in left:
        if (table, column) in named or column.endswith("_by_id"):
            assert value in (None, person("沈国平").id) and value != own.id, (table, column)
        if isinstance(value, datetime):
            assert (value.astimezone(ZONE).hour, value.astimezone(ZONE).minute) == (0, 0), (table, column)
        for secret in (own.name, own.account, key, STRANGE):
            assert secret not in str(value), (table, column)
    post = db.session.scalar(select(Post))
    assert (post.author_id, post.team_id, post.posted_on) == (None, None, date(2026, 11, 24))
    assert db.session.scalars(select(Once)).all() == []


def test_no_id_tells_between_which_other_rows_an_anonymous_post_was_made(desk, store, clock):
    desk.sign_in("邓浩然")
    ids = []
    for _each in range(6):
        actions.post(store, by=person("周敏"), kind=PostKind.QUESTION, title="named")
        send(desk)
    db.session.rollback()
    made = list(db.session.scalars(select(Post.id)))
    assert len(made) == 12 and max(made) > 100_000
    lines = db.session.scalars(select(Change).where(Change.row_kind == "post")).all()
    ids = {line.id for line in lines if line.made_by_id is None}
    assert len(ids) == 6 and max(ids) < 0 < min(line.id for line in lines if line.made_by_id)


def test_the_log_says_nothing_of_who_posts_even_where_it_fails(desk, store, caplog, monkeypatch):
    desk.app.config["PROPAGATE_EXCEPTIONS"] = False
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    monkeypatch.setattr(actions, "first_of", lambda *given: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        assert send(desk, page).status_code == 500
    for secret in ("邓浩然", "127.0.0.1"):
        assert secret not in caplog.text
    assert not any(f"person_id={person('邓浩然').id}" in line for line in caplog.text.splitlines())


def test_what_was_typed_when_the_session_had_ended_is_not_kept_under_a_name(desk, store, clock):
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    clock.now += timedelta(days=300 * 365)
    assert send(desk, page).location.startswith("/sign-in")
    db.session.rollback()
    assert db.session.scalars(select(KeptPost)).all() == []


def test_the_page_says_in_two_sentences_what_is_kept_and_keeps_no_draft(desk, store):
    page = desk.sign_in("邓浩然").open(NEW)
    assert "系统只记内容、门店和日期" in page.words and "只有凭它才能查进展" in page.words
    assert all(area.get("data-draft") is None for area in page.tree.iter("textarea"))


def test_the_same_form_sent_twice_is_one_post_with_one_code(desk, store):
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    send(desk, page), send(desk, page)
    db.session.rollback()
    post = db.session.scalars(select(Post)).one()
    code = codes.code_of(page.values(NEW)["once"])
    assert post.code_hash == codes.hash_of(code) and code in desk.open("/board/anonymous/code").text
    assert not any(post.code_hash in change.after for change in db.session.scalars(select(Change)))


def test_the_code_alone_finds_the_post_and_lets_its_author_add_to_it_without_a_name(desk, store, clock):
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    send(desk, page)
    code = codes.code_of(page.values(NEW)["once"])
    desk.send("/board/follow", code="AAAA-BBBB-CCCC", status=422)
    shown = desk.send("/board/follow", code=code.lower().replace("-", " "), status=200)
    assert "休息室没有热水" in shown.text and code not in shown.path
    before = rows()
    desk.send("/board/follow/reply", shown, text="今天也没有", status=303)
    assert not [at for at in came(before) if at[2] == person("邓浩然").id and at[:2] in people_columns()]
    said = db.session.scalars(select(PostEntry)).one()
    assert (said.author_id, said.text) == (None, "今天也没有")
    assert "发帖人（匿名）" in desk.open(f"/board/{said.post_id}").words


def test_pictures_are_encoded_anew_without_what_the_camera_wrote(desk, store):
    desk.sign_in("邓浩然")
    send(desk, pictures=(io.BytesIO(photo()), "IMG.jpg"))
    db.session.rollback()
    kept = db.session.scalar(select(PostPicture.data))
    with Image.open(io.BytesIO(kept)) as picture:
        assert not picture.getexif() and picture.size == (40, 30)
    assert STRANGE.encode() not in kept
    post_id = db.session.scalar(select(Post.id))
    assert desk.open(f"/board/{post_id}/pictures/1").get_data() == kept
    desk.open(f"/board/{post_id}/pictures/2", status=404)


def test_what_is_no_picture_is_refused_and_nothing_is_posted(desk, store):
    desk.sign_in("邓浩然")
    assert send(desk, pictures=(io.BytesIO(b"PK"), "a.jpg")).status_code == 422
    assert db.session.scalars(select(Post)).all() == []


def test_an_unsigned_action_does_not_run_inside_a_signed_one(store):
    @action("post.tried")
    def signed(*, by):
        actions.post_unsigned(store, key="k", kind=PostKind.PROBLEM, title="x")
    with pytest.raises(RuntimeError):
        signed(by=person("沈国平"))


def test_praise_without_a_name_reaches_the_colleague_and_leads_to_nobody(desk, store, clock):
    desk.sign_in("邓浩然")
    address, before = "/board/praise/anonymous", None
    page = desk.open(address)
    key, before = page.values(address)["once"], rows()
    sent = {"title": "下雨天送客户", "person_ids": str(person("石磊").id)}
    desk.send(address, page, **sent, status=303), desk.send(address, page, **sent, status=303)
    left, own, named = list(came(before)), person("邓浩然"), people_columns()
    assert {table for table, _column, _value in left} == {"post", "post_praise", "change"}
    for table, column, value in left:
        assert (table, column) not in named or value in (None, person("石磊").id), (table, column)
        assert key not in str(value) and own.name not in str(value), (table, column)
    assert len([1 for table, column, _value in left if (table, column) == ("post_praise", "id")]) == 1
    assert "下雨天送客户" in desk.sign_in("石磊").open("/").text
    assert "匿名" in desk.open("/me").words and "匿名" in desk.open("/board/honours").words


def test_the_code_lets_an_anonymous_post_be_put_right_until_it_is_answered(desk, store):
    desk.sign_in("邓浩然")
    page = desk.open(NEW)
    send(desk, page)
    code = codes.code_of(page.values(NEW)["once"])
    shown = desk.send("/board/follow", code=code, status=200)
    before = rows()
    form = desk.send("/board/follow/edit", shown, status=200)
    desk.send("/board/follow/edit", form, title="休息室没有热水和纸杯", status=303)
    row = db.session.scalars(select(Post)).one()
    assert row.title == "休息室没有热水和纸杯"
    assert not [at for at in came(before) if at[2] == person("邓浩然").id and at[:2] in people_columns()]
    actions.answer(row, by=person("沈国平"), version=row.version, state=PostState.DONE, text="换了")
    desk.send("/board/follow/edit", form, title="x", status=422)
