"""What a store agrees on about its training."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import ChoiceKind, SettingKind

TRAINING = _l("Training")
SUBJECT = "training_subject"
RUSH = "training.rush_days"
NOTICE = "training.certificate_notice"
LONGEST_NOTICE = 90             # days

settings = (
    SettingKind(RUSH, 3, _l("Days of the month-end rush"), unit=_l("days"), low=0, high=15, group=TRAINING,
                hint=_l("Trainings planned on the last days of a month are warned of; 0 warns of none.")),
    SettingKind("training.sign_in_early", 30, _l("Signing in by QR code opens before the start"), unit=_l("minutes"),
                low=0, high=240, group=TRAINING),
    SettingKind(NOTICE, 30, _l("Certificates that end are told of before"), unit=_l("days"), low=1,
                high=LONGEST_NOTICE, group=TRAINING,
                hint=_l("To the person and the trainer, until it is earned anew or has been over for as long.")),
)
choices = (
    ChoiceKind(SUBJECT, _l("Subjects of training"), (
        ("product", "产品", "Product"), ("sales", "销售技巧", "Sales skill"), ("negotiation", "谈判", "Negotiation"),
        ("market", "市场动态", "Market"), ("service", "客户服务", "Customer service"),
        ("talk", "沟通", "Communication"), ("process", "流程合规", "Process, compliance"),
        ("new_hire", "新人", "New hires"))),
)
# Skills that a store may begin with: subject, name, what one sees who has it.
USUAL_SKILLS = (
    ("product", "六方位绕车介绍", "不看资料，15 分钟讲完并回答提问"),
    ("product", "竞品对比", "说出三款竞品各三处差异"),
    ("product", "配置与选装", "按客户用途给出配置建议"),
    ("sales", "接待与需求分析", "提问后能复述客户的购车需求"),
    ("sales", "试驾邀约与陪驾", "按路线讲解，试驾后当场问感受"),
    ("sales", "电话与网络邀约", "约定到店时间并当天提醒"),
    ("negotiation", "报价与价格谈判", "不先让价，按步骤守住价格权限"),
    ("negotiation", "金融与置换方案", "当场算出两种方案的月供"),
    ("market", "本地竞品行情", "每周说出主要竞品的实际成交价"),
    ("market", "短视频与直播", "独立完成一场直播"),
    ("service", "交车仪式", "按清单交车，介绍售后顾问"),
    ("service", "三天回访", "按时回访并记录客户意见"),
    ("talk", "异议处理", "先认同再回应，不争辩"),
    ("talk", "客户投诉应对", "当场安抚，按流程上报"),
    ("process", "订单与开票资料", "资料一次交齐"),
    ("process", "客户资料登记", "当天录完，电话不出错"),
    ("new_hire", "展厅接待流程", "独立走完接待全流程"),
)

NEED_DAYS, NEED_CASES, NEED_POINTS = "training.need_days", 10, 10
need_settings = (
    SettingKind(NEED_DAYS, 90, _l("Days looked at for training needs"), unit=_l("days"), low=14, high=365,
                group=TRAINING),
)
# Figures that a store may begin to watch, of NEED_CASES and NEED_POINTS: the rate, the subject, what the title of a
# training that fits best names, and whether DCC is left out: leads from afar close more seldom by their nature.
USUAL_NEEDS = (
    ("drive_rate", "sales", "试驾", True), ("kept_rate", "sales", "需求", True),
    ("follow_up_timeliness", "process", "跟进", False), ("web_arrival_rate", "talk", "邀约", False),
    ("first_response", "talk", "电话", False), ("new_closing", "negotiation", "报价", True),
)
