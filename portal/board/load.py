"""Load: posts as they were posted, answered and talked about, for a demo store."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from portal.extensions import db

from .models import (
    CLOSED,
    Activity,
    Notice,
    NoticeRead,
    Post,
    PostAgree,
    PostEntry,
    PostKind,
    PostState,
    Practice,
    Praise,
    SignUp,
)


@dataclass(frozen=True)
class DatedEntry:
    """A comment, or an answer with the state it led to; without an author the anonymous poster's."""
    id: int
    said_on: date
    text: str
    author_id: int | None = None
    state: PostState | None = None


@dataclass(frozen=True)
class DatedActivity:
    on: date
    where: str
    sign_up_until: date
    cost_fen: int | None = None
    coming: tuple[int, ...] = ()
    report: str = ""
    spent_fen: int | None = None


@dataclass(frozen=True)
class DatedPost:
    """`id` is a random one, of the caller's making: a demo store has the same rows each time."""
    id: int
    store_id: int
    posted_on: date
    kind: PostKind
    title: str
    text: str = ""
    wish: str = ""
    topic: str | None = None
    score: int | None = None
    author_id: int | None = None
    team_id: int | None = None
    responsible_id: int | None = None
    answer_by_on: date | None = None
    entries: tuple[DatedEntry, ...] = ()
    agreed_by: tuple[int, ...] = ()
    praised: tuple[int, ...] = ()
    notice_no: int | None = None
    read_by: Mapping[int, datetime] = field(default_factory=dict)       # of a notice
    activity: DatedActivity | None = None
    practice_of: int | None = None                                      # the issue of the week's review sheet


def posts(rows: Iterable[DatedPost]) -> int:
    """Take posts, then what was said under them; the state follows from the last answer."""
    taken = list(rows)
    db.session.add_all(map(_post, taken))
    db.session.flush()
    for row in taken:
        db.session.add_all(
            PostEntry(id=entry.id, post_id=row.id, store_id=row.store_id, place=place, author_id=entry.author_id,
                      said_on=entry.said_on, text=entry.text, state=entry.state)
            for place, entry in enumerate(row.entries, 1))
        db.session.add_all(PostAgree(post_id=row.id, store_id=row.store_id, person_id=person_id)
                           for person_id in row.agreed_by)
        _life(row)
    db.session.flush()
    return len(taken)


def _post(row: DatedPost) -> Post:
    answers = [entry for entry in row.entries if entry.state is not None]
    state = answers[-1].state if answers else PostState.NEW if row.answer_by_on else PostState.TOLD
    return Post(
        id=row.id, store_id=row.store_id, team_id=row.team_id, author_id=row.author_id, kind=row.kind,
        topic=row.topic, title=row.title, text=row.text, wish=row.wish, score=row.score, posted_on=row.posted_on,
        state=state, responsible_id=row.responsible_id, answer_by_on=row.answer_by_on,
        answered_on=answers[0].said_on if answers else None,
        closed_on=answers[-1].said_on if answers and state in CLOSED else None, agree_count=len(row.agreed_by))


def _life(row: DatedPost) -> None:
    """What praise, a notice and an activity have beside the post."""
    of = {"post_id": row.id, "store_id": row.store_id}
    db.session.add_all(Praise(**of, person_id=person_id) for person_id in row.praised)
    if row.practice_of is not None:
        db.session.add(Practice(**of, issue_id=row.practice_of))
    if row.notice_no is not None:
        db.session.add(Notice(**of, year=row.posted_on.year, number=row.notice_no))
    db.session.add_all(NoticeRead(**of, person_id=person_id, read_at=at) for person_id, at in row.read_by.items())
    if called := row.activity:
        db.session.add(Activity(**of, on=called.on, where=called.where, sign_up_until=called.sign_up_until,
                                cost_fen=called.cost_fen, report=called.report, spent_fen=called.spent_fen,
                                reported_on=called.on if called.report else None))
        db.session.add_all(SignUp(**of, person_id=person_id) for person_id in called.coming)
