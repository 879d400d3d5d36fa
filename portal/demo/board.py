"""The demo store's feedback board: what people have posted since the books begin, and how it was answered."""
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from sqlalchemy import select

from portal.board.load import DatedActivity, DatedEntry, DatedPost
from portal.board.models import PostKind, PostState
from portal.core.calendar import official
from portal.core.clock import ZONE
from portal.core.issue import Issue, Typed
from portal.core.load import load
from portal.core.period import week
from portal.extensions import db
from portal.org.models import Person, Role

from .found import Member, Opened

DAYS_FOR_AN_ANSWER = 3
EVERY = {"JC": 3, "BH": 26}                 # days from one post to the next, about


class Story(NamedTuple):
    kind: PostKind
    topic: str
    title: str
    text: str
    wish: str
    answer: str
    adopted: bool = True


S, P, Q, E = PostKind.SUGGESTION, PostKind.PROBLEM, PostKind.QUESTION, PostKind.ENVIRONMENT
STORIES = (
    Story(S, "turns", "周六加一名评估师", "周六下午置换客户排队，上周有两批等了四十分钟先走了。",
          "周末两天各加一人。", "周末从二手车部借一人，下周开始。"),
    Story(S, "turns", "轮值表贴到前台屏幕", "跳轮以后谁是下一位，大家要跑去前台问。",
          "前台屏幕一直开着轮值。", "前台平板改为常亮轮值页。"),
    Story(S, "drives", "试驾路线加一段高架", "客户总问高速油耗和隔音，现在的路线开不到 60。",
          "加高架来回一段。", "已和保险公司确认，新路线下周用。"),
    Story(S, "drives", "试驾前先发协议给客户", "到店再填协议要十分钟，周末排队。",
          "预约时把协议发给客户先看。", "协议模板发给网销，预约时一起发。"),
    Story(S, "stock", "到车当天在群里报车架号", "计划员入库后我们第二天才知道，客户催得急。",
          "入库当天发一次。", "每天 17 点发当天到车清单。"),
    Story(S, "prices", "特价审批给个时限", "客户坐在店里等，审批有时要一小时。",
          "半小时没批自动转上一级。", "半小时内必须答复，经理不在由主管代批。"),
    Story(S, "training", "竞品话术每月更新一次", "比亚迪降价两次，我们的话术还是春天的。",
          "内训师每月更新。", "每月第一个周四更新，晨会演练。"),
    Story(S, "training", "新车到店先给销售讲一遍", "客户问得比我们懂，很被动。",
          "上市前安排半天产品课。", "列入下月培训计划。"),
    Story(S, "pay", "保险提成单独列出来", "工资条上合在一起，看不出哪单算了。",
          "每单列一行。", "下月起提成表按单列出。"),
    Story(S, "portal", "跟进记录能不能语音输入", "回访多的时候打字慢。",
          "手机上直接说。", "手机输入法自带语音，暂不另做。", False),
    Story(S, "office", "休息室放一台饮水机", "夏天接完客户要下楼打水。", "二楼放一台。", "已采购，周三装好。"),
    Story(S, "other", "交车区加一块拍照背景", "客户喜欢发朋友圈，现在背景是维修车间。",
          "做一面背景墙。", "市场部设计，本月做好。"),
    Story(S, "other", "午休轮流关灯半小时", "中午客户少，大家累。",
          "12:30 到 13:00 关一半灯。", "展厅营业中不关灯，休息室可以。", False),
    Story(P, "drives", "试驾车早上没电", "连着两天早上打不着，客户等了二十分钟。",
          "查一下电瓶。", "换了电瓶，晚上由专人检查。"),
    Story(P, "drives", "试驾车油表见底没人加", "客户上车油灯就亮，印象不好。",
          "每天下班前加油。", "库管每天 18 点检查油量。"),
    Story(P, "stock", "同一台车答应了两位客户", "昨天两个组都说有现车，客户当场不高兴。",
          "锁车要有记录。", "锁车以系统为准，没锁的不许答应。"),
    Story(P, "stock", "展车钥匙找不到", "客户要看后备箱，找了十分钟。",
          "钥匙统一放前台。", "前台设钥匙柜，借还登记。"),
    Story(P, "turns", "客户问过前台没人接", "周日下午三点，前台去交车区帮忙，门口没人。",
          "前台不能离岗。", "前台离岗由主管顶岗。"),
    Story(P, "turns", "网销客户到店没人知道是谁的", "客户报了电话，前台查不到约的是谁。",
          "邀约要写清到店时间。", "网销邀约必须填到店时间，前台屏幕能看到。"),
    Story(P, "prices", "两个顾问报价不一样", "客户先问了一组再问二组，差两千。",
          "统一口径。", "每周一公布本周价格底线。"),
    Story(P, "portal", "导入厂家表格总是错位", "厂家改了表头，导进来电话在备注里。",
          "认得新表头。", "新表头已经加进去，请再试。"),
    Story(P, "pay", "上月试驾奖励没算", "我有六个试驾，奖励表里只有四个。",
          "核对一下。", "两个没有登记驾照号，补登后下月发。"),
    Story(P, "office", "二楼空调不制冷", "洽谈区热，客户坐不住。", "找人修。", "已报修，周五换压缩机。"),
    Story(P, "office", "停车位被维修车占满", "客户没处停，绕了两圈走了。",
          "客户车位划线。", "门口六个车位只停客户车。"),
    Story(P, "other", "交车资料少一份合格证复印件", "客户上牌跑了两趟。",
          "交车清单加一项。", "交车清单已加，交车前由财务核对。"),
    Story(Q, "pay", "转介绍奖励怎么算", "老客户介绍来的，当场定和一个月后定一样吗？",
          "", "三个月内下定都算，按新客户的单发。"),
    Story(Q, "pay", "请假那几天的跟进算逾期吗", "上周调休两天，回来看到三条逾期。",
          "", "排班里写了休假并有代班的不算。"),
    Story(Q, "stock", "下月厂家排产什么时候出", "三位客户在等探岳，想给个准话。", "", "每月 25 号出，计划员当天发。"),
    Story(Q, "prices", "月底冲量政策今年还有吗", "客户在等。", "", "以厂家通知为准，25 号前答复大家。"),
    Story(Q, "training", "新人多久可以独立接客", "我来了两个月。", "", "通过产品测验和两次话术演练就可以。"),
    Story(Q, "portal", "失联客户多久能重新联系", "系统里找不到了。", "", "30 天后会再分给你，也可以提前恢复。"),
    Story(Q, "drives", "客户没带驾照能陪驾吗", "有的客户只想坐一下。", "", "可以试乘，登记为试乘，不能上手开。"),
    Story(E, "office", "更衣室柜子不够", "新来的同事没有柜子。", "加六个。", "本月采购六个。"),
    Story(E, "office", "周会总拖到晚上八点", "家里有孩子的同事很难。",
          "六点半前结束。", "周会改到周一上午，一小时。"),
    Story(E, "turns", "周末午饭轮不上吃", "客流集中，常常两点还没吃。", "排午饭轮值。", "前台排午饭，分两批。"),
    Story(E, "other", "群里批评人点名太多", "晚上九点还在群里点名。", "有事当面说。", "改为第二天晨会后单独谈。"),
    Story(E, "training", "培训都排在休息日", "一个月两次休息日培训。", "放到工作日上午。", "从下月起只排工作日。"),
    Story(E, "pay", "罚款项目看不懂", "扣了两百，没写原因。", "写清楚。", "扣款必须写明原因并签字。"),
    Story(E, "office", "展厅味道大", "新地垫味道重，嗓子疼。", "换地垫。", "通风一周，不行就换。", False),
)
COMMENTS = ("同意，我们组也遇到了。", "上周还有一次。", "二组也一样。", "建议月底前定下来。",
            "这个真的需要。", "谢谢，已经好多了。")
PRAISES = ("我休息那天帮我接待了老客户，还定了车", "下雨天把客户一个个送到停车场", "交车前主动帮我洗车贴膜",
           "帮我把三位失联客户都联系上了", "周末一个人顶了前台两小时", "新人第一单，全程陪着讲合同",
           "把竞品对比做成一张图分享给大家", "客户投诉当场处理好，客户又介绍了朋友", "月底帮全组核对上牌资料")
NOTICES = (("国庆值班安排", "假期每天两班，名单见排班表。"), ("展厅禁烟", "展厅和交车区一律不许吸烟。"),
           ("新版报价单启用", "从下周一起只用新版报价单。"), ("试驾必须留驾照号", "没有驾照号的试驾不计奖励。"),
           ("消防演练", "周三 8:30 在停车场集合。"), ("体检通知", "本月 15 日前到指定医院体检。"),
           ("工装统一", "周一到周五穿工装、戴工牌。"), ("月底冲量期间不调休", "25 日起停止调休，特殊情况找主管。"))
ACTIVITIES = (("东湖骑行", "东湖绿道", 3000), ("羽毛球赛", "体育中心", 2000), ("秋季烧烤", "木兰草原", 8000),
              ("年会彩排", "公司会议室", None))


def hang(opened: Opened, first: date, today: date, *, by: Person) -> None:
    """About one post every few days; nearly all answered, most in time, the last few still open."""
    random = Random(f"{opened.store.code} posts")
    manager = next(one.person.id for one in opened.members if one.part.role is Role.MANAGER)
    here = [one for one in opened.members if one.part.role is not Role.GENERAL_MANAGER]
    order, day = random.sample(STORIES, len(STORIES)), first + timedelta(days=2)
    rows: list[DatedPost] = []
    while day < today:
        story = order[len(rows) % len(order)]
        rows.append(_post(opened, story, day, today, manager, [one for one in here if one.is_there(day, today)],
                          random))
        day += timedelta(days=random.randint(1, 2 * EVERY[opened.store.code] - 1))
    rows += _life(opened, first, today, manager, random)
    load({"posts": rows + list(_of_late(opened, today, manager, here, rows, random))}, by=by, batch="demo")


def tell(opened: Opened, today: date, *, by: Person) -> None:
    """The best practice of the last week but one stands on the board; that of the last week waits to be told."""
    people = {m.part.role: m.person.id for m in opened.members}
    manager = people.get(Role.MANAGER) or people[Role.LEADER]
    here = [m for m in opened.members if m.part.role is Role.CONSULTANT and m.is_there(today, today)]
    of_week = week(today).previous().previous()
    issue = db.session.scalar(select(Issue).where(Issue.store_id == opened.store.id, Issue.kind == "week",
                                                  Issue.about == "store", Issue.period == of_week.key))
    if issue is None or not here:
        return
    told = db.session.scalars(select(Typed.parts).where(Typed.issue_id == issue.id)).one()["practice"]
    load({"posts": [DatedPost(_id(Random(issue.id)), opened.store.id, of_week.next().start, PostKind.PRAISE, told,
                              author_id=manager, praised=(here[0].person.id,), practice_of=issue.id,
                              agreed_by=tuple(m.person.id for m in here[1:4]))]}, by=by, batch="demo")


def _of_late(opened: Opened, today: date, manager: int, here: Sequence[Member], before: Sequence[DatedPost],
             random: Random) -> Iterator[DatedPost]:
    """What waits on the demo's day: two posts without an answer, one of them overdue; a notice, praise, an activity."""
    staff = [one for one in here if one.is_there(today, today) and one.person.id != manager]
    mate, seller = staff[0], next(one for one in staff if one.part.role is Role.CONSULTANT and one.part.account)
    for back, story, author in ((8, STORIES[15], mate), (1, STORIES[35], None)):
        day = today - timedelta(days=back)
        yield DatedPost(_id(random), opened.store.id, day, story.kind, story.title, story.text, story.wish,
                        story.topic, author_id=author.person.id if author else None,
                        team_id=_team_id(opened, author) if author else None, responsible_id=manager,
                        answer_by_on=official().deadline(day, DAYS_FOR_AN_ANSWER))
    yield DatedPost(_id(random), opened.store.id, today - timedelta(days=2), PostKind.PRAISE, "周日替我接待了三批客户",
                    author_id=mate.person.id, team_id=_team_id(opened, mate), praised=(seller.person.id,))
    day = today - timedelta(days=3)
    number = 1 + sum(row.notice_no is not None and row.posted_on.year == day.year for row in before)
    yield DatedPost(_id(random), opened.store.id, day, PostKind.NOTICE, "年底盘点安排",
                    "周五 18:00 盘点展车和试驾车，请留钥匙。", author_id=manager, notice_no=number, read_by={
                        one: datetime.combine(day, time(18), ZONE)
                        for one in [manager, *(each.person.id for each in staff[1::2] if each is not seller)]})
    yield DatedPost(_id(random), opened.store.id, day, PostKind.ACTIVITY, "元旦登山", "自愿报名，早上八点店门口集合。",
                    author_id=mate.person.id, team_id=_team_id(opened, mate), activity=DatedActivity(
                        today + timedelta(days=12), "磨山", today + timedelta(days=9), 5000,
                        tuple(one.person.id for one in staff[2::3])))


def _life(opened: Opened, first: date, today: date, manager: int, random: Random) -> Iterator[DatedPost]:
    """Praise about every three weeks, a notice a month, an activity a season."""
    def here(day: date) -> list[Member]:
        return [one for one in opened.members if one.is_there(day, today)]
    numbers: Counter[int] = Counter()
    for n, day in enumerate(_days(first, today, 20, random)):
        who, whom = random.sample(here(day), 2)
        yield DatedPost(_id(random), opened.store.id, day, PostKind.PRAISE, PRAISES[n % len(PRAISES)],
                        author_id=who.person.id, team_id=_team_id(opened, who), praised=(whom.person.id,))
    for n, day in enumerate(_days(first, today, 30, random)):
        numbers[day.year] += 1
        read = [one.person.id for one in here(day) if day < today - timedelta(days=20) or random.random() < .6]
        title, text = NOTICES[n % len(NOTICES)]
        yield DatedPost(_id(random), opened.store.id, day, PostKind.NOTICE, title, text, author_id=manager,
                        notice_no=numbers[day.year], read_by={
                            one: datetime.combine(day, time(18), ZONE) for one in dict.fromkeys([manager, *read])})
    for n, day in enumerate(_days(first, today, 90, random)):
        title, where, fen = ACTIVITIES[n % len(ACTIVITIES)]
        on, called = day + timedelta(days=12), random.choice(here(day))
        coming = [one.person.id for one in here(day) if random.random() < .6]
        yield DatedPost(_id(random), opened.store.id, day, PostKind.ACTIVITY, title, "自愿报名，可带家属。",
                        author_id=called.person.id, team_id=_team_id(opened, called), activity=DatedActivity(
                            on, where, on - timedelta(days=3), fen, tuple(coming),
                            "大家都到齐了，下次早点定场地。" if on < today else "",
                            (fen or 0) * len(coming) or None if on < today else None))


def _days(first: date, today: date, every: int, random: Random) -> Iterator[date]:
    """Days about so far apart, up to yesterday."""
    day = first + timedelta(days=random.randint(3, every))
    while day < today:
        yield day
        day += timedelta(days=random.randint(every // 2, every * 3 // 2))


def _team_id(opened: Opened, one: Member) -> int | None:
    team = opened.teams.get(one.part.team)
    return team.id if team else None


def _post(opened: Opened, story: Story, day: date, today: date, manager: int, here: Sequence[Member],
          random: Random) -> DatedPost:
    author = None if random.random() < (.6 if story.kind is E else .2) else random.choice(here)
    by_on = official().deadline(day, DAYS_FOR_AN_ANSWER)
    others = [one.person.id for one in here if one is not author and one.person.id != manager]
    agreed = random.sample(others, min(random.choice((0, 0, 1, 2, 4)), len(others)))
    return DatedPost(
        _id(random), opened.store.id, day, story.kind, story.title, story.text, story.wish, story.topic,
        random.randint(3, 9) if story.kind is E else None, author.person.id if author else None,
        _team_id(opened, author) if author else None, manager, by_on,
        tuple(_entries(story, day, by_on, today, manager, others, author is None, random)), tuple(agreed))


def _entries(story: Story, day: date, by_on: date, today: date, manager: int, others: Sequence[int], unsigned: bool,
             random: Random) -> list[DatedEntry]:
    said = []
    if random.random() < .4:
        said.append(DatedEntry(_id(random), day, random.choice(COMMENTS[:5]), random.choice(others)))
    on = by_on + timedelta(days=random.choice((1, 3)) if random.random() < .09 else -random.choice((0, 0, 1, 1)))
    on = max(on, day)
    if on >= today:
        return said
    if not story.adopted:
        return [*said, DatedEntry(_id(random), on, story.answer, manager, PostState.DECLINED)]
    if story.kind is Q:
        return [*said, DatedEntry(_id(random), on, story.answer, manager, PostState.DONE)]
    said.append(DatedEntry(_id(random), on, story.answer, manager, PostState.IN_WORK))
    done = on + timedelta(days=random.randint(3, 18))
    if done < today:
        said.append(DatedEntry(_id(random), done, "已完成。", manager, PostState.DONE))
        if unsigned and random.random() < .3:
            said.append(DatedEntry(_id(random), min(done + timedelta(days=1), today), COMMENTS[5]))
    return said


def _id(random: Random) -> int:
    return random.randrange(1, 2**31 - 1)
