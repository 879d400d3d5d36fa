"""Guard: columns whose values not everybody may see, and how they look where they are masked."""
from typing import Any

PHONE, COST, KEY = "phone", "cost", "key"


def guarded(what: str) -> dict[str, str]:
    """For `mapped_column(info=guarded(PHONE))`: the change record keeps the value masked."""
    return {"guarded": what}


def masked(what: str, value: Any) -> Any:
    """`value` as it is shown to who may not read it: 138****5678; a cost and a key not at all."""
    if value is None:
        return None
    if what == PHONE and isinstance(value, str) and len(value) >= 7:
        return f"{value[:3]}****{value[-4:]}"
    return "****"
