"""Load: the series that an import or a demo store names."""
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.extensions import db
from portal.memo import forget

from .models import Brand, Series


def series_ids(names: Iterable[str | None]) -> Mapping[str, int]:
    """Series by name; those nobody knows are added to our own brand. In the course of an action."""
    wanted = list(dict.fromkeys(name for name in names if name))
    known = {series.name: series.id for series in db.session.scalars(
        select(Series).join(Brand, Brand.id == Series.brand_id).where(Series.name.in_(wanted))
        .order_by(Brand.own, Series.id.desc()))}
    missing = [name for name in wanted if name not in known]
    if missing:
        brand, rank = _own_brand(), db.session.scalar(select(func.max(Series.rank))) or 0
        for place, name in enumerate(missing, rank + 1):
            series = Series(brand_id=brand.id, name=name, rank=place)
            db.session.add(series)
            db.session.flush()
            known[name] = series.id
        forget()
    return known


def unknown_series(names: Iterable[str | None]) -> set[str]:
    """Names that no series has."""
    wanted = {name for name in names if name}
    return wanted - set(db.session.scalars(select(Series.name).where(Series.name.in_(wanted))))


def _own_brand() -> Brand:
    brand = db.session.scalar(select(Brand).where(Brand.own.is_(True), Brand.live == 1).order_by(Brand.id).limit(1))
    if brand is None:
        brand = Brand(name=_("Own brand"), own=True)
        db.session.add(brand)
        db.session.flush()
    return brand
