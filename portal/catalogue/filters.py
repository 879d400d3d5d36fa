"""What lists of several areas are narrowed by: series, model, colour."""
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.core.lists import Choice

from . import queries


def of_series(column: Any) -> Choice:
    """`series=<id>`: one of the catalogue's series."""
    return Choice("series", _l("Series"), column=column,
                  among=lambda scope: {str(key): name for key, name in queries.series_choices()})


def of_model(column: Any) -> Choice:
    """`model=<id>`: one of the catalogue's models."""
    return Choice("model", _l("Model"), column=column,
                  among=lambda scope: {str(key): name for key, name in queries.model_choices()})


def of_colour(column: Any) -> Choice:
    """`colour=<name>`: one of the catalogue's colours."""
    return Choice("colour", _l("Colour"), column=column,
                  among=lambda scope: {name: name for name in queries.colour_names()})
