"""Papers: what an assessment asks, kept with it as it was laid on, so that no result changes with the bank."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, NamedTuple

from portal.core import words
from portal.core.period import month

from .assessed import TrainingAssessment, TrainingQuestion

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MOST_CRITERIA, WHOLE = 8, 100


@dataclass(frozen=True)
class Option:
    place: int                  # as typed, whatever the order shown
    text: str
    right: bool


@dataclass(frozen=True)
class Item:
    """A question of a paper."""
    place: int
    question_id: int
    text: str
    options: Sequence[Option]
    why: str

    @property
    def right(self) -> frozenset[int]:
        return frozenset(option.place for option in self.options if option.right)

    @property
    def several(self) -> bool:
        """More than one option is right."""
        return len(self.right) > 1

    def shown(self, order: Iterable[int]) -> "Item":
        return Item(self.place, self.question_id, self.text, [self.options[place] for place in order], self.why)


class Criterion(NamedTuple):
    """Of a role-play: `weight` in percent, `most` the points that it is given at best."""
    place: int
    text: str
    weight: int
    most: int


def copies(questions: Sequence[TrainingQuestion]) -> list[dict[str, Any]]:
    return [{"id": row.id, "text": row.text, "options": row.options, "right": row.right, "why": row.why}
            for row in questions]


def items(row: TrainingAssessment) -> list[Item]:
    return [Item(place, one["id"], one["text"], [Option(n, text, n in one["right"]) for n, text in
                                                 enumerate(one["options"])], one["why"])
            for place, one in enumerate(row.paper)]


def criteria(row: TrainingAssessment) -> list[Criterion]:
    return [Criterion(place, one["text"], one["weight"], one["most"]) for place, one in enumerate(row.paper)]


def shuffled(row: TrainingAssessment, random: Random) -> list[list[Any]]:
    """The questions of one try and the order of their options: kept with it, so that a reload shows the same."""
    asked = items(row)
    drawn = random.sample(asked, min(row.draw or len(asked), len(asked)))
    return [[one.place, random.sample(range(len(one.options)), len(one.options))] for one in drawn]


def in_order(row: TrainingAssessment, shown: Sequence[Sequence[Any]]) -> list[Item]:
    asked = items(row)
    return [asked[place].shown(order) for place, order in shown]


def points_of(sheet: Sequence[Criterion], given: Mapping[int, int]) -> tuple[int, int]:
    """The weighted points of a role-play and the most there are."""
    return sum(one.weight * given[one.place] for one in sheet), sum(one.weight * one.most for one in sheet)


def passes(points: int, out_of: int, pass_mark: int) -> bool:
    return points * WHOLE >= pass_mark * out_of


def mark(points: int, out_of: int) -> str:
    """As a school says it: 100 at best, one decimal where there is one."""
    value = Fraction(points * WHOLE, out_of) if out_of else Fraction()
    return words.number(int(value)) if value.denominator == 1 else words.number(float(value), 1)


def months_after(on: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    place = on.year * 12 + on.month - 1 + months
    whole = month(date(place // 12, place % 12 + 1, 1))
    return min(whole.start + timedelta(days=on.day - 1), whole.end)
