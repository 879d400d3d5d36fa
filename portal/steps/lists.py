"""The list of agreed steps."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import case

from portal.core.lists import Choice, Column, Dates, Day, Due, Link, List, Person, Search, State, Tab, Text

from . import queries
from .models import State as StepState
from .models import Step

TONES = {StepState.OPEN: "info", StepState.DONE: "ok"}

steps = List(
    "steps", _l("Agreed steps"), queries.steps, id=Step.id, sort="due_on", rows=_l("steps"),
    empty=_l("Steps agreed at a meeting stand here until they are done or dropped with a reason."),
    columns=(
        Column("due_on", _l("By"), case((Step.state == StepState.OPEN, Step.due_on)), Due(), sort=Step.due_on),
        Column("text", lazy_pgettext("step", "What"), Step.text, Text(), head=True, link=Link("steps.step", "step_id")),
        Column("owner", _l("Who"), Step.owner_id, Person(), sort=False),
        Column("raised_on", _l("Agreed on"), Step.raised_on, Day()),
        Column("state", _l("State"), Step.state, State(tone=lambda state: TONES.get(state, ""))),
        Column("closed_on", _l("Ended on"), Step.closed_on, Day()),
        Column("outcome", _l("What came of it"), Step.outcome, Text(), sort=False),
    ),
    filters=(
        Search("w", lazy_pgettext("step", "What"), columns=(Step.text,)),
        Choice("state", _l("State"), column=Step.state, among=StepState),
        Dates("due", _l("By"), column=Step.due_on),
    ),
    tabs=(Tab(_l("To do"), "state=open"), Tab(lazy_pgettext("step", "Done"), "state=done"),
          Tab(_l("Dropped"), "state=dropped")),
)
