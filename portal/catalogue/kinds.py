"""What the change record calls the rows of the catalogue and what is done to them."""
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.area import Kind
from portal.core.policy import Rights
from portal.extensions import db

from . import queries
from .models import Brand, Colour, Series


def _named(model: Any) -> Any:
    def labels(ids: set[int]) -> Mapping[int, str]:
        return {row_id: name for row_id, name in db.session.execute(
            select(model.id, model.name).where(model.id.in_(ids)))}
    return labels


def _to_change(rights: Rights, ids: set[int]) -> set[int]:
    return ids if "catalogue.write" in rights else set()


kinds = (
    Kind("brand", _l("Brand"), "catalogue.brand", "brand_id", _named(Brand), _to_change,
         fields={"own": _l("Sold here")}),
    Kind("series", _l("Series"), "catalogue.series", "series_id", _named(Series), _to_change,
         fields={"brand_id": _l("Brand")}),
    Kind("car_model", _l("Model"), "catalogue.model", "model_id", queries.model_names, _to_change,
         fields={"series_id": _l("Series"), "factory_code": _l("Factory code"), "list_price_fen": _l("List price")}),
    Kind("colour", _l("Colour"), "catalogue.colour", "colour_id", _named(Colour), _to_change),
)

verbs = {
    "brand.added": _l("Brand added"), "brand.changed": _l("Brand changed"), "series.added": _l("Series added"),
    "series.changed": _l("Series changed"), "model.added": _l("Model added"), "model.changed": _l("Model changed"),
    "colour.added": _l("Colour added"), "colour.changed": _l("Colour changed"),
    "catalogue.ended": _l("Offered no more"), "catalogue.reopened": _l("On offer again"),
}
