"""Reading for the weekly review: who was there, and what was typed a week ago."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from portal.core.asked import number
from portal.core.issue import About, Issue, Signature, Slot, Typed
from portal.core.period import Period
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Store, Team
from portal.org.queries import members
from portal.steps import queries as steps
from portal.steps.models import Step

WEEK = "week"                       # the key of the sheet


@dataclass(frozen=True)
class Line:
    """A sheet in the list of a week."""
    about: About
    name: str
    row: Issue | None
    signed: int = 0
    boxes: int = 0
    is_typed: bool = False


def typed_last(store_id: int, week: Period) -> dict[str, dict[str, str]]:
    """What was typed on the sheets of a week, by About.key; of several issues on the last."""
    rows = db.session.execute(
        select(Issue.about, Typed.parts).join(Typed, Typed.issue_id == Issue.id)
        .where(Issue.kind == WEEK, Issue.store_id == store_id, Issue.period == week.key).order_by(Issue.issue_no))
    return {row.about: row.parts for row in rows}


def newest_of(store_id: int, week: Period) -> dict[str, Issue]:
    """The last issue of each sheet of a store's week, by About.key; whether one may see it is asked elsewhere."""
    rows = db.session.scalars(select(Issue).where(Issue.kind == WEEK, Issue.store_id == store_id,
                                                  Issue.period == week.key).order_by(Issue.issue_no))
    return {row.about: row for row in rows}


def about_of(key: str, store_id: int | None, on: date) -> About | None:
    """Whom an address names: store, team-3 or person-12, as they stood on a day; None for nobody."""
    if key == "store":
        return About(store_id) if store_id else None
    kind, _dash, digits = key.partition("-")
    if (row_id := number(digits)) is None:
        return None
    if kind == "team":
        team = db.session.get(Team, row_id)
        return About(team.store_id, team.id) if team else None
    held = db.session.execute(select(Membership.store_id, Membership.team_id).where(
        Membership.person_id == row_id, Membership.store_id.is_not(None), held_on(on))
        .order_by(Membership.id)).first() if kind == "person" else None
    return About(held.store_id, held.team_id, row_id) if held else None


def sees(scope: Scope, about: About) -> bool:
    """Whether a sheet lies in a scope: the store's for the store, a team's for its leader too."""
    if about.person_id is not None:
        return scope.holds(about.store_id, about.person_id)
    return scope.holds(about.store_id) or about.team_id is not None and about.team_id in scope.teams


def stores(scope: Scope) -> Select[Store]:
    """The stores in which somebody's sheets may be read."""
    inside = select(Membership.store_id).where(held_on(scope.today), or_(
        Membership.person_id.in_(scope.persons), Membership.team_id.in_(scope.teams)))
    return select(Store).where(Store.live == 1, or_(scope.in_stores(Store.id), Store.id.in_(inside))).order_by(
        Store.rank, Store.id)


def abouts(store_id: int, on: date) -> list[About]:
    """Whom the sheets of a store are about, in the order of the batch: the store, each team and its people."""
    order = [About(store_id)]
    for team_id, those in groupby(members(store_id, on), key=lambda held: held.team_id):
        if team_id is not None:
            order.append(About(store_id, team_id))
        order += [About(store_id, team_id, held.person_id) for held in those if held.sells]
    return order


def names_of(order: Sequence[About], on: date) -> dict[str, str]:
    """What each sheet is called, by About.key."""
    if not order:
        return {}
    store, here = db.session.get_one(Store, order[0].store_id), members(order[0].store_id, on)
    teams = {held.team_id: held.team for held in here}
    persons = {held.person_id: held.name for held in here}
    return {one.key: persons[one.person_id] if one.person_id else teams[one.team_id] if one.team_id else store.name
            for one in order}


def lines(order: Sequence[About], week: Period, rows: Mapping[str, Issue],
          signed: Mapping[tuple[int, Slot], Signature], typed: Mapping[str, Mapping[str, str]]) -> list[Line]:
    names, found = names_of(order, week.end), []
    for one in order:
        row = rows.get(one.key)
        boxes = [signer for signer in row.sheet.signers if signer.person_id] if row else []
        found.append(Line(one, names[one.key], row, sum((row.id, box.slot) in signed for box in boxes) if row else 0,
                          len(boxes), bool(typed.get(one.key))))
    return found


def agreed(issue_id: int) -> list[Step]:
    """The steps agreed at the review of a sheet, on this issue and on those before it."""
    this, before = aliased(Issue), aliased(Issue)
    return steps.from_rows("issue", db.session.scalars(
        select(before.id).join(this, this.number == before.number)
        .where(this.id == issue_id, before.issue_no <= this.issue_no)).all())


def agreed_on(issue_id: int) -> dict[str, Any]:
    """The same as rows of its paper."""
    return {"agreed": [(step.text, step.owner.name, f"{step.due_on:%m-%d}") for step in agreed(issue_id)]}
