"""The quarter's report on the work environment 工作环境: numbers, what was posted, answered and done; no authors."""
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from portal.core.agreement import choice_pairs
from portal.core.period import Period
from portal.extensions import db
from portal.org.models import Store
from portal.steps import queries as steps

from .models import Post, PostEntry, PostKind
from .settings import TOPIC
from .statistics import FEWEST

NO_TOPIC = ""


@dataclass(frozen=True)
class Told:
    """A post without its author, the answers to it, and the steps that came from it."""
    on: date
    topic: str
    title: str
    state: str
    answer: str
    steps: Sequence[str]


@dataclass(frozen=True)
class Workplace:
    store: str
    quarter: Period
    posts: Sequence[Told]
    answered: int
    in_time: int
    judged: int                     # answered, or due on the as-of day at the latest
    open: int
    score: float | None             # from 1 to 10; of fewer than five scores none
    scores: int
    score_before: float | None      # of the quarter before
    topics: Sequence[tuple[str, int]]


def workplace(store: Store, quarter: Period, as_of: date) -> Workplace:
    """As the posts stand now; judged as at the close of `as_of`."""
    rows = db.session.scalars(_of(store, quarter).order_by(Post.posted_on, Post.id)).all()
    words = dict(choice_pairs(TOPIC, store_id=store.id, on=quarter.end))
    answers: dict[int, list[str]] = {}
    for entry in db.session.scalars(select(PostEntry).where(
            PostEntry.post_id.in_([row.id for row in rows]), PostEntry.live == 1,
            PostEntry.state.is_not(None)).order_by(PostEntry.post_id, PostEntry.place)):
        answers.setdefault(entry.post_id, []).append(entry.text)
    agreed: dict[int, list[str]] = {}
    for step in steps.from_rows("post", [row.id for row in rows]):
        agreed.setdefault(step.origin_id or 0, []).append(step.text)
    asking = [row for row in rows if row.asks]
    answered = [row for row in asking if row.answered_on and row.answered_on <= as_of]
    score, scores = _score([row.score for row in rows])
    before, _count = _score(db.session.scalars(
        _of(store, quarter.previous()).with_only_columns(Post.score)).all())
    return Workplace(
        store.name, quarter, [Told(row.posted_on, words.get(row.topic or NO_TOPIC, ""), row.title,
                                   str(row.state.label), " ".join(answers.get(row.id, [])), agreed.get(row.id, []))
                              for row in rows],
        len(answered), sum((row.answered_on or as_of) <= (row.answer_by_on or as_of) for row in answered),
        len({row.id for row in answered} | {row.id for row in asking if (row.answer_by_on or as_of) <= as_of}),
        sum(row.closed_on is None for row in asking), score, scores, before,
        Counter(words.get(row.topic or NO_TOPIC, "–") for row in rows).most_common())


def _of(store: Store, quarter: Period) -> Select[Post]:
    return select(Post).where(Post.store_id == store.id, Post.live == 1, Post.kind == PostKind.ENVIRONMENT,
                              Post.posted_on.between(quarter.start, quarter.end))


def _score(given: Sequence[int | None]) -> tuple[float | None, int]:
    """The mean, of fewer than five none: of fewer one could tell who."""
    scores = [score for score in given if score is not None]
    return (sum(scores) / len(scores) if len(scores) >= FEWEST else None), len(scores)
