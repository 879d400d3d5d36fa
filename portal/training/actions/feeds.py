"""The private address of a person's calendars: given, and taken back."""
from portal.core.action import action, locked
from portal.core.clock import now
from portal.extensions import db
from portal.org.models import Person

from ..feeds import TrainingFeed, feed_of


@action("training_feed.opened")
def open_feed(*, by: Person) -> TrainingFeed:
    """A new address; the one before leads nowhere any more."""
    locked(by)
    _end(by)
    feed = TrainingFeed(person_id=by.id, made_at=now())
    db.session.add(feed)
    db.session.flush()
    return feed


@action("training_feed.ended")
def end_feed(*, by: Person) -> None:
    """The address leads nowhere any more, and there is no other."""
    locked(by)
    _end(by)


def _end(by: Person) -> None:
    if feed := feed_of(by.id):
        feed.live, feed.ended_at = None, now()
        db.session.flush()                      # before a new one takes its place
