from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.lists import show_list
from portal.core.place import store_of, stores_of
from portal.core.policy import can, requires
from portal.core.scope import Scope

from . import lists
from .board import Grain, board
from .limits import limits_of
from .warnings import warnings

bp = Blueprint("stock", __name__)


@bp.get("/stock")
@requires("vehicles.read")
def index(scope: Scope) -> ResponseReturnValue:
    """A store's stock at this moment: what needs somebody, then what there is."""
    stores, store = stores_of(scope), store_of(scope)
    grain = next((one for one in Grain if one.value == request.args.get("by")), Grain.SERIES)
    limits, cost = limits_of(store.id, scope.today), can("cost.read", store)
    by_series = board(store.id, scope.today, limits, Grain.SERIES, cost=cost)
    shown = by_series if grain is Grain.SERIES else board(store.id, scope.today, limits, grain, cost=cost)
    return render_template(
        "stock/board.html", board=shown, store=store, stores=stores, grain=grain, grains=Grain, cost=cost,
        warnings=warnings(by_series, store.id, scope.today, allots=can("orders.allot", store),
                          reads_orders=can("orders.read"), apart=store.id if len(stores) > 1 else None),
        today=scope.today)


@bp.route("/stock/capital", methods=["GET", "POST"])
@requires("cost.read")
def capital(scope: Scope) -> ResponseReturnValue:
    """The vehicles behind the capital cost of the board."""
    return show_list(lists.capital, scope, "stock/capital.html")
