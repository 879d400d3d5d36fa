"""Figures of leads: opened, answered, arrived, open at a level, and how they move between levels."""
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, case, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from portal.catalogue.splits import BY_SERIES
from portal.core.clock import day_start
from portal.core.metric import Aim, Kind, Metric, Split, fact, facts_of
from portal.core.period import Periods

from ..models import Lead, LeadState, Level, LevelSpan, Origin, Turn

ARRIVES_WITHIN = 30             # days until the arrival of a web or call lead is judged
LEADS = _l("leads")
BY_ORIGIN = {"origin": Split(_l("Origin"))}
BY_SOURCE = {"source": Split(_l("Source"), choice="source")}
BY_LEVEL = {"level": Split(_l("Level"))}
COUNTS = and_(Lead.live == 1, Lead.invalid_as.is_(None))
FROM_AFAR = Lead.origin.in_((Origin.WEB, Origin.CALL))
IN, OUT = "in", "out"           # of a level
WAYS = {IN: _l("Came to it"), OUT: _l("Left it")}


def opened(periods: Periods, **more: Any) -> Select[Any]:
    """Leads by the day they were opened, for the owner at that moment."""
    return fact(periods, Lead, on=Lead.opened_on, person=Lead.opened_for_id, lead=Lead.id, origin=Lead.origin,
                series_id=Lead.series_id, **more).where(COUNTS)


def open_at_start(periods: Periods, **more: Any) -> Select[Any]:
    """Leads open at the close of the day before the period, for their owner then."""
    return fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=periods.rows.c.eve, person=LevelSpan.owner_id,
                when=periods.meet(LevelSpan.from_on, LevelSpan.to_on, at="eve"), origin=Lead.origin,
                series_id=Lead.series_id, **more,
                ).join(Lead, Lead.id == LevelSpan.lead_id).where(COUNTS, LevelSpan.state == LeadState.OPEN)


def _leads_opened(periods: Periods) -> Select[Any]:
    return opened(periods, source=Lead.source)


def _kept_leads(periods: Periods) -> Select[Any]:
    return opened(periods, source=Lead.source).where(Lead.kept)


def _arrivals(periods: Periods) -> Select[Any]:
    return opened(periods, amount=case((Lead.arrived_on <= periods.as_of, 1), else_=0), base=1).where(FROM_AFAR)


def _first_responses(periods: Periods) -> Select[Any]:
    closes_at = day_start(periods.as_of + timedelta(days=1))
    return opened(periods, amount=case((Lead.responded_at <= Lead.respond_by_at, 1), else_=0), base=1).where(
        FROM_AFAR, or_(Lead.respond_by_at < closes_at, Lead.responded_at < closes_at))


def _open_leads(periods: Periods) -> Select[Any]:
    return fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=periods.rows.c.as_at, person=LevelSpan.owner_id,
                when=periods.meet(LevelSpan.from_on, LevelSpan.to_on, at="as_at"), level=LevelSpan.level,
                origin=Lead.origin,
                ).join(Lead, Lead.id == LevelSpan.lead_id).where(Lead.live == 1, LevelSpan.state == LeadState.OPEN)


def _lead_moves(periods: Periods) -> Select[Any]:
    """Each stay at a level adds a lead when it begins and takes one when it ends."""
    ways = ((IN, LevelSpan.from_on, LevelSpan.began, 1), (OUT, LevelSpan.to_on, LevelSpan.ended, -1))
    return facts_of(union_all(*(
        fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=on, person=LevelSpan.owner_id, amount=amount,
             level=LevelSpan.level, turn=turn, way=way,
             ).join(Lead, Lead.id == LevelSpan.lead_id).where(Lead.live == 1, LevelSpan.state == LeadState.OPEN)
        for way, on, turn, amount in ways)))


def _moved(periods: Periods, *, up: bool) -> Select[Any]:
    before = aliased(LevelSpan)
    rank, rank_before = _rank(LevelSpan.level), _rank(before.level)
    return fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=LevelSpan.from_on, person=LevelSpan.owner_id,
                level=LevelSpan.level,
                ).join(Lead, Lead.id == LevelSpan.lead_id).join(
        before, and_(before.lead_id == LevelSpan.lead_id, before.n == LevelSpan.n - 1)).where(
        Lead.live == 1, LevelSpan.began == Turn.MOVED, rank < rank_before if up else rank > rank_before)


def _rank(level: Any) -> Any:
    return case({code.value: n for n, code in enumerate(Level)}, value=level)


def _level_up(periods: Periods) -> Select[Any]:
    return _moved(periods, up=True)


def _level_down(periods: Periods) -> Select[Any]:
    return _moved(periods, up=False)


def _out_of_contact(periods: Periods) -> Select[Any]:
    return fact(periods, LevelSpan, row_id=LevelSpan.lead_id, on=LevelSpan.from_on, person=LevelSpan.owner_id,
                level=LevelSpan.level, origin=Lead.origin,
                ).join(Lead, Lead.id == LevelSpan.lead_id).where(COUNTS, LevelSpan.began == Turn.OUT_OF_CONTACT)


def _out_of_contact_share(periods: Periods) -> Select[Any]:
    span = aliased(LevelSpan)
    went_out = case((select(literal(1)).where(
        span.lead_id == Lead.id, span.began == Turn.OUT_OF_CONTACT, span.from_on <= periods.as_of,
        span.from_on.between(periods.rows.c.start, periods.rows.c.end)).exists(), 1), else_=0)
    return facts_of(union_all(open_at_start(periods, amount=went_out, base=1),
                              opened(periods, amount=went_out, base=1)))


leads_opened = Metric(
    "leads_opened", Kind.FLOW, _l("Leads opened"), LEADS, _leads_opened, "lead",
    _l("Wishes to buy that were opened, for the owner at that moment. Those found invalid leave the figure."),
    _l("leads opened, without invalid ones"), splits=BY_ORIGIN | BY_SOURCE | BY_SERIES)
kept_leads = Metric(
    "kept_leads", Kind.FLOW, _l("Kept leads opened"), LEADS, _kept_leads, "lead",
    _l("Leads opened whose name and phone are known; one that began with WeChat counts once its phone is known."),
    _l("leads opened with name and phone"), splits=BY_ORIGIN | BY_SOURCE | BY_SERIES)
web_arrival_rate = Metric(
    "web_arrival_rate", Kind.RATE, _l("Web and call leads that arrived"), LEADS, _arrivals, "lead",
    _l("How many valid web and call leads have come to the store to look, at any time up to now."),
    _l("valid web and call leads opened that have arrived / valid web and call leads opened"),
    ripens=ARRIVES_WITHIN, splits=BY_ORIGIN,
    aim=Aim(split="origin", firsts={"call": (_l("Call"), 25), "web": (_l("Web"), 25)}))
first_response = Metric(
    "first_response", Kind.RATE, _l("First response on time"), LEADS, _first_responses, "lead",
    _l("Web and call leads answered in time, counted in opening hours. The first try counts; a call that was taken "
       "answers itself; whose minutes still run is not judged."),
    _l("web and call leads contacted within the minutes agreed / such leads"), aim=Aim(90), splits=BY_ORIGIN)
open_leads = Metric(
    "open_leads", Kind.LEVEL, _l("Open leads"), LEADS, _open_leads, "lead",
    _l("Leads open at the close of the day, ordered ones too. Frozen, out of contact, lost, invalid and delivered "
       "ones are not open."),
    _l("leads open at the close of the last day"), splits=BY_LEVEL | BY_ORIGIN)
lead_moves = Metric(
    "lead_moves", Kind.FLOW, _l("Change of lead stock"), LEADS, _lead_moves, "lead",
    _l("What came to a level less what left it, each with its cause; stock before and change give the stock after."),
    _l("leads that came to a level − leads that left it"),
    splits=BY_LEVEL | {"turn": Split(_l("Cause")), "way": Split(_l("In or out"), said=lambda: WAYS)})
level_up = Metric(
    "level_up", Kind.FLOW, _l("Moved up"), LEADS, _level_up, "lead",
    _l("Moves of a lead to a more urgent level; orders and hand-overs are counted apart."),
    _l("moves to a more urgent level"), splits=BY_LEVEL)
level_down = Metric(
    "level_down", Kind.FLOW, _l("Moved down"), LEADS, _level_down, "lead",
    _l("Moves of a lead to a less urgent level; cancelled orders and hand-overs are counted apart."),
    _l("moves to a less urgent level"), splits=BY_LEVEL)
out_of_contact = Metric(
    "out_of_contact", Kind.FLOW, _l("Out of contact"), LEADS, _out_of_contact, "lead",
    _l("Leads that nobody answered for any more, after the tries that the store has agreed."),
    _l("leads that went out of contact"), splits=BY_LEVEL | BY_ORIGIN)
out_of_contact_share = Metric(
    "out_of_contact_share", Kind.RATE, _l("Out-of-contact share"), LEADS, _out_of_contact_share, "lead",
    _l("How many of the leads that were there at the start or came in the period went out of contact in it."),
    _l("those that went out of contact / leads open at the start or opened in the period"),
    over_edges=True, splits=BY_ORIGIN)
