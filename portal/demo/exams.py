"""The demo store's assessments: a bank of questions, the tests and role-plays of the year, certificates, ratings."""
import csv
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from portal.core.clock import day_of
from portal.core.load import load
from portal.org.models import Person, Role
from portal.training.assessed import AssessmentKind
from portal.training.load import DatedEvent
from portal.training.load_assessed import BankQuestion, DatedAssessment, DatedRating, DatedTry, RequiredFrom

from .found import Opened

FILE = Path(__file__).with_name("questions.csv")
LATELY, OPEN_FOR = 9, 14        # days: tests not taken by all yet; how long one is open
ASKED = 8                       # questions of a written test
CRITERIA = (("开场与身份确认", 15), ("需求探询", 25), ("异议回应", 35), ("推进下一步", 25))
REMARKS = ("案例很贴近店里", "节奏有点快", "希望多些实车练习", "话术能直接用", "")
NOTES = ("先认同再回应，做得好", "报价前没问清预算", "收尾没有约下次时间", "")

CERTIFIED = {"新车型卖点六方位": ("产品讲解认证", 3), "订单资料与合规": ("订单合规认证", 12)}
TESTED = ("product", "process")
REQUIRED = (("产品讲解认证", Role.CONSULTANT), ("产品讲解认证", Role.LEADER), ("订单合规认证", Role.CONSULTANT))
REQUIRED_SINCE = 120            # days


class Q(NamedTuple):
    subject: str
    text: str
    options: tuple[str, ...]
    right: tuple[int, ...]
    why: str = ""


@cache
def bank() -> list[Q]:
    """The questions of questions.csv."""
    with FILE.open(encoding="utf-8", newline="") as opened:
        _head, *rows = csv.reader(opened)
    found = []
    for subject, text, options, why in rows:
        each = options.split(" | ")
        found.append(Q(subject, text, tuple(one.removeprefix("*") for one in each),
                       tuple(place for place, one in enumerate(each) if one.startswith("*")), why))
    return found


def hold(opened: Opened, events: Sequence[DatedEvent], today: date, *, by: Person) -> None:
    """Tests of a part of the trainings held, the role-plays, one quiz open now."""
    random = Random(f"{opened.store.code} is assessed")
    skills = {one.person.id: one.part.skill for one in opened.members}
    held = [event for event in events if event.held]
    load({"training_questions": [BankQuestion(opened.store.id, *question) for question in bank()],
          "training_assessments": [*_tests(held, skills, today, random), *_quiz(opened, events, skills, today, random)],
          "training_ratings": list(_ratings(held, random)),
          "required_certificates": [RequiredFrom(opened.store.id, title, role, today - timedelta(days=REQUIRED_SINCE))
                                    for title, role in REQUIRED]}, by=by, batch="demo")


def _tests(held: Sequence[DatedEvent], skills: dict[int, float], today: date,
           random: Random) -> Iterator[DatedAssessment]:
    for event in held:
        on = day_of(event.starts_at)
        came = [one.person_id for one in event.people if one.came]
        if event.title == "异议处理演练":
            yield _shell(event, on, AssessmentKind.ROLE_PLAY, criteria=CRITERIA, pass_mark=60, tries=[
                played for person_id in came for played in _plays(person_id, skills[person_id], on, today, random)])
        elif event.subject in TESTED:
            asked = [one for one in bank() if one.subject == event.subject][:ASKED]
            certificate, months = CERTIFIED.get(event.title, ("", None))
            late = (today - on).days < LATELY
            yield _shell(
                event, on, AssessmentKind.WRITTEN, questions=[one.text for one in asked], pass_mark=75,
                certificate=certificate, months=months, tries=[
                    made for person_id in came if not (late and random.random() < .4)
                    for made in _takes(person_id, skills[person_id], asked, on, today, 75, random)])


def _shell(event: DatedEvent, on: date, kind: AssessmentKind, **more: object) -> DatedAssessment:
    return DatedAssessment(event.store_id, (event.title, on), kind, event.title, event.subject, on,
                           on + timedelta(days=OPEN_FOR), event.trainer_id, **more)  # type: ignore[arg-type]


def _takes(person_id: int, skill: float, asked: Sequence[Q], on: date, today: date, pass_mark: int,
           random: Random) -> Iterator[DatedTry]:
    """At most twice: the second time a day later and better."""
    for again in range(2):
        day = on + timedelta(days=again)
        if day >= today:
            return
        knows = min(.97, .66 + .24 * skill + .12 * again)
        given = [_choice(one, random.random() < knows, random) for one in asked]
        yield DatedTry(person_id, day, given)
        if sum(set(chosen) == set(one.right) for chosen, one in zip(given, asked, strict=True)
               ) * 100 >= pass_mark * len(asked):
            return


def _choice(question: Q, knows: bool, random: Random) -> tuple[int, ...]:
    if knows:
        return question.right
    if len(question.right) > 1:
        return question.right[:-1]
    return (random.choice([place for place in range(len(question.options)) if place not in question.right]),)


def _plays(person_id: int, skill: float, on: date, today: date, random: Random) -> Iterator[DatedTry]:
    for again in range(2):
        if (day := on + timedelta(days=again * 2)) >= today:
            return
        given = [(min(5, max(1, round(2.2 + 2.2 * skill + again + random.uniform(-1, 1)))),) for _one in CRITERIA]
        yield DatedTry(person_id, day, given, random.choice(NOTES))
        if sum(points[0] * weight for points, (_text, weight) in zip(given, CRITERIA, strict=True)) >= 60 * 5:
            return


def _quiz(opened: Opened, events: Sequence[DatedEvent], skills: dict[int, float], today: date,
          random: Random) -> Iterator[DatedAssessment]:
    """Open since some days to everybody; a part has taken it."""
    since, asked = today - timedelta(days=4), [one for one in bank() if one.subject == "product"][:5]
    people = sorted(person_id for person_id in skills if random.random() < .5)
    yield DatedAssessment(
        opened.store.id, None, AssessmentKind.QUIZ, "新车型小测", "product", since, today + timedelta(days=6),
        events[0].trainer_id, questions=[one.text for one in asked], pass_mark=80, compulsory=True, tries=[
            made for person_id in people
            for made in _takes(person_id, skills[person_id], asked, since, today, 80, random)])


def _ratings(held: Sequence[DatedEvent], random: Random) -> Iterator[DatedRating]:
    for event in held[-26:]:
        for one in event.people:
            if one.came and random.random() < .4:
                yield DatedRating(event.store_id, (event.title, day_of(event.starts_at)), one.person_id,
                                  random.choice((3, 4, 4, 5, 5, 5)), random.choice(REMARKS))
