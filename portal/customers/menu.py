"""Places of the register and of leads in the menu."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select

from portal.core.area import MenuItem
from portal.core.policy import Rights, me

from .queries import clashes, front_desk, losses


def _to_decide(rights: Rights) -> list[Select[Any]]:
    return losses.to_decide(rights["losses.decide"], by=me(), turn_of=rights)


def _waiting(rights: Rights) -> list[Select[Any]]:
    return [front_desk.waiting(rights["frontdesk.use"])]


def _clashes(rights: Rights) -> list[Select[Any]]:
    return [clashes.open_to_overrule(rights["clashes.decide"])]


places = (
    MenuItem("head", 10, "register.new", _l("Register a visit"), "plus", "visits.write", dock=3, short=_l("Register")),
    MenuItem("", 5, "front_desk.index", _l("Front desk"), "door", "frontdesk.use", count=_waiting, dock=1,
             urgent=True),
    MenuItem("customers", 10, "register.index", _l("Visit register"), "table", "visits.read",
             short=_l("Register list")),
    MenuItem("store", 20, "front_desk.rota_page", _l("Rota"), "swap", "rota.read"),
    MenuItem("customers", 20, "customers.leads", _l("Leads"), "people", "leads.read", dock=2, short=_l("Customers")),
    MenuItem("customers", 50, "losses.index", _l("Losses to decide"), "flag", "losses.decide", count=_to_decide,
             dock=3, short=_l("Approvals"), urgent=True),
    MenuItem("customers", 60, "losses.calls", _l("Losses to call"), "phone", "losses.call"),
    MenuItem("customers", 55, "clashes.index", _l("Ownership clashes"), "people", "clashes.decide", count=_clashes,
             urgent=True),
    MenuItem("customers", 70, "number_checks.index", _l("Number checks"), "phone", "numbers.check"),
    MenuItem("store", 30, "handover.leavers", _l("Leaving: hand over"), "swap", "leavers.hand_over"),
)
