"""How the change record words what happens to drives, orders and deliveries: verbs of actions, and columns."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

VERBS = {
    "drive.booked": _l("Test drive booked"), "drive.made": _l("Test drive made"),
    "drive.completed": _l("Booked drive made"), "drive.missed": _l("Customer did not come"),
    "drive.called_off": _l("Test drive called off"), "drive.moved": _l("Test drive moved"),
    "trip.noted": _l("Line of a car log noted"), "trip.voided": _l("Line of a car log voided"),
    "drive.voided": _l("Test drive voided"),
    "order.signed": _l("Order signed"), "order.changed": _l("Order changed"),
    "order.allotted": _l("Vehicle allotted"), "order.released": _l("Vehicle released"),
    "order.deposit_received": _l("Deposit received"), "order.paid": _l("Full payment or loan received"),
    "order.invoiced": _l("Invoiced"), "order.reported": _l("Reported as retail"), "order.insured": _l("Insured"),
    "order.plated": _l("Plates ready"), "order.cancelled": _l("Order cancelled"),
    "exception.asked": _l("Exception of the queue asked for"), "exception.signed": _l("Exception signed first"),
    "exception.approved": _l("Exception signed second"), "exception.refused": _l("Exception refused"),
    "exception.withdrawn": _l("Exception withdrawn"),
    "order.delivered": _l("Vehicle delivered"), "delivery.taken_back": _l("Delivery taken back"),
}

FIELDS = {
    "accompanied_by_id": _l("Accompanied by"), "visit_id": _l("Register entry"), "starts_at": _l("Set out at"),
    "ends_at": _l("Back at"), "series_id": _l("Series"), "model_id": _l("Model"), "car": _l("Demo car"),
    "drive_id": _l("Test drive"), "purpose": lazy_pgettext("trip", "Purpose"),
    "licence_no": _l("Driving licence no."), "km_out": _l("Kilometres on leaving"),
    "km_in": _l("Kilometres on return"), "score": _l("Customer's score"), "feedback": _l("Customer's words"),
    "order_no": _l("Order no."), "contract_no": _l("Contract no."), "buyer": _l("Buyer on the papers"),
    "signed_by_id": _l("Signed with"), "deliverer_id": _l("Delivers"),
    "deliverer_share": _l("Share of who delivers, percent"),
    "signed_on": _l("Signed on"), "sale_kind": _l("Sale"), "colour": _l("Colour"),
    "list_price_fen": _l("List price"), "price_fen": _l("Agreed price"), "payment": _l("Payment"),
    "deposit_kind": _l("Money taken"), "deposit_fen": _l("Amount taken"), "expected_on": _l("Expected delivery"),
    "vehicle_id": _l("Vehicle"), "vin": _l("VIN"),
    "vin_on": _l("Vehicle allotted on"), "vin_at_signing": _l("Vehicle allotted at the signing"),
    "deposit_paid_on": _l("Deposit received"), "paid_on": _l("Full payment or loan received"),
    "invoiced_on": _l("Invoiced"), "reported_on": _l("Reported as retail"),
    "insured_on": _l("Insured"), "plated_on": _l("Plates ready"), "cancelled_on": _l("Cancelled on"),
    "delivered_on": _l("Delivered on"), "order_id": _l("Its order"), "changed_on": _l("Changed on"),
    "changed_by_id": _l("Changed by"), "before": _l("Before"), "after": _l("After"),
    "cancelled_by_id": _l("Cancelled by"), "why": _l("Why it is cancelled"), "refund": _l("The money taken is"),
    "delivered_by_id": _l("Handed over by"), "delivered_at": _l("Entered at"), "plate": _l("Number plate"),
    "checks": _l("Checklist"), "earlier_id": _l("Order passed over"),
    "manager_by_id": _l("Sales manager's signature"), "manager_at": _l("Signed by the sales manager at"),
    "decided_by_id": _l("Decided by"), "decided_at": _l("Decided at"), "ask_reason": _l("Why this order first"),
    "answer_by_on": _l("Vehicle kept until"),
}
