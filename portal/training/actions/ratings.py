"""Rating a training, by those who were there."""
from flask_babel import gettext as _

from portal.core.action import Refused, action, locked
from portal.extensions import db
from portal.org.models import Person

from .. import queries, results
from ..assessed import TrainingRating
from ..models import Attendance, TrainingEvent


@action("training.rated")
def rate(event: TrainingEvent, *, by: Person, stars: int, remark: str = "") -> None:
    """1 to 5 stars and a word; said again, the newer holds. No line of the change record says whose word it is."""
    locked(event)
    seat = queries.seat_of(event.id, by.id)
    if seat is None or seat.came is not Attendance.PRESENT:
        raise Refused(_("Only who was there rates a training."))
    row = results.rating_by(event.id, by.id)
    if row is None:
        row = TrainingRating(event_id=event.id, person_id=by.id, stars=stars)
        db.session.add(row)
    row.stars, row.remark = stars, remark
    db.session.flush()
