from dataclasses import dataclass
from typing import Any

from flask import url_for

from portal.core.policy import Rights
from portal.core.registry import registry

EACH = 10           # hits shown of one kind


@dataclass(frozen=True)
class Hit:
    address: str | None
    text: str
    second: str


def hits(rights: Rights, text: str) -> list[tuple[Any, list[Hit]]]:
    """What the areas find for the words typed, by kind in their order; nothing where the person may not look."""
    found = []
    for search in sorted(registry().search, key=lambda search: search.order):
        if search.needs in rights and (rows := search.find(rights, text, EACH)):
            found.append((search.label, [Hit(_address(kind, row_id), str(name), str(second or ""))
                                         for kind, row_id, name, second in rows]))
    return found


def _address(kind: str, row_id: int) -> str | None:
    known = registry().kinds.get(kind)
    if known is None or known.endpoint is None:
        return None
    values: dict[str, Any] = {known.argument or "id": row_id}
    return url_for(known.endpoint, **values)
