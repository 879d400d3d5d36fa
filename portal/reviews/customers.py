"""The customers of ③: ordered and H ones, as they stood at the close of a day."""
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import or_, select

from portal.catalogue.queries import series_names
from portal.core.agreement import agreed
from portal.customers.models import Closed, Contact, Customer, Lead, LeadState, Level, LevelSpan, Result
from portal.customers.names import polite
from portal.extensions import db
from portal.sales.models import Order

from .week import CustomerRow

SHOWN = (Level.O, Level.H)
FAR = date.max


class Dated(NamedTuple):
    owner_id: int | None
    row: CustomerRow


def ordered_and_hot(store_id: int, on: date, owners: Mapping[int, str]) -> list[Dated]:
    """By next contact, those without one last; `owners` are the names of the people there."""
    rows = db.session.execute(
        select(LevelSpan.lead_id, LevelSpan.level, LevelSpan.owner_id, Lead.card_no, Lead.series_id, Customer.name,
               Customer.title, Customer.is_company)
        .join(Lead, Lead.id == LevelSpan.lead_id).join(Customer, Customer.id == Lead.customer_id)
        .where(LevelSpan.store_id == store_id, LevelSpan.at_close_of(on),
               LevelSpan.state == LeadState.OPEN, LevelSpan.level.in_(SHOWN), Lead.live == 1)).all()
    ids = [row.lead_id for row in rows]
    since, last, next_on, expected = _since(ids, on), _last(ids, on), _next(ids, on), _expected(ids, on)
    series = series_names()
    levels = agreed("levels", store_id=store_id, on=on)

    def shown(row: Any) -> CustomerRow:
        days = (on - since.get(row.lead_id, on)).days + 1
        window = levels[row.level.value]["window_days"]
        made_on, how = last.get(row.lead_id, (None, ""))
        due_on, note = _due(next_on.get(row.lead_id), expected.get(row.lead_id), on)
        return CustomerRow(
            row.card_no, levels[row.level.value]["letter"], polite(row.name, row.title, row.is_company),
            series.get(row.series_id, ""), owners.get(row.owner_id or 0, ""), days,
            row.level is not Level.O and 0 < window < days, made_on, how, due_on, note)
    dated = [Dated(row.owner_id, shown(row)) for row in rows]
    return sorted(dated, key=lambda one: (one.row.next_on or FAR, one.row.card_no))


def _due(contact_on: date | None, delivery_on: date | None, on: date) -> tuple[date | None, str]:
    """The next thing to do: the contact, or a delivery that comes no later."""
    if delivery_on and delivery_on > on and (contact_on is None or delivery_on <= contact_on):
        return delivery_on, _("deliver")
    return contact_on, _("overdue") if contact_on and contact_on <= on else ""


def _since(ids: list[int], on: date) -> Mapping[int, date]:
    """Since when each lead has been at its level, hand-overs in between not counted."""
    rows = db.session.execute(select(LevelSpan.lead_id, LevelSpan.level, LevelSpan.state, LevelSpan.from_on)
                              .where(LevelSpan.lead_id.in_(ids), LevelSpan.from_on <= on)
                              .order_by(LevelSpan.lead_id, LevelSpan.n))
    began: dict[int, tuple[Level, LeadState, date]] = {}
    for lead_id, level, state, from_on in rows:
        if began.get(lead_id, (None, None))[:2] != (level, state):
            began[lead_id] = (level, state, from_on)
    return {lead_id: since for lead_id, (_level, _state, since) in began.items()}


def _last(ids: list[int], on: date) -> Mapping[int, tuple[date, str]]:
    """The last contact made by a day, and how."""
    rows = db.session.execute(
        select(Contact.lead_id, Contact.closed_on, Contact.closed_as, Contact.method, Contact.result)
        .where(Contact.lead_id.in_(ids), Contact.closed_as.in_((Closed.MADE, Closed.MET)), Contact.closed_on <= on)
        .order_by(Contact.closed_on, Contact.id))
    return {row.lead_id: (row.closed_on, _how(row)) for row in rows}


def _how(row: Any) -> str:
    if row.result is Result.UNANSWERED:
        return str(Result.UNANSWERED.label)
    return str(row.method.label) if row.method else _("came") if row.closed_as is Closed.MET else ""


def _next(ids: list[int], on: date) -> Mapping[int, date]:
    """The day of the contact that was owed at the close of a day."""
    rows = db.session.execute(
        select(Contact.lead_id, Contact.due_on)
        .where(Contact.lead_id.in_(ids), Contact.planned_on <= on,
               or_(Contact.closed_on.is_(None), Contact.closed_on > on)).order_by(Contact.due_on.desc()))
    return {row.lead_id: row.due_on for row in rows}


def _expected(ids: list[int], on: date) -> Mapping[int, date]:
    """When the open order of each is to be delivered."""
    rows = db.session.execute(
        select(Order.lead_id, Order.expected_on)
        .where(Order.lead_id.in_(ids), Order.expected_on.is_not(None), Order.signed_on <= on, Order.voided_at.is_(None),
               or_(Order.cancelled_on.is_(None), Order.cancelled_on > on),
               or_(Order.delivered_on.is_(None), Order.delivered_on > on)).order_by(Order.expected_on.desc()))
    return {row.lead_id: row.expected_on for row in rows}
