"""My day: whom one expects to order or to take delivery today, ticked by name."""
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.page import render
from portal.core.policy import me, requires
from portal.core.scope import Scope

from .. import actions, commitments, queries
from ..commitments import Tick
from ..forms import CommitForm
from ..models import DayCommitment
from ..places import Whose, person_asked
from . import bp


@bp.route("/meetings/my-day", methods=["GET", "POST"])
@requires("day.commit")
def my_day(scope: Scope) -> ResponseReturnValue:
    """One's own, or during the morning meeting a member's after the other."""
    of, all_of = person_asked(scope, scope.today)
    person_id, following = of.person.id, _after(of, all_of)
    there = commitments.committed_by(person_id, scope.today)
    may_order = _with(there.orders, commitments.may_order(person_id, of.store_id, scope.today))
    may_be_delivered = _with(there.deliveries, commitments.may_be_delivered(person_id, of.store_id, scope.today))
    form = CommitForm(lambda: queries.row_of(DayCommitment, of.person, scope.today),
                      orders=[one.key for one in there.orders], deliveries=[one.key for one in there.deliveries])
    form.orders.choices = [(one.key, one.name) for one in may_order]
    form.deliveries.choices = [(one.key, one.name) for one in may_be_delivered]
    if form.validate_on_submit():
        with form.refusals():
            actions.commit_day(of.person, of.store_id, by=me(), **form.typed())
            flash(_("Committed."))
            goes_on = "next" in request.form and following
            return redirect(url_for(".my_day", person=following.person.id if goes_on and following else person_id), 303)
    return render("meetings/my_day.html", form=form, of=of, others=all_of, following=following, today=scope.today,
                  there=there, may_order=may_order, may_be_delivered=may_be_delivered, mine=person_id == me().id,
                  ), form.status


def _with(ticked: list[Tick], offered: list[Tick]) -> list[Tick]:
    """Those ticked first, whatever has become of them, then the rest."""
    keys = {one.key for one in ticked}
    return [*ticked, *(one for one in offered if one.key not in keys)]


def _after(of: Whose, all_of: list[Whose]) -> Whose | None:
    """Who comes next in the meeting: the one after in the same team."""
    place = next(n for n, one in enumerate(all_of) if one.person.id == of.person.id)
    return next((one for one in all_of[place + 1:place + 2] if one.team_id == of.team_id), None)
