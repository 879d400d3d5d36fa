"""What happens in a count: opened, told by place, ended, settled, closed, issued."""
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.catalogue.vin import is_vin, normal_vin
from portal.core import file
from portal.core import issue as issued
from portal.core.action import Refused, action, locked, seen
from portal.core.clock import now, today
from portal.core.decision import Outcome
from portal.core.issue import About, Issue
from portal.core.period import day
from portal.extensions import db
from portal.org.models import Person, Store
from portal.org.queries import names
from portal.vehicles import actions as vehicles
from portal.vehicles.models import TAIL, State, Vehicle

from . import queries
from .models import Answer, CountDifference, CountLine, CountState, Settlement, StockCount

SHEET = "stock_count"
TO_SETTLE = timedelta(days=3)           # differences, from the end of the counting
OFFERED = {
    Answer.MISSING: (Settlement.FOUND, Settlement.SEARCH, Settlement.SOLD, Settlement.RETURNED),
    Answer.EXTRA: (Settlement.TAKEN_IN, Settlement.NOT_OURS, Settlement.MISTAKE),
    Answer.DAMAGED: (Settlement.REPAIR, Settlement.CLAIM, Settlement.MISTAKE),
    Answer.SEEN: (Settlement.MOVED, Settlement.PUT_BACK),
}


@action("count.opened")
def open_count(*, by: Person, store_id: int, title: str, once: str | None = None) -> StockCount:
    """Freeze what is expected now: every vehicle in the store, display and demo cars too, by its place."""
    locked(db.session.get_one(Store, store_id))
    if running := queries.running(store_id):
        raise Refused(_("“%(title)s” is still going on: close it first.", title=running.title))
    if db.session.scalar(select(StockCount.id).where(
            StockCount.store_id == store_id, StockCount.on == today(), StockCount.live == 1)):
        raise Refused(_("The store has been counted today already."))
    expected = db.session.scalars(queries.expected_now(store_id).order_by(Vehicle.id)).all()
    if not expected:
        raise Refused(_("No vehicle is in the store: there is nothing to count."))
    count = StockCount(store_id=store_id, title=title, on=today(), running=1, opened_by_id=by.id, opened_at=now())
    db.session.add(count)
    db.session.flush()
    db.session.add_all(CountLine(
        count_id=count.id, store_id=store_id, vehicle_id=one.id, vin=one.vin, place=one.place, use=one.use,
        held_for=one.held_for) for one in expected)
    db.session.flush()
    return count


@action("count.told")
def tell(line: CountLine, *, by: Person, version: int, answer: Answer, seen_place: str | None = None,
         remark: str = "", picture: bytes | None = None) -> CountLine:
    """What somebody says of an expected vehicle. Of two the second is told what the first has said, unless it is the
    same; he may say it again and so change it. Where it stands is kept from before where nothing is said of it."""
    _being_counted(line.count_id)
    locked(line)
    elsewhere = line.seen_place if seen_place is None else "" if seen_place == line.place else seen_place
    if answer is line.answer and (elsewhere, remark) == (line.seen_place, line.remark) and picture is None:
        return line
    seen(line, version)
    if not line.expected:
        raise Refused(_("This vehicle was not expected: take the entry back instead."))
    if answer is Answer.DAMAGED and not remark:
        raise Refused(_("Say what is damaged."), field="remark")
    line.answer, line.remark, line.said_by_id, line.said_at = answer, remark, by.id, now()
    line.seen_place = "" if answer is Answer.MISSING else elsewhere
    if picture is not None:
        line.picture_id = file.store(picture, f"{line.vin}.jpg", "image/jpeg", by=by).id
    return line


@action("count.found")
def find(count: StockCount, *, by: Person, vin: str, place: str, remark: str = "", once: str | None = None
         ) -> CountLine:
    """A vehicle that stands at a place where nobody expected it: expected elsewhere, or not at all in this store."""
    _being_counted(count.id)
    typed = normal_vin(vin)
    if not is_vin(typed) and not (len(typed) == TAIL and typed.isalnum() and typed.isascii()):
        raise Refused(_("The whole VIN, or its last 6 characters."), field="vin")
    there = [line for line in db.session.scalars(select(CountLine).where(CountLine.count_id == count.id))
             if line.vin.endswith(typed)]
    if len(there) > 1:
        raise Refused(_("Several vehicles end like this: type the whole VIN."), field="vin")
    if there:
        return _found_elsewhere(there[0], place, remark, by)
    known = queries.known(typed)
    if len(known) > 1:
        raise Refused(_("Several vehicles end like this: type the whole VIN."), field="vin")
    vehicle = known[0].vehicle if known else None
    line = CountLine(count_id=count.id, store_id=count.store_id, vehicle_id=vehicle.id if vehicle else None,
                     vin=vehicle.vin if vehicle else typed, place=place, answer=Answer.EXTRA, remark=remark,
                     said_by_id=by.id, said_at=now())
    db.session.add(line)
    db.session.flush()
    return line


@action("count.taken_back")
def take_back(line: CountLine, *, by: Person, version: int) -> None:
    """An entry of an extra vehicle was a slip."""
    _being_counted(line.count_id)
    seen(line, version)
    if line.expected:
        raise Refused(_("This vehicle is expected: say whether it is here."))
    db.session.delete(line)


@action("count.ended")
def end_counting(count: StockCount, *, by: Person, version: int) -> StockCount:
    """The counting is over: what nobody has seen is missing, and each difference waits for a decision."""
    seen(count, version)
    _is(count, CountState.COUNTING)
    for line in db.session.scalars(select(CountLine).where(CountLine.count_id == count.id)):
        if line.answer is None:
            line.answer, line.said_at = Answer.MISSING, now()
        if line.differs:
            db.session.add(CountDifference(
                count_id=count.id, store_id=count.store_id, line_id=line.id, asked_by_id=line.said_by_id or by.id,
                asked_at=line.said_at, ask_reason=line.remark, answer_by_on=today() + TO_SETTLE))
    count.state, count.ended_by_id, count.ended_at = CountState.SETTLING, by.id, now()
    return count


@action("count.resumed")
def resume(count: StockCount, *, by: Person, version: int) -> StockCount:
    """Count on; only while no difference has been settled."""
    seen(count, version)
    _is(count, CountState.SETTLING)
    waiting = db.session.scalars(select(CountDifference).where(CountDifference.count_id == count.id)).all()
    if any(one.settlement for one in waiting):
        raise Refused(_("A difference has been settled already: settle the others too."))
    for one in waiting:
        db.session.delete(one)
    for line in db.session.scalars(select(CountLine).where(
            CountLine.count_id == count.id, CountLine.answer == Answer.MISSING, CountLine.said_by_id.is_(None))):
        line.answer, line.said_at = None, None
    count.state, count.ended_by_id, count.ended_at = CountState.COUNTING, None, None
    return count


@action("count.settled")
def settle(difference: CountDifference, *, by: Person, version: int, settlement: Settlement, reason: str,
           place: str = "", searcher_id: int | None = None, until_on: date | None = None) -> CountDifference:
    """Decide what a difference means, with a reason; where it means a move of the vehicle, that is made with it. What
    was settled as sold and has no delivery yet may turn out otherwise.
    """
    seen(difference, version)
    line = locked(db.session.get_one(CountLine, difference.line_id))
    if difference.waiting is None:
        if not difference.unrecorded(_vehicle(line)):
            raise Refused(_("This has been decided already."))
        difference.waiting = 1
    if settlement not in offered(line):
        raise Refused(_("That does not settle this difference."), field="settlement")
    if not reason:
        raise Refused(_("Say why."), field="reason")
    if settlement is Settlement.SEARCH:
        if searcher_id is None:
            raise Refused(_("Say who searches."), field="searcher_id")
        if until_on is None or until_on < today():
            raise Refused(_("Say until when: today or later."), field="until_on")
        difference.searcher_id, difference.answer_by_on = searcher_id, until_on
        difference.settlement, difference.decision_reason = settlement, reason
        return difference
    _move(line, settlement, by=by, place=place, reason=reason)
    difference.settlement = settlement
    difference.decide(Outcome.APPROVED, by=by, reason=reason)
    return difference


@action("count.closed")
def close_count(count: StockCount, *, by: Person, version: int) -> StockCount:
    """Every difference is settled."""
    seen(count, version)
    _is(count, CountState.SETTLING)
    if db.session.scalar(select(CountDifference.id).where(
            CountDifference.count_id == count.id, CountDifference.settlement.is_(None)).limit(1)):
        raise Refused(_("Settle every difference first."))
    count.state, count.running, count.closed_by_id, count.closed_at = CountState.CLOSED, None, by.id, now()
    return count


@action("count.issued")
def issue_count(count: StockCount, data: Any, *, by: Person, reason: str = "", once: str | None = None) -> Issue:
    """Freeze the count as a sheet, to be signed. What is found later is on a further issue, with its reason."""
    locked(count)
    _is(count, CountState.CLOSED)
    about = About(count.store_id, person_id=count.opened_by_id)
    row = issued.issue(SHEET, about, day(count.on), data, by=by, reason=reason, settled=True)
    count.issue_id = row.id
    return row


@action("count.voided")
def void_count(count: StockCount, *, by: Person, version: int, reason: str) -> StockCount:
    """It was opened by mistake: nothing was settled or issued."""
    seen(count, version)
    if count.state is CountState.CLOSED or db.session.scalar(select(CountDifference.id).where(
            CountDifference.count_id == count.id, CountDifference.settlement.is_not(None)).limit(1)):
        raise Refused(_("What has been settled is not voided."))
    count.running = None
    count.void(by=by, reason=reason)
    return count


def offered(line: CountLine) -> tuple[Settlement, ...]:
    """How a difference can be settled; one that stands elsewhere and is damaged too in either way."""
    answer = line.answer or Answer.MISSING
    return OFFERED[Answer.SEEN] + OFFERED[answer] if line.elsewhere and answer is Answer.DAMAGED else OFFERED[answer]


def _found_elsewhere(line: CountLine, place: str, remark: str, by: Person) -> CountLine:
    """Expected at another place of this store, or at this very one. What another has said of it is not passed over."""
    locked(line)
    if line.answer is not None and line.said_by_id != by.id:
        raise Refused(_("%(name)s has said of it already: %(answer)s, %(place)s.",
                        name=names({line.said_by_id}).get(line.said_by_id, ""), answer=line.answer.label,
                        place=line.seen_place or line.place or _("no place noted")), field="vin")
    line.answer = (Answer.DAMAGED if line.answer is Answer.DAMAGED else Answer.SEEN) if line.expected else Answer.EXTRA
    line.seen_place = "" if place == line.place else place
    line.remark, line.said_by_id, line.said_at = remark or line.remark, by.id, now()
    return line


def _move(line: CountLine, settlement: Settlement, *, by: Person, place: str, reason: str) -> None:
    """What the decision makes of the vehicle."""
    vehicle = _vehicle(line)
    if settlement in (Settlement.FOUND, Settlement.MOVED):
        to = place or line.seen_place
        if vehicle and to and vehicle.is_here and vehicle.store_id == line.store_id and vehicle.place != to:
            vehicles.park(vehicle, by=by, version=vehicle.version, place=to)
    elif settlement is Settlement.RETURNED:
        assert vehicle
        vehicles.return_vehicle(vehicle, by=by, version=vehicle.version, reason=reason)
    elif settlement is Settlement.TAKEN_IN:
        if vehicle is None:
            raise Refused(_("The portal does not know this vehicle: enter it with its VIN first."), field="settlement")
        if vehicle.store_id != line.store_id:
            raise Refused(_("Another store has this vehicle: have it transferred first."), field="settlement")
        if vehicle.state is State.DELIVERED:
            raise Refused(_("This vehicle has been delivered."), field="settlement")
        if not vehicle.is_here:
            vehicles.take_in(vehicle, by=by, version=vehicle.version, arrived_on=today(), place=line.place)


def _vehicle(line: CountLine) -> Vehicle | None:
    """The line's vehicle, locked; one that was unknown may have been entered since."""
    if line.vehicle_id is None and (known := queries.known(line.vin)):
        line.vehicle_id = known[0].vehicle.id if len(known) == 1 else None
    return locked(db.session.get_one(Vehicle, line.vehicle_id)) if line.vehicle_id else None


def _being_counted(count_id: int) -> None:
    """Locks the count, so that nobody ends it meanwhile."""
    count = locked(db.session.get_one(StockCount, count_id))
    if count.live is None:
        raise Refused(_("This count has been voided."))
    _is(count, CountState.COUNTING)


def _is(count: StockCount, state: CountState) -> None:
    if count.live is None or count.state is not state:
        raise Refused(_("This count is further on by now: %(state)s.", state=count.state.label))
