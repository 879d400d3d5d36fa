"""Changes: the change record in words: who did what to which row, when, and what became of its values."""
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Flask, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Column, DateTime, Enum, select

from portal.extensions import Model, UtcDateTime, db
from portal.org.models import FOREVER
from portal.org.queries import names

from . import words
from .action import Change
from .policy import my_rights
from .registry import registry

SHOWN = 30                  # lines on a row's own page
HIDDEN = frozenset({"id", "version"})
VERBS = {                   # of core's own actions; an area names its own in Area.verbs
    "setting.agreed": _l("Setting agreed"), "choices.laid_down": _l("Lists laid down"),
    "choice.added": _l("List line added"), "choice.renamed": _l("List line renamed"),
    "choices.reordered": _l("List put in order"), "choice.ended": _l("List line ended"),
    "choice.reopened": _l("List line reopened"), "official_days.laid_down": _l("Official days laid down"),
    "official_day.named": _l("Official day entered"), "store_day.named": _l("Open day set"),
    "rows.loaded": _l("Rows loaded"), "demo.founded": _l("Demo store founded"),
    "rows.taken_back": _l("Rows taken back"),
}
FIELDS = {                  # columns that many tables have; an area names its own in Kind.fields
    "name": _l("Called"), "store_id": _l("Store"), "team_id": _l("Team"), "person_id": _l("Person"), "role": _l("Role"),
    "owner_id": _l("Owner"), "customer_id": _l("Customer"), "lead_id": _l("Lead"), "from_on": _l("From"),
    "until_on": _l("Until before"), "on": _l("Day"), "reason": _l("Reason"), "note": _l("Note"), "live": _l("In use"),
    "rank": _l("Place in the order"), "key": _l("Setting"), "value": _l("Value"), "state": _l("State"),
    "agreed_by_id": _l("Laid down by"), "kind": _l("Kind"), "code": _l("Code"), "words_zh": _l("Words in Chinese"),
    "words_en": _l("Words in English"), "voided_at": _l("Voided at"), "voided_by_id": _l("Voided by"),
    "void_reason": _l("Why voided"), "asked_by_id": _l("Asked by"), "asked_at": _l("Asked at"),
    "ask_reason": _l("Why asked"), "decided_by_id": _l("Decided by"), "decided_at": _l("Decided at"),
    "decision_reason": _l("Reason of the decision"), "outcome": _l("Decision"), "waiting": _l("Waits for a decision"),
    "phone": _l("Phone"), "open": _l("Open for business"), "working": _l("Working day"),
}


class Value(NamedTuple):
    """What became of one column. `known` says that the name is in words, not the column's."""
    field: Any
    known: bool
    before: str
    after: str


class Said(NamedTuple):
    """One line of the change record, in words."""
    at: datetime
    by: str
    verb: Any
    kind: Any
    row: str
    address: str | None
    values: list[Value]


def verb_in_words(verb: str) -> Any:
    return registry().verbs.get(verb) or VERBS.get(verb) or verb


def kind_in_words(table: str) -> Any:
    kind = registry().kinds.get(table)
    return kind.label if kind else table


def changes_of(*rows: Any) -> list[Said]:
    """The newest changes of these rows of one page, for who may read the change record; else none."""
    if "changes.read" not in my_rights():
        return []
    found: list[Change] = []
    for table in {row.__tablename__ for row in rows}:
        ids = [row.id for row in rows if row.__tablename__ == table]
        found += db.session.scalars(select(Change).where(Change.row_kind == table, Change.row_id.in_(ids))
                                    .order_by(Change.id.desc()).limit(SHOWN))
    return in_words(sorted(found, key=lambda change: -change.id)[:SHOWN])


def in_words(changes: Sequence[Change]) -> list[Said]:
    """A page of lines, whatever they are of: one query for the people, and one for each kind of row named."""
    read = [(change, json.loads(change.before), json.loads(change.after)) for change in changes]
    people = names(change.made_by_id for change in changes)
    labels = _Labels(read)
    addresses = _addresses((change.row_kind, change.row_id) for change in changes)
    return [Said(change.made_at, people.get(change.made_by_id, ""), verb_in_words(change.action),
                 kind_in_words(change.row_kind), labels.of(change.row_kind, change.row_id),
                 addresses.get((change.row_kind, change.row_id)), _values(change.row_kind, before, after, labels))
            for change, before, after in read]


def rows_in_words(lines: Iterable[Any]) -> dict[int, str]:
    """What lines with row_kind and row_id are about, by the lines' ids: a row, or the list or sheet of many."""
    given = list(lines)
    wanted: dict[str, set[int]] = {}
    for line in given:
        if line.row_id is not None:
            wanted.setdefault(line.row_kind, set()).add(line.row_id)
    labels = {table: _labels(table, ids) for table, ids in wanted.items()}
    return {line.id: f"{_many_in_words(line.row_kind)} {labels.get(line.row_kind, {}).get(line.row_id, '')}".strip()
            for line in given}


def _many_in_words(key: str) -> str:
    named = registry().kinds.get(key) or registry().lists.get(key)
    sheet = registry().sheets.get(key)
    return str(named.label if named else sheet.title if sheet else key)


class Named(NamedTuple):
    """A row of any kind as another names it: what it is, what it is called, where it leads for who may open it."""
    kind: Any
    row: str
    address: str | None


def named(table: str, row_id: int) -> Named:
    return Named(kind_in_words(table), _labels(table, {row_id}).get(row_id) or f"#{row_id}",
                 _addresses([(table, row_id)]).get((table, row_id)))


def _values(table: str, before: Mapping[str, Any], after: Mapping[str, Any], labels: "_Labels") -> list[Value]:
    kind, columns = registry().kinds.get(table), _columns(table)
    named = FIELDS | dict(kind.fields if kind else {})
    return [Value(named.get(key, key), key in named, *(_value(columns.get(key), side.get(key), labels)
                                                       for side in (before, after)))
            for key in after if key not in HIDDEN and before.get(key) != after[key]]


def _value(column: "Column[Any] | None", value: Any, labels: "_Labels") -> str:
    """A value of the record as people read it."""
    if value is None or value == "":
        return words.NONE
    if column is None:
        return str(value)
    if referred := _refers_to(column):
        return labels.of(referred, value) if isinstance(value, int) else str(value)
    if isinstance(column.type, Enum) and column.type.enum_class:
        return str(getattr(column.type.enum_class(value), "label", value))
    if isinstance(column.type, Boolean) or column.name == "live":
        return _("yes") if value else _("no")
    if isinstance(column.type, UtcDateTime | DateTime):
        return words.moment(datetime.fromisoformat(str(value)))
    if column.name.endswith("_fen") and isinstance(value, int):
        return words.yuan(value)
    if value == str(FOREVER):
        return _("open")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Labels:
    """What rows are called: read for all the rows that some lines name, in one query a kind."""
    def __init__(self, read: Iterable[tuple[Change, Mapping[str, Any], Mapping[str, Any]]]) -> None:
        wanted: dict[str, set[int]] = {}
        for change, before, after in read:
            wanted.setdefault(change.row_kind, set()).add(change.row_id)
            for key, column in _columns(change.row_kind).items():
                if referred := _refers_to(column):
                    wanted.setdefault(referred, set()).update(
                        side[key] for side in (before, after) if isinstance(side.get(key), int))
        self._known = {table: _labels(table, ids) for table, ids in wanted.items() if ids}

    def of(self, table: str, row_id: int) -> str:
        return self._known.get(table, {}).get(row_id) or f"#{row_id}"


def _labels(table: str, ids: set[int]) -> Mapping[int, str]:
    kind = registry().kinds.get(table)
    return kind.labels(ids) if kind and kind.labels else {}


def _addresses(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Where the rows lead that the reader may open, asked once a kind."""
    by_table: dict[str, set[int]] = {}
    for table, row_id in wanted:
        by_table.setdefault(table, set()).add(row_id)
    found: dict[tuple[str, int], str] = {}
    for table, ids in by_table.items():
        kind = registry().kinds.get(table)
        if kind and kind.endpoint and kind.scope:
            found |= {(table, row_id): url_for(kind.endpoint, **{kind.argument or "id": row_id})
                      for row_id in kind.scope(my_rights(), ids)}
    return found


def _columns(table: str) -> Mapping[str, "Column[Any]"]:
    found = Model.metadata.tables.get(table)
    return {} if found is None else dict(found.columns.items())


def _refers_to(column: "Column[Any]") -> str | None:
    return next((key.column.table.name for key in column.foreign_keys), None)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["changes_of"] = changes_of
