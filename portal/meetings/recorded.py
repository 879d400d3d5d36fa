"""How the change record words what happens at the meetings: the verbs of their actions, their tables and columns."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

VERBS = {
    "day.committed": _l("Committed to the day"), "day.written": _l("Day report written"),
    "day.instructed": _l("Day report instructed"), "day.signed": _l("Day report signed"),
    "day.signing_taken_back": _l("Signing taken back"),
}

FIELDS = {
    "person_id": _l("Whose day"), "on": _l("On the day"), "more_orders": _l("More orders, not named yet"),
    "more_deliveries": _l("More deliveries, not named yet"), "made_at": _l("Committed at"),
    "made_by_id": _l("Committed by"), "day_id": _l("Its commitment"), "lead_id": _l("Lead"), "order_id": _l("Order"),
    "aim": _l("What is expected"), "ticked_at": _l("Ticked at"), "problem": _l("Problem"), "help": _l("Help needed"),
    "next_steps": _l("Next steps"), "instruction": _l("Leader's instruction"), "written_by_id": _l("Written by"),
    "written_at": _l("Written at"), "signed_as": _l("Signed off as"), "signed_by_id": _l("Signed off by"),
    "signed_at": _l("Signed off at"),
}

kinds = (
    Kind("day_commitment", _l("Commitment of a day"), fields=FIELDS),
    Kind("commitment", _l("Customer committed to"), fields=FIELDS),
    Kind("day_report", _l("Day report"), fields=FIELDS),
    Kind("day_instruction", _l("Instruction on a day report"), fields=FIELDS),
    Kind("day_signing", _l("Day report signed"), fields=FIELDS),
)
