"""The feedback board at the morning meeting: answers due, praise since yesterday, notices that are not read."""
from collections.abc import Iterator
from datetime import timedelta

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from portal.core.panel import MorningLine, Panel, Reading
from portal.core.period import ONE_DAY, Period
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import members, names

from . import queries
from .models import Notice, Post

MOST = 3                            # of a kind: the meeting has other things to do
NOTICE_DAYS = timedelta(days=14)    # for so long after it was given who has not read it is told


def _board(reading: Reading) -> list[MorningLine] | None:
    """A team hears the praise of its own people; what the store owes is told to the store."""
    place = reading.row
    scope = reading.rights["board.read"].only(stores=frozenset({place.store_id}))
    if place.team_id is not None:
        return [*_praise(scope, {one.person_id for one in members(place.store_id, scope.today)
                                 if one.team_id == place.team_id})] or None
    return [*_answers(scope), *_praise(scope, None), *_unread(scope)] or None


def _answers(scope: Scope) -> Iterator[MorningLine]:
    rows = db.session.scalars(queries.posts(scope).where(queries.waits(), Post.answer_by_on <= scope.today)
                              .order_by(Post.answer_by_on, Post.id).limit(MOST)).all()
    known = names(row.responsible_id for row in rows)
    for row in rows:
        days = (scope.today - (row.answer_by_on or scope.today)).days
        late = ngettext("%(num)d day late", "%(num)d days late", days) + " · " if days else ""
        yield MorningLine(_("To answer"), late + row.title, known.get(row.responsible_id, ""),
                          "late" if days else "watch", url_for("board.post", post_id=row.id))


def _praise(scope: Scope, people: set[int] | None) -> Iterator[MorningLine]:
    """Of yesterday and today."""
    praised: dict[Post, list[int]] = {}
    for person_id, post in queries.praises(scope, Period(scope.today - ONE_DAY, scope.today)):
        if people is None or person_id in people:
            praised.setdefault(post, []).append(person_id)
    known = names(one for ids in praised.values() for one in ids)
    for post, ids in list(praised.items())[:MOST]:
        yield MorningLine(_("Praise"), post.title, "、".join(known.get(one, "") for one in ids),
                          address=url_for("board.post", post_id=post.id))


def _unread(scope: Scope) -> Iterator[MorningLine]:
    missing = queries.not_reads(scope.today)
    rows = db.session.execute(
        select(Post, Notice, missing.label("missing")).join(Notice, Notice.post_id == Post.id).where(
            scope.in_stores(Post.store_id), Post.live == 1, Post.posted_on >= scope.today - NOTICE_DAYS, missing > 0)
        .order_by(Post.posted_on.desc(), Post.id).limit(1))
    for post, notice, count in rows:
        missed = ngettext("%(num)d has not read it", "%(num)d have not read it", count)
        yield MorningLine(_("Notice"), f"{notice.label} {post.title}{_(': ')}{missed}",
                          address=url_for("board.post", post_id=post.id))


panel = Panel("morning", 30, "board.read", _board, "")
