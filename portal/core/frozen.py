"""Frozen: plain data of a sheet as JSON that never changes, and back; its check value; what is different since."""
import hashlib
import json
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple, TypeVar

D = TypeVar("D")


def freeze(data: Any) -> Any:
    """Dataclasses, tuples, days and decimals as what JSON knows."""
    if is_dataclass(data) and not isinstance(data, type):
        return {field.name: freeze(getattr(data, field.name)) for field in fields(data)}
    if isinstance(data, tuple | list):
        return [freeze(part) for part in data]
    if isinstance(data, Mapping):
        return {str(key): freeze(value) for key, value in data.items()}
    if isinstance(data, date):
        return data.isoformat()
    if isinstance(data, Enum):
        return data.value
    return str(data) if isinstance(data, Decimal) else data


def thaw(kind: type[D], frozen: Any) -> D:
    """The dataclass again: what `freeze` made of it, read by its annotations. A field added later has its default."""
    hints = typing.get_type_hints(kind)
    return kind(**{name: _thawed(hints[name], value) for name, value in frozen.items() if name in hints})


def _thawed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        kinds = [part for part in parts if part is not type(None)]
        return _thawed(next((kind for kind in kinds if type(value) is kind), kinds[-1]), value)
    if origin is tuple:
        of = parts if len(parts) == len(value) and parts[-1] is not Ellipsis else (parts[0],) * len(value)
        return tuple(_thawed(part, one) for part, one in zip(of, value, strict=True))
    if origin is dict:
        return {key: _thawed(parts[1], one) for key, one in value.items()}
    if not isinstance(hint, type):
        return value
    if is_dataclass(hint):
        return thaw(hint, value)
    if issubclass(hint, date):
        return date.fromisoformat(value)
    return hint(value) if issubclass(hint, Decimal | Enum) else value


def check_value(frozen: Any) -> str:
    """SHA-256 of the frozen data, the same on any machine."""
    canonical = json.dumps(frozen, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class Difference(NamedTuple):
    """Where two versions of a sheet differ: words for the place, and both values (None: the row is not there)."""
    where: str
    was: Any
    now: Any


def differences(was: Any, now: Any, where: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Leaf by leaf. Rows of a table go by their first field; a field says in its metadata what people call it, and
    None for what only follows from others. A value that has words of its own (`__str__`) is one leaf.
    """
    if _says_itself(was) and _says_itself(now):
        if was != now:
            yield Difference(" · ".join(where), _said(was), _said(now))
    elif is_dataclass(was) and is_dataclass(now):
        for field in fields(was):
            words = field.metadata.get("label", "")
            if words is None:
                continue
            yield from differences(getattr(was, field.name), getattr(now, field.name),
                                   (*where, str(words)) if words else where)
    elif isinstance(was, tuple) and isinstance(now, tuple):
        yield from _rows(was, now, where)
    elif was != now:
        yield Difference(" · ".join(where), was, now)


def _says_itself(value: Any) -> bool:
    return is_dataclass(value) and "__str__" in vars(type(value))


def _said(value: Any) -> str:
    """Of a rate its two parts, which change where the rate may not."""
    return getattr(value, "parts", "") or str(value)


def _rows(was: tuple[Any, ...], now: tuple[Any, ...], where: tuple[str, ...]) -> Iterator[Difference]:
    before, after = _by_name(was), _by_name(now)
    for name in [*before, *(name for name in after if name not in before)]:
        if name not in before or name not in after:
            yield Difference(" · ".join((*where, name)), _words(before.get(name)), _words(after.get(name)))
        else:
            yield from differences(before[name], after[name], (*where, name))


def _by_name(rows: tuple[Any, ...]) -> dict[str, Any]:
    """Rows by their label, else by what their first field says; equal ones by their place too."""
    named: dict[str, Any] = {}
    for row in rows:
        name = str(getattr(row, "label", None) or getattr(row, fields(row)[0].name)) if is_dataclass(row) else str(row)
        while name in named:
            name += "′"
        named[name] = row
    return named


def _words(row: Any) -> str | None:
    if not is_dataclass(row):
        return None if row is None else str(row)
    return " ".join(str(value) for field in fields(row)[1:]
                    if (value := getattr(row, field.name)) not in (None, "") and not isinstance(value, tuple))
