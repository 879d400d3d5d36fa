"""What a store may set for its feedback board. Source: DOMAIN.md section 12."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import ChoiceKind, SettingKind

TOPIC = "board_topic"

settings = (
    SettingKind("board.answer_days", 3, _l("Answer to a post within"), unit=_l("working days"), low=1, high=30,
                group=_l("Feedback board"), hint=_l("Official working days. Holds for posts from that day on.")),
)

choices = (ChoiceKind(TOPIC, _l("What posts are about"), (
    ("turns", "接待与轮值", "Reception and turns"), ("drives", "试驾车", "Demo cars"),
    ("stock", "库存与配车", "Stock and allotment"), ("prices", "价格与审批", "Prices and approvals"),
    ("training", "培训", "Training"), ("pay", "考核与提成", "Appraisal and pay"), ("portal", "系统", "This portal"),
    ("office", "办公环境", "Workplace"), ("other", "其他", "Other"))),)
