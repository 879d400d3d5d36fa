"""iCalendar (RFC 5545): appointments as the calendars of phones read them from an address."""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
WIDEST = 75                     # octets of a line, its break not counted
READ_AGAIN = "PT2H"             # how often a phone is asked to look for changes
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True)
class Entry:
    """An appointment. `uid` is the same whenever it is told again, `sequence` higher after each change."""
    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    category: str = ""
    url: str = ""
    status: str = "CONFIRMED"           # or TENTATIVE, CANCELLED
    sequence: int = 0


def calendar(name: str, entries: Iterable[Entry], *, made_at: datetime) -> str:
    """The whole calendar, its times in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//portal//training//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             f"NAME:{text(name)}", f"X-WR-CALNAME:{text(name)}", f"REFRESH-INTERVAL;VALUE=DURATION:{READ_AGAIN}",
             f"X-PUBLISHED-TTL:{READ_AGAIN}", *(line for entry in entries for line in _lines(entry, made_at)),
             "END:VCALENDAR"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _lines(entry: Entry, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    for name, value in {
            "UID": entry.uid, "DTSTAMP": utc(made_at), "SEQUENCE": str(entry.sequence),
            "DTSTART": utc(entry.starts_at), "DTEND": utc(entry.ends_at), "STATUS": entry.status,
            "SUMMARY": text(entry.summary), "LOCATION": text(entry.location), "CATEGORIES": text(entry.category),
            "DESCRIPTION": text(entry.description), "URL": entry.url}.items():
        if value:
            yield f"{name}:{value}"
    yield "END:VEVENT"


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(typed: str) -> str:
    """As a value: breaks of any kind and the signs that mean something escaped, other control characters left out."""
    kept = "\n".join(typed.splitlines())
    return "".join(letter for letter in kept if letter >= " " and letter != "\x7f" or letter in "\n\t").translate(
        ESCAPED)


def folded(line: str) -> str:
    """A line of more octets goes on behind a break and a blank; no character is cut in two."""
    if len(line.encode()) <= WIDEST:
        return line
    parts: list[str] = []
    start = size = 0
    for place, letter in enumerate(line):
        octets = len(letter.encode())
        if size + octets > WIDEST:
            parts.append(line[start:place])
            start, size = place, 1                  # the blank
        size += octets
    return "\r\n ".join([*parts, line[start:]])
