"""Planning: by which day a lead is to be contacted, and by which moment a web or call lead is answered."""
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from portal.core.agreement import agreed
from portal.core.clock import ZONE
from portal.core.period import Period
from portal.core.roster import roster_of
from portal.extensions import db

from .models import Lead, Level, Result

BY_THE_STAND_IN = frozenset({Level.O, Level.H})         # never moved for a rest day
AVOID_BUSY_DAYS = frozenset({Level.B, Level.C, Level.N})


def latest_next(store_id: int, level: Level, result: Result, made_on: date) -> date:
    """The last day for the next contact after one made with this result, at the level from then on."""
    if result is Result.UNANSWERED:
        days: int = agreed("unanswered_again_days", store_id=store_id, on=made_on)
    else:
        days = agreed("levels", store_id=store_id, on=made_on)[level.value]["every_days"]
    return made_on + timedelta(days=days)


def propose(lead: Lead, result: Result, made_on: date, level: Level | None = None) -> date:
    """The day for the next contact: as late as the level allows, on a working day of the owner that is not full."""
    level = level or lead.level
    latest = latest_next(lead.store_id, level, result, made_on)
    if level in BY_THE_STAND_IN or lead.owner_id is None:
        return latest
    earliest = made_on + timedelta(days=1)
    roster, full = roster_of({lead.owner_id}, Period(earliest, latest)), _full_days(lead, earliest, latest)
    busy = agreed("busy_weekdays", store_id=lead.store_id, on=made_on)
    days = [latest - timedelta(days=n) for n in range((latest - earliest).days + 1)]
    at_work = [day for day in days if roster.works(lead.owner_id, day)]
    calm = [day for day in at_work if day.weekday() not in busy] if level in AVOID_BUSY_DAYS else at_work
    return next((day for day in calm if day not in full), next(iter(at_work), latest))


def respond_by(store_id: int, opened_at: datetime) -> datetime:
    """When the minutes for the first response have run out, counted in opening hours alone."""
    at = opened_at.astimezone(ZONE)
    opens, closes = (agreed(f"{key}_at_hour", store_id=store_id, on=at.date()) for key in ("opens", "closes"))
    minutes = timedelta(minutes=agreed("response_minutes", store_id=store_id, on=at.date()))
    start = max(at, _at(at.date(), opens))
    if start >= _at(at.date(), closes):
        start = _at(at.date() + timedelta(days=1), opens)
    left = _at(start.date(), closes) - start
    return start + minutes if minutes <= left else _at(start.date() + timedelta(days=1), opens) + minutes - left


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(hours=hour)


def _full_days(lead: Lead, first: date, last: date) -> set[date]:
    most = agreed("contacts_a_day", store_id=lead.store_id, on=first)
    return set(db.session.scalars(
        select(Lead.next_contact_on).where(Lead.owner_id == lead.owner_id, Lead.next_contact_on.between(first, last),
                                           Lead.id != lead.id)
        .group_by(Lead.next_contact_on).having(func.count() >= most)))
