"""Levels as a store shows them: the letter, the words, the window, and which are in use."""
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _

from portal.core.agreement import agreed
from portal.core.clock import today

from .models import Level

LEVELS = {level.value: level for level in Level}


class Shown(NamedTuple):
    letter: str
    words: str


def shown(level: Level | str, store_id: int | None) -> Shown:
    """H and 7 天内, as the store has agreed."""
    told = _told(store_id)[str(level)]
    return Shown(told["letter"], told["words"] or _usual_words(LEVELS[str(level)], told["window_days"]))


def all_shown(store_id: int | None) -> Mapping[str, Shown]:
    return {level.value: shown(level, store_id) for level in Level}


def letters(store_id: int) -> list[str]:
    """Of the levels that the store uses, in their order; O is always one."""
    told = _told(store_id)
    return [told[level.value]["letter"] for level in Level if level is Level.O or told[level.value]["used"]]


def choosable(store_id: int, now: Level) -> list[tuple[Level, Shown]]:
    """The levels that somebody may choose for a lead at level `now`: O stays O, and nobody else comes to it."""
    if now is Level.O:
        return [(Level.O, shown(Level.O, store_id))]
    used = _told(store_id)
    return [(level, shown(level, store_id)) for level in Level
            if level is not Level.O and (used[level.value]["used"] or level is now)]


def window_days(level: Level, store_id: int | None) -> int | None:
    """Within how many days a lead at this level should buy; None where the level has no window."""
    days: int = _told(store_id)[level.value]["window_days"]
    return days or None


def every_days(store_id: int | None) -> Mapping[Level, int]:
    """How often a lead at each level is to be contacted at least."""
    return {level: told["every_days"] for level in Level for told in [_told(store_id)[level.value]]}


def is_beyond_window(level: Level, level_on: date, store_id: int | None) -> bool:
    """Whether a lead has stood at its level for longer than its window: 超期."""
    days = window_days(level, store_id)
    return days is not None and (today() - level_on).days > days


def _told(store_id: int | None) -> Mapping[str, Any]:
    return agreed("levels", store_id=store_id, on=today())


def _usual_words(level: Level, days: int) -> str:
    return _("within %(days)s days", days=days) if days else str(level.label)
