"""The certificate of a vehicle that the bank holds has to be back before the vehicle is handed over 赎证."""
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.clock import today
from portal.extensions import db
from portal.org import queries as org
from portal.org.models import Person, Role
from portal.steps import actions as steps
from portal.steps.models import State, Step
from portal.vehicles.models import Certificate, Vehicle

from .. import queries
from ..models import Order

ONE_DAY = timedelta(days=1)
REDEEMERS = (Role.PLANNER, Role.FINANCE, Role.MANAGER)      # the first of them that the store has


def redeem_in_time(order: Order, *, by: Person) -> None:
    """Once a vehicle is pledged and its delivery has a day, somebody is to have its certificate back the day before.
    In the course of an action; a step that is open for this vehicle is moved instead of agreed on again."""
    if order.vehicle_id is None or order.expected_on is None:
        return
    vehicle = db.session.get_one(Vehicle, order.vehicle_id)
    if vehicle.certificate is Certificate.HERE:
        return
    due_on = max(order.expected_on - ONE_DAY, today())
    text = _("Redeem the certificate of %(tail)s for order %(no)s", tail=vehicle.tail, no=order.order_no)
    if step := _open_step(vehicle.id):
        steps.change(step, by=by, version=step.version, owner_id=step.owner_id, text=text, due_on=due_on)
    else:
        redeemer_id = org.first_of(order.store_id, today(), *REDEEMERS) or by.id
        steps.agree(by=by, owner_id=redeemer_id, text=text, due_on=due_on, store_id=order.store_id, origin=vehicle)


def follow_certificate(vehicle: Vehicle, *, by: Person) -> None:
    """When it was noted where the certificate is: back in the store, the step is done; away, one is agreed on."""
    if vehicle.certificate is not Certificate.HERE:
        order = queries.holder(vehicle)
        if order and order.delivered_on is None:
            redeem_in_time(order, by=by)
    elif step := _open_step(vehicle.id):
        steps.finish(step, by=by, version=step.version, outcome=_("The certificate is in the store."))


def leave_certificate(vehicle_id: int, *, by: Person, why: str) -> None:
    """The vehicle is this order's no longer: nobody has to redeem its certificate for it."""
    if step := _open_step(vehicle_id):
        steps.drop(step, by=by, version=step.version, outcome=why)


def _open_step(vehicle_id: int) -> Step | None:
    return db.session.scalars(select(Step).where(
        Step.origin_kind == "vehicle", Step.origin_id == vehicle_id, Step.state == State.OPEN)).first()
