"""Data of a sheet that never changes."""
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from portal.core.frozen import Difference, check_value, differences, freeze, thaw
from portal.core.issue import Signer, Slot


@dataclass(frozen=True)
class Line:
    name: str
    amount: int | None = field(metadata={"label": "actual"})
    share: Decimal = Decimal(0)
    target: int | Decimal | None = None


@dataclass(frozen=True)
class Sheet:
    on: date
    lines: tuple[Line, ...]
    split: tuple[int, int] | None = None
    signers: tuple[Signer, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    amount: int
    base: int

    def __str__(self) -> str:
        return f"{self.amount / self.base:.0%}"

    @property
    def parts(self) -> str:
        return f"{self.amount}/{self.base}"


@dataclass(frozen=True)
class Rated:
    name: str
    kept: Rate = field(metadata={"label": "kept"})
    state: str = field(metadata={"label": None})


LINES = (Line("交车", 3, Decimal("0.735"), 13), Line("订单", None, target=Decimal(80)))
SHEET = Sheet(date(2026, 11, 22), LINES, (29, 5), (Signer(Slot.OWN, "本人", "邓浩然", 7),), {"a": "b"})


def test_what_was_frozen_comes_back_the_same():
    assert thaw(Sheet, freeze(SHEET)) == SHEET


def test_the_check_value_does_not_depend_on_the_order_of_names():
    frozen = freeze(SHEET)
    assert check_value(frozen) == check_value(dict(reversed(frozen.items())))
    assert check_value(frozen) != check_value(frozen | {"on": "2026-11-23"})


def test_differences_name_the_row_and_the_column():
    now = replace(SHEET, lines=(Line("交车", 4, Decimal("0.735"), 13), Line("集客", 9)))
    assert [(one.where, one.was, one.now) for one in differences(SHEET, now)] == [
        ("交车 · actual", 3, 4), ("订单", "0 80", None), ("集客", None, "9 0")]


def test_a_rate_differs_as_one_value_and_what_follows_from_others_is_not_told():
    was, now = Rated("留档率", Rate(37, 45), "watch"), Rated("留档率", Rate(36, 44), "late")
    assert list(differences((was,), (now,))) == [Difference("留档率 · kept", "37/45", "36/44")]


def test_a_sheet_of_an_older_portal_lacks_what_came_later_and_is_still_read():
    frozen = freeze(SHEET)
    del frozen["texts"]
    assert thaw(Sheet, frozen | {"gone": 1}).texts == {}
