"""Void: rows that a figure was counted from are voided with a reason, never deleted."""
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.org.models import Person

from .clock import now


class Void:
    """`live` is 1, or NULL once voided: every business unique key includes it, so the value is free again."""
    live: Mapped[int | None] = mapped_column(default=1)
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    void_reason: Mapped[str] = mapped_column(String(200), default="")

    def void(self, *, by: Person, reason: str) -> None:
        self.live, self.voided_at, self.voided_by_id, self.void_reason = None, now(), by.id, reason
