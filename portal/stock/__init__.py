"""Stock: the board of what a store has against what it sells, what of it needs somebody, counts, orders, finance."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.core.area import Area, MenuItem, Search

from . import lists, metrics, morning, panels, settings
from .counts import due as counts_due
from .counts import lists as counts_lists
from .counts import load as counts_load
from .counts import panels as counts_panels
from .counts import queries as counts
from .counts import recorded as counts_recorded
from .counts import sheets as counts_sheets
from .counts import views as counts_views
from .demo_cars import lists as demo_cars_lists
from .demo_cars import load as demo_cars_load
from .demo_cars import panels as demo_cars_panels
from .demo_cars import recorded as demo_cars_recorded
from .demo_cars import sheets as demo_cars_sheets
from .demo_cars import upkeep as demo_cars_upkeep
from .demo_cars import views as demo_cars
from .finance import lists as finance_lists
from .finance import panels as finance_panels
from .finance import sheets as finance_sheets
from .finance import views as finance
from .planning import lists as planning_lists
from .planning import load as planning_load
from .planning import recorded as planning_recorded
from .planning import sheets as planning_sheets
from .planning import views as planning
from .views import bp

area = Area(
    "stock",
    blueprints=(bp, counts_views.bp, demo_cars.bp, finance.bp, planning.bp),
    menu=(MenuItem("stock", 10, "stock.index", _l("Stock board"), "box", "vehicles.read", short=_l("Stock")),
          MenuItem("stock", 11, "planning.index", _l("Order plans"), "up", "planning.read"),
          MenuItem("stock", 16, "counts.index", _l("Stock counts"), "check", "counts.read", count=counts.waiting),
          MenuItem("stock", 18, "finance.index", _l("Payments and papers"), "sheet", "finance.read",
                   short=_l("Payments")),
          MenuItem("stock", 19, "finance.month_end", lazy_pgettext("finance", "Month end"), "flag", "finance.read"),
          MenuItem("customers", 32, "demo_cars.index", _l("Demo cars"), "car", "demo_cars.read")),
    kinds=(*counts_recorded.kinds, *demo_cars_recorded.kinds, *planning_recorded.kinds),
    verbs=counts_recorded.VERBS | demo_cars_recorded.VERBS | planning_recorded.VERBS,
    search=(Search(35, _l("Stock counts"), "counts.read", counts.search),),
    settings=settings.settings,
    metrics=metrics.metrics,
    lists=(lists.capital, counts_lists.counts, demo_cars_lists.trips, finance_lists.orders,
           planning_lists.lines),
    due=(counts_due.to_finish, counts_due.to_search, counts_due.to_record, demo_cars_upkeep.to_see_to),
    sheets=(*counts_sheets.sheets, *demo_cars_sheets.sheets, *finance_sheets.sheets, *planning_sheets.sheets),
    panels=(*panels.panels, morning.panel, *counts_panels.panels, *demo_cars_panels.panels, *finance_panels.panels),
    loaders={"stock_counts": counts_load.counts, "supply_plans": planning_load.plans,
             "car_upkeep": demo_cars_load.upkeep},
)
