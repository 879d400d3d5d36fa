"""What training prints: the sign-in sheet of an event, and a person's training record."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from portal.core.clock import today
from portal.core.period import Period
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.models import Membership, Person, Store
from portal.org.queries import members, names

from . import mentors, papers, queries, required, results, skills
from .models import Attendance, SeatState, TrainingEvent
from .skilled import SkillLevel

SIGN_IN, RECORD = "training_sign_in", "training_record"
ROWS = 22               # on the sheet at least: who comes unannounced writes his name below


@dataclass(frozen=True)
class Expected:
    name: str
    team: str
    role: str
    required: bool


@dataclass(frozen=True)
class SignIn:
    store: str
    title: str
    subject: str
    on: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    trainer: str
    people: Sequence[Expected]

    @property
    def blank_rows(self) -> int:
        return max(ROWS - len(self.people), 3)


@dataclass(frozen=True)
class Assessed:
    """How somebody did in an assessment, at the last try."""
    on: date
    kind: str
    title: str
    no: int
    mark: str
    state: str


@dataclass(frozen=True)
class Held:
    """A certificate as it stood on the last day of the record; one that is required and was never earned has neither
    number nor days.
    """
    number: str
    title: str
    issued_on: date | None
    valid_until: date | None
    state: str
    required: bool


@dataclass(frozen=True)
class Able:
    """A skill on the last day of the record; `level` is empty where nobody has judged it."""
    subject: str
    skill: str
    level: str
    needed: str
    reached: bool
    evidence: str
    on: date | None
    by: str


@dataclass(frozen=True)
class Mentored:
    """A pair 带教 of the person: who trains whom, until when, and their tasks; `open` are those still to do."""
    mentor: str
    trained: str
    from_on: date
    until_on: date
    ended: bool
    aim: str
    tasks: int
    done: int
    open: Sequence[tuple[str, date]]
    outcome: str


@dataclass(frozen=True)
class Record:
    store: str
    name: str
    staff_no: str
    team: str
    role: str
    hired_on: date | None
    period: Period
    lines: Sequence[queries.Attended]
    assessed: Sequence[Assessed] = ()
    certificates: Sequence[Held] = ()
    skills: Sequence[Able] = ()
    mentoring: Sequence[Mentored] = ()

    @property
    def attended(self) -> list[queries.Attended]:
        return [line for line in self.lines if line.came is Attendance.PRESENT]

    @property
    def skills_reached(self) -> int:
        return sum(one.reached for one in self.skills)

    @property
    def minutes(self) -> int:
        return sum(line.minutes for line in self.attended)

    @property
    def required(self) -> list[queries.Attended]:
        return [line for line in self.lines if line.required]

    @property
    def required_attended(self) -> int:
        return sum(line.came is Attendance.PRESENT for line in self.required)

    @property
    def subjects(self) -> Mapping[str, tuple[int, int]]:
        """Subject → trainings attended and their minutes."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.attended:
            count, minutes = found.get(line.subject, (0, 0))
            found[line.subject] = count + 1, minutes + line.minutes
        return found


def sign_in(event: TrainingEvent) -> SignIn:
    """Everybody who has a place, in rota order by team."""
    seats = {seat.person_id: seat for seat in queries.seats_of(event.id) if seat.state is SeatState.TAKEN}
    here = {one.person_id: one for one in members(event.store_id, event.on)}
    order = [*(person_id for person_id in here if person_id in seats), *(each for each in seats if each not in here)]
    people = [Expected(seats[each].person.name, here[each].team if each in here else "",
                       str(here[each].role.label) if each in here else "", seats[each].required) for each in order]
    return SignIn(db.session.get_one(Store, event.store_id).name, event.title, queries.subject_of(event), event.on,
                  event.starts_at, queries.ends_at(event), event.room,
                  names({event.trainer_id}).get(event.trainer_id, ""), people)


def blank_sign_in(store: Store) -> SignIn:
    return SignIn(store.name, "", "", None, None, None, "", "", ())


def record(person: Person, membership: Membership, period: Period) -> Record:
    """What a person attended in a period, where they were absent, how they did in tests, whom they train or by whom
    they are trained; what they hold and can at its end."""
    last = min(period.end, today())
    held = next((one for one in members(membership.store_id or 0, period.end) if one.person_id == person.id), None)
    store = db.session.get_one(Store, membership.store_id)
    return Record(store.name, person.name, person.staff_no or "", held.team if held else "",
                  person.title or str(membership.role.label), person.hired_on, period,
                  queries.record(person.id, period),
                  [Assessed(row.on, str(row.kind.label), row.title, attempt.no,
                            papers.mark(attempt.points, attempt.out_of), str(attempt.state.label))
                   for attempt, row in results.tries_of(person.id, period)],
                  _certificates(person, membership, last),
                  _able(skills.standing(person.id, membership.store_id or 0, last)),
                  [_mentored(one) for one in mentors.in_period(person.id, period)])


def _certificates(person: Person, membership: Membership, on: date) -> list[Held]:
    """What was held on a day, and what the role required then and was never earned."""
    store_id = membership.store_id or 0
    needed = [rule.title for rule in required.of_store(store_id, membership.role) if rule.from_on <= on]
    held = results.held_by(person.id, on)
    lacking = [title for title in needed if title not in {row.title for row in held}]
    return [*(Held("", title, None, None, str(required.Standing.MISSING.label), True) for title in lacking),
            *(Held(row.number, row.title, row.issued_on, row.valid_until, str(
                (required.Standing.HELD if row.valid_until >= on else required.Standing.ENDED).label),
                row.title in needed) for row in held)]


def _able(found: Iterable[skills.Standing]) -> list[Able]:
    return [Able(one.subject, one.skill.name, _level(one.judged.level) if one.judged else "", _level(one.skill.aim),
                 one.is_reached, one.judged.evidence if one.judged else "", one.judged.on if one.judged else None,
                 one.by) for one in found]


def _level(level: SkillLevel) -> str:
    return f"{level.value} {level.label}"


def _mentored(one: mentors.Tandem) -> Mentored:
    pair = one.pair
    return Mentored(pair.mentor.name, pair.person.name, pair.from_on, pair.ended_on or pair.until_on,
                    pair.ended_on is not None, pair.aim, len(one.tasks), one.done_count,
                    [(task.text, task.due_on) for task in one.open_tasks] if pair.live else [], pair.outcome)


sheets = (
    SheetKind(SIGN_IN, _l("Training sign-in sheet"), "training.write", "training/sheets/sign_in.html", sign_in,
              endpoint="training.events", blank="training.blank_sheet", personal=True),
    SheetKind(RECORD, _l("Personal training record"), "training.results", "training/sheets/record.html", record,
              endpoint="training.people", personal=True),
)
