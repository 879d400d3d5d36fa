"""The demo store's skills: what its people were found to be able to do, half a year ago and since, and who trains whom.
"""
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from portal.core.load import load
from portal.org.models import Person, Role
from portal.org.queries import SELLERS
from portal.training.settings import USUAL_SKILLS
from portal.training.skill_load import DatedJudgement, DatedPair, DatedSkill, DatedTask
from portal.training.skilled import SkillLevel

from .found import Member, Opened

LEVELS = tuple(SkillLevel)
ROUNDS = (170, 80, 12)              # days ago
NOT_JUDGED = .06
EVIDENCE = ("演练两次，话术完整", "陪同接待，独立讲完", "抽查录音三通", "现场考核通过", "本月实单", "主管旁听",
            "笔试与演练")
PAIRS = 3
TASKS = (("跟听 3 次接待，写下客户的问题", "记了 11 个问题，一起过了一遍"), ("独立完成六方位绕车介绍", "一次通过"),
         ("陪驾 2 次，由师傅点评", "路线熟了，讲解还要短"), ("报价演练：守住价格权限", "演练两轮"),
         ("独立接待 2 批客户", "留档 2 批"), ("做一次金融方案对比", ""))
AIMS = ("三个月内独立接待", "试驾率到全店水平", "报价谈判过关")
ABOUT_TO_LEARN = ("讲解不完整，继续练", "需要主管在旁")


def judge(opened: Opened, today: date, *, by: Person) -> None:
    """Leaders judge their teams' consultants, the trainer or manager the leaders."""
    random = Random(f"{opened.store.code} judges")
    leads = {one.part.role: one.person.id for one in opened.members}
    trainer = leads.get(Role.TRAINER, leads[Role.MANAGER])
    sellers = [one for one in opened.members if one.part.role in SELLERS and one.is_there(today, today)]
    leaders = {one.part.team: one.person.id for one in sellers if one.part.role is Role.LEADER}
    load({"skills": [DatedSkill(
        opened.store.id, subject, name, about, found=tuple(sorted(
            (found for one in sellers for found in _found(one, leaders, trainer, today, random)),
            key=lambda found: found.on))) for subject, name, about in USUAL_SKILLS]}, by=by, batch="demo")


def _found(one: Member, leaders: dict[str, int], trainer: int, today: date,
           random: Random) -> Iterator[DatedJudgement]:
    """Somebody in one skill: better from time to time, the gifted sooner."""
    judge = leaders.get(one.part.team, trainer)
    by_id = trainer if judge == one.person.id else judge
    last = -1
    for since in ROUNDS:
        on = today - timedelta(days=since + random.randrange(9))
        if random.random() < NOT_JUDGED or not one.is_there(on, today):
            continue
        grown = random.gauss(1.2 + 2.2 * one.part.skill - since / 200, .7)
        level = min(max(round(grown), last, 0), len(LEVELS) - 1)
        if level != last:
            yield DatedJudgement(one.person.id, LEVELS[level], on, by_id, _evidence(level, random))
        last = level


def _evidence(level: int, random: Random) -> str:
    said: Sequence[str] = ABOUT_TO_LEARN if level < 2 else EVIDENCE
    return random.choice(said)


def pair(opened: Opened, today: date, *, by: Person) -> None:
    """The newest have the ablest of their team as mentors."""
    random = Random(f"{opened.store.code} pairs")
    sellers = [one for one in opened.members if one.part.role is Role.CONSULTANT and one.is_there(today, today)]
    trained = sorted(sellers, key=lambda one: (one.part.since, one.person.id))[:PAIRS]
    pairs = []
    for one, aim in zip(trained, AIMS, strict=False):
        able = [each for each in sellers if each not in trained and each.part.team == one.part.team]
        if able:
            mentor = max(able, key=lambda each: (each.part.skill, -each.person.id))
            pairs.append(_pair(opened, mentor, one, aim, today, random))
    if pairs:
        load({"mentor_pairs": pairs}, by=by, batch="demo")


def _pair(opened: Opened, mentor: Member, one: Member, aim: str, today: date, random: Random) -> DatedPair:
    """Begun some weeks ago, a task a week: the past ones done but for one, two to come."""
    began = today - timedelta(weeks=4, days=random.randrange(5))
    tasks = []
    for week, (text, result) in enumerate(TASKS):
        due_on = began + timedelta(days=7 * (week + 1))
        done = due_on < today - timedelta(days=3)
        tasks.append(DatedTask(text, due_on, due_on - timedelta(days=random.randrange(3)) if done else None,
                               result if done else ""))
    return DatedPair(opened.store.id, mentor.person.id, one.person.id, mentor.person.id, began,
                     began + timedelta(days=90), aim, tasks=tuple(tasks))
