"""Reading for the pages of figures: what is behind one, and how it stands by its parts."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.core.metric import Figure, Metric
from portal.core.period import Period
from portal.core.scope import Scope
from portal.customers.models import Customer, Lead
from portal.customers.names import surname
from portal.extensions import db
from portal.org.models import Store, Team
from portal.org.queries import names


@dataclass(frozen=True)
class Part:
    """A line of a breakdown: whose, its figures for each period asked, and what its rows are found by."""
    name: str | None                    # None: nobody, or no team
    figures: Sequence[Figure]
    where: Mapping[str, Any]
    is_sum: bool = False


def briefly(lead_ids: Iterable[int]) -> Mapping[int, str]:
    """Surname and card number: what a reader learns of customers whom he may not open."""
    rows = db.session.execute(select(Lead.id, Customer.name, Lead.card_no).join(
        Customer, Customer.id == Lead.customer_id).where(Lead.id.in_(set(lead_ids))))
    return {lead_id: f"{surname(name)} {card_no}" for lead_id, name, card_no in rows}


def over_time(period: Period, as_of: date) -> list[tuple[Period, date]]:
    """The period, the one before and last year's, each with the day on which it was as old."""
    others = (period.previous(), period.same_period_last_year())
    return [(period, as_of), *((other, period.same_age(other, as_of)) for other in others if other)]


def by_people(metric: Metric, scope: Scope, times: Sequence[tuple[Period, date]]) -> list[Part]:
    """The whole, then store by store, team by team, person by person; nobody's share comes last, so that it adds up."""
    found = [metric.figures(scope, [period], as_of, "store_id", "team_id", "person_id") for period, as_of in times]
    keys = {key[1:] for figures in found for key in figures}
    stores = _names(Store, {key[0] for key in keys})
    teams = _names(Team, {key[1] for key in keys})
    people = names(key[2] for key in keys)

    def part(name: str | None, is_sum: bool, **where: Any) -> Part:
        places = {"store_id": 1, "team_id": 2, "person_id": 3}
        figures = [sum((figure for key, figure in of_time.items()
                        if all(key[places[column]] == value for column, value in where.items())), metric.none)
                   for of_time in found]
        return Part(name, figures, where, is_sum)

    parts = [part("", True)]
    for store_id in sorted(stores):
        if len(stores) > 1:
            parts.append(part(stores[store_id], True, store_id=store_id))
        in_store = {key[1:] for key in keys if key[0] == store_id}
        for team_id in sorted({team for team, _person in in_store}, key=_last):
            here = {"store_id": store_id, "team_id": team_id}
            if team_id is not None:
                parts.append(part(teams[team_id], True, **here))
            members = sorted((person for team, person in in_store if team == team_id), key=_last)
            parts += [part(people.get(person), False, person_id=person, **here) for person in members]
    return parts


def by_split(metric: Metric, scope: Scope, split: str, period: Period, as_of: date) -> list[tuple[Any, Figure]]:
    """A figure taken apart by one of its columns, the largest part first."""
    found = metric.figures(scope, [period], as_of, split)
    return sorted(((key[1], figure) for key, figure in found.items()), key=lambda part: (-part[1].amount, str(part[0])))


def _last(value: int | None) -> tuple[bool, int]:
    return value is None, value or 0


def _names(model: Any, ids: set[Any]) -> dict[Any, str]:
    return {row[0]: row[1] for row in db.session.execute(select(model.id, model.name).where(
        model.id.in_({i for i in ids if i is not None})))}
