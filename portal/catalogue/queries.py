"""Reading the catalogue: what is offered to choose from, and what a series or model is called."""
from collections.abc import Iterable, Mapping

from sqlalchemy import Select, select

from portal.core.memo import per_transaction
from portal.extensions import db

from .models import Brand, CarModel, Series


def series(*, own: bool = True) -> Select[Series]:
    """The live series of our own brands, or of the competitors'."""
    return (select(Series).join(Brand, Brand.id == Series.brand_id)
            .where(Series.live == 1, Brand.own.is_(own)).order_by(Series.rank, Series.name))


def models() -> Select[CarModel]:
    """The live models of our own series."""
    return (select(CarModel).join(Series, Series.id == CarModel.series_id).join(Brand, Brand.id == Series.brand_id)
            .where(CarModel.live == 1, Series.live == 1, Brand.own.is_(True))
            .order_by(Series.rank, Series.name, CarModel.rank, CarModel.name))


def series_choices(*, own: bool = True) -> list[tuple[int, str]]:
    return [(row.id, row.name) for row in db.session.scalars(series(own=own))]


def model_choices() -> list[tuple[int, str]]:
    """(id, "探岳 300TSI"), grouped by the order of their series."""
    return [(model_id, f"{series_name} {name}") for model_id, series_name, name in db.session.execute(
        models().with_only_columns(CarModel.id, Series.name, CarModel.name))]


@per_transaction
def series_names() -> Mapping[int, str]:
    """Every series by id, ended ones too: there are some dozens."""
    return {row[0]: row[1] for row in db.session.execute(select(Series.id, Series.name))}


def model_names(ids: Iterable[int | None]) -> Mapping[int, str]:
    """Series and model in one, by id."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return {}
    return {model_id: f"{series_name} {name}" for model_id, series_name, name in db.session.execute(
        select(CarModel.id, Series.name, CarModel.name).join(Series, Series.id == CarModel.series_id)
        .where(CarModel.id.in_(wanted)))}
