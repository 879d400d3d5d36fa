from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.extensions import Coded, Model, coded
from portal.org.models import Person


class State(Coded):
    OPEN = "open", _l("To do")
    DONE = "done", lazy_pgettext("step", "Done")
    DROPPED = "dropped", _l("Dropped")


class Step(Model):
    """An agreed step 行动项: what, who, by when. Owed to nobody but the meeting that agreed on it."""
    __tablename__ = "step"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    raised_on: Mapped[date]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    origin_kind: Mapped[str | None] = mapped_column(String(40))     # the row it came from, such as an issue
    origin_id: Mapped[int | None]
    state: Mapped[State] = mapped_column(coded(State), default=State.OPEN)
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(200), default="")   # what came of it, or why it was dropped

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise")
    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (
        CheckConstraint("(state = 'open') = (closed_on IS NULL)", name="closed"),
        Index(None, "store_id", "state", "due_on"), Index(None, "owner_id", "state", "due_on"),
        Index(None, "origin_kind", "origin_id"))
