"""The forecasts counted by hand: plain loops over a story's rows, in the words of DOMAIN.md section 7."""
from datetime import timedelta
from fractions import Fraction

from portal.customers.models import Lead, LeadState, Level, LevelSpan, Turn
from portal.sales.models import Delivery, Order

COMES = (Turn.OPENED, Turn.MOVED, Turn.REVIVED, Turn.ORDER_CANCELLED)
DAY = timedelta(days=1)


def share(cases):
    """Of a list of yes and no."""
    return Fraction(sum(cases), len(cases)) if cases else Fraction()


def moments(story, key):
    """When each lead came to it: by lead, the days of its orders or deliveries."""
    if key == "orders":
        return [(o.lead_id, o.signed_on) for o in story.of(Order) if o.voided_at is None]
    return [(d.lead_id, d.delivered_on) for d in story.of(Delivery) if d.live]


def followed(story, key, lead_id, first, days):
    return any(lead == lead_id and first <= on <= first + days * DAY for lead, on in moments(story, key))


def levels(story, key, as_of, days, within):
    """By level: for each time a lead came to it between D−r−180 and D−r, whether it followed."""
    last, live = as_of - days * DAY, {lead.id for lead in story.of(Lead) if lead.live}
    found = {}
    for span in story.of(LevelSpan):
        if (span.began in COMES and span.level is not Level.O and span.state is LeadState.OPEN
                and span.lead_id in live and last - 180 * DAY <= span.from_on <= last):
            found.setdefault(span.level, []).append(followed(story, key, span.lead_id, span.from_on, within))
    return found


def kept_leads(story, first, last):
    return [lead for lead in story.of(Lead) if lead.live and lead.kept and lead.invalid_as is None
            and first <= lead.opened_on <= last]


def open_leads(story, key, period, as_of):
    """(lead, owner, share) of the leads open below O."""
    days = (period.end - as_of).days
    by_level = levels(story, key, as_of, days, days)
    every = [case for cases in by_level.values() for case in cases]
    live = {lead.id for lead in story.of(Lead) if lead.live}
    found = []
    for span in story.of(LevelSpan):
        if (span.from_on <= as_of < span.to_on and span.state is LeadState.OPEN and span.level is not Level.O
                and span.lead_id in live):
            cases = by_level.get(span.level, [])
            found.append((span.lead_id, span.owner_id, share(cases if len(cases) >= 20 else every)))
    return found


def to_come(story, key, period, as_of):
    """By who opens them: mean a day of the last 60 days (the store is open every day) × days ahead × share in r/2."""
    days = (period.end - as_of).days
    last = as_of - days * DAY
    cases = [followed(story, key, lead.id, lead.opened_on, days // 2)
             for lead in kept_leads(story, last - 180 * DAY, last)]
    if len(cases) < 20:
        cases = [case for of_level in levels(story, key, as_of, days, days // 2).values() for case in of_level]
    found = {}
    for lead in kept_leads(story, as_of - 59 * DAY, as_of):
        found[lead.opened_for_id] = found.get(lead.opened_for_id, 0) + Fraction(1, 60) * days * share(cases)
    return found


def open_orders(story, period, as_of):
    """(order, person, share): with a vehicle whole, without one at the share of promises kept."""
    expected = [o for o in story.of(Order) if o.voided_at is None and o.expected_on
                and as_of - 180 * DAY <= o.expected_on <= as_of]
    waited = [o for o in expected if not o.vin_at_signing]
    kept = share([o.delivered_on is not None and o.delivered_on <= o.expected_on
                  for o in (waited if len(waited) >= 20 else expected)])
    return [(o.id, o.person_id, Fraction(1) if o.vin_on and o.vin_on <= as_of else kept) for o in story.of(Order)
            if o.voided_at is None and o.signed_on <= as_of and o.expected_on and o.expected_on <= period.end
            and not (o.cancelled_on and o.cancelled_on <= as_of) and not (o.delivered_on and o.delivered_on <= as_of)]
