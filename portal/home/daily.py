"""The two or three buttons that a role presses most, in the order of its day."""
from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from portal.core.policy import Rights
from portal.org.models import Role

MOST = 3


class Button(NamedTuple):
    endpoint: str
    label: Any
    icon: str
    needs: str
    main: bool = False          # the one that the page is opened for
    in_head: bool = False       # stands in the head of every page at the desk; on the phone only here


NEW_VISIT = Button("register.new", _l("Register a visit"), "plus", "visits.write", main=True, in_head=True)
FOLLOW_UPS = Button("customers.due", _l("Record a follow-up"), "phone", "leads.write")
FRONT_DESK = Button("front_desk.index", _l("Front desk"), "door", "frontdesk.use")
REGISTER = Button("register.index", _l("Visit register"), "table", "visits.read")
MORNING = Button("meetings.index", _l("Morning meeting"), "flag", "day.commit")
WEEK_SHEETS = Button("reviews.index", _l("Print the week sheets"), "print", "sheets.issue", main=True)
OWN_SHEET = Button("reviews.index", _l("Weekly review"), "sheet", "sheets.read")
LOSS_CALLS = Button("losses.calls", _l("Losses to call"), "phone", "losses.call", main=True)
NUMBER_CHECKS = Button("number_checks.index", _l("Number checks"), "phone", "numbers.check")
ORDERS = Button("orders.index", _l("Orders and deliveries"), "key", "orders.read", main=True)
PAYMENTS = Button("finance.index", _l("Payments and papers"), "sheet", "finance.read", main=True)
STOCK = Button("stock.index", _l("Stock board"), "box", "vehicles.read", main=True)
INTAKE = Button("vehicles.intake", _l("Vehicle intake"), "down", "vehicles.write")
LEADS = Button("customers.leads", _l("Leads"), "people", "leads.read")
GOALS = Button("goals.tracking", _l("Goal progress"), "goal", "goals.read", main=True)
STEPS = Button("steps.index", _l("Agreed steps"), "check", "steps.read")
TRAINING = Button("training.index", _l("Training"), "book", "training.read", main=True)
STAFF = Button("admin.people", _l("Staff"), "people", "people.write", main=True)
SETTINGS = Button("admin.settings_page", _l("Settings"), "gear", "settings.read")
IMPORT = Button("imports.files", _l("Import"), "up", "imports.write")

DAILY: dict[Role, Sequence[Button]] = {
    Role.CONSULTANT: (NEW_VISIT, FOLLOW_UPS),
    Role.DCC: (NEW_VISIT, FOLLOW_UPS),
    Role.LEADER: (NEW_VISIT, FOLLOW_UPS, MORNING),
    Role.RECEPTION: (FRONT_DESK._replace(main=True), REGISTER),
    Role.MANAGER: (FRONT_DESK, MORNING, WEEK_SHEETS),
    Role.GENERAL_MANAGER: (WEEK_SHEETS,),
    Role.CARE: (LOSS_CALLS, NUMBER_CHECKS, STEPS),
    Role.FINANCE: (PAYMENTS, ORDERS._replace(main=False), OWN_SHEET),
    Role.PLANNER: (STOCK, INTAKE, ORDERS._replace(main=False)),
    Role.TRAINER: (TRAINING, STEPS, OWN_SHEET),
    Role.MARKETING: (GOALS, REGISTER, LEADS),
    Role.GROUP: (GOALS, OWN_SHEET),
    Role.ADMIN: (STAFF, SETTINGS, IMPORT),
}


def buttons(roles: Sequence[Role], rights: Rights) -> list[Button]:
    """For somebody of several roles the first ones of each; one of them is the main button."""
    found: dict[str, Button] = {}
    for place in range(MOST):
        for role in roles:
            for button in DAILY[role][place:place + 1]:
                if button.needs in rights:
                    found.setdefault(button.endpoint, button)
    chosen = list(found.values())[:MOST]
    main = next((button for button in chosen if button.main), chosen[0] if chosen else None)
    return [button._replace(main=button is main) for button in chosen]
