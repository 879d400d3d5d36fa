"""What lists of several areas are narrowed by: series, model, colour."""
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement

from portal.core.lists import Choice

from . import queries

UNSAID = "none"             # the code of rows of which it is not known


def of_series(column: Any) -> Choice:
    """`series=<id>`: one of the catalogue's series."""
    return Choice("series", _l("Series"), among=lambda scope: _known(queries.series_choices()),
                  clause=_equal(column, None))


def of_model(column: Any) -> Choice:
    """`model=<id>`: one of the catalogue's models."""
    return Choice("model", _l("Model"), among=lambda scope: _known(queries.model_choices()),
                  clause=_equal(column, None))


def of_colour(column: Any) -> Choice:
    """`colour=<name>`: one of the catalogue's colours."""
    return Choice("colour", _l("Colour"), among=lambda scope: _known((name, name) for name in queries.colour_names()),
                  clause=_equal(column, ""))


def _known(choices: Iterable[tuple[Any, str]]) -> Mapping[str, Any]:
    return {**{str(key): name for key, name in choices}, UNSAID: _l("not said")}


def _equal(column: Any, unsaid: Any) -> Callable[[str], ColumnElement[bool]]:
    def clause(code: str) -> ColumnElement[bool]:
        if code != UNSAID:
            return column == code
        return column.is_(None) if unsaid is None else column == unsaid
    return clause
