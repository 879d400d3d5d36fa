"""The list of posts, and of notices with how many have read them."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ColumnElement, String, and_, case, cast, func

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
from portal.core.place import stores_of
from portal.core.scope import Scope

from . import queries
from .models import OPEN, Notice, Post, PostKind, PostState
from .settings import TOPIC

TONES = {PostState.NEW: "watch", PostState.ACCEPTED: "info", PostState.IN_WORK: "info", PostState.DONE: "ok"}
NUMBER = cast(Notice.year, String(4)).concat(case((Notice.number < 10, "-0"), else_="-")).concat(
    cast(Notice.number, String(4)))                # 2026-07
NOBODY = 0                      # stands for the author of an anonymous post


@dataclass(frozen=True)
class Author(Person):
    """The id of the author, by name; an anonymous one as such."""
    def plain(self, values: Sequence[Any]) -> Writer:
        name, anonymous = super().plain(values), _("Anonymous")
        return lambda person_id: name(person_id) if person_id else anonymous


def _topics(scope: Scope) -> Mapping[str, str]:
    """The words of a store's topics; of several stores the first one's."""
    store_id = next((store.id for store in stores_of(scope)), None)
    return {line.code: line.label for line in choices(TOPIC, store_id=store_id)} if store_id else {}


def _not_by_all(_code: str) -> ColumnElement[bool]:
    return queries.not_reads(today()) > 0


def _standing_at(code: str) -> ColumnElement[bool]:
    """One state, or any in which it waits for something."""
    return Post.state.in_(OPEN) if code == "open" else Post.state == code


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
        Choice("state", _l("State"), among={**{one.value: one.label for one in PostState}, "open": _l("open")},
               clause=_standing_at),
        Choice("topic", _l("It is about"), column=Post.topic, among=_topics),
        Choice("late", lazy_pgettext("post", "Answer"), among={"yes": _l("overdue")}, clause=_late),
        Dates("posted", _l("Posted on"), column=Post.posted_on),
    ),
    tabs=(Tab(_l("Waits for an answer"), "state=new"), Tab(_l("overdue"), "late=yes", late=True),
          Tab(lazy_pgettext("post", "In work"), "state=in_work"), Tab(lazy_pgettext("post", "Done"), "state=done"),
          Tab(lazy_pgettext("post", "Declined"), "state=declined")),
)

notices = List(
    "notices", _l("Notices"), queries.notices, id=Post.id, sort="-number", rows=_l("notices"),
    empty=_l("Notices that the whole store is to read stand here, each with who has not read it. Give the first."),
    columns=(
        Column("number", lazy_pgettext("post", "Number"), NUMBER, Text(), sort=Notice.year * 10_000 + Notice.number),
        Column("title", lazy_pgettext("post", "What"), Post.title, Text(), head=True, sort=False,
               link=Link("board.post", "post_id")),
        Column("posted_on", lazy_pgettext("post", "Given on"), Post.posted_on, Day()),
        Column("author", lazy_pgettext("post", "From"), Post.author_id, Person(), sort=False, phone="hidden"),
        Column("read", _l("Have read it"), queries.reads(), Number(), sort=False, unit=_l("people")),
        Column("unread", _l("Have not read it"), lambda rights: queries.not_reads(today()), Number(), sort=False,
               unit=_l("people")),
        Column("reminded_on", _l("Reminded on"), Notice.reminded_on, Day(), sort=False),
    ),
    filters=(Search("w", lazy_pgettext("post", "Words"), columns=(Post.title, Post.text)),
             Choice("read", lazy_pgettext("post", "Read"), among={"not": _l("not by all")}, clause=_not_by_all),
             Dates("posted", lazy_pgettext("post", "Given on"), column=Post.posted_on)),
    tabs=(Tab(_l("Not read by all"), "read=not"),),
)
