"""Badge: how many rows wait behind each place of the menu, for who is signed in: one statement for all of them."""
from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import g
from sqlalchemy import ScalarSelect, Select, func, literal_column, select

from portal.extensions import db
from portal.memo import keep

from .policy import Rights, frozen, me, my_rights
from .registry import registry


def badges() -> Mapping[str, int]:
    """By endpoint, of the places that the reader may go to and that count something."""
    if "badges" not in g:
        g.badges = _counts()
    return g.badges


def _counts() -> Counter[str]:
    rights = my_rights()
    counting = keep(("menu", me().id, frozen(rights)), lambda: _counting(rights)) if rights else None
    counts: Counter[str] = Counter()
    if counting is not None:
        statement, endpoints = counting
        for endpoint, number in zip(endpoints, db.session.execute(statement).one(), strict=True):
            counts[endpoint] += number
    return counts


def _counting(rights: Rights) -> tuple[Any, list[str]] | None:
    """The statement, and the place that each of its numbers is for."""
    numbers = [(item.endpoint, _number_of(rows)) for item in registry().menu if item.count and item.needs in rights
               for rows in item.count(rights)]
    if not numbers:
        return None
    return select(*(number for _endpoint, number in numbers)), [endpoint for endpoint, _number in numbers]


def _number_of(rows: Select[Any]) -> ScalarSelect[int]:
    counted: Select[Any] = rows.order_by(None).with_only_columns(literal_column("1"), maintain_column_froms=True)
    return select(func.count()).select_from(counted.subquery()).scalar_subquery()
