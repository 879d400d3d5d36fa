"""How the change record words what happens to vehicles: verbs of actions, and columns."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

VERBS = {
    "vehicle.entered": _l("Vehicle entered"), "vehicle.changed": _l("Vehicle changed"),
    "vehicle.taken_in": _l("Vehicle taken in"), "vehicle.parked": _l("Vehicle parked elsewhere"),
    "vehicle.used": _l("Use of the vehicle changed"), "vehicle.transferred": _l("Vehicle transferred"),
    "vehicle.called_back": _l("Transfer taken back"),
    "vehicle.returned": _l("Vehicle returned"), "vehicle.certified": _l("Certificate noted"),
    "vehicle.voided": _l("Vehicle voided"), "vehicle.held": _l("Vehicle reserved"),
    "vehicle.freed": _l("Vehicle freed"), "vehicle.invoiced": _l("Vehicle invoiced"),
    "vehicle.handed_over": _l("Vehicle handed over"), "vehicle.came_back": _l("Vehicle came back"),
}

FIELDS = {
    "vin": _l("VIN"), "tail": _l("End of the VIN"), "use": _l("Use"), "hold": _l("Reserved or free"),
    "held_for": _l("Order no."), "place": _l("Parked at"), "arrived_on": _l("Arrived on"), "series_id": _l("Series"),
    "model_id": _l("Model"), "colour": _l("Colour"), "interior": _l("Interior"), "options": _l("Options"),
    "engine_no": _l("Engine no."), "plate": _l("Number plate"), "list_price_fen": _l("List price"),
    "cost_fen": _l("Cost"), "rebate_fen": _l("Factory rebate"), "produced_on": _l("Produced on"),
    "expected_on": _l("Expected arrival"), "invoiced_on": _l("Invoiced by the factory on"),
    "bank": _l("Financing bank"), "finance_due_on": _l("Financing due on"),
    "certificate": _l("Certificate of conformity"), "redeem_on": _l("To be back on"), "vehicle_id": _l("Vehicle"),
    "what": lazy_pgettext("vehicle", "Move"), "to_on": _l("Until before"), "moved_at": _l("Entered at"),
    "moved_by_id": _l("By whom"),
}
