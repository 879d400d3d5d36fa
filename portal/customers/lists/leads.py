"""The lists of leads: those that go on, those that have ended, and the public pool."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import ColumnElement, String, and_, case, cast, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from portal.catalogue.filters import of_series
from portal.catalogue.models import CarModel, Series
from portal.core import words
from portal.core.agreement import agreed, labels
from portal.core.clock import today
from portal.core.lists import Choice, Choices, Column, Dates, Day, Due, Link, List, Name, Person, Search, Tab, Text
from portal.core.lists import Level as LevelBadge
from portal.core.lists import Words as Said
from portal.core.lists.formats import Format, Writer
from portal.core.place import my_store_id
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.memo import while_unchanged
from portal.org import queries as org
from portal.org.models import Membership, Team
from portal.org.models import Person as PersonRow

from .. import levels
from ..models import (
    ENDED_STATES,
    OPEN_STATES,
    PAUSED_STATES,
    Contact,
    Customer,
    Lead,
    LeadState,
    Level,
    Method,
    Origin,
    Result,
)
from ..queries import leads as queries
from ..queries import search

LAST = aliased(Contact)
OPEN_ENDED = date(9999, 12, 31)


def _said(kind: str) -> Mapping[str, str]:
    """The words of a list's codes in the reader's store."""
    return labels(kind, store_id=my_store_id())


@dataclass(frozen=True)
class Stay(Format):
    """Days at a level, from "H 2026-11-20"; beyond its window it says so."""
    css: ClassVar[str] = "num"

    def plain(self, values: Sequence[Any]) -> Writer:
        return lambda value: (today() - _since(value)[1]).days

    def html(self, values: Sequence[Any]) -> Writer:
        store_id, beyond = my_store_id(), Markup('{} <span class="due-late">{}</span>')

        def cell(value: str) -> Any:
            level, since = _since(value)
            days = words.number((today() - since).days)
            return beyond.format(days, _("overlong")) if levels.is_beyond_window(level, since, store_id) else days
        return cell


@dataclass(frozen=True)
class LastContact(Format):
    """The last exchange, from "2026-11-20 call real": 昨天 来店, 11-19 未接通."""

    def plain(self, values: Sequence[Any]) -> Writer:
        return self._words

    @staticmethod
    def _words(value: str) -> str:
        on, method, result = value.split(" ")
        day = date.fromisoformat(on)
        near = {today(): _("today"), today() - timedelta(days=1): _("yesterday")}
        said = METHODS.get(method) or _("order") if result in ("", Result.REAL.value) else RESULTS[result]
        return f"{near.get(day) or f'{day:%m-%d}'} {said}"


METHODS = {method.value: method.label for method in Method}
RESULTS = {result.value: result.label for result in Result}
LEVELS = {level.value: level for level in Level}


def _since(value: str) -> tuple[Level, date]:
    level, on = value.split(" ")
    return LEVELS[level], date.fromisoformat(on)


def _details(rows: Any) -> Any:
    """What the columns need besides the lead and its customer."""
    return (rows.outerjoin(CarModel, CarModel.id == Lead.model_id)
            .outerjoin(Series, Series.id == func.coalesce(CarModel.series_id, Lead.series_id))
            .outerjoin(LAST, and_(LAST.lead_id == Lead.id, LAST.id == queries.last_contact())))


def _model() -> ColumnElement[Any]:
    return case((CarModel.name.is_not(None), Series.name.concat(" ").concat(CarModel.name)), else_=Series.name)


def receivers(scope: Scope) -> list[tuple[int, str, int]]:
    """Whom leads may be given to, with how many open ones each holds: (id, name, leads)."""
    people = [(int(code), name) for code, name in _owners(scope).items() if code.isdecimal()]
    holds = queries.load_of(person_id for person_id, _name in people)
    return [(person_id, name, holds.get(person_id, 0)) for person_id, name in people]


# Filters

DUE = {"late": _l("Overdue"), "today": _l("Due today"), "week": _l("Within 7 days"), "uncovered": _l("Owner on leave"),
       "missed": _l("Missed for long"), "back": _l("Offered again"), "none": _l("No date")}
LIVING = {state.value: state.label for state in (*OPEN_STATES, *PAUSED_STATES)}
ENDED = {state.value: state.label for state in ENDED_STATES}


def _by_due(code: str) -> ColumnElement[bool]:
    on = today()
    match code:
        case "late":
            return queries.is_due(on - timedelta(days=1))
        case "today":
            return queries.is_due(on)
        case "back":
            return queries.comes_back(on)
        case "week":
            return queries.is_due(on + timedelta(days=6))
        case "uncovered":
            return queries.uncovered(on)
        case "missed":
            return queries.missed(on, levels.every_days(my_store_id()),
                                  agreed("pool_after_intervals", store_id=my_store_id(), on=on))
    return Lead.next_contact_on.is_(None)


@while_unchanged
def _owners(scope: Scope) -> Mapping[str, str]:
    """The teams and people of a scope, by `t1` and `7`."""
    mine = or_(false(), *(clause for ids, clause in (
        (scope.everywhere, Membership.id.is_not(None)), (scope.stores, Membership.store_id.in_(scope.stores)),
        (scope.teams, Membership.team_id.in_(scope.teams)), (scope.persons, Membership.person_id.in_(scope.persons)),
    ) if ids))
    held = db.session.execute(
        select(Team.id, Team.name, PersonRow.id, PersonRow.name)
        .select_from(Membership).join(PersonRow, PersonRow.id == Membership.person_id)
        .outerjoin(Team, Team.id == Membership.team_id)
        .where(mine, held_on(scope.today), Membership.role.in_(org.SELLERS))
        .order_by(Team.rank, Team.name, PersonRow.rota_rank, PersonRow.pinyin, PersonRow.id)).all()
    teams = {f"t{team_id}": team for team_id, team, _id, _name in held if team_id is not None}
    return (teams if len(teams) > 1 else {}) | {str(person_id): name for _t, _n, person_id, name in held}


def _by_owner(code: str) -> ColumnElement[bool]:
    if code.startswith("t"):
        return exists().where(Membership.person_id == Lead.owner_id, Membership.team_id == int(code[1:]),
                              held_on(today()))
    return Lead.owner_id == int(code)


def _levels(_scope: Scope) -> Mapping[str, Any]:
    return {code: told.letter for code, told in levels.all_shown(my_store_id()).items()}


NAMED = Search("w", _l("Name, phone, card no."), clause=search.fits)
LEVEL = Choices("level", _l("Level"), column=Lead.level, among=_levels)
ORIGIN = Choice("origin", _l("Origin"), column=Lead.origin, among=Origin)
SOURCE = Choice("source", _l("Source"), column=Lead.source, among=lambda _scope: _said("source"))
SERIES = of_series(Lead.series_id)
OWNER = Choice("owner", _l("Owner"), among=_owners, clause=_by_owner)


# Columns

BADGE = Column("level", _l("Level"), Lead.level, LevelBadge(lambda: levels.all_shown(my_store_id())), sort=Lead.urgency,
               phone="corner")
CUSTOMER = Column("name", _l("Customer"), Customer.name, Name(), head=True, link=Link("customers.lead", "lead_id"),
                  sort=Customer.pinyin)
PHONE = Column("phone", _l("Phone"), lambda _rights: queries.first_phone(None), Name(), sort=False, phone="plain")
MODEL = Column("model", _l("Model wanted"), _model(), Name(), sort=False, phone="plain")
SOURCE_SAID = Column("source", _l("Source"), Lead.source, Said(lambda: _said("source")), sort=False, phone="hidden")
HOLDER = Column("owner", _l("Owner"), Lead.owner_id, Person(), sort=False, phone="plain")
WORDS = Column("words", _l("Last words"), lambda _rights: queries.last_words(), Text(), sort=False, phone="plain",
               css="second")
CARD_NO = Column("card_no", _l("Card no."), Lead.card_no, Name(), shown=False)
OPENED = Column("opened", _l("Opened on"), Lead.opened_on, Day(), phone="hidden", shown=False)
ORIGIN_SAID = Column("origin", _l("Origin"), Lead.origin, Said(), sort=False, shown=False, phone="hidden")
STATE = Column("state", _l("State"), Lead.state, Said(), sort=False, shown=False)
LAST_CONTACT = Column(
    "last", _l("Last contact"), cast(LAST.closed_on, String(10)).concat(" ").concat(
        func.coalesce(LAST.method, "")).concat(" ").concat(func.coalesce(LAST.result, "")),
    LastContact(), sort=False, phone="hidden")

leads = List(
    "leads", _l("Leads"), queries.living, id=Lead.id, details=_details, sort="due", rows=_l("leads"),
    export="leads.export", personal=True,
    empty=_l("Leads stand here, with the next contact owed to each. Register a visit with a name to open one."),
    columns=(
        BADGE, CUSTOMER, PHONE, MODEL, SOURCE_SAID, HOLDER,
        Column("days", _l("At level"), cast(Lead.level, String(1)).concat(" ").concat(cast(Lead.level_on, String(10))),
               Stay(), sort=Lead.level_on, unit=_l("days"), phone="hidden"),
        LAST_CONTACT,
        Column("due", _l("Next contact"), Lead.next_contact_on, Due(),
               sort=(func.coalesce(Lead.next_contact_on, OPEN_ENDED), Lead.urgency)),
        WORDS, CARD_NO, OPENED, ORIGIN_SAID, STATE,
        Column("back", _l("Offered again on"), Lead.back_on, Day(), shown=False, phone="hidden"),
    ),
    filters=(NAMED, LEVEL, Choice("due", _l("Due"), among=DUE, clause=_by_due), SOURCE, SERIES, OWNER, ORIGIN,
             Choice("state", _l("State"), column=Lead.state, among=LIVING)),
    tabs=(Tab(_l("Overdue"), "due=late", late=True), Tab(_l("Due today"), "due=today"),
          Tab(_l("H and A this week"), "level=H&level=A&due=week"), Tab(_l("Ordered"), "level=O"),
          Tab(_l("Missed for long"), "due=missed", late=True), Tab(_l("Frozen"), "state=frozen"),
          Tab(_l("Out of contact"), "state=out")),
)

ended = List(
    "leads_ended", _l("Ended leads"), queries.ended, id=Lead.id, details=_details, sort="-ended", rows=_l("leads"),
    export="leads.export", personal=True,
    empty=_l("Leads that were delivered, lost or found invalid stand here."),
    columns=(
        Column("state", _l("How it ended"), Lead.state, Said(), sort=False, phone="corner"), CUSTOMER, PHONE, MODEL,
        SOURCE_SAID, HOLDER, Column("ended", _l("Ended on"), Lead.ended_on, Day()), LAST_CONTACT, WORDS, CARD_NO,
        OPENED, ORIGIN_SAID,
    ),
    filters=(NAMED, Choice("state", _l("How it ended"), column=Lead.state, among=ENDED), SOURCE, SERIES, OWNER, ORIGIN,
             Dates("ended", _l("Ended on"), column=Lead.ended_on)),
    tabs=(Tab(_l("Delivered"), f"state={LeadState.DELIVERED.value}"), Tab(_l("Lost"), f"state={LeadState.LOST.value}")),
)

pool = List(
    "leads_pool", _l("Public pool"), queries.pool, id=Lead.id, details=_details, sort="level", rows=_l("leads"),
    export="leads.export", personal=True,
    empty=_l("Leads without an owner stand here until they are handed out."),
    columns=(
        BADGE, CUSTOMER, PHONE, MODEL, SOURCE_SAID,
        Column("since", _l("In the pool since"), queries.in_pool_since(), Day(), sort=False), LAST_CONTACT, WORDS,
        CARD_NO, OPENED, ORIGIN_SAID,
    ),
    filters=(NAMED, LEVEL, SOURCE, SERIES, ORIGIN),
)
