"""How the change record words what happens to trainings, and what their rows are called where others name them."""
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from . import queries, watched

VERBS = {
    "training.planned": _l("Training planned"), "training.changed": _l("Training changed"),
    "training.called_off": _l("Training called off"), "training.signed_up": _l("Signed up for a training"),
    "training.signed_off": _l("Signed off from a training"), "training.signed_in": _l("Signed in at a training"),
    "training.attendance_taken": _l("Attendance taken"), "training.material_added": _l("Training material added"),
    "training.material_removed": _l("Training material removed"),
    "training.enrolled": _l("Put on the list of a training"),
    "training.year_planned": _l("Training plan of the year set"),
    "training_feed.opened": _l("Address of the training calendar given"),
    "training_feed.ended": _l("Address of the training calendar taken back"),
    "need_rule.added": _l("Figure watched for training needs"),
    "need_rule.changed": _l("Watched figure changed"), "need_rule.taken_away": _l("Figure watched no more"),
    "need_rule.laid_down": _l("Usual figures watched for training needs"),
}
FIELDS = {
    "subject": _l("Subject"), "title": _l("Topic"), "on": _l("On the day"), "starts_at": _l("Begins"),
    "minutes": _l("Minutes"), "trainer_id": _l("Trainer"), "room": _l("Room"), "seats": _l("Seats"),
    "compulsory": _l("Whom it is meant for must come"), "about": _l("What it covers"),
    "series_id": _l("Training series"), "ended_on": _l("Ended on"), "ended_by_id": _l("Ended by"),
    "called_off_why": _l("Why it was called off"), "event_id": _l("Training"), "role": _l("Role"),
    "team_id": _l("Team"), "person_id": _l("Person"), "link": _l("Link"), "file_id": _l("File"),
    "required": _l("Must come"), "asked_at": _l("Signed up at"), "moved_up_at": _l("Moved up at"),
    "came": _l("Attendance"), "signed_in_at": _l("Present since"), "absence": _l("Why absent"),
    "year": _l("Year"), "aim": _l("What it is to bring"), "first": _l("1st quarter"), "second": _l("2nd quarter"),
    "third": _l("3rd quarter"), "fourth": _l("4th quarter"),
    "made_at": _l("Address given at"), "ended_at": _l("Address taken back at"),
    "metric": _l("Figure"), "word": _l("Word in the title"), "below": _l("How far under the store"),
    "below_in": _l("Counted in"), "cases": _l("Fewest cases"), "floor_only": _l("Without DCC"),
    "active": _l("Use this line"),
}

kinds = tuple(replace(kind, fields=FIELDS) for kind in (
    Kind("training_event", _l("Training"), "training.event", "event_id", queries.titles, queries.readable),
    Kind("training_seat", _l("Place at a training"), labels=queries.seat_titles),
    Kind("training_audience", _l("Whom a training is meant for")),
    Kind("training_material", _l("Training material")),
    Kind("training_plan", _l("Training plan of a year")),
    Kind("need_rule", _l("Figure watched for training needs"), "training.change_need_rule", "need_rule_id",
         watched.titles, watched.readable),
    Kind("training_feed", _l("Address of a training calendar")),
))
