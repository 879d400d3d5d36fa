"""The register as a list: by day and range, with what narrows it."""
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, case

from portal.catalogue.filters import of_series
from portal.catalogue.models import Series
from portal.core.agreement import labels
from portal.core.clock import today
from portal.core.lists import (
    Choice,
    Column,
    Dates,
    Day,
    Hour,
    Link,
    List,
    Moment,
    Name,
    Number,
    Person,
    Search,
    State,
    Tab,
    Text,
    Tick,
    Words,
)
from portal.core.lists import Level as LevelBadge
from portal.core.place import my_store_id
from portal.core.policy import my_memberships
from portal.core.scope import Scope
from portal.org import queries as org

from .. import levels
from ..book import LOOK
from ..models import Kind, Lead, Party, Visit
from ..queries import visits as queries

STATES: Mapping[str, Any] = {
    "kept": _l("Kept"), "none": _l("No phone left"), "owed": _l("No result"), "errand": _l("Errand"),
    "joined": _l("Counted with another"), "void": _l("Void")}
TONES = {"kept": "ok", "owed": "watch", "void": "late"}
STATE = case((Visit.live.is_(None), "void"), (Visit.joined_to_id.is_not(None), "joined"),
             (Visit.purpose != LOOK, "errand"), (and_(Visit.result_at.is_(None), Visit.kind != Kind.WEB), "owed"),
             (Visit.kept, "kept"), else_="none")
WHENS: Mapping[str, Any] = {"today": _l("Today"), "yesterday": _l("Yesterday"), "week": _l("This week"),
                            "month": _l("This month")}


def _when(code: str) -> ColumnElement[bool]:
    day = today()
    first = {"today": day, "yesterday": day - timedelta(days=1), "week": day - timedelta(days=day.weekday()),
             "month": day.replace(day=1)}[code]
    return Visit.came_on.between(first, first if code == "yesterday" else day)


def _state(code: str) -> ColumnElement[bool]:
    """By index where it is asked for most."""
    return and_(STATE == code, Visit.result_at.is_(None)) if code == "owed" else STATE == code


def _said(kind: str) -> Mapping[str, Any]:
    return labels(kind, store_id=my_store_id())


def _levels() -> Mapping[Any, tuple[str, str]]:
    return levels.all_shown(my_store_id())


def _people(scope: Scope) -> Mapping[str, str]:
    """Who may stand on an entry that the reader sees."""
    stores = scope.stores or {held.store_id for held in my_memberships() if held.store_id}
    return {str(person_id): name for store_id in stores for person_id, name in org.colleagues(store_id, scope.today)
            if scope.holds(store_id, person_id)}


def _of(rows: Any) -> Any:
    """The joins that only the columns need."""
    return rows.outerjoin(Series, Series.id == Visit.series_id).outerjoin(Lead, Lead.id == Visit.lead_id)


visits = List(
    "visits", _l("Visit register"), queries.visits, id=Visit.id, details=_of, sort="-came_at", rows=_l("entries"),
    export="visits.export", personal=True,
    empty=_l("Whoever comes, calls or writes stands here. Register the first one."),
    columns=(
        Column("name", _l("Customer"), case((Visit.name == "", Visit.entry_no), else_=Visit.name), Name(), sort=False,
               head=True, link=Link("register.visit", "visit_id"), phone="head"),
        Column("entry_no", _l("Entry no."), Visit.entry_no, Name(), sort=False, shown=False),
        Column("came_at", _l("Came"), Visit.came_at, Moment(), sort=(Visit.came_on, Visit.came_at)),     # by the index
        Column("came_on", _l("Day"), Visit.came_on, Day(), sort=False, shown=False),
        Column("left_at", _l("Left at"), Visit.left_at, Hour(), sort=False, shown=False),
        Column("phone", _l("Phone"), lambda rights: queries.masked(), Name(), sort=False),
        Column("kind", _l("How"), Visit.kind, Words(), sort=False),
        Column("purpose", _l("Purpose"), Visit.purpose, Words(said=lambda: _said("purpose")), sort=False,
               shown=False),
        Column("party", _l("Class"), Visit.party, Words(), sort=False),
        Column("party_size", _l("Party size"), Visit.party_size, Number(), sort=False, shown=False),
        Column("area", _l("Area"), Visit.area, Text(), sort=False, shown=False),
        Column("source", _l("Source"), Visit.source, Words(said=lambda: _said("source")), sort=False, shown=False),
        Column("series", _l("Series"), Series.name, Name(), sort=False),
        Column("test_drive", _l("Test drive"), Visit.test_drive, Tick(), sort=False, shown=False),
        Column("level", _l("Level"), Visit.level, LevelBadge(said=_levels), sort=False, phone="corner"),
        Column("person", _l("Seller"), Visit.person_id, Person(), sort=False),
        Column("outcome", _l("How it went"), Visit.outcome, Text(), sort=False, shown=False),
        Column("card_no", _l("Card no."), Lead.card_no, Name(), sort=False, shown=False),
        Column("state", _l("State"), STATE, State(said=lambda: STATES, tone=lambda code: TONES.get(code, "")),
               sort=False),
    ),
    filters=(
        Search("w", _l("Name, entry no."), columns=(Visit.name, Visit.entry_no)),
        Choice("when", _l("When"), among=WHENS, clause=_when),
        Dates("came", _l("Day"), column=Visit.came_on),
        Choice("kind", _l("How"), column=Visit.kind, among=Kind),
        Choice("party", _l("Class"), column=Visit.party, among=Party),
        Choice("state", _l("State"), among=STATES, clause=_state),
        of_series(Visit.series_id),
        Choice("person", _l("Consultant"), column=Visit.person_id, among=_people),
    ),
    tabs=(Tab(_l("Today"), "when=today"), Tab(_l("Yesterday"), "when=yesterday"),
          Tab(_l("Without result"), "state=owed", late=True)),
)
