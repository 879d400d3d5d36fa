from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core.panel import Reading, panels
from portal.core.policy import me, my_memberships, my_rights, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from . import daily, numbers
from .whose import Reach, whose

bp = Blueprint("home", __name__)


@bp.get("/")
@requires("home.read")
def home(scope: Scope) -> ResponseReturnValue:
    """What waits comes first; then the month in a sentence, and what it rests on."""
    rights, today = my_rights(), scope.today
    of = whose(rights, me(), my_memberships(), today)
    reading = Reading(rights, me(), today)
    stores = db.session.scalars(select(Store).where(Store.live == 1).order_by(Store.rank, Store.id)).all() if (
        of.reach is Reach.GROUP) else []
    return render_template(
        "home/home.html", of=of, today=today, panels=panels("home", reading), plan=panels("home_plan", reading),
        approvals=panels("approvals", reading),
        buttons=daily.buttons([held.role for held in my_memberships()], rights),
        numbers=numbers.numbers(of, today), stores=numbers.stores(of, stores, today))
