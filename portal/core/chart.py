"""Chart: the geometry of what is drawn on the server, once for the desk and once for the phone; nothing scales."""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import floor, log10
from typing import NamedTuple

from flask import Flask
from flask_babel import gettext as _

from .words import Number, number

HEADROOM = 160 / 150        # the top of the scale above the highest value
Place = Callable[[int], float]          # the nth day → pixels from the left
Height = Callable[[Number], float]      # a value → pixels from the top
WORD = 70                               # pixels that a word with its number takes
APART = 15                  # pixels between two words at the right edge


@dataclass(frozen=True)
class Track:
    """A goal against time over the days of a period, summed up from its first day.

    `actual` goes up to the last day that has closed, `plan` over all days; both say the sum at the close of each day.
    """
    title: str
    unit: str
    days: Sequence[date]
    actual: Sequence[Number]
    plan: Sequence[Number]
    target: Number
    forecast: Number | None = None

    @property
    def now(self) -> Number:
        return self.actual[-1] if self.actual else 0

    @property
    def plan_now(self) -> Number:
        return self.plan[len(self.actual) - 1] if self.actual else 0

    @property
    def sentence(self) -> str:
        """The chart in words, for who does not see it."""
        said = _("%(title)s: actual %(actual)s %(unit)s, plan up to now %(plan)s, target %(target)s", title=self.title,
                 actual=number(self.now), unit=self.unit, plan=number(round(self.plan_now)),
                 target=number(self.target))
        if self.forecast is None:
            return said
        return said + _(", forecast %(forecast)s", forecast=number(round(self.forecast)))

    @property
    def table(self) -> list[tuple[date, Number | None, Number]]:
        """Day, actual, plan: the close of each week and of the last day counted."""
        last = len(self.actual) - 1
        return [(day, self.actual[n] if n <= last else None, self.plan[n]) for n, day in enumerate(self.days)
                if n == last or day.weekday() == 6 or n == len(self.days) - 1]


@dataclass(frozen=True)
class Word:
    x: float
    y: float
    text: str
    kind: str = ""
    anchor: str = "start"


class Frame(NamedTuple):
    width: int
    left: int
    base: int


@dataclass(frozen=True)
class Drawing:
    """What a template writes down: paths, lines and words in pixels."""
    width: int
    height: int
    left: int
    right: int
    top: int
    base: int
    steps: list[tuple[float, str]]
    ticks: list[Word]
    area: str
    plan: str
    forecast: str
    actual: str
    now: tuple[float, float] | None
    words: list[Word]


def desk(track: Track) -> Drawing:
    return _draw(track, 740, 280, right=684, base=254, worded=True)


def phone(track: Track) -> Drawing:
    return _draw(track, 326, 240, right=286, base=214, worded=False)


def _draw(track: Track, width: int, height: int, *, right: int, base: int, worded: bool) -> Drawing:
    left, top, days = 34, 18, max(len(track.days), 1)
    highest = max(map(float, [1, track.target, track.forecast or 0, *track.plan, *track.actual]))

    def x(nth: int) -> float:
        return round(left + (right - left) * nth / days, 1)

    def y(value: Number) -> float:
        return round(base - (base - top) * float(value) / (highest * HEADROOM), 1)

    def path(values: Sequence[Number]) -> str:
        return "M" + "L".join(f"{x(n)} {y(v)}" for n, v in enumerate([0, *values]))

    drawn = len(track.actual)
    now = (x(drawn), y(track.now)) if drawn else None
    words = _end_words(track, right, y, base - 2, worded)
    forecast = area = ""
    if now:
        words = _now_words(track, now, y(track.plan_now), Frame(width, left, base)) + words
        area = f"{path(track.actual)}L{now[0]} {base}Z"
        if track.forecast is not None and drawn < days:
            forecast = f"M{now[0]} {now[1]}L{right} {y(track.forecast)}"
    return Drawing(width, height, left, right, top, base, [(y(step), number(step)) for step in _steps(highest)],
                   _ticks(track.days, x, height - 8), area, path(track.plan), forecast,
                   path(track.actual) if drawn else "", now,
                   [replace(word, y=min(max(word.y, 12), base - 2)) for word in words])


def _end_words(track: Track, right: int, y: Height, lowest: int, worded: bool) -> list[Word]:
    """The lines are named where they end; two that end close together are pulled apart."""
    target = number(track.target)
    said = _("target %(value)s", value=target) if worded else target
    words = [Word(right + 5, min(y(track.target) + 1, lowest), said, "say-it")]
    if track.forecast is not None and len(track.actual) < len(track.days):
        value, at = number(round(track.forecast)), min(y(track.forecast) + 12, lowest)
        if abs(at - words[0].y) < APART:
            below = words[0].y + APART
            at = below if at >= words[0].y and below <= lowest else words[0].y - APART
        words.append(Word(right + 5, at, _("forecast %(value)s", value=value) if worded else value))
    return words


def _now_words(track: Track, now: tuple[float, float], plan: float, d: Frame) -> list[Word]:
    """Actual on the free side of its line, plan on the other side of its own; both inside the picture."""
    ahead = plan > now[1]                                           # pixels: a smaller y is higher up
    near_edge, near_start = now[0] + WORD > d.width, now[0] < d.left + WORD
    fall = WORD * (d.base - now[1]) / max(now[0] - d.left, 1)       # how far the line drops under a word at its left
    actual = _("actual %(value)s", value=number(track.now))
    said = _("plan %(value)s", value=number(round(track.plan_now)))
    words = [Word(now[0] - 9, now[1] - 10 if ahead else now[1] + 17 + round(fall), actual, "say-accent", "end")
             if near_edge else Word(now[0] + 9, now[1] - 10 if ahead else now[1] + 17, actual, "say-accent")]
    if (ahead or near_start) and not near_edge:
        return [*words, Word(now[0] + 8, plan + 18 if ahead else plan - 8, said)]
    return [*words, Word(now[0] - 8, plan + 18 + round(fall) if ahead else plan - 8, said, "", "end")]


def _steps(highest: float) -> list[int]:
    """Three to five round values from zero."""
    rough = highest / 3
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    step = next((int(size * factor) for factor in (1, 2, 5, 10) if size * factor >= rough * 0.75), int(size * 10))
    return list(range(0, int(highest * HEADROOM) + 1, max(step, 1)))


def _ticks(days: Sequence[date], x: Place, y: int) -> list[Word]:
    """Every day of a week, the weeks of a month, the months of more."""
    last = len(days) - 1
    if last < 10:
        chosen = list(range(last + 1))
    elif last < 31:
        chosen = [n for n in range(0, last + 1, 7) if last - n >= 4] + [last]
    else:
        chosen = [n for n, day in enumerate(days) if day.day == 1]
        chosen = chosen[::max(1, len(chosen) // 6)]
    monthly = last >= 31
    return [Word(x(n + 1), y, _("month %(month)s", month=days[n].month) if monthly
                 else _("day %(day)s", day=days[n].day), anchor="middle") for n in chosen]


def share(value: Number | None, of: Number | None, width: float = 100) -> float:
    """How much of `width` a bar fills; never more, and nothing of nothing."""
    if not value or not of or value < 0:
        return 0
    return round(min(float(value) / float(of), 1) * width, 1)


def heat(value: Number | None, highest: Number) -> int:
    """Which of five steps of heat a cell has; 0 for none."""
    return min(5, 1 + int(float(value) / float(highest) * 4.999)) if value and highest else 0


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(desk_drawing=desk, phone_drawing=phone, bar_share=share, heat_step=heat)
