"""The count on paper 库存盘点表: by place, blank to tick by hand, or as it was counted with its differences settled."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.catalogue import queries as catalogue
from portal.core.issue import About, Signer, Slot
from portal.core.period import Period
from portal.core.sheet import SheetKind
from portal.extensions import db
from portal.org.models import Role, Store
from portal.org.queries import first_of, names
from portal.vehicles.models import TAIL, Use, Vehicle

from . import queries
from .actions import SHEET
from .models import CountDifference, CountLine, StockCount

BLANK_ROWS = 4              # below each place, for what is extra


@dataclass(frozen=True)
class Counted:
    vin: str
    model: str
    colour: str
    use: str                        # display, demo, or the order that has it
    answer: str = field(default="", metadata={"label": lazy_pgettext("count", "Result")})
    remark: str = field(default="", metadata={"label": _l("Remarks")})
    differs: bool = field(default=False, metadata={"label": None})

    @property
    def tail(self) -> str:
        return self.vin[-TAIL:]


@dataclass(frozen=True)
class CountedPlace:
    name: str
    expected: int
    there: int
    lines: tuple[Counted, ...]


@dataclass(frozen=True)
class Settled:
    vin: str
    place: str
    difference: str
    settlement: str = field(metadata={"label": _l("Settled as")})
    reason: str = field(metadata={"label": _l("Reason")})
    by: str


@dataclass(frozen=True)
class CountSheet:
    """`signers` of an issue; a blank one has empty answers."""
    name: str
    title: str
    store: str
    on: date
    counted_by: str
    expected: int
    there: int
    missing: int
    damaged: int
    elsewhere: int
    extra: int
    places: tuple[CountedPlace, ...]
    settled: tuple[Settled, ...] = ()
    signers: tuple[Signer, ...] = ()
    blank: bool = False


def sheet_of(count: StockCount) -> CountSheet:
    """As it stands now."""
    lines = queries.of_count(count.id)
    models = catalogue.model_names({line.vehicle.model_id for line in lines if line.vehicle})
    said_by = names(line.said_by_id for line in lines)
    whole = queries.whole(queries.progress(count.id))
    holder = names({count.opened_by_id}).get(count.opened_by_id, "")
    places = tuple(_place(name, [line for line in each], models) for name, each in groupby(
        lines, key=lambda line: line.place))
    return CountSheet(
        holder, count.title, db.session.get_one(Store, count.store_id).name, count.on,
        _(", ").join(dict.fromkeys(name for name in said_by.values())), whole.expected, whole.told - whole.missing,
        whole.missing, whole.damaged, whole.elsewhere, whole.extra, places,
        _settled(queries.differences_of(count.id)), _signers(count, holder))


def build(about: About, period: Period) -> CountSheet:
    """The count that an issue was made of, as it stands now."""
    return sheet_of(db.session.scalars(select(StockCount).where(
        StockCount.store_id == about.store_id, StockCount.on == period.start, StockCount.live == 1)).one())


def blank_of(count: StockCount) -> CountSheet:
    """What a count expects, to tick by hand."""
    return _blank(db.session.get_one(Store, count.store_id), count.title, count.on, [
        (line.place, _expected(line.vin, line.vehicle, line.use, line.held_for))
        for line in queries.of_count(count.id) if line.expected])


def blank_now(store: Store, on: date) -> CountSheet:
    """What stands in a store by the books, to tick by hand without a count in the portal."""
    rows = db.session.scalars(queries.expected_now(store.id).order_by(
        Vehicle.place == "", Vehicle.place, Vehicle.tail, Vehicle.id)).all()
    return _blank(store, "", on, [(one.place, _expected(one.vin, one, one.use, one.held_for)) for one in rows])


def _blank(store: Store, title: str, on: date, rows: Sequence[tuple[str, tuple[str, Vehicle | None, str]]]
           ) -> CountSheet:
    models = catalogue.model_names({one.model_id for _place_, (_vin, one, _use) in rows if one})
    places = tuple(
        CountedPlace(name, len(lines), 0, tuple(_counted(vin, one, use, models) for vin, one, use in lines))
        for name, lines in ((name, [row[1] for row in each]) for name, each in groupby(rows, key=lambda row: row[0])))
    return CountSheet("", title, store.name, on, "", len(rows), 0, 0, 0, 0, 0, places, blank=True)


def _place(name: str, lines: Sequence[CountLine], models: Mapping[int, str]) -> CountedPlace:
    expected = [line for line in lines if line.expected]
    return CountedPlace(
        name, len(expected), sum(1 for line in expected if line.answer and line.answer.value != "missing"),
        tuple(_counted(*_expected(line.vin, line.vehicle, line.use, line.held_for), models,
                       str(line.answer.label) if line.answer else "", _remark(line), line.differs) for line in lines))


def _expected(vin: str, vehicle: Vehicle | None, use: Use | None, held_for: str) -> tuple[str, Vehicle | None, str]:
    said = [str(use.label)] if use not in (None, Use.SALE) and use else []
    return vin, vehicle, " ".join([*said, *([held_for] if held_for else [])])


def _counted(vin: str, vehicle: Vehicle | None, use: str, models: Mapping[int, str], answer: str = "",
             remark: str = "", differs: bool = False) -> Counted:
    model, colour = (models.get(vehicle.model_id or 0, ""), vehicle.colour) if vehicle else ("", "")
    return Counted(vin, model, colour, use, answer, remark, differs)


def _remark(line: CountLine) -> str:
    where = _("stands at %(place)s", place=line.seen_place) if line.elsewhere else ""
    nobody = _("nobody saw it") if line.answer and line.said_by_id is None else ""
    return " · ".join(filter(None, (where, nobody, line.remark)))


def _settled(rows: Iterable[CountDifference]) -> tuple[Settled, ...]:
    found = sorted(rows, key=lambda one: (one.line.place, one.line.vin))
    who = names({one.decided_by_id for one in found} | {one.searcher_id for one in found})
    return tuple(Settled(
        one.line.vin, one.line.place, difference_words(one.line), str(one.settlement.label) if one.settlement else "",
        one.decision_reason, who.get(one.decided_by_id or one.searcher_id, "")) for one in found)


def difference_words(line: CountLine) -> str:
    """What is not as expected, in short words."""
    parts = [str(line.answer.label)] if line.answer and not (line.elsewhere and line.answer.value == "seen") else []
    return " · ".join([*parts, *([_("stands at %(place)s", place=line.seen_place)] if line.elsewhere else [])])


def _signers(count: StockCount, holder: str) -> tuple[Signer, ...]:
    manager, head = (first_of(count.store_id, count.on, role) for role in (Role.MANAGER, Role.GENERAL_MANAGER))
    named = names({manager, head})
    return (Signer(Slot.MAKER, _("Counted by"), holder, count.opened_by_id),
            *((Signer(Slot.MANAGER, str(Role.MANAGER.label), named.get(manager, ""), manager),)
              if manager != count.opened_by_id else ()),
            Signer(Slot.GENERAL_MANAGER, str(Role.GENERAL_MANAGER.label), named.get(head, ""), head))


sheets = (SheetKind(SHEET, _l("Stock count sheet"), "counts.read", "stock/sheets/count.html", build,
                    endpoint="counts.index", blank="counts.blank_sheet", data=CountSheet),)
