"""Large files are checked and imported beside the server."""
from portal.core.job import Running
from portal.extensions import db

from . import actions
from .models import ImportBatch

LARGE = 1_500                   # rows of a file


def check(running: Running, batch_id: int) -> None:
    actions.check(db.session.get_one(ImportBatch, batch_id))


def apply(running: Running, batch_id: int) -> None:
    batch = db.session.get_one(ImportBatch, batch_id)
    try:
        actions.apply(batch, by=running.asker, batch=batch.key)
    except BaseException:
        actions.not_applied(batch)
        raise
