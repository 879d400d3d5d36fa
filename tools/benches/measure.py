"""Measuring: CPU time of requests side by side, statements, and the table of what came out."""
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

ROUNDS = 7


@dataclass(frozen=True)
class Goal:
    """A ratio or a count, and the most it may be; without `most` it is told, not judged."""
    number: str                     # P1
    what: str
    value: float
    most: float | None
    unit: str = "×"
    says: str = ""                  # the times it is made of

    @property
    def state(self) -> str:
        if self.most is None:
            return ""
        return "pass" if self.value <= self.most else "MISS"

    @property
    def line(self) -> str:
        most = "" if self.most is None else f"≤ {self.most:g} {self.unit}"
        value = f"{self.value:.0f}" if self.value == int(self.value) else f"{self.value:.2f}"
        return f"{self.number:<4} {self.what:<58} {value:>7} {self.unit:<3} {most:<11} {self.state:<5} {self.says}"


@dataclass
class Table:
    goals: list[Goal] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def add(self, *goal: Any, **more: Any) -> None:
        self.goals.append(Goal(*goal, **more))
        print(self.goals[-1].line, flush=True)

    def leave_out(self, number: str, why: str) -> None:
        self.left_out.append(f"{number}   left out: {why}")
        print(self.left_out[-1], flush=True)

    @property
    def missed(self) -> list[Goal]:
        return [goal for goal in self.goals if goal.state == "MISS"]


def side_by_side(work: Mapping[str, Callable[[], Any]], *, each: int = 5, rounds: int = ROUNDS) -> dict[str, float]:
    """CPU milliseconds of one run of each: taken in turns, so that what slows the machine slows them all alike."""
    for run in work.values():
        run()
        run()
    took: dict[str, list[float]] = {name: [] for name in work}
    for _round in range(rounds):
        for name, run in work.items():
            began = time.process_time()
            for _again in range(each):
                run()
            took[name].append((time.process_time() - began) * 1000 / each)
    return {name: statistics.median(times) for name, times in took.items()}


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What the database is asked within the block."""
    made: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        if not sql.startswith("BEGIN"):
            made.append(sql)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)


def times(took: Mapping[str, float], *names: str) -> str:
    """list 12.3 ms, floor 3.0 ms"""
    return ", ".join(f"{name} {took[name]:.1f} ms" for name in names or took)


def worst(values: Sequence[tuple[str, float]]) -> tuple[str, float]:
    return max(values, key=lambda each: each[1])
