"""意向客户管理卡: all that is known of one lead, on a page to file; the blank one to write on by hand."""
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.agreement import words
from portal.core.clock import ZONE
from portal.core.panel import Reading
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.queries import names

from .. import levels
from ..models import Closed, Contact, CustomerPhone, Lead, LeadState
from ..queries import card as cards
from ..queries import leads as queries
from ..queries.timeline import Moment, of_other_areas

LINES = 22              # of the contact history on a page, filled or not
LINE, PART = 7, 5       # mm: a line of the history; a line or head of another part
ON_THE_BACK = 14        # lines to write on where the history runs over the page
NEWEST = 40             # contacts that are printed


@dataclass(frozen=True)
class Talk:
    """A contact: when, how, with what result, the level before and after, what was said."""
    at: str
    how: str
    result: str
    level: str
    level_after: str
    said: str
    who: str


@dataclass(frozen=True)
class CardSheet:
    card_no: str = ""
    name: str = ""
    owner: str = ""
    level: str = ""
    state: str = ""
    opened_on: date | None = None
    phones: Sequence[tuple[str, str]] = ()              # whose, masked
    person: Sequence[tuple[str, str]] = ()
    wish: Sequence[tuple[str, str]] = ()
    talks: Sequence[Talk] = ()
    moments: Sequence[Moment] = ()                      # test drives, orders, deliveries
    ended: str = ""
    blanks: int = field(default=LINES)


def build(lead: Lead, reading: Reading) -> CardSheet:
    """The card as it stands, phones masked."""
    talks, moments = _talks(lead), sorted(of_other_areas(reading), key=lambda moment: moment.at)
    return CardSheet(
        lead.card_no, lead.customer.name, lead.owner.name if lead.owner else _("public pool"),
        levels.shown(lead.level, lead.store_id).letter, str(lead.state.label), lead.opened_on, _phones(lead),
        _texts(cards.person_facts(lead.customer)), _texts(cards.facts(lead)), talks, moments, _ended(lead),
        _blanks(len(talks), len(moments)))


def _blanks(talks: int, moments: int) -> int:
    """Lines to write on: what is left of the page; over the page, so many that its back is not nearly empty."""
    taken = ceil(PART * (moments + 1) / LINE) if moments else 0
    left = LINES - taken - talks
    return left if left >= 0 else ON_THE_BACK


def blank() -> CardSheet:
    """A card to write on: the names of the facts, nothing in them."""
    return CardSheet(person=[(str(name), "") for name in PERSON], wish=[(str(name), "") for name in WISH])


PERSON = (_l("WeChat"), _l("Area"), _l("Address"), _l("Job"), _l("Family"), _l("Present car"), _l("Who decides"),
          _l("Birthday"), _l("Consent"))
WISH = (_l("Model wanted"), _l("Colour"), _l("Budget, yuan"), _l("Payment"), _l("Use"), _l("Car to trade in"),
        _l("Plate situation"), _l("Also compares"), _l("Source"), _l("Origin"), _l("Opened on"), _l("Remarks"))


def _texts(facts: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in facts]


def _phones(lead: Lead) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(CustomerPhone.holder, queries.masked(CustomerPhone.phone))
        .where(CustomerPhone.customer_id == lead.customer_id, CustomerPhone.live == 1)
        .order_by(CustomerPhone.rank, CustomerPhone.id))
    return [(row[0], row[1]) for row in rows]


def _talks(lead: Lead) -> list[Talk]:
    made = list(db.session.scalars(
        select(Contact).where(Contact.lead_id == lead.id, Contact.closed_as.in_((Closed.MADE, Closed.MET)),
                              Contact.made_at.is_not(None))
        .order_by(Contact.made_at.desc(), Contact.id.desc()).limit(NEWEST)))[::-1]
    who = names(contact.made_by_id for contact in made)

    def letter(level: Any) -> str:
        return levels.shown(level, lead.store_id).letter if level else ""
    return [Talk(f"{contact.made_at.astimezone(ZONE):%Y-%m-%d %H:%M}", " ".join(filter(None, (
                str(contact.method.label) if contact.method else "",
                words("contact_purpose", contact.purpose, store_id=lead.store_id)))),
                 str(contact.result.label) if contact.result else "", letter(contact.level),
                 letter(contact.level_after), contact.note, who.get(contact.made_by_id, ""))
            for contact in made if contact.made_at]


def _ended(lead: Lead) -> str:
    if lead.ended_on is None:
        return ""
    if lead.state is LeadState.INVALID and lead.invalid_as:
        return f"{lead.ended_on} {lead.invalid_as.label} {lead.invalid_reason}"
    return f"{lead.ended_on} {lead.state.label}"


card = SheetKind("prospect_card", _l("Prospect card"), "leads.read", "customers/sheets/card.html", build,
                 endpoint="customers.leads", blank="customers.blank_card", personal=True)
