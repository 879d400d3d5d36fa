"""Customers of a store: by phone, by WeChat, and by whatever somebody types to find one."""
from sqlalchemy import select

from portal.extensions import db

from ..models import ENDED_STATES, Customer, CustomerPhone, Lead


def with_phone(store_id: int, phone: str) -> Customer | None:
    """Whose number this is in the store; `phone` in its normal form."""
    if not phone:
        return None
    return db.session.scalars(
        select(Customer).join(CustomerPhone, CustomerPhone.customer_id == Customer.id).where(
            CustomerPhone.store_id == store_id, CustomerPhone.phone == phone, CustomerPhone.live == 1)).one_or_none()


def with_wechat(store_id: int, wechat: str) -> Customer | None:
    """The store's customer who left this WeChat; of several the first."""
    if not wechat:
        return None
    return db.session.scalars(select(Customer).where(
        Customer.store_id == store_id, Customer.wechat == wechat, Customer.live == 1)
        .order_by(Customer.id).limit(1)).first()


def open_lead_of(customer_id: int) -> Lead | None:
    """The wish that a customer still has, frozen or out of contact too; the newest of several."""
    return db.session.scalars(
        select(Lead).where(Lead.customer_id == customer_id, Lead.live == 1, Lead.state.not_in(ENDED_STATES))
        .order_by(Lead.opened_at.desc(), Lead.id.desc()).limit(1)).first()
