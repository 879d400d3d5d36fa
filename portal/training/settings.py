"""What a store agrees on about its training."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import ChoiceKind, SettingKind

TRAINING = _l("Training")
SUBJECT = "training_subject"
RUSH = "training.rush_days"

settings = (
    SettingKind(RUSH, 3, _l("Days of the month-end rush"), unit=_l("days"), low=0, high=15, group=TRAINING,
                hint=_l("Trainings planned on the last days of a month are warned of; 0 warns of none.")),
    SettingKind("training.sign_in_early", 30, _l("Signing in by QR code opens before the start"), unit=_l("minutes"),
                low=0, high=240, group=TRAINING),
)
choices = (
    ChoiceKind(SUBJECT, _l("Subjects of training"), (
        ("product", "产品", "Product"), ("sales", "销售技巧", "Sales skill"), ("negotiation", "谈判", "Negotiation"),
        ("market", "市场动态", "Market"), ("service", "客户服务", "Customer service"),
        ("talk", "沟通", "Communication"), ("process", "流程合规", "Process, compliance"),
        ("new_hire", "新人", "New hires"))),
)
