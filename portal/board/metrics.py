"""The figures of the feedback board: posts, answers in time, the share taken up. Source: DOMAIN.md 7 and 12."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, or_

from portal.core.days import days_between
from portal.core.due import NO_LEAD
from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from .models import Post, PostKind, PostState

POSTS = _l("posts")
BY_KIND = {"kind": Split(_l("Kind"))}
STANDS = Post.live == 1
TAKEN_UP = (PostKind.SUGGESTION, PostKind.PROBLEM, PostKind.ENVIRONMENT)       # a question is only answered


def _answered(periods: Periods) -> ColumnElement[bool]:
    return and_(Post.answered_on.is_not(None), Post.answered_on <= periods.as_of)


def _of_answers(periods: Periods, **more: Any) -> Select[Any]:
    """Posts that ask for an answer, by the day posted, for who is responsible."""
    return fact(periods, Post, on=Post.posted_on, person=Post.responsible_id, lead=NO_LEAD, kind=Post.kind, **more,
                ).where(STANDS, Post.answer_by_on.is_not(None))


def _posts(periods: Periods) -> Select[Any]:
    return fact(periods, Post, on=Post.posted_on, person=Post.author_id, lead=NO_LEAD, kind=Post.kind).where(STANDS)


def _answer_on_time(periods: Periods) -> Select[Any]:
    in_time = and_(_answered(periods), Post.answered_on <= Post.answer_by_on)
    return _of_answers(periods, amount=case((in_time, 1), else_=0), base=1).where(
        or_(_answered(periods), Post.answer_by_on <= periods.as_of))


def _first_answer_days(periods: Periods) -> Select[Any]:
    return _of_answers(periods, amount=days_between(Post.posted_on, Post.answered_on)).where(_answered(periods))


def _adopted_share(periods: Periods) -> Select[Any]:
    declined = and_(Post.state == PostState.DECLINED, Post.closed_on <= periods.as_of)
    return _of_answers(periods, amount=case((declined, 0), else_=1), base=1).where(
        Post.kind.in_(TAKEN_UP), _answered(periods))


posts = Metric(
    "posts", Kind.FLOW, _l("Posts"), POSTS, _posts, "post", splits=BY_KIND,
    words=_l("Posts on the feedback board, for who wrote them; anonymous ones for the store alone."),
    formula=_l("Posts by the day they were posted"))
answer_on_time = Metric(
    "answer_on_time", Kind.RATE, _l("Answered on time"), POSTS, _answer_on_time, "post", aim=Aim(100), splits=BY_KIND,
    words=_l("Whether posts that ask for an answer got the first one by their day, for who is responsible. The day "
             "itself is in time; those still inside it are not judged."),
    formula=_l("Posts first answered by their day / posts answered or overdue, by the day posted"))
first_answer_days = Metric(
    "first_answer_days", Kind.MEDIAN, _l("Days to the first answer"), _l("days"), _first_answer_days, "post",
    words=_l("How long a post waits for its first answer; the middle of all cases."),
    formula=_l("Days from posting to the first answer, by the day posted"))
adopted_share = Metric(
    "adopted_share", Kind.RATE, _l("Adopted share"), POSTS, _adopted_share, "post", splits=BY_KIND,
    words=_l("How many of the suggestions, problems and notes on the workplace that were answered were taken up."),
    formula=_l("Answered and not declined / answered, by the day posted"))

metrics = (posts, answer_on_time, first_answer_days, adopted_share)
