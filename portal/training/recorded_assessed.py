"""How the change record words what happens to assessments, and what their rows are called where others name them."""
from dataclasses import replace

from flask_babel import lazy_gettext as _l

from portal.core.area import Kind

from . import required, results

VERBS = {
    "training.question_added": _l("Question added"), "training.question_changed": _l("Question changed"),
    "training.question_retired": _l("Question taken out of use"),
    "training.question_reinstated": _l("Question taken into use again"),
    "training.assessment_laid_on": _l("Test laid on"), "training.role_play_laid_on": _l("Role-play laid on"),
    "training.assessment_changed": _l("Terms of an assessment changed"),
    "training.assessment_withdrawn": _l("Assessment withdrawn"),
    "training.answers_opened": _l("Right answers shown"), "training.try_begun": _l("Test begun"),
    "training.answered": _l("Answers kept"), "training.handed_in": _l("Test handed in"),
    "training.role_play_scored": _l("Role-play scored"), "training.try_voided": _l("Try voided"),
    "training.rated": _l("Training rated"),
    "training.certificate_required": _l("Certificate required of a role"),
    "training.certificate_released": _l("Certificate required no more"),
}
FIELDS = {
    "subject": _l("Subject"), "series_id": _l("Series"), "text": _l("Exam question"),
    "options": _l("Answers to choose from"), "right": _l("Right"), "why": _l("Why so"),
    "retired_on": _l("Out of use since"), "event_id": _l("Training"), "title": _l("Heading"),
    "opens_on": _l("Open from"), "closes_on": _l("Open until"),
    "compulsory": _l("Everybody must take it"), "pass_mark": _l("Pass mark"), "tries": _l("Tries with retakes"),
    "retake_days": _l("Days until a retake"), "draw": _l("Drawn for each try"),
    "certificate": _l("Certificate for a pass"), "months": _l("Holds for"), "paper": _l("Questions or criteria"),
    "made_by_id": _l("Laid on by"), "answers_opened_on": _l("Right answers shown since"),
    "withdrawn_on": _l("Withdrawn on"), "assessment_id": _l("Assessment"), "no": _l("Try"),
    "latest": _l("Last try"), "shown": _l("Order of the questions"), "begun_at": _l("Begun at"),
    "made_on": _l("Handed in on"), "points": _l("Points"), "out_of": _l("Points at most"),
    "next_on": _l("Retake from"), "marked_by_id": _l("Scored by"), "remark": _l("Remark"), "try_id": _l("Try"),
    "place": _l("Number on the paper"), "question_id": _l("Exam question"), "chosen": _l("Chosen"),
    "role": _l("Must be held by"), "from_on": _l("Required from"), "until_on": _l("Required no more from"),
    "issued_on": _l("Earned on"), "valid_until": _l("Valid until"),
}

kinds = tuple(replace(kind, fields=FIELDS) for kind in (
    Kind("training_question", _l("Exam question"), "training.question", "question_id", results.question_titles,
         results.readable_questions),
    Kind("training_assessment", _l("Assessment"), "training.assessment", "assessment_id", results.titles,
         results.readable),
    Kind("training_try", _l("Try at an assessment"), "training.result", "try_id", results.try_titles,
         results.readable_tries),
    Kind("training_answer", _l("Test answer")),
    Kind("training_certificate", _l("Certificate earned"), "training.certificate", "certificate_id",
         results.certificate_titles, results.readable_certificates),
    Kind("required_certificate", _l("Required certificate"), "training.required_certificate", "required_id",
         required.titles, required.readable),
))
