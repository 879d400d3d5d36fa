"""What waits for finance, at home."""
from collections.abc import Mapping

from portal.core.panel import Panel, Reading

from .queries import waiting


def _waits(reading: Reading) -> Mapping[str, int] | None:
    found = waiting(reading.rights["orders.pay"])
    return found if any(found.values()) else None


panels = (Panel("home", 20, "orders.pay", _waits, "stock/finance/_home.html"),)
