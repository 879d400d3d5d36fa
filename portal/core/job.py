"""Job: work that outlasts a request, as a row that any process shows and a runner beside the server claims."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class JobKind:
    kind: str
    label: Any
    run: Callable[..., Any]
