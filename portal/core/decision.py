"""Decision: one asks, one with the right decides with a reason."""
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import KINDS, Coded, coded
from portal.org.models import Person

from .action import Refused
from .clock import now


class Outcome(Coded):
    """What was decided."""
    APPROVED = "approved", _l("Approved")
    RETURNED = "returned", _l("Sent back")
    WITHDRAWN = "withdrawn", _l("Withdrawn")


class Decision:
    """Columns of a row that waits for a decision. `waiting` is 1, or NULL once decided: unique with its subject."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ask_reason: Mapped[str] = mapped_column(String(500), default="")
    answer_by_on: Mapped[date | None]                           # then it passes to the next role
    waiting: Mapped[int | None] = mapped_column(KINDS[int].evaluates_none(), default=1)
    outcome: Mapped[Outcome | None] = mapped_column(coded(Outcome))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")

    def decide(self, outcome: Outcome, *, by: Person, reason: str = "") -> None:
        """Close the question. Refused when it is closed already, or when something is sent back without a reason."""
        if self.waiting is None:
            raise Refused(_("This has been decided already."))
        if outcome is Outcome.RETURNED and not reason:
            raise Refused(_("Say why it is sent back."), field="reason")
        self.waiting, self.outcome, self.decided_by_id = None, outcome, by.id
        self.decided_at, self.decision_reason = now(), reason
