"""Changing the life of the team: praise, notices that are to be read, activities with sign-up, subscriptions."""
from collections.abc import Collection, Sequence
from datetime import date

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from portal.core.action import Refused, action, locked, seen, technical, unsigned
from portal.core.clock import now, today
from portal.core.issue import Issue
from portal.extensions import db
from portal.org.models import Person, Store

from .. import codes, queries
from ..models import Activity, Notice, NoticeRead, Post, PostKind, Practice, Praise, SignUp, Subscription
from .posts import add_pictures, kept, new_post, post


@action("post.praised")
def praise(store_id: int, *, by: Person, person_ids: Collection[int], title: str, text: str = "",
           pictures: Sequence[bytes] = (), once: str | None = None) -> Post:
    """Thank colleagues before all; nobody praises himself."""
    if not person_ids:
        raise Refused(_("Say whom you praise."), field="person_ids")
    if by.id in person_ids:
        raise Refused(_("Praise somebody else."), field="person_ids")
    row = post(store_id, by=by, kind=PostKind.PRAISE, title=title, text=text, pictures=pictures)
    db.session.add_all(Praise(post_id=row.id, store_id=store_id, person_id=one) for one in sorted(person_ids))
    return row


@unsigned("post.praised_unsigned")
def praise_unsigned(store_id: int, *, key: str, person_ids: Collection[int], title: str, text: str = "",
                    pictures: Sequence[bytes] = ()) -> Post:
    """Thank colleagues without saying who. The form's one-time `key` gives the code of the post."""
    if not person_ids:
        raise Refused(_("Say whom you praise."), field="person_ids")
    code_hash = codes.hash_of(codes.code_of(key))
    there = db.session.scalar(select(Post).where(Post.code_hash == code_hash))
    if there is not None:
        return there
    row = new_post(store_id, PostKind.PRAISE, title, text)
    row.code_hash = code_hash
    kept(row, pictures)
    db.session.add_all(Praise(post_id=row.id, store_id=store_id, person_id=one) for one in sorted(person_ids))
    return row


@action("practice.told")
def tell_practice(issue: Issue, *, by: Person, person_ids: Collection[int], title: str, text: str = "",
                  pictures: Sequence[bytes] = (), once: str | None = None) -> Post:
    """Tell the best practice of a week before all, as praise of whose it is; once for each week."""
    locked(db.session.get_one(Store, issue.store_id))
    told = queries.practice_of(issue)
    if told is None:
        raise Refused(_("No best practice is typed on this sheet."))
    if told.post_id is not None:
        raise Refused(_("It stands on the board already."))
    row = praise(issue.store_id, by=by, person_ids=person_ids, title=title, text=text, pictures=pictures)
    db.session.add(Practice(post_id=row.id, store_id=issue.store_id, issue_id=issue.id))
    return row


@action("notice.given")
def give_notice(store_id: int, *, by: Person, title: str, text: str, pictures: Sequence[bytes] = (),
                once: str | None = None) -> Post:
    """A notice with the store's next number of the year; who gives it has read it."""
    locked(db.session.get_one(Store, store_id))
    year = today().year
    last = db.session.scalar(select(func.max(Notice.number)).where(Notice.store_id == store_id, Notice.year == year))
    row = post(store_id, by=by, kind=PostKind.NOTICE, title=title, text=text, pictures=pictures)
    db.session.add(Notice(post_id=row.id, store_id=store_id, year=year, number=(last or 0) + 1))
    db.session.add(NoticeRead(post_id=row.id, store_id=store_id, person_id=by.id, read_at=now()))
    return row


@action("notice.read")
def read_notice(post: Post, *, by: Person) -> None:
    """Say that one has read it; once is enough."""
    locked(post)
    if post.kind is not PostKind.NOTICE or post.live is None:
        raise Refused(_("There is nothing to confirm."))
    if not queries.has_read(post, by):
        db.session.add(NoticeRead(post_id=post.id, store_id=post.store_id, person_id=by.id, read_at=now()))


@action("notice.reminded")
def remind(post: Post, *, by: Person) -> None:
    """Put a notice to the top at home for who has not read it; once a day is enough."""
    locked(post)
    notice = queries.notice(post)
    if notice is None or post.live is None:
        raise Refused(_("There is nothing to remind of."))
    if notice.reminded_on == today():
        raise Refused(_("They were reminded today."))
    if not queries.not_read_by(post, today()):
        raise Refused(_("Everybody has read it."))
    notice.reminded_on = today()


@action("activity.called")
def call_activity(store_id: int, *, by: Person, title: str, text: str, on: date, where: str, sign_up_until: date,
                  cost_fen: int | None = None, seats: int | None = None, pictures: Sequence[bytes] = (),
                  once: str | None = None) -> Post:
    """Call colleagues to something that is to come."""
    if on < today():
        raise Refused(_("That day is over."), field="on")
    if not today() <= sign_up_until <= on:
        raise Refused(_("From today to the day itself."), field="sign_up_until")
    row = post(store_id, by=by, kind=PostKind.ACTIVITY, title=title, text=text, pictures=pictures)
    db.session.add(Activity(post_id=row.id, store_id=store_id, on=on, where=where, cost_fen=cost_fen, seats=seats,
                            sign_up_until=sign_up_until))
    return row


@action("activity.signed_up")
def sign_up(activity: Activity, *, by: Person, comes: bool = True) -> None:
    """Come along, or not after all, while signing up is open; sent twice it is the same. The last seat goes to the
    first."""
    locked(activity)
    if today() > activity.sign_up_until:
        raise Refused(_("Signing up is over."))
    there = db.session.scalar(select(SignUp).where(SignUp.post_id == activity.post_id, SignUp.person_id == by.id))
    if comes is (there is not None):
        return
    if there is not None:
        db.session.delete(there)
        return
    taken = db.session.scalar(select(func.count()).where(SignUp.post_id == activity.post_id)) or 0
    if activity.seats is not None and taken >= activity.seats:
        raise Refused(_("All seats are taken."))
    db.session.add(SignUp(post_id=activity.post_id, store_id=activity.store_id, person_id=by.id))


@action("activity.reported")
def report(activity: Activity, *, by: Person, version: int, report: str, spent_fen: int | None = None,
           pictures: Sequence[bytes] = ()) -> None:
    """How it was, with pictures and what it cost in all."""
    seen(activity, version)
    if activity.on > today():
        raise Refused(_("It has not been yet."))
    activity.report, activity.spent_fen, activity.reported_on = report, spent_fen, today()
    add_pictures(db.session.get_one(Post, activity.post_id), pictures)


@technical
def subscribe(kinds: Collection[PostKind], *, by: Person) -> None:
    """See the new posts of just these kinds at home."""
    db.session.execute(delete(Subscription).where(Subscription.person_id == by.id))
    db.session.add_all(Subscription(person_id=by.id, kind=kind) for kind in PostKind if kind in kinds)
