"""Changing the catalogue. What old rows name is ended, never deleted, and can be offered again."""
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.core.action import Refused, action, seen
from portal.extensions import db
from portal.memo import forget
from portal.org.models import Person

from .models import Brand, CarModel, Colour, Series

Thing = Brand | Series | CarModel | Colour


@action("brand.added")
def add_brand(*, by: Person, name: str, own: bool, once: str | None = None) -> Brand:
    """A brand that is sold here, or a competitor's."""
    return _add(Brand(own=own), name=name)


@action("brand.changed")
def change_brand(row: Brand, *, by: Person, version: int, name: str) -> None:
    _change(row, version, name=name)


@action("series.added")
def add_series(brand: Brand, *, by: Person, name: str, once: str | None = None) -> Series:
    """A series at the end of its brand's."""
    return _add(Series(brand_id=brand.id, rank=_next(Series.brand_id == brand.id, Series.rank)), name=name)


@action("series.changed")
def change_series(row: Series, *, by: Person, version: int, name: str, rank: int) -> None:
    _change(row, version, name=name, rank=rank)


@action("model.added")
def add_model(series: Series, *, by: Person, name: str, factory_code: str = "", list_price_fen: int | None = None,
              once: str | None = None) -> CarModel:
    """A model at the end of its series'. Nothing is sold above its list price; without one there is no bound."""
    return _add(CarModel(series_id=series.id, rank=_next(CarModel.series_id == series.id, CarModel.rank)), name=name,
                factory_code=factory_code, list_price_fen=list_price_fen)


@action("model.changed")
def change_model(row: CarModel, *, by: Person, version: int, name: str, factory_code: str, list_price_fen: int | None,
                 rank: int) -> None:
    """Orders signed before keep the list price they were signed under."""
    _change(row, version, name=name, factory_code=factory_code, list_price_fen=list_price_fen, rank=rank)


@action("colour.added")
def add_colour(*, by: Person, name: str, once: str | None = None) -> Colour:
    return _add(Colour(rank=_next(Colour.id.is_not(None), Colour.rank)), name=name)


@action("colour.changed")
def change_colour(row: Colour, *, by: Person, version: int, name: str, rank: int) -> None:
    _change(row, version, name=name, rank=rank)


@action("catalogue.ended")
def end(row: Thing, *, by: Person, version: int) -> None:
    """Offer it no more; what has it keeps it."""
    seen(row, version)
    row.live = None
    forget()


@action("catalogue.reopened")
def reopen(row: Thing, *, by: Person, version: int) -> None:
    seen(row, version)
    row.live = 1
    forget()


def _next(within: Any, rank: Any) -> int:
    return (db.session.scalar(select(func.max(rank)).where(within)) or 0) + 1


def _add(row: Any, **values: Any) -> Any:
    _free(row, values["name"])
    for column, value in values.items():
        setattr(row, column, value)
    db.session.add(row)
    db.session.flush()
    forget()
    return row


def _change(row: Any, version: int, **values: Any) -> None:
    seen(row, version)
    _free(row, values["name"])
    for column, value in values.items():
        setattr(row, column, value)
    forget()


def _free(row: Any, name: str) -> None:
    """Names are unique: of a brand or colour everywhere, of a series in its brand, of a model in its series."""
    table = type(row)
    parent = {Series: "brand_id", CarModel: "series_id"}.get(table)
    among = [getattr(table, parent) == getattr(row, parent)] if parent else []
    with db.session.no_autoflush:
        taken = db.session.scalars(
            select(table.id).where(table.name == name, table.id != (row.id or 0), *among)).first()
    if taken:
        raise Refused(_("There is one of this name already; an ended one can be offered again."), field="name")
