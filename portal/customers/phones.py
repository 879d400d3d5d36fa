"""Phones: one normal form of a number, and in words what is wrong with one."""
import re
from unicodedata import normalize

from flask_babel import gettext as _
from flask_babel import ngettext

MOBILE_DIGITS = 11
_GAPS = re.compile(r"[\s\-‐-―_.()/]+")
_AT_HOME = re.compile(r"^(?:\+|00)?86(?=1\d{10}$)|^(?:\+|00)86(?=0?[2-9]\d{8,10}$)")


class WrongPhone(ValueError):
    """Not a phone number; the message says what would be right."""


def normal(text: str) -> str:
    """The one form a number is kept in: digits alone, without +86; other countries keep their +. Empty for nothing.

    Raises WrongPhone with words for the user.
    """
    plain = _GAPS.sub("", normalize("NFKC", text))
    digits = _AT_HOME.sub("", plain)
    abroad = digits != plain and digits[:1] not in ("0", "1")          # written without the 0 of its area code
    if not digits:
        return ""
    if re.fullmatch(r"(?:\+|00)[1-9]\d{7,14}", digits):
        return "+" + digits.lstrip("+0")
    if not re.fullmatch(r"[0-9]+", digits):
        raise WrongPhone(_("A phone number has digits only."))
    if digits[0] == "1":
        return _mobile(digits)
    return _landline("0" + digits if abroad else digits)


def is_complete(text: str) -> bool:
    """Whether what is typed so far is a number to look up."""
    try:
        return bool(normal(text))
    except WrongPhone:
        return False


def _mobile(digits: str) -> str:
    short = MOBILE_DIGITS - len(digits)
    if short > 0:
        raise WrongPhone(ngettext("%(num)d digit short: a mobile number has 11 digits",
                                  "%(num)d digits short: a mobile number has 11 digits", short))
    if short < 0:
        raise WrongPhone(ngettext("%(num)d digit too many: a mobile number has 11 digits",
                                  "%(num)d digits too many: a mobile number has 11 digits", -short))
    if digits[1] not in "3456789":
        raise WrongPhone(_("The second digit of a mobile number is 3 to 9."))
    return digits


def _landline(digits: str) -> str:
    if re.fullmatch(r"[48]00\d{7}", digits):
        return digits
    if digits[0] != "0":
        raise WrongPhone(_("A mobile number begins with 1, a landline with its area code, such as 027."))
    if not re.fullmatch(r"0(?:10|2\d|[3-9]\d\d)\d{7,8}", digits):
        raise WrongPhone(_("A landline is the area code and 7 or 8 digits, such as 027-85551234."))
    return digits
