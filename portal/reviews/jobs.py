"""Long work of the weekly review: issue all sheets of a store, and put them on paper as one batch."""
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from pypdf import PdfReader, PdfWriter

from portal.core import file, sheet
from portal.core import issue as issued
from portal.core.action import Refused
from portal.core.clock import now
from portal.core.issue import About, Issue, one_reading
from portal.core.job import Made, Running
from portal.core.period import Period
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Person, Store
from portal.printing import PrintingError, printer

from . import queries
from .queries import WEEK
from .review import Review
from .week import WeekSheet


@dataclass(frozen=True)
class CoverLine:
    """A sheet of the batch: whose, its number, and which boxes are signed."""
    kind: str
    name: str
    number: str
    issue: str
    boxes: tuple[tuple[str, bool], ...]         # role, and whether it is signed


@dataclass(frozen=True)
class Cover:
    week: str
    start: str
    end: str
    lines: tuple[CoverLine, ...]


@dataclass(frozen=True)
class Bound:
    """A sheet on its way into the batch: its issue, or live where there is none."""
    about: About
    data: WeekSheet
    row: Issue | None
    boxes: tuple[tuple[str, bool], ...]


def issue_week(running: Running, store_id: int, week: str, wanted: Sequence[str]) -> None:
    """Issue the sheets named by About.key that are not issued yet, all from one reading."""
    period = Period.parse(week)
    with one_reading():
        review = Review(store_id, period)
        known = queries.newest_of(store_id, period)
        sheets = [(about, review.sheet(about)) for about in queries.abouts(store_id, period.end)
                  if about.key in wanted and about.key not in known]
    for done, (about, data) in enumerate(sheets):
        running.at(done, len(sheets))
        if about.key not in queries.newest_of(store_id, period):        # nobody else was quicker
            issued.issue(WEEK, about, period, data, by=running.asker)
    running.at(len(sheets), len(sheets))


def print_week(running: Running, store_id: int, week: str, wanted: Sequence[str]) -> Made:
    """Cover list, then each sheet named, beginning on a front side: the stored PDF of an issue, else the live sheet."""
    period = Period.parse(week)
    bound = _bind(store_id, period, wanted)
    writer = PdfWriter()
    _add(writer, _print(_cover(running, store_id, period, bound)))
    for done, one in enumerate(bound):
        running.at(done, len(bound))
        _add(writer, _paper(running, store_id, one))
    writer.compress_identical_objects()
    made = io.BytesIO()
    writer.write(made)
    running.at(len(bound), len(bound))
    return Made(made.getvalue(), f"{registry().sheets[WEEK].official} {period.key}.pdf", sheet.PDF)


def cover_of(week: Period, bound: Sequence[Bound]) -> Cover:
    return Cover(week.label, f"{week.start:%Y-%m-%d}", f"{week.end:%m-%d}", tuple(
        CoverLine(one.data.kind, one.data.name, one.row.number if one.row else "",
                  _("Issue %(number)s", number=one.row.issue_no) if one.row else _("draft"), one.boxes)
        for one in bound))


def _bind(store_id: int, period: Period, wanted: Sequence[str]) -> list[Bound]:
    with one_reading():
        review = Review(store_id, period)
        rows = queries.newest_of(store_id, period)
        signed = issued.signatures(*(row.id for row in rows.values()))
        bound = []
        for about in queries.abouts(store_id, period.end):
            if about.key in wanted:
                row = rows.get(about.key)
                data = row.sheet if row else review.sheet(about)
                boxes = tuple((one.role, row is not None and (row.id, one.slot) in signed) for one in data.signers)
                bound.append(Bound(about, data, row, boxes))
        db.session.expunge_all()                                # rows outlive the reading
    if not bound:
        raise Refused(_("There is no sheet to print."))
    return bound


def _cover(running: Running, store_id: int, period: Period, bound: Sequence[Bound]) -> str:
    kind = registry().sheets["week_cover"]
    return sheet.html(kind, cover_of(period, bound), _frame(running, store_id, kind, period.label), printing=True)


def _paper(running: Running, store_id: int, one: Bound) -> bytes:
    if one.row is None:
        kind = registry().sheets[WEEK]
        return _print(sheet.html(kind, one.data, _frame(running, store_id, kind, one.data.about_text), printing=True))
    as_closed = one.row.closed_at is not None
    kept = issued.papers(one.row.id)
    if (one.row.id, as_closed) not in kept:
        issued.make_missing(one.row.id, only=(as_closed,))
        kept = issued.papers(one.row.id)
    pdf = file.read(kept[(one.row.id, as_closed)])[1]
    db.session.rollback()
    return pdf


def _frame(running: Running, store_id: int, kind: sheet.SheetKind, about: str) -> sheet.Frame:
    """Of what is printed live, by who asked for the batch."""
    store, asker = db.session.get_one(Store, store_id), db.session.get_one(Person, running.asker_id)
    made = _("printed %(name)s %(moment)s", name=asker.name, moment=sheet.full_moment(now()))
    return sheet.Frame(kind.official, store.name, about, made)


def _print(html: str) -> bytes:
    db.session.rollback()
    try:
        return printer.pdf([html])
    except PrintingError as error:
        raise Refused(sheet.why(error)) from error


def _add(writer: PdfWriter, pdf: bytes) -> None:
    """Append, and a blank back where the next would not begin on a front side."""
    writer.append(PdfReader(io.BytesIO(pdf)), import_outline=False)
    if len(writer.pages) % 2:
        writer.add_blank_page()

