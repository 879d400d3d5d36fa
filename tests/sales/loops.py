"""The figures of drives, orders, deliveries and closing, counted by hand: a loop over the rows."""
from datetime import timedelta

from portal.customers.models import HandOver, LeadState, Level, LevelSpan, Loss, Origin
from portal.sales.models import Cancellation, Delivery, DriveState, Order, TestDrive
from tests.customers.loops import (
    MONTH_OF_DAYS,
    approved,
    by_lead,
    by_visit,
    counted,
    first_kept_visits,
    in_period,
    leads,
    open_at_start,
    opened_leads,
    valid,
)

# Test drives


def drives(story):
    known = leads(story)
    return [d for d in story.of(TestDrive) if d.live and d.state is DriveState.DRIVEN and known[d.lead_id].live]


def by_drive(rows, amount=lambda d: 1, base=lambda d: None):
    return counted(rows, lambda d: d.on, lambda d: d.person_id, amount, base)


def test_drives(story, period, as_of):
    return by_drive([d for d in drives(story) if in_period(period, as_of, d.on)])


def drive_rate(story, period, as_of):
    made = [d for d in story.of(TestDrive) if d.live and d.state is DriveState.DRIVEN]

    def drove(v):
        return int(any(d.lead_id == v.lead_id and v.came_on <= d.on <= min(as_of, v.came_on + MONTH_OF_DAYS)
                       for d in made))
    return by_visit(first_kept_visits(story, period, as_of), drove, lambda v: 1)


def drive_closing(story, period, as_of):
    firsts = {}
    for d in sorted(drives(story), key=lambda d: (d.on, d.id)):
        if in_period(period, as_of, d.on):
            firsts.setdefault(d.lead_id, d)
    return by_drive(firsts.values(), lambda d: int(any(
        o.lead_id == d.lead_id and d.on <= o.signed_on <= min(as_of, d.on + MONTH_OF_DAYS)
        for o in real_orders(story))), lambda d: 1)


# Orders and deliveries

def real_orders(story):
    return [o for o in story.of(Order) if o.voided_at is None]


def signed(story, period, as_of):
    return sorted((o for o in real_orders(story) if in_period(period, as_of, o.signed_on)),
                  key=lambda o: (o.signed_on, o.id))


def by_order(rows, amount=lambda o: 1, base=lambda o: None, day=lambda o: o.signed_on):
    return counted(rows, day, lambda o: o.person_id, amount, base)


def orders(story, period, as_of):
    return by_order(signed(story, period, as_of))


def cancelled_orders(story, period, as_of):
    return [(c.cancelled_on, c.person_id, 1, None) for c in story.of(Cancellation)
            if in_period(period, as_of, c.cancelled_on)]


def net_orders(story, period, as_of):
    return orders(story, period, as_of) + [(day, person, -1, None)
                                           for day, person, *_ in cancelled_orders(story, period, as_of)]


def open_orders(story, period, as_of):
    day = min(period.end, as_of)
    if period.start > as_of:
        return []
    return [(day, o.person_id, 1, None) for o in real_orders(story) if o.signed_on <= day
            and (o.cancelled_on is None or o.cancelled_on > day)
            and (o.delivered_on is None or o.delivered_on > day)]


def invoiced(story, period, as_of):
    return by_order([o for o in real_orders(story) if in_period(period, as_of, o.invoiced_on)],
                    day=lambda o: o.invoiced_on)


def reported(story, period, as_of):
    return by_order([o for o in real_orders(story) if in_period(period, as_of, o.reported_on)],
                    day=lambda o: o.reported_on)


def delivered(story, period, as_of):
    return [d for d in story.of(Delivery) if d.live and in_period(period, as_of, d.delivered_on)]


def deliveries(story, period, as_of):
    return counted(delivered(story, period, as_of), lambda d: d.delivered_on, lambda d: d.person_id)


def revenue(story, period, as_of):
    return counted(delivered(story, period, as_of), lambda d: d.delivered_on, lambda d: d.person_id,
                   lambda d: d.price_fen)


# Closing

def new_closing(story, period, as_of):
    ordered = {o.lead_id for o in signed(story, period, as_of)}
    return by_lead(opened_leads(story, period, as_of, lambda lead: lead.kept),
                   lambda lead: int(lead.id in ordered), lambda lead: 1)


def closing_of(origin):
    def of_origin(story, period, as_of):
        ordered = {o.lead_id for o in signed(story, period, as_of)}
        return by_lead(opened_leads(story, period, as_of, lambda lead: lead.kept and lead.origin is origin),
                       lambda lead: int(lead.id in ordered), lambda lead: 1)
    return of_origin


new_closing_showroom, new_closing_call, new_closing_web = (closing_of(origin) for origin in Origin)


def carried_over_closing(story, period, as_of):
    ordered = {o.lead_id for o in signed(story, period, as_of)}
    return [(day, person, int(lead_id in ordered), 1) for day, person, lead_id in open_at_start(
        story, period, as_of, lambda span: span.level is not Level.O)]


def cohort_closing(story, period, as_of):
    ordered = {o.lead_id for o in real_orders(story) if o.signed_on <= as_of}
    return by_lead(opened_leads(story, period, as_of), lambda lead: int(lead.id in ordered), lambda lead: 1)


def received(story, period, as_of):
    return sorted((h for h in story.of(HandOver) if h.to_id and h.undone_at is None and in_period(period, as_of, h.on)),
                  key=lambda h: (h.on, h.id))


def taken_over_closing(story, period, as_of):
    known = leads(story)
    last = {h.lead_id: h for h in received(story, period, as_of) if valid(known[h.lead_id])}
    return counted(last.values(), lambda h: h.on, lambda h: h.to_id, lambda h: int(any(
        o.lead_id == h.lead_id and o.signed_on >= h.on for o in signed(story, period, as_of))), lambda h: 1)


def combined_closing(story, period, as_of):
    return [*by_order(signed(story, period, as_of), base=lambda o: 0),
            *by_lead(opened_leads(story, period, as_of, lambda lead: lead.kept), lambda lead: 0, lambda lead: 1)]


def order_lines(story, period, as_of):
    return orders(story, period, as_of)


def lines(story, period, as_of):
    """Each order with its line."""
    known, eve, seen = leads(story), period.start - timedelta(days=1), set()
    for order in signed(story, period, as_of):
        lead = known[order.lead_id]
        carried = any(s.lead_id == lead.id and s.from_on <= eve < s.to_on and s.state is LeadState.OPEN
                      and s.level is not Level.O and s.owner_id for s in story.of(LevelSpan))
        if lead.id in seen:
            yield order, "other"
        elif lead.kept and lead.invalid_as is None and period.start <= lead.opened_on <= period.end:
            yield order, "new"
        else:
            yield order, "carried" if carried else "other"
        seen.add(lead.id)


def lost_rate(story, period, as_of):
    known, last = leads(story), {}
    ends = [(loss.asked_on, 0, loss.id, loss.lead_id, loss.owner_id, 1) for loss in story.of(Loss)
            if approved(loss, as_of)]
    ends += [(o.signed_on, 1, o.id, o.lead_id, o.person_id, 0) for o in real_orders(story)]
    for end in sorted(ends, key=lambda end: end[:3]):
        if in_period(period, as_of, end[0]) and known[end[3]].live:
            last[end[3]] = end
    return [(end[0], end[4], end[5], 1) for end in last.values()]


def sales_cycle(story, period, as_of):
    known = leads(story)
    return by_order(signed(story, period, as_of), lambda o: (o.signed_on - known[o.lead_id].opened_on).days)


def stages(story, period, as_of):
    """Each lead opened in the period, with the stages it has reached."""
    drove = {d.lead_id for d in story.of(TestDrive) if d.live and d.state is DriveState.DRIVEN and d.on <= as_of}
    handed = {d.lead_id for d in story.of(Delivery) if d.live and d.delivered_on <= as_of}
    ordered = {o.lead_id for o in real_orders(story) if o.signed_on <= as_of} | handed
    for lead in opened_leads(story, period, as_of):
        arrived = lead.arrived_on is not None and lead.arrived_on <= as_of
        furthest = 4 if lead.id in handed else 3 if lead.id in ordered else 2 if lead.id in drove else int(arrived)
        yield lead, ("opened", "arrived", "driven", "ordered", "delivered")[:furthest + 1]


def funnel(story, period, as_of):
    return [(lead.opened_on, lead.opened_for_id, 1, None) for lead, reached in stages(story, period, as_of)
            for _stage in reached]


def order_reserve(story, period, as_of):
    """Without a plan: the open orders alone."""
    return [(day, person, amount, 0) for day, person, amount, _base in open_orders(story, period, as_of)]
