"""The rota: its order of a day, the turns taken with a party, and those skipped with a reason."""
from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from portal.core.action import Refused, action, locked, seen
from portal.core.agreement import choice
from portal.core.clock import now, today
from portal.extensions import db
from portal.org.models import Person, Store

from ..models import RotaPlace, RotaTurn, Visit
from ..queries import rota as queries
from .visits import give_visit

ASKED, OWN = "asked", "own"         # the party wants just this one; it is his customer: no turn is used up


@action("rota.set")
def set_rota(store: Store, person_ids: Sequence[int], *, by: Person, day: date | None = None) -> None:
    """The order in which the store's people receive customers on a day."""
    locked(store)
    on = day or today()
    there = {place.person_id: place for place in queries.set_places(store.id, on)}
    for person_id in there.keys() - set(person_ids):
        db.session.delete(there[person_id])
    for n, person_id in enumerate(dict.fromkeys(person_ids), start=1):
        if person_id in there:
            there[person_id].place = n
        else:
            db.session.add(RotaPlace(store_id=store.id, on=on, person_id=person_id, place=n))


@action("turn.given")
def give_turn(visit: Visit, *, by: Person, version: int, to: Person, why: str = "") -> None:
    """Give a waiting party to the next in turn, or to another one with the reason `why`.

    Who was asked for or has the customer keeps the turn; else it is used up, and those passed over are skipped.
    """
    seen(visit, version)
    places = queries.queue(visit.store_id, visit.came_on)
    over = queries.passed_over(places, to.id) if any(place.person_id == to.id for place in places) else []
    asked_for = why in (ASKED, OWN) or (visit.asked_for and visit.person_id == to.id)
    if not asked_for:
        if over and not choice("rota_skip", why, store_id=visit.store_id):
            raise Refused(_("Say why the turn is skipped."), field="why")
        for person_id in over:
            _turn(visit.store_id, person_id, skipped=why)
        _turn(visit.store_id, to.id, visit=visit)
    give_visit(visit, by=by, to=to, asked_for=asked_for)


@action("visit.asked_for")
def wait_for(visit: Visit, *, by: Person, version: int, to: Person) -> None:
    """The party asks for this one, and waits until he is free."""
    seen(visit, version)
    if visit.given_at:
        raise Refused(_("This party is being received already."))
    visit.person_id, visit.asked_for = to.id, True


@action("turn.skipped")
def skip_turn(store: Store, *, by: Person, person: Person, why: str) -> RotaTurn:
    """Somebody's turn goes by, with the reason."""
    if not choice("rota_skip", why, store_id=store.id):
        raise Refused(_("Say why the turn is skipped."), field="why")
    return _turn(store.id, person.id, skipped=why)


@action("turn.taken_back")
def take_turn_back(turn: RotaTurn, *, by: Person) -> None:
    """A turn was skipped in error."""
    if not locked(turn).skipped:
        raise Refused(_("This turn was taken with a party."))
    db.session.delete(turn)


def _turn(store_id: int, person_id: int, *, visit: Visit | None = None, skipped: str = "") -> RotaTurn:
    turn = RotaTurn(store_id=store_id, on=today(), at=now(), person_id=person_id,
                    visit_id=visit.id if visit else None, skipped=skipped)
    db.session.add(turn)
    return turn
