"""Undo: a loaded batch taken back. What it made is voided, or deleted where nothing can be voided and nothing voided
points at it; what it changed or replaced gets its former values from the change lines. Refused where somebody has built
on it since."""
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, Enum, String, inspect, select

from portal.core.load import chunks
from portal.extensions import Model, Technical, db
from portal.org.models import Person

from .action import Change, Refused, action
from .registry import registry
from .void import Void

Key = tuple[str, int]               # table, id


class BuiltOn(Refused):
    """Rows of the batch, or what hangs on them, changed since; `rows` are (kind, what it is called) in words."""
    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(_("It can no longer be taken back: what it brought has been worked on since."))
        self.rows = _called(keys)


@dataclass
class Batch:
    """What a batch did, read from its change lines."""
    last_id: int = 0
    made: dict[Key, None] = field(default_factory=dict)                 # in the order they were made
    changed: dict[Key, dict[str, Any]] = field(default_factory=dict)    # the first value of each column
    gone: dict[Key, dict[str, Any]] = field(default_factory=dict)

    def take(self, line: Change) -> None:
        key, before, after = (line.row_kind, line.row_id), json.loads(line.before), json.loads(line.after)
        self.last_id = line.id
        if not before:
            self.made[key] = None
        elif not after and key in self.made:
            del self.made[key]
        elif not after:
            self.gone[key] = before | self.changed.pop(key, {})
        elif key not in self.made:
            former = self.changed.setdefault(key, {})
            for name, value in before.items():
                former.setdefault(name, value)

    @property
    def keys(self) -> set[Key]:
        return {*self.made, *self.changed, *self.gone}


@action("rows.taken_back")
def undo(batch: str, *, by: Person, reason: str) -> int:
    """How many rows were taken back."""
    did = Batch()
    for line in db.session.scalars(select(Change).where(Change.batch == batch).order_by(Change.id)):
        did.take(line)
    if built := [*_changed_since(did), *_hanging_on(did), *_not_restorable(did)]:
        raise BuiltOn(built)
    _take_back(did, by, reason)
    _restore(did)
    db.session.flush()
    return len(did.keys)


def _take_back(did: Batch, by: Person, reason: str) -> None:
    """Last made first: what hangs on a row goes before it. What a voided row names (a person) stays."""
    named: set[Key] = set()
    for voidable in (True, False):
        for table, keys in groupby(reversed(did.made), key=lambda key: key[0]):
            if issubclass(_model(table), Void) is not voidable:
                continue
            for row in _rows(table, [row_id for _table, row_id in keys]):
                if voidable:
                    row.void(by=by, reason=reason)
                if voidable or (table, row.id) in named:
                    named.update(_names(row))
                else:
                    db.session.delete(row)
            db.session.flush()


def _names(row: Any) -> Iterator[Key]:
    """The rows that a row's foreign keys name."""
    for attribute in inspect(type(row)).column_attrs:
        column = attribute.columns[0]
        for reference in column.foreign_keys:
            row_id = getattr(row, attribute.key)
            if row_id is not None:
                yield reference.column.table.name, row_id


def _restore(did: Batch) -> None:
    """Rows that were replaced come back first: those that were changed may point at them."""
    for (table, _id), values in did.gone.items():
        model = _model(table)
        db.session.add(model(**{name: _value(model, name, value) for name, value in values.items()}))
    db.session.flush()
    for table, ids in _by_table(did.changed):
        for row in _rows(table, ids):
            for name, value in did.changed[table, row.id].items():
                if name != "version":
                    setattr(row, name, _value(type(row), name, value))


def _changed_since(did: Batch) -> Iterator[Key]:
    """Rows that are not as the batch left them; what a later batch changed and its undo restored is as it was."""
    for table, ids in _by_table(did.keys):
        columns = inspect(_model(table)).columns
        for some in chunks(ids):
            net: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
            for row_id, was, now in db.session.execute(
                    select(Change.row_id, Change.before, Change.after).order_by(Change.id).where(
                        Change.row_kind == table, Change.row_id.in_(some), Change.id > did.last_id)):
                first, last = net.setdefault(row_id, ({}, {}))
                before, after = json.loads(was), json.loads(now)
                first.update({name: value for name, value in before.items() if name not in first})
                last.update(after or dict.fromkeys(before))
            for row_id, (first, last) in net.items():
                if any(first.get(name) != value or columns[name].info.get("guarded") for name, value in last.items()
                       if name != "version"):
                    yield table, row_id


def _hanging_on(did: Batch) -> Iterator[Key]:
    """Rows of others that point at what the batch made."""
    made = dict(_by_table(did.made))
    for model in _models():
        for column in inspect(model).columns:
            for reference in column.foreign_keys:
                for some in chunks(made.get(reference.column.table.name, [])):
                    rows = select(model.id).where(column.in_(some))
                    if issubclass(model, Void):
                        rows = rows.where(model.live == 1)
                    yield from ((model.__tablename__, row_id) for row_id in db.session.scalars(rows)
                                if (model.__tablename__, row_id) not in did.made)


def _not_restorable(did: Batch) -> Iterator[Key]:
    """Rows of which a guarded value was changed: its former value stands masked in the record."""
    for key, former in (*did.changed.items(), *did.gone.items()):
        columns = inspect(_model(key[0])).columns
        if any(value and columns[name].info.get("guarded") for name, value in former.items()):
            yield key


def _called(keys: Iterable[Key]) -> list[tuple[str, str]]:
    found = []
    for table, ids in _by_table(dict.fromkeys(keys)):
        kind = registry().kinds.get(table)
        labels = kind.labels(set(ids)) if kind and kind.labels else {}
        found += [(str(kind.label) if kind else table, labels.get(row_id, f"#{row_id}")) for row_id in ids]
    return found


def _models() -> Iterator[Any]:
    """All tables of business rows."""
    for mapper in Model.registry.mappers:
        model = mapper.class_
        if not issubclass(model, Technical) and hasattr(model, "id") and model is not Change:
            yield model


def _model(table: str) -> Any:
    return next(model for model in _models() if model.__tablename__ == table)


def _rows(table: str, ids: Sequence[int]) -> list[Any]:
    """In the order of `ids`, locked."""
    model, found = _model(table), {}
    for some in chunks(ids):
        for row in db.session.scalars(select(model).where(model.id.in_(some)).order_by(model.id).with_for_update()):
            found[row.id] = row
    return [found[row_id] for row_id in ids if row_id in found]


def _value(model: Any, name: str, kept: Any) -> Any:
    """A value of the record as its column holds it."""
    column: Column[Any] = inspect(model).columns[name]
    if kept is None or isinstance(column.type, String) and not isinstance(column.type, Enum):
        return kept
    if isinstance(column.type, Enum):
        return column.type.enum_class(kept) if column.type.enum_class else kept
    kind = column.type.python_type
    return kind.fromisoformat(kept) if kind in (date, datetime, time) else kept


def _by_table(keys: Iterable[Key]) -> list[tuple[str, list[int]]]:
    tables: dict[str, list[int]] = {}
    for table, row_id in keys:
        tables.setdefault(table, []).append(row_id)
    return list(tables.items())
