"""The people of the demo group; every name is invented."""
from dataclasses import dataclass
from datetime import timedelta

from portal.org.models import Role


@dataclass(frozen=True)
class Part:
    """Somebody in the demo group. `skill` runs from 0 to 1 and shows in what the person sells and keeps."""
    name: str
    role: Role
    team: str = ""
    account: str = ""
    title: str = ""
    skill: float = .6
    punctual: float = .95           # share of contacts made in time
    joined_days: int = 2000         # before the demo's day
    left_days: int | None = None    # before the demo's day
    moved_from: str = ""            # the team before, until `moved_days` before the demo's day
    moved_days: int = 0

    @property
    def since(self) -> timedelta:
        return timedelta(days=self.joined_days)


@dataclass(frozen=True)
class House:
    """A store of the group: `traffic` is its register entries a month."""
    code: str
    name: str
    teams: tuple[str, ...]
    people: tuple[Part, ...]
    traffic: int


ONE, TWO, THREE, WEB = "销售一组", "销售二组", "销售三组", "网销组"
MAIN = House("JC", "永驰江城店", (ONE, TWO, THREE, WEB), (
    Part("周敏", Role.LEADER, ONE, "leader", "销售主管", .8),
    Part("陈思远", Role.CONSULTANT, ONE, skill=.95, punctual=.98),
    Part("林晓雨", Role.CONSULTANT, ONE, skill=.85, punctual=.97),
    Part("邓浩然", Role.CONSULTANT, ONE, "consultant", skill=.7, punctual=.94),
    Part("何静", Role.CONSULTANT, ONE, skill=.65, punctual=.96, moved_from=TWO, moved_days=101),
    Part("冯立强", Role.LEADER, TWO, title="销售主管", skill=.7),
    Part("吴俊杰", Role.CONSULTANT, TWO, skill=.75, punctual=.93),
    Part("郑雅琪", Role.CONSULTANT, TWO, "consultant2", skill=.72, punctual=.95),
    Part("马宇航", Role.CONSULTANT, TWO, skill=.6, punctual=.9),
    Part("蒋欣怡", Role.CONSULTANT, TWO, skill=.5, punctual=.92, joined_days=150),
    Part("许佳宁", Role.LEADER, THREE, title="销售主管", skill=.6),
    Part("罗子轩", Role.CONSULTANT, THREE, "consultant4", skill=.62, punctual=.9),
    Part("曾凯", Role.CONSULTANT, THREE, skill=.5, punctual=.84),
    Part("唐雨桐", Role.CONSULTANT, THREE, skill=.38, punctual=.78),
    Part("韩梦洁", Role.CONSULTANT, THREE, skill=.6, punctual=.9, left_days=52),
    Part("白露", Role.DCC, WEB, "dcc", "网销专员", .75, .96),
    Part("尹晨", Role.DCC, WEB, title="网销专员", skill=.6, punctual=.9),
    Part("谢雯", Role.RECEPTION, account="reception", title="前台"),
    Part("汪晴", Role.RECEPTION, title="前台"),
    Part("沈国平", Role.MANAGER, account="manager", title="展厅经理"),
    Part("顾永昌", Role.GENERAL_MANAGER, account="gm", title="总经理"),
    Part("程婉", Role.CARE, account="care", title="客服专员"),
    Part("苏建华", Role.FINANCE, account="finance", title="财务"),
    Part("石磊", Role.PLANNER, account="planner", title="计划员"),
    Part("乔安", Role.TRAINER, account="trainer", title="内训师"),
    Part("袁可", Role.MARKETING, account="marketing", title="市场专员"),
), 760)
SMALL = House("BH", "永驰滨湖店", ("滨湖销售组",), (
    Part("叶向东", Role.LEADER, "滨湖销售组", title="销售主管", skill=.7),
    Part("秦朗", Role.CONSULTANT, "滨湖销售组", "consultant3", skill=.7),
    Part("孟瑶", Role.CONSULTANT, "滨湖销售组", skill=.6, punctual=.9),
    Part("黎曼", Role.RECEPTION, title="前台"),
    Part("戴维新", Role.MANAGER, title="店总"),
), 150)
HOUSES = (MAIN, SMALL)
GROUP = (Part("范启明", Role.GROUP, account="group", title="集团销售总监"),
         Part("系统管理", Role.ADMIN, account="admin", title="管理员"))
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚"
    "卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红鹏飞波斌凯浩宇轩梓涵欣怡雨桐思远佳宁子墨嘉诚雅"
    "琪晨曦文博建国志强海燕小东晓峰春梅秀珍玲慧琳婷倩颖晶莹蕾薇菲瑶璐瑾")
TITLES = ("先生", "女士")
AREAS = ("汉阳区", "武昌区", "洪山区", "江岸区", "江汉区", "硚口区", "青山区", "东西湖区", "蔡甸区", "江夏区", "黄陂区")
JOBS = ("教师", "医生", "个体经营", "工程师", "公务员", "会计", "物流", "餐饮", "销售", "自由职业", "")
