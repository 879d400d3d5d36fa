"""Figures of the register: parties that came, called or wrote."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, case, select
from sqlalchemy.orm import aliased

from portal.core.days import days_after
from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from ..models import Kind as Entry
from ..models import Party, Visit

COMES_AGAIN_WITHIN = 30         # days
PARTIES, ENTRIES = _l("parties"), _l("entries")
BY_KIND = {"kind": Split(_l("Kind"))}

COUNTS = and_(Visit.live == 1, Visit.joined_to_id.is_(None))       # joined entries of one party count once
LOOKS = and_(COUNTS, Visit.party.is_not(None))
FIRST = and_(COUNTS, Visit.party == Party.FIRST)
IN_PERSON_OR_CALLED = Visit.kind.in_((Entry.VISIT, Entry.CALL))
FIRST_KEPT_VISIT = and_(FIRST, Visit.kept, Visit.kind == Entry.VISIT)


def _entries(periods: Periods, which: ColumnElement[bool], **more: Any) -> Select[Any]:
    return fact(periods, Visit, on=Visit.came_on, person=Visit.person_id, kind=Visit.kind, **more).where(which)


def _traffic(periods: Periods) -> Select[Any]:
    return _entries(periods, COUNTS, purpose=Visit.purpose)


def _visits(periods: Periods) -> Select[Any]:
    return _entries(periods, LOOKS, party=Visit.party)


def _first_visits(periods: Periods) -> Select[Any]:
    return _entries(periods, FIRST)


def _kept_visits(periods: Periods) -> Select[Any]:
    return _entries(periods, and_(FIRST, IN_PERSON_OR_CALLED, Visit.kept))


def _wechat_added(periods: Periods) -> Select[Any]:
    return _entries(periods, and_(FIRST, IN_PERSON_OR_CALLED, Visit.kept.is_(False), Visit.added_wechat))


def _kept_rate(periods: Periods) -> Select[Any]:
    return _entries(periods, and_(FIRST, IN_PERSON_OR_CALLED), amount=case((Visit.kept, 1), else_=0), base=1)


def _repeat_visits(periods: Periods) -> Select[Any]:
    again = aliased(Visit)
    came_again = select(again.id).where(
        again.customer_id == Visit.customer_id, again.live == 1, again.joined_to_id.is_(None),
        again.party.is_not(None), again.kind == Entry.VISIT, again.came_at > Visit.came_at,
        again.came_on <= days_after(Visit.came_on, COMES_AGAIN_WITHIN), again.came_on <= periods.as_of).exists()
    return _entries(periods, FIRST_KEPT_VISIT, amount=case((came_again, 1), else_=0), base=1)


traffic = Metric(
    "traffic", Kind.FLOW, _l("Traffic"), ENTRIES, _traffic, "visit",
    _l("Everybody who came, called or wrote, whatever for. Entries joined as one party count once."),
    _l("register entries of any purpose"), splits=BY_KIND | {"purpose": Split(_l("Purpose"), choice="purpose")})
visits = Metric(
    "visits", Kind.FLOW, _l("Visits to look"), PARTIES, _visits, "visit",
    _l("Parties that want a car, in three classes that add up: first time, invited to the store, again."),
    _l("register entries with the purpose to look"), splits=BY_KIND | {"party": Split(_l("Class"))})
first_visits = Metric(
    "first_visits", Kind.FLOW, _l("First visits"), PARTIES, _first_visits, "visit",
    _l("Parties that want a car for the first time: each customer once, at the earliest entry to look."),
    _l("register entries to look that are a customer's first"), splits=BY_KIND)
kept_visits = Metric(
    "kept_visits", Kind.FLOW, _l("New kept records"), PARTIES, _kept_visits, "visit",
    _l("First visits and calls that left name and phone. A number found dead takes it away again."),
    _l("first visits and calls with name and phone"), splits=BY_KIND)
wechat_added = Metric(
    "wechat_added", Kind.FLOW, _l("Added WeChat"), PARTIES, _wechat_added, "visit",
    _l("First visits and calls that left WeChat and no phone; counted apart from the kept records."),
    _l("first visits and calls with WeChat alone"), splits=BY_KIND)
kept_rate = Metric(
    "kept_rate", Kind.RATE, _l("Kept rate"), PARTIES, _kept_rate, "visit",
    _l("How many of those who want a car for the first time leave name and phone."),
    _l("first visits and calls that left name and phone / first visits and calls"), aim=Aim(80), splits=BY_KIND)
repeat_visit_rate = Metric(
    "repeat_visit_rate", Kind.RATE, _l("Repeat-visit rate"), PARTIES, _repeat_visits, "visit",
    _l("How many kept first visits come to look again; counted once, on the day of the first visit."),
    _l("kept first visits that came again within 30 days / kept first visits"), ripens=COMES_AGAIN_WITHIN,
    aim=Aim(30))
