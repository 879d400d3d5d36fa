"""Limits: what a store has agreed on for its stock, read once for a page."""
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.core.agreement import agreed


@dataclass(frozen=True)
class Limits:
    depth_low: Decimal
    depth_high: Decimal
    age_watch: int
    age_clear: int
    age_plan: int
    finance_days: int
    capital_rate: Decimal           # percent a year

    def tone(self, days: int | None) -> str:
        """How the days in store are marked: nothing, ▲ to watch, ■ to clear."""
        if days is None or days <= self.age_watch:
            return ""
        return "late" if days > self.age_clear else "watch"


def limits_of(store_id: int, on: date) -> Limits:
    return Limits(*(agreed(f"stock_{name}", store_id=store_id, on=on) for name in Limits.__dataclass_fields__))
