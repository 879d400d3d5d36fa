"""What a store agrees on about the age of its vehicles. Source: DOMAIN.md sections 7 and 9."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind

STOCK = _l("Stock")
PLAN = "stock_age_plan"

settings = (
    SettingKind("stock_age_watch", 45, _l("Days in store: watch after"), unit=_l("days"), low=1, high=999, group=STOCK),
    SettingKind("stock_age_clear", 90, _l("Days in store: clear after"), unit=_l("days"), low=1, high=999, group=STOCK),
    SettingKind(PLAN, 150, _l("Days in store: action plan after"), unit=_l("days"), low=1, high=999, group=STOCK),
)
