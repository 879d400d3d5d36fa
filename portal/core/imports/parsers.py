"""Parsers: a cell as people type it → a value, or a Fault that says what is wrong and what would be right."""
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from typing import Any

from flask_babel import gettext as in_words

from portal.core.clock import ZONE
from portal.core.fields import fen_from

EXCEL_EPOCH = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000              # 1954 to 2119: a number that is a day
YEARS = range(1900, 2200)
YES = frozenset({"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对"})
NO = frozenset({"否", "无", "没有", "×", "x", "n", "no", "false", "0", "-", "—"})

_YMD = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MD = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WEEKDAY = re.compile(r"[\s(]*(周|星期|礼拜)[一二三四五六日天][\s)]*")
_HOUR = re.compile(r"(上午|下午|中午|晚上?|早上?|凌晨)?\s*(\d{1,2})\s*[:点时.]\s*(\d{1,2}|半)?\s*分?(?::\d{1,2})?秒?")


def N_(text: str) -> str:
    """Marks words that are translated when they are shown."""
    return text


class Fault(Exception):
    """What is wrong with a cell. The words are translated when they are shown, so they are kept apart from the data."""
    spoken = False                  # the words are in the reader's language already: asked for again when shown

    def __init__(self, said: str, **values: Any) -> None:
        super().__init__(said)
        self.said, self.values = said, values


class Spoken(Fault):
    """A fault in words that another module has translated."""
    spoken = True


@dataclass
class Context:
    """What parsers may ask: the store's people, its lists, the year of a day typed without one."""
    year: int
    people: Mapping[str, int] = field(default_factory=dict)                 # staff number and name → id
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # kind → words and code → code
    more: dict[str, Any] = field(default_factory=dict)                      # what an area's own parsers look up


Parser = Callable[[str, Context], Any]


def plain(text: str) -> str:
    """Without full-width forms and outer blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def text(most: int = 200) -> Parser:
    def parse(typed: str, _context: Context) -> str:
        kept = typed.strip()
        if len(kept) > most:
            raise Fault(N_("Too long by %(count)s: at most %(most)s characters"), count=len(kept) - most, most=most)
        return kept
    return parse


def code(most: int = 40) -> Parser:
    """A number on paper or of another system: upper case, no blanks, and no ".0" that a spreadsheet added."""
    def parse(typed: str, _context: Context) -> str:
        kept = re.sub(r"\s", "", plain(typed)).upper()
        kept = kept[:-2] if re.fullmatch(r"\d+\.0", kept) else kept
        if len(kept) > most:
            raise Fault(N_("Too long by %(count)s: at most %(most)s characters"), count=len(kept) - most, most=most)
        return kept
    return parse


def day(typed: str, context: Context) -> date:
    """2025-11-03 · 2025/11/3 · 2025.11.03 · 20251103 · 2025年11月3日 周一 · 11月3日 · 45964."""
    kept = _WEEKDAY.sub(" ", plain(typed)).strip()
    if found := _YMD.match(kept) or _PACKED.fullmatch(kept):
        rest = kept[found.end():].strip(" T")
        if rest and not _HOUR.fullmatch(rest):
            raise Fault(N_("Not a day: 2025-11-03 would be right"))
        return _day(*map(int, found.groups()))
    if found := _MD.fullmatch(kept):
        if not re.fullmatch(r"\d+\.\d+", kept) or 1 <= int(found.group(1)) <= 12:
            return _day(context.year, *map(int, found.groups()))
    if re.fullmatch(r"\d{5}(\.\d+)?", kept) and FIRST_SERIAL <= float(kept) <= LAST_SERIAL:
        return EXCEL_EPOCH + timedelta(days=int(float(kept)))
    raise Fault(N_("Not a day: 2025-11-03 would be right"))


def _day(year: int, month: int, number: int) -> date:
    if year not in YEARS:
        raise Fault(N_("The year %(year)s cannot be right"), year=year)
    if not 1 <= month <= 12:
        raise Fault(N_("There is no month %(month)s"), month=month)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise Fault(N_("%(year)s-%(month)s has no day %(day)s"), year=year, month=month, day=number) from error


def hour(typed: str, context: Context) -> time:
    """9:54 · 09:54:00 · 9点54 · 9点半 · 下午 3:20 · 0.4125 of a day."""
    kept = plain(typed)
    if re.fullmatch(r"0?\.\d+", kept):
        minutes = round(float(kept) * 24 * 60)
        return time(minutes // 60 % 24, minutes % 60)
    if not (found := _HOUR.fullmatch(kept)):
        raise Fault(N_("Not a time: 9:30 would be right"))
    part, hours, minutes_typed = found.group(1), int(found.group(2)), found.group(3)
    if part in ("下午", "晚", "晚上") and hours < 12:
        hours += 12
    number = 30 if minutes_typed == "半" else int(minutes_typed or 0)
    if hours > 23 or number > 59:
        raise Fault(N_("There is no time %(time)s"), time=f"{hours}:{number:02}")
    return time(hours, number)


def moment(typed: str, context: Context) -> datetime:
    """A day with its time, in the store's zone; midnight where no time stands."""
    kept = _WEEKDAY.sub(" ", plain(typed)).strip()
    if re.fullmatch(r"\d{5}\.\d+", kept):
        whole, part = kept.split(".")
        return datetime.combine(day(whole, context), hour(f"0.{part}", context), ZONE)
    found = _YMD.match(kept) or re.match(r"(\d{4})(\d{2})(\d{2})(?!\d)", kept) or _MD.match(kept)
    rest = kept[found.end():].strip(" T") if found else ""
    on = day(kept[:found.end()] if found else kept, context)
    return datetime.combine(on, hour(rest, context) if rest else time(), ZONE)


def money(typed: str, _context: Context) -> int:
    """Fen from yuan: 178,800 · 13.58万 · ¥5000."""
    try:
        fen = fen_from(typed)
    except ValueError as error:
        raise Fault(N_("Not an amount: 178800 or 17.88万 would be right")) from error
    if fen < 0:
        raise Fault(N_("An amount is not below 0"))
    return fen


def number(low: int = 0, high: int = 1_000_000) -> Parser:
    """A whole number, with or without its unit: 3 · 3人 · 12.0 · 8 km."""
    def parse(typed: str, _context: Context) -> int:
        kept = plain(typed).replace(",", "")
        found = re.fullmatch(r"(-?\d{1,12})(?:\.(\d+))?\s*(\D{0,4})", kept)
        if not found:
            raise Fault(N_("Not a number"))
        if found.group(2) and found.group(2).strip("0"):
            raise Fault(N_("A whole number is needed"))
        value = int(found.group(1))
        if not low <= value <= high:
            raise Fault(N_("From %(low)s to %(high)s would be right"), low=low, high=high)
        return value
    return parse


def yes_no(typed: str, _context: Context) -> bool:
    kept = plain(typed).lower()
    if kept in YES:
        return True
    if kept in NO:
        return False
    raise Fault(N_("%(yes)s or %(no)s is needed"), yes="是", no="否")


def one_of(words: Mapping[str, Any]) -> Parser:
    """One of fixed words; several may mean the same. The fault names them."""
    said = {plain(word).upper(): value for word, value in words.items()}
    offered = " ".join(dict.fromkeys(words))

    def parse(typed: str, _context: Context) -> Any:
        kept = plain(typed).upper()
        if kept not in said:
            raise Fault(N_("Only these are known: %(words)s"), words=offered)
        return said[kept]
    return parse


def choice(kind: str) -> Parser:
    """A row of one of the store's lists (sources, purposes …), by its words or its code."""
    def parse(typed: str, context: Context) -> str:
        known = context.choices.get(kind, {})
        kept = plain(typed)
        if kept in known:
            return known[kept]
        near = nearest(kept, known)
        if near:
            raise Fault(N_("Not in the store's list, perhaps %(near)s"), near=near)
        raise Fault(N_("Not in the store's list"))
    return parse


def person(typed: str, context: Context) -> int:
    """Somebody of the store, by staff number or name."""
    kept = re.sub(r"\s", "", plain(typed))
    kept = kept[:-2] if re.fullmatch(r"\d+\.0", kept) else kept
    found = context.people.get(kept) or context.people.get(kept.upper())
    if found is not None:
        return found
    near = nearest(kept, context.people)
    if near:
        raise Fault(N_("Nobody of this name in the store, perhaps %(near)s"), near=near)
    raise Fault(N_("Nobody of this name in the store"))


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """What somebody may have meant: 小曾 → 曾凯."""
    among = [word for word in known if not word.isascii()]
    if close := get_close_matches(typed, among, 1, 0.6):
        return close[0]
    letters = {letter for letter in typed.lstrip("小老阿") if not letter.isascii()}
    sharing = [word for word in among if letters & set(word)]
    return sharing[0] if len(sharing) == 1 else None


def said(fault: Mapping[str, Any]) -> str:
    """A fault in the reader's words."""
    return in_words(fault["said"], **fault["values"])
