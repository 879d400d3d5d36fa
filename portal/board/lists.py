"""The list of posts."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, and_, case, func

from portal.core.agreement import choices
from portal.core.clock import today
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Due,
    Link,
    List,
    Number,
    Person,
    Search,
    State,
    Tab,
    Text,
    Words,
)
from portal.core.lists.formats import Writer
from portal.core.scope import Scope

from . import queries
from .models import Post, PostKind, PostState
from .settings import TOPIC

TONES = {PostState.NEW: "watch", PostState.ACCEPTED: "info", PostState.IN_WORK: "info", PostState.DONE: "ok"}
NOBODY = 0                      # stands for the author of an anonymous post


@dataclass(frozen=True)
class Author(Person):
    """The id of the author, by name; an anonymous one as such."""
    def plain(self, values: Sequence[Any]) -> Writer:
        name, anonymous = super().plain(values), _("Anonymous")
        return lambda person_id: name(person_id) if person_id else anonymous


def _topics(scope: Scope) -> Mapping[str, str]:
    """The words of a store's topics; of several stores the first one's."""
    store_id = min(scope.stores, default=None)
    return {line.code: line.label for line in choices(TOPIC, store_id=store_id)} if store_id else {}


def _late(_code: str) -> ColumnElement[bool]:
    return and_(queries.waits(), Post.answer_by_on < today())


posts = List(
    "posts", _l("Feedback board"), queries.posts, id=Post.id, sort="-posted_on", rows=_l("posts"),
    empty=_l("What somebody of the store suggests, asks or finds wrong stands here, with the answer. Write the first."),
    columns=(
        Column("kind", _l("Kind"), Post.kind, Words()),
        Column("title", lazy_pgettext("post", "What"), Post.title, Text(), head=True, sort=False,
               link=Link("board.post", "post_id")),
        Column("author", lazy_pgettext("post", "From"), func.coalesce(Post.author_id, NOBODY), Author(), sort=False),
        Column("posted_on", _l("Posted on"), Post.posted_on, Day()),
        Column("state", _l("State"), Post.state, State(tone=lambda state: TONES.get(state, ""))),
        Column("answer_by_on", _l("Answer by"), case((Post.state == PostState.NEW, Post.answer_by_on)), Due(),
               sort=Post.answer_by_on),
        Column("responsible", _l("Who answers"), Post.responsible_id, Person(), sort=False),
        Column("agree_count", lazy_pgettext("post", "Agree"), Post.agree_count, Number(), phone="hidden"),
    ),
    filters=(
        Search("w", lazy_pgettext("post", "Words"), columns=(Post.title, Post.text)),
        Choice("kind", _l("Kind"), column=Post.kind, among=PostKind),
        Choice("state", _l("State"), column=Post.state, among=PostState),
        Choice("topic", _l("It is about"), column=Post.topic, among=_topics),
        Choice("late", lazy_pgettext("post", "Answer"), among={"yes": _l("overdue")}, clause=_late),
        Dates("posted", _l("Posted on"), column=Post.posted_on),
    ),
    tabs=(Tab(_l("Waits for an answer"), "state=new"), Tab(_l("overdue"), "late=yes", late=True),
          Tab(lazy_pgettext("post", "In work"), "state=in_work"), Tab(lazy_pgettext("post", "Done"), "state=done"),
          Tab(lazy_pgettext("post", "Declined"), "state=declined")),
)
