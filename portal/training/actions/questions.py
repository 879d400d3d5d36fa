"""The bank of questions: add one, say one better, take one out of use and back."""
from collections.abc import Sequence

from flask_babel import gettext as _

from portal.core.action import Refused, action, locked, seen
from portal.core.clock import today
from portal.extensions import db
from portal.org.models import Person

from ..assessed import TrainingQuestion
from ..papers import FEWEST_OPTIONS


@action("training.question_added")
def add_question(*, by: Person, store_id: int, subject: str, text: str, options: Sequence[str], right: Sequence[int],
                 series_id: int | None = None, why: str = "", once: str | None = None) -> TrainingQuestion:
    """A question with its options, of which those at the places `right` are."""
    _check(options, right)
    row = TrainingQuestion(store_id=store_id, subject=subject, text=text, options=list(options), right=sorted(right),
                           series_id=series_id, why=why)
    db.session.add(row)
    db.session.flush()
    return row


@action("training.question_changed")
def change_question(row: TrainingQuestion, *, by: Person, version: int, subject: str, text: str,
                    options: Sequence[str], right: Sequence[int], series_id: int | None = None,
                    why: str = "") -> TrainingQuestion:
    """For tests laid on from now on: those there are hold it as it was."""
    seen(row, version)
    _check(options, right)
    row.subject, row.text, row.series_id, row.why = subject, text, series_id, why
    row.options, row.right = list(options), sorted(right)
    return row


@action("training.question_retired")
def retire_question(row: TrainingQuestion, *, by: Person) -> TrainingQuestion:
    """No new test takes it."""
    locked(row).retired_on = today()
    return row


@action("training.question_reinstated")
def reinstate_question(row: TrainingQuestion, *, by: Person) -> TrainingQuestion:
    locked(row).retired_on = None
    return row


def _check(options: Sequence[str], right: Sequence[int]) -> None:
    if len(options) < FEWEST_OPTIONS:
        raise Refused(_("Two options at least."), field="options")
    if len(set(options)) < len(options):
        raise Refused(_("Two options say the same."), field="options")
    if not right:
        raise Refused(_("Tick what is right."), field="options")
