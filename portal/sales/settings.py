"""What a store agrees on about its sales."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import ChoiceKind, SettingKind

SALES = _l("Orders and deliveries")

settings = (
    SettingKind("order_entry_days", 7, _l("An order is entered within"), unit=_l("days"), low=0, high=60, group=SALES),
    SettingKind("exception_days", 1, _l("A vehicle is kept for an exception of the queue that waits to be signed"),
                unit=_l("days"), low=0, high=14, group=SALES),
)
choices = (
    ChoiceKind("cancel_why", _l("Why orders are cancelled"), (
        ("loan", "贷款未批", "Loan refused"), ("price", "价格", "Price"), ("wait", "等待过久", "Waited too long"),
        ("other_car", "改买他车", "Bought another car"), ("own_fault", "我方原因", "Our fault"),
        ("private", "个人原因", "Private reasons"), ("other", "其他", "Other"))),
)
