"""交接清单: what one receiver takes over, with the signatures of who gives, who takes, and the manager."""
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.panel import Reading, panels
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.queries import names

from .. import levels
from ..models import Contact, Customer, Lead
from ..queries import card as cards
from ..queries.handover import Handed
from ..queries.leads import last_contact

SLOT = "handed_over"        # panels whose data is a list of (lead id, what else goes along: orders)


@dataclass(frozen=True)
class Line:
    card_no: str
    name: str
    title: str
    level: str
    model: str
    last_on: date | None
    last_words: str
    next_on: date | None
    along: str


@dataclass(frozen=True)
class Given:
    """The page of one receiver."""
    giver: str
    receiver: str
    on: date
    lines: Sequence[Line]


@dataclass(frozen=True)
class HandOverList:
    pages: Sequence[Given]


def build(rows: Sequence[Handed], reading: Reading) -> HandOverList:
    """A page for each receiver, in the order of their names."""
    return HandOverList(list(_pages(rows, goes_along(reading))))


def goes_along(reading: Reading) -> dict[int, str]:
    """What goes over with each lead of `reading.row`, as other areas say it: its orders."""
    return {lead_id: said for _template, found in panels(SLOT, reading) for lead_id, said in found}


def _pages(rows: Sequence[Handed], along: dict[int, str]) -> Iterator[Given]:
    who = names({row.given.from_id for row in rows})
    newest = select(last_contact()).where(Lead.id.in_([row.lead.id for row in rows]))
    last = {contact.lead_id: contact for contact in db.session.scalars(
        select(Contact).where(Contact.id.in_(newest)))}
    people = {row.id: row for row in db.session.scalars(
        select(Customer).where(Customer.id.in_([row.lead.customer_id for row in rows])))}
    for receiver, theirs in groupby(rows, key=lambda row: row.receiver):
        page = list(theirs)
        yield Given(who.get(page[0].given.from_id, ""), receiver or _("public pool"), page[0].given.on, [
            Line(row.lead.card_no, row.name, people[row.lead.customer_id].title,
                 levels.shown(row.lead.level, row.lead.store_id).letter, cards.model(row.lead),
                 last[row.lead.id].closed_on if row.lead.id in last else None,
                 last[row.lead.id].note if row.lead.id in last else "", row.lead.next_contact_on,
                 along.get(row.lead.id, "")) for row in page])


hand_over_list = SheetKind("hand_over_list", _l("Hand-over list"), "leavers.hand_over",
                           "customers/sheets/hand_over_list.html", build, endpoint="handover.leavers", personal=True)
