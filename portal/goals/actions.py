"""Changing goals: planned, broken down, proposed, answered, decided, published, restated, given out."""
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import now, today
from portal.core.metric import Metric
from portal.core.period import Period, month
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Membership, Person, Store

from . import queries
from .models import Answer, Cell, Grant, Plan, PlanVersion, Response, Standing, Verdict, WeekShare
from .sharing import ByMonth, months_of, over_months
from .split import largest_remainder
from .targets import STORE, Targets, Unit, targets_of

MOST = 10**14


@action("goal.planned")
def plan_year(store: Store, *, by: Person, once: str | None = None, year: int, metric: str, total: int, by_on: date,
              share: ByMonth = ByMonth.LAST_YEAR, what: str = "", attainable: str = "", serves: str = "") -> Plan:
    """Plan a metric for a year, with a first draft of its months. `total`: units, fen, or tenths of a percent."""
    locked(store)
    kind = registry().metrics[metric]
    _check_amount(kind, total, "total")
    if db.session.scalars(select(Plan.id).where(Plan.store_id == store.id, Plan.year == year,
                                                Plan.metric == metric)).first():
        raise Refused(_("This metric has a plan for that year already."), field="metric")
    plan = Plan(store_id=store.id, year=year, metric=metric, what=what, attainable=attainable, serves=serves,
                by_on=by_on)
    db.session.add(plan)
    db.session.flush()
    months = months_of(year)
    version = _new_version(plan, 1, months, total, by)
    for period, amount in zip(months, over_months(total, store.id, kind, months, share, today()), strict=True):
        _put(version, period.start, STORE, amount)
    return plan


@action("goal.reworded")
def reword_plan(plan: Plan, *, by: Person, version: int, what: str = "", attainable: str = "", serves: str = "",
                by_on: date) -> Plan:
    """The words of the SMART form; numbers change by a restatement."""
    seen(plan, version)
    plan.what, plan.attainable, plan.serves, plan.by_on = what, attainable, serves, by_on
    return plan


@action("goal.month_shared")
def set_months(version: PlanVersion, *, by: Person, seen_version: int, amounts: Mapping[date, int],
               total: int | None = None) -> PlanVersion:
    """The store's target of each month of a draft; they add up to its total."""
    _draft(version, seen_version)
    kind = registry().metrics[version.metric]
    if total is not None:
        _check_amount(kind, total, "total")
        version.total = total
    cells = _cells(version)
    for first, amount in amounts.items():
        _check_amount(kind, amount, "amounts")
        if f"{first:%Y-%m}" in version.months:
            _set(version, cells, first, STORE, amount)
    db.session.flush()
    return _touch(version)


@action("goal.people_shared")
def set_people(version: PlanVersion, *, by: Person, seen_version: int,
               amounts: Mapping[tuple[date, Unit], int]) -> PlanVersion:
    """The targets of people, and what of each team stays 待分配 (`Unit(team, None, True)`); the team's is their sum."""
    _draft(version, seen_version)
    kind = registry().metrics[version.metric]
    cells, loose = _cells(version), dict[tuple[date, int | None], int]()
    for (first, unit), amount in amounts.items():
        _check_amount(kind, amount, "amounts")
        if f"{first:%Y-%m}" not in version.months:
            continue
        if unit.rest:
            loose[first, unit.team_id] = amount
        else:
            _set(version, cells, first, unit, amount)
    if not kind.is_rate:
        for key in dict.fromkeys((first, unit.team_id) for first, unit in amounts):
            people = sum(cell.amount for (first, unit), cell in cells.items()
                         if first == key[0] and unit.team_id == key[1] and unit.person_id is not None)
            kept = loose.get(key, _rest(version, cells, key))
            _set(version, cells, key[0], Unit(key[1]), people + kept)
    db.session.flush()
    return _touch(version)


@action("goal.weeks_shared")
def set_weeks(version: PlanVersion, *, by: Person, seen_version: int, first: date,
              amounts: Mapping[Unit, Sequence[int]]) -> PlanVersion:
    """The weeks of people's targets in the month that begins on `first`; an empty row goes by day weights again."""
    _draft(version, seen_version)
    parts, cells = month(first).weeks(), _cells(version)
    for row in db.session.scalars(select(WeekShare).where(
            WeekShare.version_id == version.id, WeekShare.part_on.between(first, month(first).end))):
        if Unit(row.team_id, row.person_id) in amounts:
            db.session.delete(row)
    db.session.flush()
    for unit, weeks in amounts.items():
        cell = cells.get((first, unit))
        if not weeks or cell is None or unit.team_id is None or unit.person_id is None:
            continue
        if min(weeks) < 0 or sum(weeks) != cell.amount:
            raise Refused(_("%(name)s: the weeks make %(sum)s of %(total)s.", sum=sum(weeks), total=cell.amount,
                            name=db.session.get_one(Person, unit.person_id).name))
        db.session.add_all(
            WeekShare(version_id=version.id, part_on=part.start, team_id=unit.team_id, person_id=unit.person_id,
                      amount=amount) for part, amount in zip(parts, weeks, strict=True))
    db.session.flush()
    return _touch(version)


@action("goal.proposed")
def propose(version: PlanVersion, *, by: Person, seen_version: int,
            amounts: Mapping[tuple[date, Unit], int] | None = None) -> PlanVersion:
    """Hand a draft to the people in it, with the `amounts` typed last. Refused until every level adds up."""
    if amounts is None:
        _draft(version, seen_version)
    else:
        set_people(version, by=by, seen_version=seen_version, amounts=amounts)
    check_sums(version)
    version.standing = Standing.PROPOSED
    return version


@action("goal.taken_back")
def back_to_draft(version: PlanVersion, *, by: Person, seen_version: int) -> PlanVersion:
    """Work on a proposal again; what people said to it stays."""
    seen(version, seen_version)
    if version.standing is not Standing.PROPOSED:
        raise Refused(_("Only a proposal goes back to a draft."))
    version.standing = Standing.DRAFT
    return version


@action("goal.answered")
def answer(version: PlanVersion, *, by: Person, once: str | None = None, answer: Answer, counter: int | None = None,
           reason: str = "") -> Response:
    """Accept what is proposed to oneself, or counter it with another amount over its months and a reason."""
    locked(version)
    if version.standing is not Standing.PROPOSED:
        raise Refused(_("This is not proposed any more."))
    proposed = amount_of(version, by.id)
    if proposed is None:
        raise Refused(_("There is no target for you in this."))
    if answer is Answer.COUNTERED:
        if counter is None:
            raise Refused(_("What you think can be reached."), field="counter")
        _check_amount(registry().metrics[version.metric], counter, "counter")
        if not reason:
            raise Refused(_("Say why."), field="reason")
    waits = db.session.scalars(select(Response).where(
        Response.version_id == version.id, Response.person_id == by.id, Response.waiting == 1)).first()
    if waits:
        raise Refused(_("Your counter-proposal is waiting for a decision."))
    said = Response(version_id=version.id, store_id=version.store_id, person_id=by.id, answer=answer, proposed=proposed,
                    counter=counter if answer is Answer.COUNTERED else None, reason=reason, said_at=now(),
                    waiting=1 if answer is Answer.COUNTERED else None)
    db.session.add(said)
    return said


@action("goal.counter_decided")
def decide(response: Response, *, by: Person, version: int, verdict: Verdict, reason: str) -> Response:
    """Keep the proposal or take the counter over; the difference goes to, or comes from, the team's 待分配."""
    seen(response, version)
    if response.waiting is None:
        raise Refused(_("This has been decided already."))
    if not reason:
        raise Refused(_("Say why."), field="reason")
    of = locked(db.session.get_one(PlanVersion, response.version_id))
    response.waiting, response.verdict = None, verdict
    response.decided_by_id, response.decided_at, response.decision_reason = by.id, now(), reason
    if verdict is Verdict.TAKEN and response.counter is not None:
        _rescale(of, response.person_id, response.counter)
    db.session.flush()
    return response


@action("goal.published")
def publish(version: PlanVersion, *, by: Person, seen_version: int) -> PlanVersion:
    """Put a proposal in force from today: it replaces all cells of its months. Refused while a counter waits."""
    seen(version, seen_version)
    if version.standing is not Standing.PROPOSED:
        raise Refused(_("Only a proposal is put in force."))
    check_sums(version)
    if db.session.scalars(select(Response.id).where(Response.version_id == version.id, Response.waiting == 1)).first():
        raise Refused(_("A counter-proposal is waiting for a decision."))
    version.standing, version.published_on, version.published_by_id = Standing.IN_FORCE, today(), by.id
    return version


@action("goal.restated")
def restate(plan: Plan, *, by: Person, version: int, once: str | None = None, months: Sequence[str],
            reason: str) -> PlanVersion:
    """A new draft for the months named, with a reason; it begins with the cells that hold now."""
    seen(plan, version)
    if not reason:
        raise Refused(_("Say why the goal is restated."), field="reason")
    known = {period.key: period for period in months_of(plan.year)}
    chosen = [known[key] for key in known if key in set(months)]
    if not chosen:
        raise Refused(_("Name the months that change."), field="months")
    if queries.open_version(plan.id):
        raise Refused(_("Another version of this plan is being worked on."))
    there = targets_of(plan.store_id, [plan.metric], chosen, today())
    draft = _new_version(plan, queries.newest_number(plan.id) + 1, chosen, 0, by, reason)
    draft.total = sum(_copy(draft, there, plan.metric, period) for period in chosen)
    if registry().metrics[plan.metric].is_rate:
        draft.total //= len(chosen)
    return draft


@action("goal.dropped")
def drop(version: PlanVersion, *, by: Person, seen_version: int) -> PlanVersion:
    """Give up a draft or proposal."""
    seen(version, seen_version)
    if version.standing not in (Standing.DRAFT, Standing.PROPOSED):
        raise Refused(_("What is in force is restated, not dropped."))
    version.standing = Standing.DROPPED
    return version


@action("goal.given_out")
def give_out(store: Store, *, by: Person, once: str | None = None, metric: str, team_id: int,
             amounts: Mapping[tuple[int, date], int]) -> list[Grant]:
    """Give people of a team parts of its 待分配: by person, and a day of the week's part of a month it is for."""
    locked(store)
    parts = dict.fromkeys(week_part(on) for (_person, on), amount in amounts.items() if amount)
    if not parts:
        raise Refused(_("Name how many, for whom and for which week."))
    there = targets_of(store.id, [metric], parts, today())
    grants = []
    for part in parts:
        of_part = {person_id: amount for (person_id, on), amount in amounts.items() if amount and on in part}
        grants += _give(store, there, metric, team_id, part, of_part, by)
    db.session.add_all(grants)
    return grants


def _give(store: Store, there: Targets, metric: str, team_id: int, part: Period, amounts: Mapping[int, int],
          by: Person) -> list[Grant]:
    held = there.months.get((metric, month(part.start).start))
    left = there.of(metric, part, Unit(team_id, None, True)) or 0
    if held is None or min(amounts.values()) < 0 or sum(amounts.values()) > left:
        raise Refused(_("%(week)s: there are %(left)s to give out, not %(sum)s.", week=part.short, left=left,
                        sum=sum(amounts.values())))
    there_then = set(db.session.scalars(select(Membership.person_id).where(
        Membership.person_id.in_(amounts), Membership.team_id == team_id, Membership.from_on <= part.end,
        Membership.until_on > part.start)))
    if there_then != amounts.keys():
        raise Refused(_("Not in that team then."))
    return [Grant(version_id=held.version_id, store_id=store.id, team_id=team_id, person_id=person_id,
                  part_on=part.start, amount=amount, given_by_id=by.id, given_on=today())
            for person_id, amount in amounts.items()]


def week_part(on: date) -> Period:
    """The part of a week that lies in the month of a day."""
    return next(part for part in month(on).weeks() if on in part)


def amount_of(version: PlanVersion, person_id: int) -> int | None:
    """What a version proposes to a person over its months; of a rate the last month's."""
    found = [cell.amount for (_first, unit), cell in sorted(_cells(version).items(), key=lambda item: item[0][0])
             if unit.person_id == person_id]
    if not found:
        return None
    return found[-1] if registry().metrics[version.metric].is_rate else sum(found)


def check_sums(version: PlanVersion) -> None:
    """Refuse what does not add up: months to the total, teams to each month, people within their team."""
    if registry().metrics[version.metric].is_rate:
        return
    cells = _cells(version)
    whole = {first: cell.amount for (first, unit), cell in cells.items() if unit == STORE}
    if sum(whole.values()) != version.total:
        raise Refused(_("The months make %(sum)s, the plan says %(total)s.", sum=sum(whole.values()),
                        total=version.total))
    for first, amount in sorted(whole.items()):
        teams = sum(cell.amount for (on, unit), cell in cells.items()
                    if on == first and unit.team_id is not None and unit.person_id is None)
        if teams != amount:
            raise Refused(_("%(month)s: the teams make %(sum)s of %(total)s.", month=f"{first:%Y-%m}", sum=teams,
                            total=amount))


def _rest(version: PlanVersion, cells: "Cells", key: tuple[date, int | None]) -> int:
    """What of a team's cell its people do not have."""
    first, team_id = key
    team = cells.get((first, Unit(team_id)))
    before = sum(cell.amount for (on, unit), cell in cells.items()
                 if on == first and unit.team_id == team_id and unit.person_id is not None)
    return max(team.amount - before, 0) if team else 0


Cells = dict[tuple[date, Unit], Cell]


def _cells(version: PlanVersion) -> Cells:
    return {(cell.month_on, Unit(cell.team_id, cell.person_id)): cell for cell in db.session.scalars(
        select(Cell).where(Cell.version_id == version.id))}


def _new_version(plan: Plan, number: int, months: Sequence[Period], total: int, by: Person,
                 reason: str = "") -> PlanVersion:
    version = PlanVersion(plan_id=plan.id, store_id=plan.store_id, metric=plan.metric, number=number, total=total,
                          months=[period.key for period in months], reason=reason, made_by_id=by.id, made_at=now(),
                          standing=Standing.DRAFT)
    db.session.add(version)
    db.session.flush()
    return version


def _copy(draft: PlanVersion, there: Targets, metric: str, period: Period) -> int:
    """The cells that hold in a month, and weeks set by hand, into a draft; returns the store's amount."""
    held = there.months.get((metric, period.start))
    for unit, amount in held.cells.items() if held else ((STORE, 0),):
        _put(draft, period.start, unit, amount)
    db.session.add_all(WeekShare(version_id=draft.id, part_on=one.part_on, team_id=one.team_id, amount=one.amount,
                                 person_id=one.person_id) for one in (held.by_hand if held else ()))
    return held.cells[STORE] if held else 0


def _set(version: PlanVersion, cells: Cells, first: date, unit: Unit, amount: int) -> None:
    cell = cells.get((first, unit))
    if cell is None:
        cells[first, unit] = _put(version, first, unit, amount)
    else:
        cell.amount = amount


def _put(version: PlanVersion, first: date, unit: Unit, amount: int) -> Cell:
    cell = Cell(version_id=version.id, month_on=first, whom=unit.key, team_id=unit.team_id, person_id=unit.person_id,
                amount=amount)
    db.session.add(cell)
    return cell


def _rescale(version: PlanVersion, person_id: int, total: int) -> None:
    """A person's months anew, in the proportion proposed; the teams' cells stay, so 待分配 takes the difference."""
    own = sorted((first, cell) for (first, unit), cell in _cells(version).items() if unit.person_id == person_id)
    if registry().metrics[version.metric].is_rate:
        amounts = [total] * len(own)
    else:
        amounts = largest_remainder(total, [Fraction(cell.amount) for _first, cell in own])
    for (_first, cell), amount in zip(own, amounts, strict=True):
        cell.amount = amount
    _check_teams(version)


def _check_teams(version: PlanVersion) -> None:
    """People never make more than their team: what one gets more comes out of its 待分配."""
    if registry().metrics[version.metric].is_rate:
        return
    people: dict[tuple[date, int | None], int] = {}
    cells = _cells(version)
    for (first, unit), cell in cells.items():
        if unit.person_id is not None:
            people[first, unit.team_id] = people.get((first, unit.team_id), 0) + cell.amount
    for (first, team_id), amount in sorted(people.items(), key=str):
        if amount > cells[first, Unit(team_id)].amount:
            raise Refused(_("%(month)s: the team has not that much left to give out; change the draft first.",
                            month=f"{first:%Y-%m}"))


def _draft(version: PlanVersion, seen_version: int) -> None:
    seen(version, seen_version)
    if version.standing is not Standing.DRAFT:
        raise Refused(_("Only a draft is changed; a proposal goes back to a draft first."))


def _touch(version: PlanVersion) -> PlanVersion:
    """Its cells changed: whoever saw it before is told."""
    version.made_at = now()
    flag_modified(version, "made_at")
    return version


def _check_amount(kind: Metric, amount: int, field: str) -> None:
    if not 0 <= amount <= (1000 if kind.is_rate else MOST):
        raise Refused(_("Between 0 and 100 %%.") if kind.is_rate else _("Not less than 0."), field=field)
