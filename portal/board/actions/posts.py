"""Changing the feedback board: to post, edit, answer, hand on, extend, comment, agree, remove."""
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from portal.core.action import Refused, action, locked, seen, unsigned
from portal.core.agreement import agreed
from portal.core.calendar import official
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person, Role
from portal.org.queries import first_of
from portal.steps import actions as steps
from portal.steps.models import Step

from .. import codes, queries
from ..models import ASKING, CLOSED, Post, PostAgree, PostEntry, PostKind, PostPicture, PostState

ANSWERING = (Role.MANAGER, Role.GENERAL_MANAGER)        # who answers at first
NEXT = {
    PostState.NEW: (PostState.ACCEPTED, PostState.IN_WORK, PostState.DONE, PostState.DECLINED),
    PostState.ACCEPTED: (PostState.IN_WORK, PostState.DONE, PostState.DECLINED),
    PostState.IN_WORK: (PostState.DONE, PostState.DECLINED),
    PostState.DONE: (PostState.IN_WORK,),
    PostState.DECLINED: (PostState.ACCEPTED, PostState.IN_WORK),
    PostState.TOLD: (),
}


@action("post.posted")
def post(store_id: int, *, by: Person, kind: PostKind, title: str, text: str = "", topic: str | None = None,
         wish: str = "", score: int | None = None, wants_answer: bool = True, pictures: Sequence[bytes] = (),
         author: Person | None = None, once: str | None = None) -> Post:
    """Post under one's own name, or type in what an `author` has written on paper."""
    author = author or by
    row = new_post(store_id, kind, title, text, topic, wish, score, wants_answer, author)
    row.author_id, row.team_id = author.id, queries.team_of(author, store_id, today())
    return kept(row, pictures)


@unsigned("post.posted_unsigned")
def post_unsigned(store_id: int, *, key: str, kind: PostKind, title: str, text: str = "", topic: str | None = None,
                  wish: str = "", score: int | None = None, wants_answer: bool = True,
                  pictures: Sequence[bytes] = ()) -> Post:
    """Post without a name. The form's one-time `key` gives the code of the post: sent twice, it is posted once."""
    code_hash = codes.hash_of(codes.code_of(key))
    there = db.session.scalar(select(Post).where(Post.code_hash == code_hash))
    if there is not None:
        return there
    row = new_post(store_id, kind, title, text, topic, wish, score, wants_answer)
    row.code_hash = code_hash
    return kept(row, pictures)


@action("post.edited")
def edit(post: Post, *, by: Person, version: int, title: str, **typed: Any) -> None:
    """The author puts his own words right while nobody has answered; what they were stands in the change record."""
    seen(post, version)
    if post.author_id != by.id:
        raise Refused(_("Only who wrote it puts it right."))
    _put_right(post, title, typed)


@unsigned("post.edited_unsigned")
def edit_unsigned(code: str, *, title: str, **typed: Any) -> Post:
    """The same for who shows the code of an anonymous post."""
    post = _of_code(code)
    _put_right(locked(post), title, typed)
    return post


@action("post.answered")
def answer(post: Post, *, by: Person, version: int, state: PostState, text: str,
           pictures: Sequence[bytes] = ()) -> PostEntry:
    """Say what becomes of it. Declined only with the reason; the first answer is the one that is judged."""
    _asking(post, version)
    if state not in NEXT[post.state]:
        raise Refused(_("That does not follow from the present state."), field="state")
    if not text:
        raise Refused(_("Say why it is declined.") if state is PostState.DECLINED else _("Say what becomes of it."),
                      field="text")
    post.state, post.closed_on = state, today() if state in CLOSED else None
    post.answered_on = post.answered_on or today()
    return _say(post, text, by, pictures, state=state)


@action("post.handed_on")
def hand_on(post: Post, *, by: Person, version: int, responsible_id: int, text: str = "") -> PostEntry:
    """Another answers; the day stays."""
    _asking(post, version)
    if post.state in CLOSED:
        raise Refused(_("This has been answered to the end."))
    if responsible_id == post.responsible_id:
        raise Refused(_("This person answers already."), field="responsible_id")
    post.responsible_id = responsible_id
    return _say(post, text, by, responsible_id=responsible_id)


@action("post.extended")
def extend(post: Post, *, by: Person, version: int, answer_by_on: date, text: str) -> PostEntry:
    """More time for the answer, with the reason; too late once the day is over."""
    _asking(post, version)
    if post.state is not PostState.NEW:
        raise Refused(_("It is answered."))
    last = post.answer_by_on or today()
    if last < today():
        raise Refused(_("The day is over: answer now."))
    if answer_by_on <= last:
        raise Refused(_("A day after the present one."), field="answer_by_on")
    if not text:
        raise Refused(_("Say why it takes longer."), field="text")
    post.answer_by_on = answer_by_on
    return _say(post, text, by, answer_by_on=answer_by_on)


@action("post.made_a_step")
def make_step(post: Post, *, by: Person, version: int, owner_id: int, text: str, due_on: date,
              once: str | None = None) -> Step:
    """Agree on a step that comes from it: it stands on the next review sheet until it is done or dropped."""
    _asking(post, version)
    if post.state in CLOSED:
        raise Refused(_("This has been answered to the end."))
    step = steps.agree(by=by, owner_id=owner_id, text=text, due_on=due_on, store_id=post.store_id, origin=post)
    if post.state in (PostState.NEW, PostState.ACCEPTED):
        post.state = PostState.IN_WORK
        post.answered_on = post.answered_on or today()
        _say(post, _("Made an agreed step: %(text)s", text=text), by, state=PostState.IN_WORK)
    return step


@action("post.commented")
def comment(post: Post, *, by: Person, text: str, pictures: Sequence[bytes] = (),
            once: str | None = None) -> PostEntry:
    """Say something under a post, by name."""
    _standing(locked(post))
    return _say(post, text, by, pictures)


@unsigned("post.replied_unsigned")
def reply_unsigned(code: str, *, text: str, pictures: Sequence[bytes] = ()) -> Post:
    """The anonymous poster says something more; the code stands for the name."""
    post = _of_code(code)
    _say(locked(post), text, None, pictures)
    return post


@action("post.agreed_with")
def agree_with(post: Post, *, by: Person, agrees: bool = True) -> None:
    """Agree, or no longer; sent twice it is the same. Nobody agrees with himself. The post keeps its version: who is
    just answering it is not disturbed."""
    _standing(locked(post))
    if post.author_id == by.id:
        raise Refused(_("This is your own post."))
    there = db.session.scalar(select(PostAgree).where(PostAgree.post_id == post.id, PostAgree.person_id == by.id))
    if agrees is (there is not None):
        return
    if there is None:
        db.session.add(PostAgree(post_id=post.id, store_id=post.store_id, person_id=by.id))
    else:
        db.session.delete(there)
    db.session.execute(update(Post).where(Post.id == post.id).values(
        agree_count=Post.agree_count + (1 if agrees else -1)).execution_options(synchronize_session=False))


@action("post.removed")
def remove(post: Post, *, by: Person, version: int, reason: str) -> None:
    """Take an unlawful post from the board: the row stays, with who took it away and why."""
    seen(post, version)
    _standing(post)
    if not reason:
        raise Refused(_("Say why it is removed."), field="reason")
    post.void(by=by, reason=reason)


@action("post.put_back")
def put_back(post: Post, *, by: Person, version: int) -> None:
    """It was removed by mistake."""
    seen(post, version)
    if post.live == 1:
        raise Refused(_("It stands on the board."))
    post.live, post.voided_at, post.voided_by_id, post.void_reason = 1, None, None, ""


@action("post.entry_removed")
def remove_entry(entry: PostEntry, *, by: Person, reason: str) -> None:
    """Take away what was said under a post; the row stays."""
    locked(entry)
    if entry.live is None:
        raise Refused(_("It is removed already."))
    if entry.state is not None:
        raise Refused(_("An answer stays: give another."))
    if not reason:
        raise Refused(_("Say why it is removed."), field="reason")
    entry.void(by=by, reason=reason)


@action("post.entry_put_back")
def put_entry_back(entry: PostEntry, *, by: Person) -> None:
    """It was removed by mistake."""
    locked(entry)
    if entry.live == 1:
        raise Refused(_("It stands on the board."))
    entry.live, entry.voided_at, entry.voided_by_id, entry.void_reason = 1, None, None, ""


def new_post(store_id: int, kind: PostKind, title: str, text: str, topic: str | None = None, wish: str = "",
             score: int | None = None, wants_answer: bool = True, author: Person | None = None) -> Post:
    """A post of today, by nobody so far; what asks has who answers and by when. Nobody answers himself, where there is
    another."""
    asks = kind in ASKING and wants_answer
    responsible_id = first_of(store_id, today(), *ANSWERING) if asks else None
    if author and responsible_id == author.id:
        responsible_id = first_of(store_id, today(), *ANSWERING, but=author.id) or responsible_id
    days = agreed("board.answer_days", store_id=store_id, on=today())
    return Post(
        store_id=store_id, kind=kind, title=title, text=text, topic=topic, wish=wish,
        score=score if kind is PostKind.ENVIRONMENT else None, posted_on=today(),
        state=PostState.NEW if asks else PostState.TOLD, responsible_id=responsible_id,
        answer_by_on=official().deadline(today(), days) if asks else None)


def kept(row: Post, pictures: Sequence[bytes]) -> Post:
    db.session.add(row)
    db.session.flush()
    add_pictures(row, pictures)
    return row


def _of_code(code: str) -> Post:
    post = queries.by_code(code)
    if post is None:
        raise Refused(_("There is no post with this code."), field="code")
    return post


def _put_right(post: Post, title: str, typed: Mapping[str, Any]) -> None:
    _standing(post)
    if not queries.may_still_edit(post):
        raise Refused(_("Somebody has answered or read it: say more below it."))
    post.title, post.edited_on = title, today()
    for name in ("topic", "text", "wish"):
        if name in typed:
            setattr(post, name, typed[name])


def add_pictures(post: Post, pictures: Sequence[bytes], entry_id: int | None = None) -> None:
    """After those that are there."""
    last = db.session.scalar(select(func.max(PostPicture.place)).where(PostPicture.post_id == post.id)) or 0
    db.session.add_all(PostPicture(post_id=post.id, entry_id=entry_id, place=place, data=data)
                       for place, data in enumerate(pictures, last + 1))
    db.session.flush()


def _say(post: Post, text: str, by: Person | None, pictures: Sequence[bytes] = (), **what: Any) -> PostEntry:
    """Under a post that is locked."""
    last = db.session.scalar(select(func.max(PostEntry.place)).where(PostEntry.post_id == post.id)) or 0
    entry = PostEntry(post_id=post.id, store_id=post.store_id, place=last + 1, author_id=by.id if by else None,
                      said_on=today(), text=text, **what)
    db.session.add(entry)
    db.session.flush()
    if pictures:
        add_pictures(post, pictures, entry.id)
    return entry


def _asking(post: Post, version: int) -> None:
    seen(post, version)
    _standing(post)
    if not post.asks:
        raise Refused(_("It asks for no answer."))


def _standing(post: Post) -> None:
    if post.live is None:
        raise Refused(_("This post has been removed."))
