from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core import sheet
from portal.core.lists import show_list
from portal.core.place import store_of, stores_of
from portal.core.policy import requires
from portal.core.scope import Scope
from portal.org.models import Store

from . import lists, queries, sheets

bp = Blueprint("finance", __name__)


@bp.route("/finance", methods=["GET", "POST"])
@requires("finance.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.orders, scope, "stock/finance/orders.html")


@bp.get("/finance/month-end")
@requires("finance.read")
def month_end(scope: Scope) -> ResponseReturnValue:
    """What could still be handed over this month, by what is missing; as it is now."""
    stores, store = stores_of(scope), store_of(scope)
    of = store if len(stores) > 1 else None

    def rows(**filters: Any) -> str:
        return url_for(".index", **filters, store=of.id if of else None)
    return render_template("stock/finance/month_end.html", it=queries.month_end(scope.within(store.id)), store=store,
                           stores=stores, rows=rows, today=scope.today)


@bp.route("/finance/month-end/sheet", methods=["GET", "POST"])
@requires("finance.read")
def paper(scope: Scope) -> ResponseReturnValue:
    store: Store = store_of(scope)
    data = sheets.month_end(scope.within(store.id))
    return sheet.answer(sheets.MONTH_END, data, store=store.name, about=data.month.label,
                        back=url_for(".month_end", store=store.id))
