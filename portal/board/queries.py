"""Reading the feedback board."""
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from portal.core.issue import Issue, Typed
from portal.core.period import Period
from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Person
from portal.org.queries import members

from . import codes
from .models import (
    Activity,
    Notice,
    NoticeRead,
    Post,
    PostAgree,
    PostEntry,
    PostKind,
    PostPicture,
    PostState,
    Practice,
    Praise,
    SignUp,
    Subscription,
)

WEEK = "week"                   # the key of the weekly review's sheet


def posts(scope: Scope) -> Select[Post]:
    """The posts in `scope` that stand: the only door to rows of this table."""
    return select(Post).where(scope.in_stores(Post.store_id), Post.live == 1)


def all_posts(scope: Scope) -> Select[Post]:
    """With those that were removed: for who removes them."""
    return select(Post).where(scope.in_stores(Post.store_id))


def to_answer(scope: Scope) -> Select[Post]:
    """Those whose answer is the reader's to give: his own, or all of the store."""
    return select(Post).where(scope.sees(store=Post.store_id, owner=Post.responsible_id), Post.live == 1,
                              Post.answer_by_on.is_not(None))


def waits() -> ColumnElement[bool]:
    """No answer at all so far."""
    return and_(Post.state == PostState.NEW, Post.live == 1)


def by_code(typed: str) -> Post | None:
    """The anonymous post that a code was given for."""
    return db.session.scalar(select(Post).where(Post.code_hash == codes.hash_of(typed), Post.live == 1))


def entries(post: Post) -> Sequence[PostEntry]:
    """What was said under a post, in its order; what was removed stands as a place without words."""
    return db.session.scalars(select(PostEntry).where(PostEntry.post_id == post.id).order_by(PostEntry.place)).all()


def may_still_edit(post: Post) -> bool:
    """Until somebody has answered; what asks for no answer, until somebody else has read or said something."""
    if post.live is None or post.answered_on is not None:
        return False
    if post.asks:
        return True
    other = or_(PostEntry.author_id.is_(None), PostEntry.author_id != post.author_id) if post.author_id else true()
    touched = or_(exists().where(PostEntry.post_id == post.id, other),
                  exists().where(NoticeRead.post_id == post.id, NoticeRead.person_id != post.author_id),
                  exists().where(SignUp.post_id == post.id, SignUp.person_id != post.author_id))
    return not db.session.scalar(select(touched))


def pictures(post: Post) -> Mapping[int | None, list[int]]:
    """The places of a post's own pictures under None, of those of an entry under its id."""
    found: dict[int | None, list[int]] = {None: []}
    for place, entry_id in db.session.execute(select(PostPicture.place, PostPicture.entry_id).where(
            PostPicture.post_id == post.id).order_by(PostPicture.place)):
        found.setdefault(entry_id, []).append(place)
    return found


def picture(post: Post, place: int, *, removed: bool = False) -> bytes | None:
    """The bytes of one; that of a removed comment only where `removed` is said."""
    stands = or_(PostEntry.id.is_(None), PostEntry.live == 1, *([true()] if removed else []))
    return db.session.scalar(select(PostPicture.data).outerjoin(PostEntry, PostEntry.id == PostPicture.entry_id).where(
        PostPicture.post_id == post.id, PostPicture.place == place, stands))


def agrees(post: Post, person: Person) -> bool:
    return db.session.scalar(select(PostAgree.id).where(PostAgree.post_id == post.id,
                                                        PostAgree.person_id == person.id)) is not None


def has_read(post: Post, person: Person) -> bool:
    return db.session.scalar(select(NoticeRead.id).where(NoticeRead.post_id == post.id,
                                                         NoticeRead.person_id == person.id)) is not None


def notice(post: Post) -> Notice | None:
    return db.session.scalar(select(Notice).where(Notice.post_id == post.id))


def notices(scope: Scope) -> Select[Post]:
    """The numbered notices in `scope` that stand."""
    return posts(scope).join(Notice, Notice.post_id == Post.id)


def reads() -> ColumnElement[int]:
    """Of a notice: by how many it was read."""
    return select(func.count()).where(NoticeRead.post_id == Post.id).correlate(Post).scalar_subquery()


def not_reads(on: date) -> ColumnElement[int]:
    """Of a notice: how many of who works in the store, and did when it was given, have not confirmed it."""
    then = aliased(Membership)
    was_here = exists().where(then.person_id == Membership.person_id, then.store_id == Post.store_id,
                              then.from_on <= Post.posted_on, then.until_on > Post.posted_on).correlate(
        Post, Membership)
    has = exists().where(NoticeRead.post_id == Post.id, NoticeRead.person_id == Membership.person_id).correlate(
        Post, Membership)
    return select(func.count(func.distinct(Membership.person_id))).where(
        Membership.store_id == Post.store_id, held_on(on), was_here, ~has).correlate(Post).scalar_subquery()


def not_read_by(post: Post, on: date) -> list[str]:
    """The names of who works in the store, did when the notice was given, and has not confirmed it."""
    then = {one.person_id for one in members(post.store_id, post.posted_on)}
    read = set(db.session.scalars(select(NoticeRead.person_id).where(NoticeRead.post_id == post.id)))
    return [one.name for one in members(post.store_id, on) if one.person_id in then - read]


def activity(post: Post) -> Activity | None:
    return db.session.scalar(select(Activity).where(Activity.post_id == post.id))


def coming(post: Post) -> Sequence[int]:
    """Who has signed up, the first one first."""
    return db.session.scalars(select(SignUp.person_id).where(SignUp.post_id == post.id).order_by(SignUp.id)).all()


def praised(post: Post) -> Sequence[int]:
    return db.session.scalars(select(Praise.person_id).where(Praise.post_id == post.id).order_by(
        Praise.person_id)).all()


def praises(scope: Scope, period: Period, person_id: int | None = None) -> Sequence[Row[int, Post]]:
    """(praised person, post) of a period, the newest first."""
    rows = select(Praise.person_id, Post).join(Post, Post.id == Praise.post_id).where(
        scope.in_stores(Post.store_id), Post.live == 1, Post.posted_on.between(period.start, period.end))
    if person_id is not None:
        rows = rows.where(Praise.person_id == person_id)
    return db.session.execute(rows.order_by(Post.posted_on.desc(), Post.id, Praise.person_id)).all()


@dataclass(frozen=True)
class Told:
    """The best practice of a week, as the newest issue of the store's sheet has it; `post_id` where it is told on the
    board."""
    issue_id: int
    store_id: int
    week: str                   # Period.key
    text: str
    post_id: int | None

    @property
    def label(self) -> str:
        return Period.parse(self.week).label


def practices(store_ids: Iterable[int], period: Period) -> list[Told]:
    """The best practices told at the stores' weekly reviews, the earliest first."""
    rows = _practices(store_ids).where(Issue.end_on.between(period.start, period.end))
    return _as_told(db.session.execute(rows).all())


def practice_of(issue: Issue) -> Told | None:
    """What the week's newest issue says; None where this is no sheet of a store, or nothing is typed."""
    if issue.kind != WEEK or issue.about != "store":
        return None
    rows = _practices([issue.store_id]).where(Issue.period == issue.period)
    return next(iter(_as_told(db.session.execute(rows).all())), None)


def _practices(store_ids: Iterable[int]) -> Select[*tuple[Any, ...]]:
    """The stores' week sheets with what is typed on them, and the post of each where it stands."""
    return (select(Issue.id, Issue.store_id, Issue.period, Typed.parts, Post.id.label("post_id"))
            .outerjoin(Typed, Typed.issue_id == Issue.id).outerjoin(Practice, Practice.issue_id == Issue.id)
            .outerjoin(Post, and_(Post.id == Practice.post_id, Post.live == 1))
            .where(Issue.kind == WEEK, Issue.store_id.in_(tuple(store_ids)), Issue.about == "store")
            .order_by(Issue.store_id, Issue.end_on, Issue.issue_no))


def _as_told(rows: Sequence[Row[Any]]) -> list[Told]:
    """One for each store and week: the words of the newest issue, the post of any."""
    found: dict[tuple[int, str], Told] = {}
    for row in rows:
        before, text = found.get((row.store_id, row.period)), (row.parts or {}).get("practice", "").strip()
        found[row.store_id, row.period] = Told(row.id, row.store_id, row.period, text,
                                               row.post_id or (before.post_id if before else None))
    return [one for one in found.values() if one.text]


def issue_told(post: Post) -> Issue | None:
    """The review sheet whose best practice a post tells."""
    return db.session.scalar(select(Issue).join(Practice, Practice.issue_id == Issue.id).where(
        Practice.post_id == post.id))


def subscribed(person: Person) -> Sequence[PostKind]:
    return db.session.scalars(select(Subscription.kind).where(Subscription.person_id == person.id)).all()


def team_of(person: Person, store_id: int, on: date) -> int | None:
    return db.session.scalar(select(Membership.team_id).where(
        Membership.person_id == person.id, Membership.store_id == store_id, held_on(on),
        Membership.team_id.is_not(None)).order_by(Membership.id).limit(1))


def people(store_id: int, on: date) -> list[tuple[int, str]]:
    """Everybody who works in a store, as choices."""
    return [(one.person_id, one.name) for one in members(store_id, on)]


def agreed_titles(ids: set[int]) -> Mapping[int, str]:
    """Of agreements: the title of the post."""
    return {row[0]: row[1] for row in db.session.execute(
        select(PostAgree.id, Post.title).join(Post, Post.id == PostAgree.post_id).where(PostAgree.id.in_(ids)))}


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.title for row in db.session.execute(select(Post.id, Post.title).where(Post.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "board.read" not in rights:
        return set()
    return set(db.session.scalars(posts(rights["board.read"]).where(Post.id.in_(ids)).with_only_columns(Post.id)))


def found(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: notices by their number 2026-07, posts by words of title, text or what was said
    under them; the newest first.
    """
    said = exists().where(PostEntry.post_id == Post.id, PostEntry.live == 1,
                          PostEntry.text.icontains(text, autoescape=True))
    where = [Post.title.icontains(text, autoescape=True), Post.text.icontains(text, autoescape=True),
             Post.wish.icontains(text, autoescape=True), said]
    if numbered := re.fullmatch(r"(20\d\d)-(\d{1,4})", text.strip()):
        where.append(exists().where(Notice.post_id == Post.id, Notice.year == int(numbered[1]),
                                    Notice.number == int(numbered[2])))
    rows = db.session.scalars(posts(rights["board.read"]).where(or_(*where))
                              .order_by(Post.posted_on.desc(), Post.id).limit(limit))
    return [("post", post.id, post.title, f"{post.kind.label} · {post.state.label}") for post in rows]
