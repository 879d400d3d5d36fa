"""Festivals: the holidays that the law fixes, before a year's notice says which bridges come with them."""
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

NEW_YEAR, SPRING, QINGMING = _l("New Year"), _l("Spring Festival"), _l("Qingming Festival")
LABOUR, DRAGON_BOAT, MID_AUTUMN = _l("Labour Day"), _l("Dragon Boat Festival"), _l("Mid-Autumn Festival")
NATIONAL = _l("National Day")

# The three that follow the moon, as (month, day); a year beyond the table has only the others.
_SPRING = {2015: (2, 19), 2016: (2, 8), 2017: (1, 28), 2018: (2, 16), 2019: (2, 5), 2020: (1, 25), 2021: (2, 12),
           2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6), 2028: (1, 26),
           2029: (2, 13), 2030: (2, 3), 2031: (1, 23), 2032: (2, 11), 2033: (1, 31), 2034: (2, 19), 2035: (2, 8),
           2036: (1, 28), 2037: (2, 15), 2038: (2, 4), 2039: (1, 24), 2040: (2, 12)}
_DRAGON_BOAT = {2024: (6, 10), 2025: (5, 31), 2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16),
                2030: (6, 5), 2031: (6, 24), 2032: (6, 12), 2033: (6, 1), 2034: (6, 20), 2035: (6, 10)}
_MID_AUTUMN = {2024: (9, 17), 2025: (10, 6), 2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22),
               2030: (9, 12), 2031: (10, 1), 2032: (9, 19), 2033: (9, 8), 2034: (9, 27), 2035: (9, 16)}


def spring_festival(year: int) -> date | None:
    return date(year, *_SPRING[year]) if year in _SPRING else None


def qingming(year: int) -> date:
    """The customary formula for this century."""
    of_century = year % 100
    return date(year, 4, int(of_century * 0.2422 + 4.81) - of_century // 4)


def lawful_days(year: int) -> dict[date, Any]:
    """The holidays fixed by law since 2025, with their names: an estimate until the notice is entered."""
    return dict(_lawful(year))


def _lawful(year: int) -> Iterator[tuple[date, Any]]:
    yield date(year, 1, 1), NEW_YEAR
    if spring := spring_festival(year):
        yield from ((spring + timedelta(days=n), SPRING) for n in range(-1, 3))
    yield qingming(year), QINGMING
    yield from ((date(year, 5, day), LABOUR) for day in (1, 2))
    if year in _DRAGON_BOAT:
        yield date(year, *_DRAGON_BOAT[year]), DRAGON_BOAT
    if year in _MID_AUTUMN:
        yield date(year, *_MID_AUTUMN[year]), MID_AUTUMN
    yield from ((date(year, 10, day), NATIONAL) for day in (1, 2, 3))
