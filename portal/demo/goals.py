"""The demo store's goals: a plan a year for each metric, shared by skill, and one restatement in the present year."""
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from portal.core.load import load
from portal.core.period import month, year
from portal.core.registry import registry
from portal.goals.load import DatedPlan, DatedVersion
from portal.goals.split import largest_remainder
from portal.goals.targets import STORE, Unit
from portal.org.models import Person, Role

from .found import Opened
from .market import WEATHER_OF_MONTH

A_MONTH = {"deliveries": 104, "orders": 112, "visits": 600, "test_drives": 230}     # of the main store
RATES = {"kept_rate": 800, "drive_rate": 600, "new_closing": 150, "new_closing_showroom": 180, "new_closing_call": 120,
         "new_closing_web": 80, "follow_up_timeliness": 950}
SELLERS = (Role.CONSULTANT, Role.LEADER, Role.DCC)
RESTATED = Fraction(94, 100)
WORDS = {
    "deliveries": ("全年交车达到目标，探岳、速腾为主力", "去年增长 8%，展厅客流与网销线索同步增加", "集团年度销量目标"),
    "orders": ("订单略高于交车，保证每月储备", "近半年签单率稳定", "集团年度销量目标"),
}
Cells = Mapping[tuple[date, Unit], int]


def plan(opened: Opened, first: date, today: date, *, by: Person) -> None:
    """Plans for every year that the history touches."""
    for year_no in range(first.year, today.year + 1):
        load({"goals": [_plan(opened, year_no, key, today) for key in (*A_MONTH, *RATES)
                        if key in registry().metrics]}, by=by, batch="demo")


def _plan(opened: Opened, year_no: int, key: str, today: date) -> DatedPlan:
    manager = next(m.person.id for m in opened.members if m.part.role is Role.MANAGER)
    published = date(year_no - 1, 12, 20)
    what, why, serves = WORDS.get(key, ("", "", ""))
    cells = _cells(opened, year_no, key, today)
    versions = [DatedVersion(1, published, manager, cells, _total(cells, key))]
    if key == "deliveries" and year_no == today.year and today.month > 2:
        months = [period for period in year(today).months() if 0 <= period.start.month - today.month < 2]
        part = _restated({at: amount for at, amount in cells.items() if at[0] in {m.start for m in months}})
        versions.append(DatedVersion(2, month(today).previous().end, manager, part, _total(part, key),
                                     "速腾断供两周，两个月目标下调"))
    return DatedPlan(opened.store.id, year_no, key, what, why, serves, tuple(versions))


def _cells(opened: Opened, year_no: int, key: str, today: date) -> Cells:
    months = year(date(year_no, 1, 1)).months()
    if key in RATES:
        return {(period.start, STORE): RATES[key] for period in months}
    size = Fraction(opened.house.traffic, 760)
    whole = int(A_MONTH[key] * 12 * size)
    of_months = largest_remainder(whole, [Fraction(weight) for weight in WEATHER_OF_MONTH])
    cells: dict[tuple[date, Unit], int] = {}
    for period, amount in zip(months, of_months, strict=True):
        cells[period.start, STORE] = amount
        cells |= {(period.start, unit): own for unit, own in _people(opened, period.start, amount, today).items()}
    return cells


def _people(opened: Opened, first: date, amount: int, today: date) -> dict[Unit, int]:
    """A month by skill; new people less, one unit of each team stays to be given out."""
    sellers = [m for m in opened.members if m.part.role in SELLERS and m.is_there(first, today)]
    if not sellers:
        return {}
    weights = [Fraction(m.part.skill * (.35 if m.part.role is Role.LEADER else 1)) for m in sellers]
    own = largest_remainder(amount, weights)
    cells: dict[Unit, int] = {}
    for member, target in zip(sellers, own, strict=True):
        moved = member.part.moved_from and first < month(today).start and first.toordinal() < (
            today.toordinal() - member.part.moved_days)
        team = opened.teams[member.part.moved_from if moved else member.part.team]
        cells[Unit(team.id, member.person.id)] = target
        cells[Unit(team.id)] = cells.get(Unit(team.id), 0) + target
    return cells


def _restated(cells: Cells) -> Cells:
    """94 % of each month, to the unit at every level."""
    new: dict[tuple[date, Unit], int] = {}
    for first in {on for on, _unit in cells}:
        whole = int(cells[first, STORE] * RESTATED)
        teams = [unit for on, unit in cells if on == first and unit.team_id and not unit.person_id]
        of_teams = largest_remainder(whole, [Fraction(cells[first, unit]) for unit in teams])
        new[first, STORE] = whole
        for team, amount in zip(teams, of_teams, strict=True):
            people = [unit for on, unit in cells if on == first and unit.team_id == team.team_id and unit.person_id]
            own = largest_remainder(amount, [Fraction(cells[first, unit]) for unit in people])
            new[first, team] = amount
            new |= {(first, unit): target for unit, target in zip(people, own, strict=True)}
    return new


def _total(cells: Cells, key: str) -> int:
    whole = [amount for (_on, unit), amount in cells.items() if unit == STORE]
    return whole[-1] if key in RATES else sum(whole)
