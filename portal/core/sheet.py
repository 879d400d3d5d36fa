"""Sheet: plain data, one template, screen and paper."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SheetKind:
    """A printable form or sheet: its Chinese title stands in the list of printable forms."""
    key: str
    title: Any
    needs: str
    template: str
    build: Callable[..., Any]
