"""Choices: what a sheet names and the store's list does not have yet is added to the list when the sheet is loaded."""
from typing import Any

from portal.core.agreement import add_choice, choices
from portal.extensions import db
from portal.org.models import Person, Store

from .checking import Checking, Loading
from .parsers import N_, Context, Fault, Parser, plain

LONGEST = 40


class NewWords(str):
    """Words that the store's list does not have."""


def choice_or_new(kind: str, **also: str) -> Parser:
    """A line of one of the store's lists, by its words, its code or one of `also` (words → code); else new words."""
    def parse(typed: str, context: Context) -> str:
        kept = plain(typed)
        known = context.choices.get(kind, {})
        if kept in known:
            return known[kept]
        if kept in also:
            return also[kept]
        if len(kept) > LONGEST:
            raise Fault(N_("Too long by %(count)s: at most %(most)s characters"), count=len(kept) - LONGEST,
                        most=LONGEST)
        return NewWords(kept)
    return parse


def note_new(checking: Checking, *fields: str) -> None:
    """Say which words are new to the store's lists, where a sheet has them first."""
    said: set[str] = set()
    for row in checking.rows:
        for field in fields:
            if isinstance(row[field], NewWords) and row[field] not in said:
                said.add(row[field])
                row.note(N_("“%(words)s” becomes a line of the store's list"), words=str(row[field]))


def codes(loading: Loading, kind: str, field: str) -> dict[Any, str]:
    """The code of each value of a field; new words become lines of the store's list."""
    found: dict[Any, str] = {None: ""}
    for value in dict.fromkeys(row[field] for row in loading.rows):
        if isinstance(value, NewWords):
            found[value] = _added(kind, str(value), loading.store_id, loading.by)
        elif value is not None:
            found[value] = value
    return found


def _added(kind: str, words: str, store_id: int, by: Person) -> str:
    known = next((line for line in choices(kind, store_id=store_id) if words in (line.words_zh, line.words_en)), None)
    store = db.session.get_one(Store, store_id)
    return known.code if known else add_choice(kind, by=by, store=store, words_zh=words, words_en=words).code
