from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.core.policy import can, my_memberships, requires
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store

from .board import Grain, board
from .limits import limits_of
from .warnings import warnings

bp = Blueprint("stock", __name__)
LONGEST_ID = 18


@bp.get("/stock")
@requires("vehicles.read")
def index(scope: Scope) -> ResponseReturnValue:
    """A store's stock at this moment: what needs somebody, then what there is."""
    stores = db.session.scalars(select(Store).where(Store.live == 1, scope.in_stores(Store.id))
                                .order_by(Store.rank, Store.id)).all()
    store = _chosen(stores)
    grain = next((one for one in Grain if one.value == request.args.get("by")), Grain.SERIES)
    limits, cost = limits_of(store.id, scope.today), can("cost.read", store)
    by_series = board(store.id, scope.today, limits, Grain.SERIES, cost=cost)
    shown = by_series if grain is Grain.SERIES else board(store.id, scope.today, limits, grain, cost=cost)
    return render_template(
        "stock/board.html", board=shown, store=store, stores=stores, grain=grain, grains=Grain, cost=cost,
        warnings=warnings(by_series, store.id, scope.today, allots=can("orders.allot", store),
                          reads_orders=can("orders.read")), today=scope.today)


def _chosen(stores: Sequence[Store]) -> Store:
    """The one that the address names, else the reader's own, else the first."""
    typed = request.args.get("store", "")
    named = int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_ID else None
    own = next((held.store_id for held in my_memberships() if held.store_id), None)
    for wanted in ([named] if typed else [own, stores[0].id if stores else None]):
        if found := next((store for store in stores if store.id == wanted), None):
            return found
    abort(404)
