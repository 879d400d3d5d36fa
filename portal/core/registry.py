"""Registry: what all areas together contribute; filled by Area.init_app, read through `registry()`."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    from .agreement import ChoiceKind, SettingKind
    from .area import Area, Kind, MenuItem, Search
    from .job import JobKind
    from .lists import List
    from .metric import Metric
    from .panel import Panel
    from .sheet import SheetKind


@dataclass
class Registry:
    """Everything named by the areas, in the order of `AREAS` (lower areas first)."""
    areas: list["Area"] = field(default_factory=list)
    menu: list["MenuItem"] = field(default_factory=list)
    kinds: dict[str, "Kind"] = field(default_factory=dict)                  # by table name
    verbs: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, "SettingKind"] = field(default_factory=dict)
    choices: dict[str, "ChoiceKind"] = field(default_factory=dict)
    search: list["Search"] = field(default_factory=list)
    metrics: dict[str, "Metric"] = field(default_factory=dict)
    lists: dict[str, "List"] = field(default_factory=dict)
    due: list[Callable[..., Any]] = field(default_factory=list)
    sheets: dict[str, "SheetKind"] = field(default_factory=dict)
    imports: dict[str, Any] = field(default_factory=dict)
    panels: list["Panel"] = field(default_factory=list)
    jobs: dict[str, "JobKind"] = field(default_factory=dict)
    loaders: dict[str, Callable[..., int]] = field(default_factory=dict)
    demo: list[Callable[..., Any]] = field(default_factory=list)
    begins: list[Callable[..., Any]] = field(default_factory=list)
    joins: dict[str, list[Callable[..., None]]] = field(default_factory=dict)

    def take(self, area: "Area") -> None:
        self.areas.append(area)
        self.menu.extend(area.menu)
        self.search.extend(area.search)
        self.due.extend(area.due)
        self.panels.extend(area.panels)
        self.demo.extend(area.demo)
        self.begins.extend(area.begins)
        for moment, react in area.joins.items():
            self.joins.setdefault(moment, []).append(react)
        self._add(self.kinds, {kind.table: kind for kind in area.kinds})
        self._add(self.verbs, dict(area.verbs))
        self._add(self.settings, {kind.key: kind for kind in area.settings})
        self._add(self.choices, {kind.key: kind for kind in area.choices})
        self._add(self.metrics, {metric.key: metric for metric in area.metrics})
        self._add(self.settings, {aim.key: aim for metric in area.metrics for aim in metric.settings()})
        self._add(self.lists, {a_list.key: a_list for a_list in area.lists})
        self._add(self.sheets, {sheet.key: sheet for sheet in area.sheets})
        self._add(self.imports, {an_import.key: an_import for an_import in area.imports})
        self._add(self.jobs, {job.kind: job for job in area.jobs})
        self._add(self.loaders, dict(area.loaders))

    @staticmethod
    def _add(known: dict[str, Any], new: Mapping[str, Any]) -> None:
        if twice := known.keys() & new.keys():
            raise ValueError(f"named by two areas: {sorted(twice)}")
        known.update(new)


def registry() -> Registry:
    return current_app.extensions["portal"]


def tell(moment: str, row: Any, *, by: Any) -> None:
    """In the course of an action: the areas above do what is theirs now, or refuse it."""
    for react in registry().joins.get(moment, ()):
        react(row, by=by)
