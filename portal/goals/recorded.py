"""How the change record words what happens to goals: the verbs of their actions, their columns."""
from flask_babel import lazy_gettext as _l

VERBS = {
    "goal.planned": _l("Year planned"), "goal.reworded": _l("Plan reworded"),
    "goal.month_shared": _l("Months shared out"), "goal.people_shared": _l("Targets shared out"),
    "goal.weeks_shared": _l("Weeks shared out"),
    "goal.proposed": _l("Targets proposed"), "goal.taken_back": _l("Proposal taken back"),
    "goal.answered": _l("Target answered"), "goal.counter_decided": _l("Counter decided"),
    "goal.published": _l("Targets put in force"), "goal.restated": _l("Plan restated"),
    "goal.dropped": _l("Draft dropped"), "goal.given_out": _l("Rest given out"),
}

FIELDS = {
    "year": _l("Year"), "metric": _l("Figure"), "what": _l("What exactly"), "attainable": _l("Why it can be reached"),
    "serves": _l("Which aim it serves"), "by_on": _l("By when"), "plan_id": _l("Its plan"), "number": _l("Version no."),
    "standing": _l("Standing"), "months": _l("Months"), "total": _l("Total"), "made_by_id": _l("Laid down by"),
    "made_at": _l("Laid down at"), "published_by_id": _l("In force by"), "published_on": _l("In force since"),
    "version_id": _l("Its version"), "month_on": _l("Month"), "whom": _l("Whose"), "amount": _l("Amount"),
    "part_on": _l("Week from"), "given_by_id": _l("Given by"), "given_on": _l("Given on"), "answer": _l("Answer"),
    "proposed": _l("Proposed"), "counter": _l("Counter"), "said_at": _l("Said at"), "verdict": _l("Verdict"),
}
