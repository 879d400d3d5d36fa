"""What a store may set for its customers and leads, and the lists it edits. Source: DOMAIN.md sections 1, 4 and 5."""
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.core.agreement import ChoiceKind, Profile, SettingKind

from .models import Level

CONTACTS = _l("Contacts")
LEVELS = _l("Intent levels")
REGISTER = _l("Register and front desk")


def _profile(every: tuple[int, ...], window: tuple[int, ...]) -> dict[str, dict[str, Any]]:
    return {level.value: {"letter": level.value, "words": "", "window_days": window[n], "every_days": every[n],
                          "used": True} for n, level in enumerate(Level)}


HAND_OVER_TEXT = "{customer}您好！您在{store}的销售顾问已由{from}换为{to}，今后由{to}为您服务，电话{phone}。"
STANDARD = _profile((3, 1, 3, 7, 15, 30), (0, 7, 15, 30, 90, 0))
CALM = _profile((7, 2, 4, 7, 15, 30), (0, 7, 15, 30, 90, 0))
LONG = _profile((3, 1, 3, 7, 15, 30), (0, 7, 30, 60, 90, 0))

settings = (
    SettingKind(
        "levels", STANDARD, _l("Intent levels"), dict, group=LEVELS,
        hint=_l("The codes, their order and the meaning of O are fixed; letter, words and days are yours."),
        rows={level.value: level.value for level in Level},
        fields=(SettingKind("letter", "", _l("Letter shown"), str, low=1, high=2),
                SettingKind("words", "", _l("Words, if not the usual ones"), str, low=0, high=20),
                SettingKind("window_days", 0, _l("Expected to buy within"), unit=_l("days"), low=0, high=365),
                SettingKind("every_days", 1, _l("Contact at least every"), unit=_l("days"), low=1, high=365),
                SettingKind("used", True, _l("In use"), bool)),
        profiles=(Profile("standard", _l("Standard: H daily, O every 3 days"), STANDARD),
                  Profile("calm", _l("Calm: H every 2 days, O weekly"), CALM),
                  Profile("long", _l("Long: A to a month, B to two months"), LONG))),
    SettingKind("unanswered_again_days", 2, _l("Next try after no answer within"), unit=_l("days"), low=1, high=30,
                group=CONTACTS),
    SettingKind("out_after_tries", 3, _l("Out of contact after unanswered tries on different days"), low=2, high=20,
                group=CONTACTS),
    SettingKind("out_again_days", 30, _l("Out of contact: offered again after"), unit=_l("days"), low=1, high=365,
                group=CONTACTS),
    SettingKind("contacts_a_day", 15, _l("Contacts proposed for one person and day at most"), low=1, high=200,
                group=CONTACTS),
    SettingKind("busy_weekdays", [], _l("Busy days that B, C and N avoid"), list, group=CONTACTS,
                options={0: _l("Monday"), 1: _l("Tuesday"), 2: _l("Wednesday"), 3: _l("Thursday"),
                         4: _l("Friday"), 5: _l("Saturday"), 6: _l("Sunday")}),
    SettingKind("hand_over_a_day", 10, _l("First contacts a day for each receiver of a hand-over"), low=1, high=100,
                group=CONTACTS),
    SettingKind("hand_over_text", HAND_OVER_TEXT, _l("Text to a customer who is handed over"), str, low=10, high=200,
                group=CONTACTS, hint=_l("In it {customer}, {from}, {to}, {phone} and {store} are filled in.")),
    SettingKind("response_minutes", 30, _l("First response to web and call leads within"), unit=_l("minutes"), low=1,
                high=1440, group=CONTACTS),
    SettingKind("opens_at_hour", 9, _l("Opening hours from"), unit=_l("o'clock"), low=0, high=23, group=CONTACTS),
    SettingKind("closes_at_hour", 18, _l("Opening hours until"), unit=_l("o'clock"), low=1, high=24, group=CONTACTS),
    SettingKind("protection_days", 30, _l("Protection of the owner since the last real contact"), unit=_l("days"),
                low=0, high=365, group=CONTACTS),
    SettingKind("dcc_hands_over", True, _l("Internet sales' customers go to who receives them in the store"), bool,
                group=CONTACTS),
    SettingKind("waiting_watch_minutes", 5, _l("A party that waits is marked after"), unit=_l("minutes"), low=1,
                high=120, group=REGISTER),
    SettingKind("pool_after_intervals", 3, _l("Offered for the public pool after missed intervals"), low=1, high=20,
                group=CONTACTS, hint=_l("Nothing falls into it by itself: the manager gives the leads there.")),
    SettingKind("loss_decided_in_days", 3, _l("A loss is decided within"), unit=_l("working days"), low=1, high=30,
                group=CONTACTS),
    SettingKind("loss_sample_percent", 20, _l("Share of losses that customer care calls first"), unit="%", low=0,
                high=100, group=CONTACTS),
)

choices = (
    ChoiceKind("source", _l("Sources"), (
        ("walk_in", "自然来店", "Walk-in"), ("call", "来电", "Call"), ("website", "网络", "Website"),
        ("autohome", "汽车之家", "Autohome"), ("dongchedi", "懂车帝", "Dongchedi"), ("yiche", "易车", "Yiche"),
        ("live", "短视频直播", "Short video, live"), ("roadshow", "外展", "Roadshow"),
        ("referral", "转介绍", "Referral"), ("repurchase", "增换购", "Repurchase"), ("campaign", "活动", "Campaign"),
        ("other", "其他", "Other"))),
    ChoiceKind("purpose", _l("Purposes of a visit"), (
        ("look", "看车咨询", "Look"), ("collect", "提车", "Collect"), ("pay", "交款补资料", "Pay, papers"),
        ("service", "售后", "After-sales"), ("other", "其他", "Other")), fixed=True),
    ChoiceKind("transport", _l("Means of transport"), (
        ("car", "自驾", "Own car"), ("taxi", "打车", "Taxi"), ("bus", "公交地铁", "Bus, metro"),
        ("foot", "步行", "On foot"), ("other", "其他", "Other"))),
    ChoiceKind("plate", _l("Plate situation"), (
        ("has", "有牌照", "Has a plate"), ("wants", "需上牌", "Needs a plate"), ("lottery", "摇号中", "In the lottery"),
        ("other", "其他", "Other"))),
    ChoiceKind("rota_skip", _l("Why a turn is skipped"), (
        ("away", "不在位", "Away from the floor"), ("phone", "接电话中", "On the phone"),
        ("papers", "办手续中", "With papers"), ("passed", "让出本轮", "Gave up the turn"), ("other", "其他", "Other"))),
    ChoiceKind("payment", _l("Ways of paying"), (
        ("cash", "全款", "In full"), ("loan", "贷款", "Loan"), ("lease", "租赁", "Lease"), ("open", "未定", "Open"))),
    ChoiceKind("contact_purpose", _l("Purposes of a contact"), (
        ("first", "首次联系", "First contact"), ("advance", "推进", "Advance"), ("invite", "邀约", "Invite"),
        ("close", "促单", "Close"), ("delivery", "交车关怀", "Delivery care"))),
    ChoiceKind("lost_to", _l("Lost: where to"), (
        ("own_brand", "同品牌他店", "Same brand elsewhere"), ("other_brand", "他品牌", "Other brand"),
        ("used", "二手车", "Used car"), ("gave_up", "放弃", "Gave up"), ("unknown", "不明", "Unknown")), fixed=True),
    ChoiceKind("lost_why", _l("Lost: why"), (
        ("model", "车型", "Model"), ("no_stock", "缺货", "No stock"), ("price", "价格促销", "Price or promotion"),
        ("loan", "按揭", "Loan"), ("friends", "朋友推荐", "Friends' advice"), ("distance", "交通", "Distance"),
        ("region", "区域限制", "Region"), ("service", "售后", "After-sales"), ("attitude", "态度", "Our attitude"),
        ("needs", "需求", "Needs missed"), ("knowledge", "专业", "Our knowledge"),
        ("follow_up", "跟进", "Our follow-up"),
        ("promise", "承诺", "Promise broken"), ("unknown", "不明", "Unknown"))),
)

OTHER_BRAND = "other_brand"
OWN_FAULTS = frozenset({"attitude", "needs", "knowledge", "follow_up", "promise"})     # decided one by one
