"""Sample data of the pattern page, as a Chinese store would have it."""
from typing import NamedTuple


class Sample(NamedTuple):
    name: str
    level: str
    offer_fen: int | None
    due_in: int             # days from today


SAMPLES = (Sample("孙建国", "H", 20980000, -2), Sample("董明", "A", 18980000, 0), Sample("范秋月", "N", None, 4))
CONSULTANT = "马宇航 · 探岳"
