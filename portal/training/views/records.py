"""Who attended what: the people of a store with their year, and each one's record on paper."""
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core import sheet
from portal.core.asked import period_named
from portal.core.metric import figures_of
from portal.core.page import row_or_404
from portal.core.period import Period, Unit, year
from portal.core.place import store_of, stores_of
from portal.core.policy import requires
from portal.core.scope import Scope, held_on
from portal.org.models import Membership, Person

from .. import queries, sheets
from ..metrics import attendance, minutes
from . import bp

FIGURES = (attendance.key, minutes.key)


@bp.get("/training/people")
@requires("training.results")
def people(scope: Scope) -> ResponseReturnValue:
    """The attendance and the hours of a year, of everybody whom the reader may see."""
    store, asked = store_of(scope), _year(scope)
    here = [one for one in queries.people(store.id, scope.today) if scope.holds(store.id, one.person_id)]
    found = figures_of(FIGURES, scope.within(store.id), [asked], min(scope.today, asked.end), "person_id")
    came, spent = ({one.person_id: found.of(key, asked, person_id=one.person_id) for one in here} for key in FIGURES)
    rows = [(one, came[one.person_id], spent[one.person_id]) for one in here]
    total = sum(figure.amount for figure in spent.values())
    return render_template("training/people.html", rows=rows, asked=asked, store=store, total=total,
                           stores=[(each.id, each.name) for each in stores_of(scope)])


@bp.route("/training/people/<int:person_id>/record", methods=["GET", "POST"])
@requires("training.results")
def record(scope: Scope, person_id: int) -> ResponseReturnValue:
    """个人培训档案 of somebody."""
    person, membership = row_or_404(
        select(Person, Membership).join(Membership, Membership.person_id == Person.id).where(
            Person.id == person_id, Membership.store_id.is_not(None), held_on(scope.today),
            scope.sees(store=Membership.store_id, owner=Membership.person_id)).order_by(Membership.id).limit(1))
    it = sheets.record(person, membership, asked := _year(scope))
    return sheet.answer(sheets.RECORD, it, store=it.store, about=f"{it.name} {asked.start.year}",
                        back=url_for(".people", year=asked.key))


def _year(scope: Scope) -> Period:
    return period_named(request.args.get("year"), Unit.YEAR, year(scope.today))
