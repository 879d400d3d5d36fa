"""Customers of a store: by phone, by WeChat, and by whatever somebody types to find one."""
from sqlalchemy import exists, literal, or_, select

from portal.extensions import db

from ..models import (
    ENDED_STATES,
    Clash,
    Closed,
    Contact,
    Customer,
    CustomerPhone,
    HandOver,
    Lead,
    Level,
    NumberState,
    Visit,
)


def with_phone(store_id: int, phone: str) -> Customer | None:
    """Whose number this is in the store; `phone` in its normal form. One found to be somebody else's is nobody's."""
    if not phone:
        return None
    return db.session.scalars(
        select(Customer).join(CustomerPhone, CustomerPhone.customer_id == Customer.id).where(
            CustomerPhone.store_id == store_id, CustomerPhone.phone == phone, CustomerPhone.live == 1,
            or_(CustomerPhone.found.is_(None), CustomerPhone.found != NumberState.WRONG))).one_or_none()


def with_wechat(store_id: int, wechat: str) -> Customer | None:
    """The store's customer who left this WeChat; of several the first."""
    if not wechat:
        return None
    return db.session.scalars(select(Customer).where(
        Customer.store_id == store_id, Customer.wechat == wechat, Customer.live == 1)
        .order_by(Customer.id).limit(1)).first()


def has_lived(lead: Lead, *, but: Visit) -> bool:
    """Whether anything but the entry that opened it has happened to a lead."""
    contacted = exists().where(Contact.lead_id == lead.id, Contact.closed_as == Closed.MADE)
    came = exists().where(Visit.lead_id == lead.id, Visit.id != but.id, Visit.live == 1)
    return db.session.scalar(select(or_(contacted, came, literal(lead.level is Level.O)))) or False


def was_taken_over(visit: Visit) -> bool:
    """Whether receiving this party has moved a lead, or raised the question whose it is."""
    moved = exists().where(HandOver.lead_id == visit.lead_id, HandOver.on == visit.came_on,
                           HandOver.to_id == visit.person_id)
    clashed = exists().where(Clash.visit_id == visit.id)
    return db.session.scalar(select(or_(moved, clashed))) or False


def open_lead_of(customer_id: int) -> Lead | None:
    """The wish that a customer still has, frozen or out of contact too; the newest of several."""
    return db.session.scalars(
        select(Lead).where(Lead.customer_id == customer_id, Lead.live == 1, Lead.state.not_in(ENDED_STATES))
        .order_by(Lead.opened_at.desc(), Lead.id.desc()).limit(1)).first()
