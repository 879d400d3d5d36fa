"""Words: how days, moments, money, numbers, rates and phones are written, once for screen and paper."""
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from .clock import ZONE, today

NONE = "–"          # the empty value: never 0, never blank
Number = int | float | Decimal | Fraction


def weekday(day: date) -> str:
    """周二, or Tue."""
    return str(get_locale().days["format"]["abbreviated"][day.weekday()])


def day(value: date | None) -> str:
    """For lists: 11-24 周二, with the year where it is another one."""
    if value is None:
        return NONE
    return f"{value:%m-%d} {weekday(value)}" if value.year == today().year else full_day(value)


def full_day(value: date | None) -> str:
    """For heads and paper: 2026-11-24 周二."""
    return NONE if value is None else f"{value:%Y-%m-%d} {weekday(value)}"


def hour(value: datetime | None) -> str:
    """The time in the store's zone: 18:20."""
    return NONE if value is None else f"{value.astimezone(ZONE):%H:%M}"


def moment(value: datetime | None) -> str:
    """今天 18:20, 昨天 18:20, then 11-20 18:20, with the year where it is another one."""
    if value is None:
        return NONE
    there = value.astimezone(ZONE)
    on, time = there.date(), f"{there:%H:%M}"
    if on == today():
        return _("today %(time)s", time=time)
    if on == today() - timedelta(days=1):
        return _("yesterday %(time)s", time=time)
    return f"{on:%m-%d} {time}" if on.year == today().year else f"{on:%Y-%m-%d} {time}"


def number(value: Number | None, places: int | None = None) -> str:
    """1,234 with a real minus; `places` decimals where asked for."""
    if value is None:
        return NONE
    value = _decimal(value)
    return f"{value:,}".replace("-", "−") if places is None else f"{value:,.{places}f}".replace("-", "−")


def signed(value: Number | None, places: int = 1) -> str:
    """+2.1 and −4.7: points ahead of and behind plan."""
    if value is None:
        return NONE
    rounded = round(Decimal(_decimal(value)), places) + 0         # + 0: no minus before nothing
    return ("+" if rounded > 0 else "") + number(rounded, places)


def yuan(fen: int | None) -> str:
    """Whole yuan where it is whole: 178,800, else 178,800.50."""
    if fen is None:
        return NONE
    whole = fen % 100 == 0
    return number(fen // 100) if whole else number(Decimal(fen) / 100, 2)


def rate(amount: Number | None, base: Number | None = 1) -> str:
    """79.2%; a rate over nothing is –."""
    if amount is None or not base:
        return NONE
    return number(Decimal(_decimal(amount)) * 100 / Decimal(_decimal(base)), 1) + "%"


def masked(phone: str | None) -> str:
    """138****5678; a landline keeps its last two digits."""
    if not phone:
        return NONE
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) == 11 else f"{phone[:4]}****{phone[-2:]}"


def grouped(phone: str | None) -> str:
    """The whole number as it is read aloud: 138 1234 5678."""
    if not phone:
        return NONE
    return f"{phone[:3]} {phone[3:7]} {phone[7:]}" if len(phone) == 11 and "*" not in phone else phone


def first_sentence(text: str, most: int) -> str:
    """For a title: at most so many characters."""
    first = re.split(r"(?<=[。！？!?])|[\n;；]", text.strip(), maxsplit=1)[0].strip()
    return first if len(first) <= most else f"{first[:most - 1]}…"


def _decimal(value: Number) -> int | float | Decimal:
    """What can be formatted: a fraction as a decimal."""
    return Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value


def dash(value: Any) -> Any:
    """The value, or a grey – where there is none."""
    return Markup('<span class="none">–</span>') if value is None or value in ("", NONE) else value


def init_app(app: Flask) -> None:
    for word in (weekday, day, full_day, hour, moment, number, signed, yuan, rate, masked, grouped, dash):
        app.jinja_env.filters[word.__name__] = word
