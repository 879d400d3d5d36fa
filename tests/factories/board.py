"""Posts on the feedback board."""
from datetime import date

from portal.board.models import Post, PostKind, PostState
from portal.extensions import db

from .org import add


def add_post(title="试驾车每天早上没电", *, store_id, posted_on=date(2026, 11, 23), answer_by_on=date(2026, 11, 26),
             **values):
    """One that asks for an answer, unless told otherwise."""
    return add(Post, title=title, store_id=store_id, posted_on=posted_on, answer_by_on=answer_by_on, version=1, **{
        "kind": PostKind.PROBLEM, "state": PostState.NEW} | values)


def post(post_id):
    db.session.rollback()
    return db.session.get_one(Post, post_id)
