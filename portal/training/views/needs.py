"""What people need, what trainings brought, and what they missed."""
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from portal.core.action import Refused
from portal.core.agreement import choice_pairs
from portal.core.asked import number, period_named
from portal.core.page import inside, row_or_404
from portal.core.period import Unit, period_of
from portal.core.place import store_of, stores_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Person, Store

from .. import effects, gaps, needs, queries
from ..actions import seats as actions
from ..models import SeatState, TrainingEvent
from ..settings import SUBJECT
from . import bp


@bp.get("/training/needs")
@requires("training.results")
def training_needs(scope: Scope) -> ResponseReturnValue:
    """Who lies well under the store in what a training could mend, of those whom the reader sees."""
    store = store_of(scope)
    found = needs.needs(scope, store.id)
    return render_template("training/needs.html", store=store, found=found, people=needs.by_person(found.needs),
                           stores=_stores(scope), enrols=my_rights().get("skills.write"))


@bp.post("/training/events/<int:event_id>/enrol")
@requires("skills.write")
def enrol(scope: Scope, event_id: int) -> ResponseReturnValue:
    """Put somebody of one's own on the list."""
    event = db.first_or_404(queries.event_page(my_rights()["training.read"]).where(TrainingEvent.id == event_id))
    person_id, back = number(request.form.get("person", "")), url_for(".training_needs", store=event.store_id)
    if person_id is None:
        return redirect(url_for(".event", event_id=event_id), 303)
    person, _held = row_or_404(select(Person, Membership).join(Membership, Membership.person_id == Person.id).where(
        Person.id == person_id, Membership.store_id == event.store_id, held_on(scope.today),
        scope.sees(store=Membership.store_id, owner=Membership.person_id)).order_by(Membership.id).limit(1))
    name = person.name
    try:
        seat = actions.enrol(event, person, by=me())
        flash(_("%(name)s is signed up.", name=name) if seat.state is SeatState.TAKEN
              else _("%(name)s is on the waiting list.", name=name))
    except Refused as refused:
        flash(refused.message, "wrong")
    return redirect(inside(request.form.get("back"), back), 303)


@bp.get("/training/effects")
@requires("effects.read")
def training_effects(scope: Scope) -> ResponseReturnValue:
    """The figures of a subject's trainings, or of one, beside those of who did not attend."""
    store = store_of(scope)
    event_id, event = number(request.args.get("event", "")), None
    subjects = choice_pairs(SUBJECT, store_id=store.id, on=scope.today)
    if event_id is not None:
        event = db.first_or_404(queries.event_page(scope).where(TrainingEvent.id == event_id))
        store, subject, events = db.session.get_one(Store, event.store_id), event.subject, [event]
    else:
        subject = request.args.get("subject") or next((code for code, _words in subjects), "")
        if subject and subject not in dict(subjects):
            abort(404)
        events = effects.held_of(scope, store.id, subject)
    found = effects.of_events(scope, store.id, events, effects.watched_for(store.id, subject))
    tabs = [(words, url_for(".training_effects", store=store.id, subject=code), event is None and code == subject)
            for code, words in subjects]
    return render_template("training/effects.html", store=store, event=event, events=events, found=found, subjects=tabs,
                           stores=_stores(scope), fewest=effects.FEWEST, window=effects.WINDOW.days)


@bp.get("/training/gaps")
@requires("training.results")
def training_gaps(scope: Scope) -> ResponseReturnValue:
    """Each person's quarter by subject: attended of what was required, and the hours."""
    store = store_of(scope)
    asked = period_named(request.args.get("quarter"), Unit.QUARTER, period_of(Unit.QUARTER, scope.today))
    return render_template("training/gaps.html", store=store, asked=asked, it=gaps.gaps(scope, store.id, asked),
                           stores=_stores(scope))


def _stores(scope: Scope) -> list[tuple[int, str]]:
    return [(store.id, store.name) for store in stores_of(scope)]
