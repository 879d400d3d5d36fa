"""Area: what one area of the portal contributes to the whole."""
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Flask
from sqlalchemy import Select

from .agreement import ChoiceKind, SettingKind
from .job import JobKind
from .lists import List
from .metric import Metric
from .panel import Panel
from .policy import Rights
from .sheet import SheetKind


@dataclass(frozen=True)
class MenuItem:
    """A place in the menu: shown to who holds `needs`. `count(rights)` gives the SELECT of the rows that its badge
    counts, or several; made once a day for each reader, so the time of day stands in it as `this_moment()`.
    """
    group: str                                  # "", customers, goals, review, store; head: the button; me: own menu
    order: int
    endpoint: str
    label: Any
    icon: str                                   # a symbol of static/icons.svg
    needs: str
    count: Callable[[Rights], Iterable[Select[Any]]] | None = None
    dock: int | None = None                     # place in the bar of the phone, 1 to 4
    short: Any = None                           # the label in that bar
    urgent: bool = False                        # the badge counts what is late or waits
    post: bool = False                          # pressing it changes something: sign out


@dataclass(frozen=True)
class Kind:
    """A kind of row that links lead to: the change record, due items, search and figures name rows by it.

    `labels(ids)` gives {id: what to call the row} in one query; `endpoint` and `argument` make its address.
    """
    table: str
    label: Any
    endpoint: str | None = None
    argument: str | None = None
    labels: Callable[[set[int]], Mapping[int, str]] | None = None
    scope: Callable[..., Any] | None = None     # (rights, ids) → ids that the reader may open, in one query
    fields: Mapping[str, Any] = field(default_factory=dict)     # column → its name, for the change record


@dataclass(frozen=True)
class Search:
    """What the search in the head looks through: `find(rights, text, limit)` gives rows of (kind, id, text, second)."""
    order: int
    label: Any
    needs: str
    find: Callable[..., Any]


@dataclass(frozen=True)
class Area:
    name: str
    blueprints: tuple[Blueprint, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    kinds: tuple[Kind, ...] = ()
    verbs: Mapping[str, Any] = field(default_factory=dict)      # verb of an action → how the change record words it
    settings: tuple[SettingKind, ...] = ()
    choices: tuple[ChoiceKind, ...] = ()
    search: tuple[Search, ...] = ()
    metrics: tuple[Metric, ...] = ()
    lists: tuple[List, ...] = ()
    due: tuple[Callable[..., Any], ...] = ()
    sheets: tuple[SheetKind, ...] = ()
    imports: tuple[Any, ...] = ()
    panels: tuple[Panel, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    loaders: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    demo: tuple[Callable[..., Any], ...] = ()
    begins: tuple[Callable[..., Any], ...] = ()     # (store, by=) → what a new store starts with, besides its lists
    joins: Mapping[str, Callable[..., None]] = field(default_factory=dict)  # moment told by one below → (row, by=)

    def init_app(self, app: Flask) -> None:
        for blueprint in self.blueprints:
            app.register_blueprint(blueprint)
        app.extensions["portal"].take(self)
