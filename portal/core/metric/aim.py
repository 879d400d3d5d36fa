"""Aim: what a store wants a figure to be; a setting, with the value it starts from."""
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind
from portal.core.period import Unit

AIMS = _l("Aims")


@dataclass(frozen=True)
class Aim:
    """`first` is in percent for a rate, in the metric's unit for all others; None: none to start with.

    With `split` each value of that column has its own aim (`firsts`: value → (label, first)) and the total has none.
    Judged only for the kinds of period in `units`, where any are named.
    """
    first: int | Decimal | None = None
    at_most: bool = False
    units: tuple[Unit, ...] = ()
    split: str = ""
    firsts: Mapping[str, tuple[Any, int | Decimal | None]] = field(default_factory=dict)
    high: int = 100

    def settings(self, key: str, name: Any, unit: Any) -> Iterator[SettingKind]:
        if not self.split:
            yield self._setting(f"aim.{key}", name, unit, self.first)
        for value, (label, first) in self.firsts.items():
            named = _l("%(metric)s, %(part)s", metric=name, part=label)
            yield self._setting(f"aim.{key}.{value}", named, unit, first)

    def key(self, metric: str, where: Mapping[str, Any]) -> str | None:
        """The setting that holds for a part of the metric; None where no aim is set for it."""
        if not self.split:
            return f"aim.{metric}"
        value = where.get(self.split)
        return f"aim.{metric}.{value}" if value in self.firsts else None

    def _setting(self, key: str, label: Any, unit: Any, first: int | Decimal | None) -> SettingKind:
        return SettingKind(key, None if first is None else Decimal(first), label, Decimal, unit=unit, low=0,
                           high=self.high, group=AIMS, optional=True)
