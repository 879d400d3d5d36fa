"""Split: a column of facts by which a figure is taken apart, and the words of its values."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.core import agreement, words


@dataclass(frozen=True)
class Split:
    """Codes of an enum speak for themselves; others stand in a store's list `choice`, or `said()` has their words."""
    label: Any
    choice: str = ""
    said: Callable[[], Mapping[Any, Any]] | None = None

    def words(self, store_id: int | None) -> Callable[[Any], str]:
        """What its values read as, in the words of a store."""
        said = self.said() if self.said else agreement.labels(self.choice, store_id=None) if self.choice else {}

        def read(value: Any) -> str:
            if value is None or value == "":
                return words.NONE
            if self.choice and store_id:
                return agreement.words(self.choice, value, store_id=store_id)
            return str(said.get(value, getattr(value, "label", value)))
        return read
