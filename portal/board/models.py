from datetime import date, datetime
from secrets import randbelow

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.core.file import LONGEST
from portal.core.guard import KEY, guarded
from portal.core.void import Void
from portal.extensions import Coded, Model, Technical, coded


class PostKind(Coded):
    """What a post is. The first four ask for an answer; these and praise may be anonymous."""
    SUGGESTION = "suggestion", _l("Suggestion")
    PROBLEM = "problem", lazy_pgettext("post", "Problem")
    QUESTION = "question", _l("Question")
    ENVIRONMENT = "environment", _l("Work environment")
    PRAISE = "praise", _l("Praise")
    NOTICE = "notice", _l("Notice")
    ACTIVITY = "activity", _l("Activity")


LONGEST_TITLE = 80
ASKING = (PostKind.SUGGESTION, PostKind.PROBLEM, PostKind.QUESTION, PostKind.ENVIRONMENT)


class PostState(Coded):
    """How far the answer to a post is; OPEN is what asks for none."""
    NEW = "new", lazy_pgettext("post", "New")
    ACCEPTED = "accepted", lazy_pgettext("post", "Accepted")
    IN_WORK = "in_work", lazy_pgettext("post", "In work")
    DONE = "done", lazy_pgettext("post", "Done")
    DECLINED = "declined", lazy_pgettext("post", "Declined")
    TOLD = "told", _l("For information")


ADOPTED = (PostState.ACCEPTED, PostState.IN_WORK, PostState.DONE)
CLOSED = (PostState.DONE, PostState.DECLINED)
OPEN = (PostState.NEW, PostState.ACCEPTED, PostState.IN_WORK)


def unordered_id() -> int:
    """An id that tells nobody before or after which other row it came: order would tell the hour of a post."""
    return randbelow(2**31 - 2) + 1


class Post(Void, Model):
    """What somebody of a store has to say. An anonymous post has no author; all posts know their day, never the hour.

    The code of an anonymous post is known to its author alone; the hash of it finds the post.
    """
    __tablename__ = "post"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=unordered_id)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))              # of a named author on that day
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))          # NULL: anonymous
    kind: Mapped[PostKind] = mapped_column(coded(PostKind, "kind"))
    topic: Mapped[str | None] = mapped_column(String(40))                           # of the store's list
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    text: Mapped[str] = mapped_column(String(2000), default="")
    wish: Mapped[str] = mapped_column(String(1000), default="")                     # 希望怎么办
    score: Mapped[int | None]                                                       # work environment, 1 to 10
    posted_on: Mapped[date]
    edited_on: Mapped[date | None]                                                  # the last time, by its author
    state: Mapped[PostState] = mapped_column(coded(PostState, "state"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))     # who answers
    answer_by_on: Mapped[date | None]                                               # NULL: asks for no answer
    answered_on: Mapped[date | None]                                                # the first time
    closed_on: Mapped[date | None]
    agree_count: Mapped[int] = mapped_column(default=0)                             # a copy, kept by the action
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True, info=guarded(KEY))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(code_hash IS NULL) OR (author_id IS NULL)", name="unsigned"),
        Index(None, "store_id", "posted_on"), Index(None, "store_id", "state", "answer_by_on"),
        Index(None, "responsible_id", "state", "answer_by_on"))

    @property
    def is_anonymous(self) -> bool:
        return self.author_id is None

    @property
    def asks(self) -> bool:
        """Whether somebody owes it an answer."""
        return self.answer_by_on is not None


class PostEntry(Void, Model):
    """What was said under a post: a comment, an answer with the state it led to, another day or person for the answer.

    Without an author it is the anonymous poster's, who has shown the code.
    """
    __tablename__ = "post_entry"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=unordered_id)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    place: Mapped[int]                                                              # the first under its post is 1
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(1000))
    state: Mapped[PostState | None] = mapped_column(coded(PostState, "state"))
    answer_by_on: Mapped[date | None]
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("post_id", "place"),)


class PostAgree(Model):
    """Somebody agrees with a post."""
    __tablename__ = "post_agree"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("post_id", "person_id"),)


class PostPicture(Technical, Model):
    """A picture of a post or of what was said under it: encoded anew, without what the camera wrote, and no moment of
    its own.
    """
    __tablename__ = "post_picture"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=unordered_id)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("post_entry.id"))       # NULL: of the post itself
    place: Mapped[int]                                                              # under the post, entries too
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary(LONGEST)), raiseload=True)

    __table_args__ = (UniqueConstraint("post_id", "place"),)


class Praise(Model):
    """A post praises a colleague."""
    __tablename__ = "post_praise"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=unordered_id)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("post_id", "person_id"), Index(None, "person_id"))


class Practice(Model):
    """A post tells the best practice of a week, as it stands on the store's review sheet."""
    __tablename__ = "post_practice"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))

    __table_args__ = (Index(None, "issue_id"),)


class Notice(Model):
    """A post that everybody of the store is to read; numbered by store and year."""
    __tablename__ = "post_notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    year: Mapped[int]
    number: Mapped[int]
    reminded_on: Mapped[date | None]                                                # the last time, who has not read it

    __table_args__ = (UniqueConstraint("store_id", "year", "number"),)

    @property
    def label(self) -> str:
        """2026-07."""
        return f"{self.year}-{self.number:02}"


class NoticeRead(Model):
    """Somebody says that he has read a notice."""
    __tablename__ = "notice_read"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("post_id", "person_id"),)


class Activity(Model):
    """What a team does together: when, where, what it costs each, who comes, and afterwards how it was."""
    __tablename__ = "post_activity"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    on: Mapped[date]
    where: Mapped[str] = mapped_column(String(80))
    cost_fen: Mapped[int | None]                                                    # for each who comes
    seats: Mapped[int | None]                                                       # NULL: as many as like
    sign_up_until: Mapped[date]
    report: Mapped[str] = mapped_column(String(2000), default="")
    spent_fen: Mapped[int | None]                                                   # what it cost in all
    reported_on: Mapped[date | None]

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (Index(None, "store_id", "on"),)


class SignUp(Model):
    """Somebody comes along."""
    __tablename__ = "activity_sign_up"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    __table_args__ = (UniqueConstraint("post_id", "person_id"),)


class Subscription(Technical, Model):
    """A kind of post that somebody wants to see at home."""
    __tablename__ = "board_subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[PostKind] = mapped_column(coded(PostKind, "kind"))

    __table_args__ = (UniqueConstraint("person_id", "kind"),)
