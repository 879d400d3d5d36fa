"""Statistics of the feedback board: by month, by kind, by team, and what is open by its age."""
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import case, func, select

from portal.core.metric import Figure, Metric, figures_of
from portal.core.period import Period, month
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import members

from .metrics import TAKEN_UP
from .models import OPEN, Post, PostKind, PostState

KEYS = ("posts", "answer_on_time", "first_answer_days", "adopted_share")
MONTHS = 6
FEWEST = 5                      # people or scores that a figure needs: of fewer one could tell who
LONG_AGO = date(1900, 1, 1)
AGES = ((3, "0–3"), (7, "4–7"), (30, "8–30"), (None, "> 30"))       # days


@dataclass(frozen=True)
class Row:
    """A line of figures; None in place of them for a group of too few people."""
    name: str
    figures: Sequence[Figure] | None
    period: Period | None = None
    where: Mapping[str, Any] = field(default_factory=dict)      # what the rows behind are found by


class Age(NamedTuple):
    """How many posts have been open for so many days: those posted from the one day (None: ever) to the other."""
    days: str
    posts: int
    from_on: date | None
    to_on: date


@dataclass(frozen=True)
class Statistics:
    months: Sequence[Row]
    kinds: Sequence[Row]
    teams: Sequence[Row]
    ages: Sequence[Age]
    score: float | None             # of the workplace in the last 90 days, from 1 to 10
    score_count: int

    @property
    def chart(self) -> list[tuple[str, int, str]]:
        """A bar a month: how many posts, and the share that was answered on time."""
        return [(row.period.short, posts.amount, on_time.text) for row in self.months if row.period and row.figures
                for posts, on_time, *_more in [row.figures]]

    @property
    def is_empty(self) -> bool:
        return all(row.figures is None or not row.figures[0].amount for row in self.months) and not any(
            age.posts for age in self.ages)


def statistics(store_id: int, as_of: date) -> Statistics:
    scope = Scope(as_of, stores=frozenset({store_id}))
    months = [month(as_of)]
    while len(months) < MONTHS:
        months.insert(0, months[0].previous())
    quarter = Period(months[-3].start, months[-1].end)
    by_month = figures_of(KEYS, scope, months, as_of)
    by_kind = figures_of(KEYS, scope, [quarter], as_of, "kind")
    score, scores = db.session.execute(select(func.avg(Post.score), func.count(Post.score)).where(
        Post.store_id == store_id, Post.live == 1, Post.posted_on > as_of - timedelta(days=90))).one()
    return Statistics(
        [Row(one.label, [by_month.of(key, one) for key in KEYS], one, {"store_id": store_id}) for one in months],
        [Row(str(kind.label), [by_kind.of(key, quarter, kind=kind.value) for key in KEYS], quarter,
             {"store_id": store_id, "kind": kind.value}) for kind in PostKind],
        _teams(store_id, quarter, as_of), _ages(store_id, as_of),
        float(score) if scores >= FEWEST else None, scores)


def _teams(store_id: int, period: Period, as_of: date) -> list[Row]:
    """Named posts by the author's team and what became of them; teams of fewer than five people have no figures."""
    size: dict[int | None, int] = {}
    named: dict[int | None, str] = {}
    for member in members(store_id, as_of):
        size[member.team_id], named[member.team_id] = size.get(member.team_id, 0) + 1, member.team
    metrics, found = [registry().metrics[key] for key in KEYS], defaultdict[int, list[Any]](list)
    for row in db.session.execute(select(
            Post.team_id, Post.kind, Post.state, Post.posted_on, Post.answer_by_on, Post.answered_on).where(
            Post.store_id == store_id, Post.live == 1, Post.team_id.is_not(None), Post.author_id.is_not(None),
            Post.posted_on.between(period.start, as_of))):
        found[row.team_id].append(row)
    return [Row(named[team_id], _of_team(metrics, found[team_id], as_of) if size[team_id] >= FEWEST else None)
            for team_id in named if team_id is not None]


def _of_team(metrics: Sequence[Metric], rows: Sequence[Any], as_of: date) -> list[Figure]:
    """The figures of KEYS as the metrics read them, but by who wrote, not by who answers."""
    asking = [row for row in rows if row.answer_by_on]
    answered = [row for row in asking if row.answered_on and row.answered_on <= as_of]
    judged = [row for row in asking if row in answered or row.answer_by_on <= as_of]
    weighed = [row for row in answered if row.kind in TAKEN_UP]
    posts, on_time, days, adopted = metrics
    return [Figure(posts, len(rows)),
            Figure(on_time, sum(row.answered_on <= row.answer_by_on for row in answered), len(judged)),
            Figure(days, values=tuple((row.answered_on - row.posted_on).days for row in answered)),
            Figure(adopted, sum(row.state is not PostState.DECLINED for row in weighed), len(weighed))]


def _ages(store_id: int, as_of: date) -> list[Age]:
    """Posts that ask for an answer and are not closed, by days since they were posted."""
    spans, younger = [], as_of + timedelta(days=1)
    open_ones = (Post.store_id == store_id, Post.live == 1, Post.answer_by_on.is_not(None),
                 Post.state.in_(OPEN))
    for days, _words in AGES:
        oldest = LONG_AGO if days is None else as_of - timedelta(days=days)
        spans.append((oldest, younger - timedelta(days=1)))
        younger = oldest
    counts = db.session.execute(select(*(func.count(case((Post.posted_on.between(*span), 1)))
                                         for span in spans)).where(*open_ones)).one()
    return [Age(label, count, None if first == LONG_AGO else first, last)
            for (_days, label), count, (first, last) in zip(AGES, counts, spans, strict=True)]
