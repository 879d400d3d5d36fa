"""Figures of losses: applied for, approved, and how well their reasons are known."""
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, or_

from portal.catalogue.queries import series_names
from portal.core.clock import day_start
from portal.core.decision import Outcome
from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from ..models import Lead, Loss, Verdict

UNKNOWN = "unknown"
LEADS, APPLICATIONS = _l("leads"), _l("applications")
BY_REASON = {"went_to": Split(_l("Where to"), choice="lost_to"), "why": Split(_l("Why"), choice="lost_why"),
             "rival_series_id": Split(_l("Competitor"), said=series_names), "level": Split(_l("Level"))}


def approved(periods: Periods, loss: Any = Loss) -> ColumnElement[bool]:
    """Approved by the close of the as-of day, and not found false since."""
    return and_(loss.outcome == Outcome.APPROVED, loss.verdict == Verdict.REAL,
                loss.decided_at < day_start(periods.as_of + timedelta(days=1)))


def _asked(periods: Periods, **more: Any) -> Select[Any]:
    return fact(periods, Loss, on=Loss.asked_on, person=Loss.owner_id, went_to=Loss.went_to, why=Loss.why,
                rival_series_id=Loss.rival_series_id, level=Loss.level, **more,
                ).join(Lead, Lead.id == Loss.lead_id).where(
        Lead.live == 1, or_(Loss.outcome.is_(None), Loss.outcome != Outcome.WITHDRAWN))


def _losses_asked(periods: Periods) -> Select[Any]:
    return _asked(periods)


def _losses(periods: Periods) -> Select[Any]:
    return _asked(periods).where(approved(periods))


def _clarity(periods: Periods) -> Select[Any]:
    known = and_(approved(periods), Loss.went_to.not_in(("", UNKNOWN)), Loss.why.not_in(("", UNKNOWN)))
    return _asked(periods, amount=case((known, 1), else_=0), base=1)


losses_asked = Metric(
    "losses_asked", Kind.FLOW, _l("Losses applied for"), APPLICATIONS, _losses_asked, "loss",
    _l("Applications to give a lead up as lost, decided or not; those taken back are left out."),
    _l("losses applied for"), splits=BY_REASON)
losses = Metric(
    "losses", Kind.FLOW, _l("Losses"), LEADS, _losses, "loss",
    _l("Losses approved as real, on the day they were applied for."), _l("losses approved as real"), splits=BY_REASON)
loss_clarity = Metric(
    "loss_clarity", Kind.RATE, _l("Lost clarity"), APPLICATIONS, _clarity, "loss",
    _l("How many losses are approved as real with both reasons known. What is not decided counts against it."),
    _l("losses approved as real with both reasons known / losses applied for"), aim=Aim(80))
