"""VIN: the 17 characters that name a vehicle (ISO 3779), with the check digit that many makers put in ninth place."""
import re
import unicodedata

_SHAPE = re.compile(r"^[A-HJ-NPR-Z0-9]{17}$")
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def normal_vin(text: str) -> str:
    """Upper case, without blanks and full-width forms."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


def is_vin(text: str) -> bool:
    """17 letters and digits without I, O and Q."""
    return bool(_SHAPE.match(text))


def check_digit(vin: str) -> str:
    """What the ninth character should be where the maker uses a check digit (GB 16735, as 49 CFR 565)."""
    total = sum(weight * (int(c) if c.isdigit() else _VALUES[c]) for weight, c in zip(_WEIGHTS, vin, strict=True))
    return "X" if total % 11 == 10 else str(total % 11)
