"""Places of leads in the menu."""
from flask_babel import lazy_gettext as _l

from portal.core.area import MenuItem
from portal.core.policy import Rights, me

from .queries import losses


def _to_decide(rights: Rights) -> int | None:
    return losses.count(rights["losses.decide"], by=me(), turn_of=rights) or None


places = (
    MenuItem("customers", 20, "customers.leads", _l("Leads"), "people", "leads.read", dock=2, short=_l("Customers")),
    MenuItem("customers", 50, "losses.index", _l("Losses to decide"), "flag", "losses.decide", count=_to_decide,
             dock=3, short=_l("Approvals"), urgent=True),
    MenuItem("customers", 60, "losses.calls", _l("Losses to call"), "phone", "losses.call"),
    MenuItem("store", 30, "handover.leavers", _l("Leaving: hand over"), "swap", "leavers.hand_over"),
)
