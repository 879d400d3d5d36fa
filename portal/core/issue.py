"""Issue: a sheet frozen as at the close of its period, with number and check value, typed on and signed until closed.

Issue 2 stands beside issue 1. Its two PDFs, as issued and as closed, are made by jobs and are the same bytes for ever.
"""
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, Select, String, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Coded, Model, Seldom, Technical, coded, db
from portal.org.models import Person, Store
from portal.printing import PrintingError, printer

from . import file, job, sheet
from .action import Refused, action, locked, seen, technical
from .clock import ZONE, now, today
from .frozen import check_value, freeze, thaw
from .job import Job, Running
from .period import Period
from .registry import registry
from .scope import Scope
from .words import full_day

PAPER = "issue_paper"               # the kind of job that makes the PDFs


class Slot(Coded):
    """Whose signature a box is for."""
    OWN = "own", _l("In person")
    LEADER = "leader", _l("Leader")
    MANAGER = "manager", _l("Manager")
    GENERAL_MANAGER = "gm", _l("General manager")
    MAKER = "maker", _l("Made by")


@dataclass(frozen=True)
class Signer:
    """A box to sign in; nobody's (`person_id` None) stays a line on paper."""
    slot: Slot
    role: str
    name: str = ""
    person_id: int | None = None


class About(NamedTuple):
    """What a sheet is about: a store, a team of it, or a person in it."""
    store_id: int
    team_id: int | None = None
    person_id: int | None = None

    @property
    def key(self) -> str:
        if self.person_id is not None:
            return f"person-{self.person_id}"
        return "store" if self.team_id is None else f"team-{self.team_id}"


class Issue(Seldom, Model):
    __tablename__ = "issue"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(40))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    about: Mapped[str] = mapped_column(String(30))                  # About.key: unique with the period
    period: Mapped[str] = mapped_column(String(30))                 # Period.key
    end_on: Mapped[date]                                            # its last day, the as-of day of the figures
    number: Mapped[str] = mapped_column(String(40))
    issue_no: Mapped[int]                                           # 第 n 版
    reason: Mapped[str] = mapped_column(String(200), default="")    # of a later issue
    language: Mapped[str] = mapped_column(String(10))
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    check_value: Mapped[str] = mapped_column(String(64))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("kind", "store_id", "period", "about", "issue_no"),
                      UniqueConstraint("number", "issue_no"), Index(None, "person_id", "end_on"))

    @property
    def short_check(self) -> str:
        """The first eight figures, as they stand on the paper."""
        return f"{self.check_value[:4]} {self.check_value[4:8]}".upper()

    @property
    def sheet(self) -> Any:
        """The frozen data as the sheet's dataclass."""
        kind = registry().sheets[self.kind]
        assert kind.data is not None
        return thaw(kind.data, self.data)


class Typed(Model):
    """What is typed on an issue until it is closed: causes, plan, promises, one text each."""
    __tablename__ = "issue_typed"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), unique=True)
    parts: Mapped[dict[str, str]] = mapped_column(JSON)

    __mapper_args__ = {"version_id_col": version}


class Signature(Seldom, Model):
    """A box that was signed: by own account, or on paper with a picture of it."""
    __tablename__ = "signature"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    slot: Mapped[Slot] = mapped_column(coded(Slot))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    __table_args__ = (UniqueConstraint("issue_id", "slot"),)


class IssuePaper(Technical, Model):
    """A PDF of an issue: as issued, with blanks to write in, or as closed, with what was typed and who signed."""
    __tablename__ = "issue_paper"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"))
    closed: Mapped[bool]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    __table_args__ = (UniqueConstraint("issue_id", "closed"),)


def issues(scope: Scope) -> Select[Issue]:
    """The issues in `scope`: the only door to rows of this table. A team's own is seen through the team."""
    of_team = and_(Issue.person_id.is_(None), Issue.team_id.in_(scope.teams))
    return select(Issue).where(or_(scope.sees(store=Issue.store_id, owner=Issue.person_id), of_team))


def newest(scope: Scope, kind: str, period: Period) -> dict[str, Issue]:
    """The highest issue of each sheet of a period, by About.key."""
    rows = db.session.scalars(issues(scope).where(Issue.kind == kind, Issue.period == period.key)
                              .order_by(Issue.issue_no))
    return {row.about: row for row in rows}


def typed_on(issue: Issue) -> Typed:
    return db.session.scalars(select(Typed).where(Typed.issue_id == issue.id)).one()


def signatures(*issue_ids: int) -> dict[tuple[int, Slot], Signature]:
    rows = db.session.scalars(select(Signature).where(Signature.issue_id.in_(issue_ids)))
    return {(row.issue_id, row.slot): row for row in rows}


def papers(*issue_ids: int) -> dict[tuple[int, bool], int]:
    """Stored PDFs: (issue, as closed) → file."""
    rows = db.session.execute(select(IssuePaper.issue_id, IssuePaper.closed, IssuePaper.file_id)
                              .where(IssuePaper.issue_id.in_(issue_ids)))
    return {(row.issue_id, row.closed): row.file_id for row in rows}


@contextmanager
def one_reading() -> Iterator[None]:
    """All that is read within is as at one moment; nothing is open afterwards."""
    session = db.session()
    session.rollback()
    if db.engine.dialect.name != "sqlite":                          # where a read transaction is one moment anyway
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        session.rollback()


@action("sheet.issued")
def issue(kind: str, about: About, period: Period, data: Any, *, by: Person, reason: str = "",
          once: str | None = None, settled: bool = False) -> Issue:
    """Freeze a sheet that was built as at the close of `period`. A later issue of the same needs its reason.
    `settled`: what it tells changes no more, though its day is not over.

    The issue before, and that of the period before, are closed with it.
    """
    if period.end >= today() and not settled:
        raise Refused(_("This period has not closed yet."))
    store = locked(db.session.get_one(Store, about.store_id))       # one at a time: numbers have no gap and no twin
    earlier = db.session.scalars(select(Issue).where(
        Issue.kind == kind, Issue.store_id == store.id, Issue.period == period.key, Issue.about == about.key)
        .order_by(Issue.issue_no.desc())).first()
    if earlier and not reason:
        raise Refused(_("Say why it is issued again."), field="reason")
    frozen = freeze(data)
    row = Issue(
        kind=kind, store_id=store.id, team_id=about.team_id, person_id=about.person_id, about=about.key,
        period=period.key, end_on=period.end, number=earlier.number if earlier else _number(store, period),
        issue_no=earlier.issue_no + 1 if earlier else 1, reason=reason, language=by.language, data=frozen,
        check_value=check_value(frozen), issued_by_id=by.id, issued_at=now())
    db.session.add(row)
    db.session.flush()
    db.session.add(Typed(issue_id=row.id, parts=dict(typed_on(earlier).parts) if earlier else {}))
    for open_one in _to_close(row):
        _close(open_one, by)
    ask_for_paper(row, by)
    return row


@action("sheet.typed")
def type_on(typed: Typed, *, by: Person, version: int, parts: dict[str, str]) -> Typed:
    """Keep what was typed on an issue; empty parts go."""
    seen(typed, version)
    if db.session.get_one(Issue, typed.issue_id).closed_at:
        raise Refused(_("This sheet is closed: nothing is typed on it any more."))
    typed.parts = {name: text for name, text in (typed.parts | parts).items() if text}
    return typed


@action("sheet.signed")
def sign(row: Issue, *, by: Person, slot: Slot, picture: bytes | None = None, once: str | None = None) -> Signature:
    """Sign in one's own box, or note with a picture that it was signed on paper."""
    locked(row)
    signer = next((one for one in row.sheet.signers if one.slot is slot and one.person_id), None)
    if signer is None:
        raise Refused(_("This sheet has no such box."))
    if picture is None and signer.person_id != by.id:
        raise Refused(_("Only %(name)s signs here.", name=signer.name))
    if row.closed_at:
        raise Refused(_("This sheet is closed: it is not signed any more."))
    if db.session.scalar(select(Signature.id).where(Signature.issue_id == row.id, Signature.slot == slot)):
        raise Refused(_("This box is signed already."))
    kept = None if picture is None else file.store(picture, f"{row.number}-{slot.value}.jpg", "image/jpeg", by=by)
    signature = Signature(issue_id=row.id, slot=slot, person_id=signer.person_id, signed_at=now(), noted_by_id=by.id,
                          picture_id=kept and kept.id)
    db.session.add(signature)
    db.session.flush()
    return signature


@action("sheet.closed")
def close(row: Issue, *, by: Person, version: int) -> Issue:
    """From now on nothing is typed or signed on it. A missing signature is shown, never waited for."""
    seen(row, version)
    if row.closed_at:
        raise Refused(_("This sheet is closed already."))
    _close(row, by)
    return row


def _close(row: Issue, by: Person) -> None:
    row.closed_at, row.closed_by_id = now(), by.id
    ask_for_paper(row, by)


def _to_close(row: Issue) -> list[Issue]:
    """Open issues of the same sheet that end with this one: the one before, and those of earlier periods."""
    return list(db.session.scalars(select(Issue).where(
        Issue.kind == row.kind, Issue.store_id == row.store_id, Issue.about == row.about, Issue.id != row.id,
        Issue.closed_at.is_(None), Issue.end_on <= row.end_on)))


def _number(store: Store, period: Period) -> str:
    """A-2026W47-012: store, period, and its place among the sheets of that period."""
    taken = db.session.scalar(select(func.count(Issue.number.distinct())).where(
        Issue.store_id == store.id, Issue.period == period.key)) or 0
    return f"{store.code}-{period.key.replace('-', '')}-{taken + 1:03}"


def ask_for_paper(row: Issue, by: Person) -> Job:
    return job.start(PAPER, by=by, title=row.number, store_id=row.store_id, arguments={"issue_id": row.id},
                     language=row.language)


def frame(row: Issue, store: Store, issued_by: Person) -> sheet.Frame:
    kind = registry().sheets[row.kind]
    made = _("issued %(name)s %(moment)s", name=issued_by.name, moment=sheet.full_moment(row.issued_at))
    return sheet.Frame(kind.official, store.name, Period.parse(row.period).label, made, row.number,
                       _("Issue %(number)s", number=row.issue_no), row.short_check, f"/issues/{row.id}",
                       closed=row.closed_at is not None)


def html_of(row: Issue, *, printing: bool, as_closed: bool, **around: Any) -> str:
    """An issue as a page: its frozen data; `as_closed` with what was typed and signed."""
    store, issued_by = db.session.get_one(Store, row.store_id), db.session.get_one(Person, row.issued_by_id)
    kind = registry().sheets[row.kind]
    typed = typed_on(row).parts if as_closed else {}
    signed = {slot: _signed(one) for (_id, slot), one in signatures(row.id).items()} if as_closed else {}
    if as_closed and kind.closing:
        around |= kind.closing(row.id)
    return sheet.html(kind, row.sheet, frame(row, store, issued_by), printing=printing, typed=typed, signed=signed,
                      **around)


def _signed(one: Signature) -> str:
    day = full_day(one.signed_at.astimezone(ZONE).date())
    return _("on paper, %(day)s", day=day) if one.picture_id else _("signed %(day)s", day=day)


def make_papers(running: Running, issue_id: int) -> None:
    """The job: the PDFs that an issue still lacks. Refused where this machine cannot make them."""
    make_missing(issue_id, lambda done, of: running.at(done, of))


def make_missing(issue_id: int, at: Callable[[int, int], None] = lambda done, of: None,
                 only: tuple[bool, ...] = (False, True)) -> None:
    """As issued, as closed, or both; the same wherever it is asked for: in the language of the issue."""
    row = db.session.get_one(Issue, issue_id)
    kept = papers(issue_id)
    wanted = [as_closed for as_closed in only
              if (issue_id, as_closed) not in kept and (row.closed_at or not as_closed)]
    with force_locale(row.language):
        texts = [(as_closed, html_of(row, printing=True, as_closed=as_closed)) for as_closed in wanted]
    name = f"{row.number}-{row.issue_no}"
    db.session.rollback()
    for done, (as_closed, text) in enumerate(texts):
        at(done, len(texts))
        try:
            pdf = printer.pdf([text], archive=True)
        except PrintingError as error:
            raise Refused(sheet.why(error)) from error
        keep_paper(issue_id, as_closed, pdf, f"{name}{'-closed' if as_closed else ''}.pdf")


@technical
def keep_paper(issue_id: int, as_closed: bool, pdf: bytes, name: str) -> None:
    """The first PDF made is the one that is kept."""
    if (issue_id, as_closed) not in papers(issue_id):
        stored = file.store(pdf, name, sheet.PDF)
        db.session.add(IssuePaper(issue_id=issue_id, closed=as_closed, file_id=stored.id))
