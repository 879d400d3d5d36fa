"""What rows of customers and leads are called where others name them: due items, search, figures, changes."""
from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.area import Kind
from portal.core.policy import Rights
from portal.extensions import db

from .models import Clash, Customer, Lead, Visit
from .queries import leads as queries
from .queries.clashes import clashes
from .queries.visits import visits
from .recorded import FIELDS


def _leads(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(Lead.id, Customer.name, Lead.card_no)
                              .join(Customer, Customer.id == Lead.customer_id).where(Lead.id.in_(ids)))
    return {row[0]: f"{row[1]} {row[2]}" for row in rows}


def _customers(ids: set[int]) -> Mapping[int, str]:
    return {row[0]: row[1] for row in db.session.execute(
        select(Customer.id, Customer.name).where(Customer.id.in_(ids)))}


def _open_leads(rights: Rights, ids: set[int]) -> frozenset[int]:
    return queries.opened_by(rights["leads.read"], ids) if "leads.read" in rights else frozenset()


def _open_customers(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(queries.customers(rights["leads.read"]).where(Customer.id.in_(ids))
                                  .with_only_columns(Customer.id))) if "leads.read" in rights else set()


def _visits(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(Visit.id, Visit.entry_no, Visit.name).where(Visit.id.in_(ids)))
    return {row[0]: f"#{row[1].rpartition('-')[2]} {row[2]}".strip() for row in rows}


def _clashes(ids: set[int]) -> Mapping[int, str]:
    rows = db.session.execute(select(Clash.id, Customer.name).join(Lead, Lead.id == Clash.lead_id)
                              .join(Customer, Customer.id == Lead.customer_id).where(Clash.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def _open_visits(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(visits(rights["visits.read"]).where(Visit.id.in_(ids))
                                  .with_only_columns(Visit.id))) if "visits.read" in rights else set()


def _open_clashes(rights: Rights, ids: set[int]) -> set[int]:
    return set(db.session.scalars(clashes(rights["clashes.decide"]).where(Clash.id.in_(ids))
                                  .with_only_columns(Clash.id))) if "clashes.decide" in rights else set()


kinds = tuple(replace(kind, fields=FIELDS) for kind in (
    Kind("visit", _l("Register entry"), "register.visit", "visit_id", labels=_visits, scope=_open_visits),
    Kind("clash", _l("Ownership clash"), "clashes.clash", "clash_id", labels=_clashes, scope=_open_clashes),
    Kind("rota_place", _l("Place on the rota")), Kind("rota_turn", _l("Turn")), Kind("day_sign_off", _l("Sign-off")),
    Kind("lead", _l("Lead"), "customers.lead", "lead_id", labels=_leads, scope=_open_leads),
    Kind("customer", _l("Customer"), "persons.customer", "customer_id", labels=_customers, scope=_open_customers),
    Kind("contact", _l("Contact")), Kind("level_span", _l("Level span")), Kind("appointment", _l("Appointment")),
    Kind("lead_comment", _l("Comment")), Kind("hand_over", _l("Hand-over")), Kind("loss", _l("Loss")),
    Kind("freeze", _l("Freeze")), Kind("customer_phone", _l("Number")), Kind("number_check", _l("Check of a number")),
))
