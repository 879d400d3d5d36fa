"""Reading the catalogue: what is offered to choose from, and what a series or model is called."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from portal.core.words import yuan
from portal.extensions import db
from portal.memo import while_unchanged

from .models import Brand, CarModel, Colour, Series


@dataclass(frozen=True)
class Shelf:
    """A brand with its series and their models, ended ones too."""
    brand: Brand
    series: Sequence[tuple[Series, Sequence[CarModel]]]


def shelves(*, own: bool) -> list[Shelf]:
    """Our own brands, or the competitors', as the catalogue's page shows them: in three queries."""
    brands = db.session.scalars(select(Brand).where(Brand.own.is_(own)).order_by(Brand.live.is_(None), Brand.name))
    by_brand = _grouped(select(Series).order_by(Series.live.is_(None), Series.rank, Series.name), "brand_id")
    by_series = _grouped(select(CarModel).order_by(CarModel.live.is_(None), CarModel.rank, CarModel.name), "series_id")
    return [Shelf(brand, [(one, by_series.get(one.id, ())) for one in by_brand.get(brand.id, ())]) for brand in brands]


def _grouped(rows: Select[Any], key: str) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in db.session.scalars(rows):
        groups.setdefault(getattr(row, key), []).append(row)
    return groups


def colours() -> Sequence[Colour]:
    return db.session.scalars(select(Colour).order_by(Colour.live.is_(None), Colour.rank, Colour.name)).all()


def colour_names() -> list[str]:
    """The colours offered; leads and orders keep the word, since makers change them."""
    return [colour.name for colour in colours() if colour.live]


def series(*, own: bool = True) -> Select[Series]:
    """The live series of our own brands, or of the competitors'."""
    return (select(Series).join(Brand, Brand.id == Series.brand_id)
            .where(Series.live == 1, Brand.own.is_(own)).order_by(Series.rank, Series.name))


def models() -> Select[CarModel]:
    """The live models of our own series."""
    return (select(CarModel).join(Series, Series.id == CarModel.series_id).join(Brand, Brand.id == Series.brand_id)
            .where(CarModel.live == 1, Series.live == 1, Brand.own.is_(True))
            .order_by(Series.rank, Series.name, CarModel.rank, CarModel.name))


@while_unchanged
def series_choices(*, own: bool = True) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in db.session.scalars(series(own=own))]


@while_unchanged
def model_choices(wished: int | None = None, *, priced: bool = False) -> list[tuple[int, str]]:
    """(id, "探岳 300TSI"): the series of id `wished` first, then in the order of the series; `priced` says yuan too."""
    rows = db.session.execute(models().with_only_columns(
        CarModel.id, Series.id, Series.name, CarModel.name, CarModel.list_price_fen)).all()
    return [(model_id, f"{series_name} {name}" + (f" · {yuan(price)}" if priced and price else ""))
            for model_id, series_id, series_name, name, price in sorted(rows, key=lambda row: row[1] != wished)]


@while_unchanged
def series_names() -> Mapping[int, str]:
    """Every series by id, ended ones too: there are some dozens."""
    return {row[0]: row[1] for row in db.session.execute(select(Series.id, Series.name))}


def model_names(ids: Iterable[int | None]) -> Mapping[int, str]:
    """Series and model in one, by id."""
    known = _all_model_names()
    return {i: known[i] for i in ids if i is not None and i in known}


@while_unchanged
def _all_model_names() -> Mapping[int, str]:
    """Of ended models too: there are some hundreds."""
    return {model_id: f"{series_name} {name}" for model_id, series_name, name in db.session.execute(
        select(CarModel.id, Series.name, CarModel.name).join(Series, Series.id == CarModel.series_id))}
