"""Cells that several of these sheets have."""
from collections.abc import Iterable, Mapping

from sqlalchemy import select

from portal.catalogue.load import unknown_series
from portal.core.imports import N_, Checking, Context, Row, Spoken, one_of
from portal.customers import phones
from portal.customers.models import Lead, Level
from portal.extensions import db

AT_ONCE = 500
LEVELS = {level.value: level for level in Level}
level = one_of(LEVELS)


def phone(typed: str, _context: Context) -> str:
    try:
        return phones.normal(typed[:-2] if typed.endswith(".0") else typed)
    except phones.WrongPhone as wrong:
        raise Spoken(str(wrong)) from wrong


def wechat(typed: str, _context: Context) -> str:
    """Whether WeChat was added, or its name: "" for no, "yes" where only that it was."""
    kept = typed.strip()
    if kept in ("是", "有", "√", "✓", "1"):
        return ADDED
    return "" if kept in ("否", "无", "×", "0", "-") else kept[:60]


ADDED = "yes"


def who(row: Row) -> int | None:
    """The person of a row, by staff number or name; 0 for somebody who comes with the same file."""
    found: int | None = row["consultant"] if row["staff_no"] is None else row["staff_no"]
    return found


def leads_by_card(store_id: int, cards: Iterable[str | None]) -> Mapping[str, Lead]:
    wanted = sorted({card for card in cards if card})
    found: dict[str, Lead] = {}
    for start in range(0, len(wanted), AT_ONCE):
        found |= {lead.card_no: lead for lead in db.session.scalars(select(Lead).where(
            Lead.store_id == store_id, Lead.live == 1, Lead.card_no.in_(wanted[start:start + AT_ONCE])))}
    return found


def note_series(checking: Checking) -> None:
    """Say which series are new to the catalogue, where a sheet names one first."""
    new = unknown_series(row["series"] for row in checking.rows)
    for row in checking.rows:
        if row["series"] in new:
            new.remove(row["series"])
            row.note(N_("“%(name)s” becomes a series of the catalogue"), name=row["series"])


def check_cards(checking: Checking) -> None:
    """A card must be in the portal or come with the same file."""
    there = leads_by_card(checking.store_id, (row["card"] for row in checking.rows))
    told = {row["card"] for row in checking.earlier.get("leads", {}).values()}
    for row in checking.rows:
        if row["card"] and row["card"] not in told and row["card"] not in there:
            row.wrong("card", N_("The portal has no card %(card)s, nor has a row of this file that is without fault"),
                      card=row["card"])
