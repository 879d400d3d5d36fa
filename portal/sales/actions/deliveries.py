from datetime import date, timedelta

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import now, today
from portal.customers import actions as customers
from portal.customers.models import Lead
from portal.extensions import Coded, db
from portal.org.models import Person
from portal.vehicles import actions as vehicles
from portal.vehicles.models import Vehicle

from .. import queries
from ..models import Delivery, Order
from .allotting import end_exception

LATEST_ENTRY = timedelta(days=3)        # a delivery is entered within three days


class Check(Coded):
    """The checklist of a delivery 交车确认: without the legal papers no vehicle leaves the store."""
    INSPECTED = "inspected", _l("Pre-delivery inspection done")
    CERTIFICATE = "certificate", _l("Certificate of conformity or import papers")
    CONSISTENCY = "consistency", _l("Consistency certificate")
    WARRANTY = "warranty", _l("Three-guarantees booklet")
    INVOICE = "invoice", _l("Invoice")
    EXPLAINED = "explained", _l("Vehicle explained")
    PHOTO = "photo", _l("Photo taken")
    CARE = "care", _l("Introduced to customer care")


NEEDED = (Check.INSPECTED, Check.CERTIFICATE, Check.CONSISTENCY, Check.WARRANTY, Check.INVOICE)


@action("order.delivered")
def deliver(order: Order, *, by: Person, version: int, once: str | None = None, delivered_on: date,
            checks: list[str], plate: str = "", note: str = "") -> Delivery:
    """Hand the vehicle to its buyer 交车; credited to the lead's owner. The lead ends with its last open order.

    Refused without a vehicle that is here with its certificate, without full payment, or while a needed paper of the
    checklist is missing.
    """
    seen(order, version)
    if order.delivered_on or order.live is None:
        raise Refused(_("This order is not open any more."))
    if order.vehicle_id is None or order.vin is None:
        raise Refused(_("Allot a vehicle first: the order has none."))
    if order.paid_on is None:
        raise Refused(_("Full payment has not been noted."))
    if not max(order.signed_on, today() - LATEST_ENTRY) <= delivered_on <= today():
        raise Refused(_("Today or up to three days ago, not before the signing."), field="delivered_on")
    if missing := [check.label for check in NEEDED if check.value not in checks]:
        raise Refused(_("Still missing: %(what)s.", what=format_list([str(label) for label in missing],
                                                                     locale=get_locale())), field="checks")
    lead = locked(db.session.get_one(Lead, order.lead_id))
    delivery = Delivery(store_id=order.store_id, order_id=order.id, lead_id=lead.id, person_id=lead.owner_id,
                        delivered_by_id=order.deliverer_id or by.id, delivered_on=delivered_on, delivered_at=now(),
                        sale_kind=order.sale_kind, series_id=order.series_id, price_fen=order.price_fen, vin=order.vin,
                        plate=plate, checks={check.value: check.value in checks for check in Check}, note=note)
    order.delivered_on = delivered_on
    end_exception(order, _("The order was delivered with another vehicle."))
    db.session.add(delivery)
    db.session.flush()
    vehicles.hand_over(db.session.get_one(Vehicle, order.vehicle_id), by=by, on=delivered_on)
    if not db.session.scalars(queries.undelivered(lead_id=lead.id)).first():
        customers.mark_delivered(lead, by=by, on=delivered_on)
    return delivery


@action("delivery.taken_back")
def take_back_delivery(order: Order, *, by: Person, version: int, reason: str) -> Order:
    """A delivery entered by mistake: its row is voided, the order waits again, the lead returns to level O."""
    seen(order, version)
    if order.delivered_on is None:
        raise Refused(_("This order has not been delivered."))
    if not reason:
        raise Refused(_("Say why it is taken back."), field="reason")
    delivery = db.session.scalars(select(Delivery).where(Delivery.order_id == order.id, Delivery.live == 1)).one()
    delivery.void(by=by, reason=reason)
    order.delivered_on = None
    if order.vehicle_id:
        vehicles.bring_back(db.session.get_one(Vehicle, order.vehicle_id), by=by, reason=reason)
    customers.mark_not_delivered(db.session.get_one(Lead, order.lead_id), by=by)
    return order
