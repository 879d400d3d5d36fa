"""The morning meeting: where it begins, its wall screen, its sheet."""
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import sheet
from portal.core.page import render
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import full_day

from .. import morning
from ..commitments import NOTHING, committed
from ..places import place_asked
from ..sheets import MORNING
from . import bp


@bp.get("/meetings")
@requires("meeting.read")
def index(scope: Scope) -> ResponseReturnValue:
    """Whose meetings one may hold; who has committed to the day, and who has not yet."""
    place, places = place_asked(scope)
    people = place.sellers(scope.today)
    promised = committed([one.person_id for one in people], scope.today)
    commits = my_rights().get("day.commit", Scope(scope.today))
    told = morning.said(place, my_rights(), me(), scope.today)
    return render("meetings/index.html", place=place, places=places, today=scope.today, said=told, lines=[
        (one, promised.get(one.person_id, NOTHING), commits.holds(place.store_id, one.person_id)) for one in people])


@bp.get("/meetings/morning")
@requires("meeting.read")
def wall(scope: Scope) -> ResponseReturnValue:
    """For the wall screen: no menu, nothing to press, read from four metres, brought anew by itself."""
    place, _all_of = place_asked(scope)
    told = morning.said(place, my_rights(), me(), scope.today)
    return render("meetings/wall.html", "meetings/_wall.html", it=morning.build(place, scope.today, told),
                  again=url_for(".wall", **place.address))


@bp.route("/meetings/morning/sheet", methods=["GET", "POST"])
@requires("meeting.read")
def morning_sheet(scope: Scope) -> Any:
    """The meeting's sheet, to hang up and to write the evening's results on."""
    place, _all_of = place_asked(scope)
    return sheet.answer(MORNING, morning.build(place, scope.today), store=place.store,
                        about=f"{place.team} {full_day(scope.today)}".strip(), back=url_for(".index", **place.address))


@bp.route("/meetings/morning/blank", methods=["GET", "POST"])
@requires("meeting.read")
def morning_blank(scope: Scope) -> Any:
    place, _all_of = place_asked(scope)
    return sheet.answer(MORNING, morning.blank(place, scope.today), store=place.store, about=_("blank"), blank=True,
                        back=url_for("papers.forms"))
