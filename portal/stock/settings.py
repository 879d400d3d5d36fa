"""What a store agrees on about its stock. Source: DOMAIN.md sections 7 and 9."""
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind
from portal.vehicles.settings import STOCK

settings = (
    SettingKind("stock_depth_low", Decimal("0.8"), _l("Shortage: stock depth below"), Decimal, low=0, high=12,
                group=STOCK),
    SettingKind("stock_depth_high", Decimal("1.5"), _l("Overstock: stock depth above"), Decimal, low=0, high=12,
                group=STOCK),
    SettingKind("stock_finance_days", 14, _l("Financing due within"), unit=_l("days"), low=1, high=90, group=STOCK),
    SettingKind("stock_capital_rate", Decimal(6), _l("Yearly rate of the capital cost"), Decimal, unit="%", low=0,
                high=40, group=STOCK),
    SettingKind("stock_lead_days", 30, _l("Lead time of the factory"), unit=_l("days"), low=1, high=365, group=STOCK),
    SettingKind("stock_cover_days", 30, _l("Cover: the stock is to last after the arrival"), unit=_l("days"), low=0,
                high=180, group=STOCK),
)
