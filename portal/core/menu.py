"""Menu: the places of the portal that a person may go to, at the desk, on the phone and under the own name."""
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from portal.org.models import Role

from .area import MenuItem
from .badge import badges
from .policy import my_memberships, my_rights
from .registry import registry

GROUPS = {"": "", "customers": _l("Customers"), "goals": _l("Goals"), "stock": _l("Stock"), "review": _l("Reviews"),
          "store": _l("Store")}
HEAD, ME = "head", "me"         # the button in the head of every page; the menu under one's own name
DOCK = 5                        # places in the bar of the phone; the last is the whole menu
HOME = "home.home"
DOCKS: dict[Role, tuple[str, ...]] = {      # after today's page: the daily ones of who has no customers of his own
    Role.FINANCE: ("finance.index", "finance.month_end", "orders.index"),
    Role.PLANNER: ("vehicles.intake", "stock.index", "orders.index"),
    Role.TRAINER: ("training.index", "steps.index", "board.index"),
    Role.CARE: ("losses.calls", "number_checks.index", "orders.index"),
    Role.MARKETING: ("register.index", "customers.leads", "goals.tracking"),
}


@dataclass(frozen=True)
class Place:
    endpoint: str
    label: Any
    short: Any
    icon: str
    address: str
    count: int | None
    urgent: bool
    post: bool
    raised: bool


def _place(item: MenuItem, count: int | None) -> Place:
    return Place(item.endpoint, item.label, item.short or item.label, item.icon, url_for(item.endpoint), count or None,
                 item.urgent, item.post, item.group == HEAD)


def _allowed() -> list[MenuItem]:
    return [item for item in registry().menu if item.needs in my_rights()]


class Menu:
    """What a page draws of the menu."""
    def __init__(self) -> None:
        self._items = _allowed()
        counts = badges()
        self._places = {item.endpoint: _place(item, counts.get(item.endpoint)) for item in self._items}

    def _of(self, items: list[MenuItem]) -> list[Place]:
        return [self._places[item.endpoint] for item in items]

    def _group(self, name: str) -> list[Place]:
        return self._of(sorted((i for i in self._items if i.group == name), key=lambda item: item.order))

    @property
    def rail(self) -> list[tuple[Any, list[Place]]]:
        return [(label, places) for name, label in GROUPS.items() if (places := self._group(name))]

    @property
    def dock(self) -> list[Place]:
        """The places of the roles one has, in turn; who has customers goes by the numbers that the areas say: where two
        want one, the higher area's, which knows more of the role.
        """
        roles = [held.role for held in my_memberships()]
        if roles and all(role in DOCKS for role in roles):
            named = (endpoint for rank in zip_longest(*(DOCKS[role] for role in roles)) for endpoint in rank)
            return [self._places[endpoint] for endpoint in dict.fromkeys((HOME, *named))
                    if endpoint in self._places][:DOCK - 1]
        places = {item.dock: item for item in self._items if item.dock is not None}
        return self._of([places[number] for number in sorted(places)][:DOCK - 1])

    @property
    def head(self) -> list[Place]:
        return self._group(HEAD)

    @property
    def me(self) -> list[Place]:
        return self._group(ME)

    @staticmethod
    def is_here(place: Place, named: str | None) -> bool:
        """Whether a page stands at this place: it is the page itself, or the page names it as where it belongs."""
        return place.endpoint in (request.endpoint, named)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["menu"] = Menu
