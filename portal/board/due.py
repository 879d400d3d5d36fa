"""What is owed by a day: answers to posts."""
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from portal.core.due import Rows, owed
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.org.models import Membership, Role

from . import queries
from .models import Notice, NoticeRead, Post, PostKind, Praise, Subscription

NEWS_DAYS = 7
MANAGING = (Role.MANAGER, Role.GENERAL_MANAGER)
AT_ONCE, AFTER_CONTACTS = 0, 3          # urgency: with the agreed steps, behind the customers of any level


def answers(scope: Scope) -> Rows:
    """Answers owed by who is responsible, overdue ones too: the duty stays."""
    return select(*owed("post", Post.id, by=Post.responsible_id, due_on=Post.answer_by_on, urgency=AFTER_CONTACTS,
                        text=Post.title)).where(
        scope.sees(store=Post.store_id, owner=Post.responsible_id), queries.waits())


def escalated(scope: Scope) -> Rows:
    """Answers that are overdue are owed by the next role as well: the manager; for the manager, or where there is none,
    the general manager. Those whose responsible person has left the store are owed at once."""
    next_one = aliased(Membership)
    owes = and_(next_one.store_id == Post.store_id, *_now(next_one, scope),
                or_(Post.responsible_id.is_(None), next_one.person_id != Post.responsible_id),
                next_one.role == case((or_(_holds(scope, *MANAGING), ~_managed(scope)), Role.GENERAL_MANAGER.value),
                                      else_=Role.MANAGER.value))
    return select(*owed("post", Post.id, by=next_one.person_id, due_on=Post.answer_by_on, urgency=AFTER_CONTACTS,
                        text=Post.title)).select_from(Post).join(next_one, owes).where(
        scope.sees(store=Post.store_id, owner=next_one.person_id), queries.waits(),
        or_(Post.answer_by_on < scope.today, ~_holds(scope, *Role)))


def _holds(scope: Scope, *roles: Role) -> ColumnElement[bool]:
    """Who is responsible for a post has one of the roles in its store."""
    own = aliased(Membership)
    return exists().where(own.person_id == Post.responsible_id, own.store_id == Post.store_id, own.role.in_(roles),
                          *_now(own, scope)).correlate(Post)


def _managed(scope: Scope) -> ColumnElement[bool]:
    """The store of a post has a manager."""
    any_one = aliased(Membership)
    return exists().where(any_one.store_id == Post.store_id, any_one.role == Role.MANAGER,
                          *_now(any_one, scope)).correlate(Post)


def _now(one: Any, scope: Scope) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return one.from_on <= scope.today, one.until_on > scope.today


def unread(rights: Rights) -> Rows:
    """Notices given since the reader came that he has not confirmed."""
    return _unread(rights, "notice", ~_reminded())


def reminded(rights: Rights) -> Rows:
    """Those among them that he was reminded of."""
    return _unread(rights, "reminded", _reminded(), urgency=AT_ONCE)


def _reminded() -> ColumnElement[bool]:
    return exists().where(Notice.post_id == Post.id, Notice.reminded_on.is_not(None))


def _unread(rights: Rights, what: str, *which: ColumnElement[bool], **more: Any) -> Rows:
    mine, board = rights["home.read"], rights.get("board.write") or Scope(rights["home.read"].today)
    read = exists().where(NoticeRead.post_id == Post.id, NoticeRead.person_id.in_(mine.persons))
    was_here = exists().where(
        Membership.person_id.in_(mine.persons), Membership.store_id == Post.store_id,
        Membership.from_on <= Post.posted_on, Membership.until_on > Post.posted_on)
    return _told(what, PostKind.NOTICE, board, **more).where(~read, was_here, *which)


def news(rights: Rights) -> list[Rows]:
    """Praise of the reader, and posts of others of the kinds that he subscribed to: of the last days."""
    mine, board = rights["home.read"], rights.get("board.write") or Scope(rights["home.read"].today)
    since = mine.today - timedelta(days=NEWS_DAYS)
    praised = exists().where(Praise.post_id == Post.id, Praise.person_id.in_(mine.persons))
    wanted = exists().where(Subscription.person_id.in_(mine.persons), Subscription.kind == Post.kind)
    return [_told("praise", PostKind.PRAISE, board).where(praised, Post.posted_on >= since),
            _told("news", None, board).where(wanted, Post.posted_on >= since, ~praised, or_(
                Post.author_id.is_(None), Post.author_id.not_in(mine.persons)))]


def _told(what: str, kind: PostKind | None, board: Scope, urgency: int = AFTER_CONTACTS) -> Rows:
    return select(*owed(what, Post.id, by=Post.author_id, due_on=Post.posted_on, urgency=urgency,
                        text=Post.title)).where(
        board.in_stores(Post.store_id), Post.live == 1, *([Post.kind == kind] if kind else []))


def at_home(rights: Rights) -> list[Rows]:
    """What a person finds of the board at home: answers to give, notices to read, what is new for him."""
    mine = rights["home.read"]
    return [answers(mine), escalated(mine), reminded(rights), unread(rights), *news(rights)]


def counted(rights: Rights) -> list[Rows]:
    """The same for the badge, which counts rows of whatever columns."""
    return [select(rows.subquery()) for rows in at_home(rights)]
