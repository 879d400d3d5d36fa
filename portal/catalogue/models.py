from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, Seldom


class Brand(Seldom, Model):
    """A maker's brand; `own` ones are sold here, the others are competitors."""
    __tablename__ = "brand"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    own: Mapped[bool] = mapped_column(default=False)
    live: Mapped[int | None] = mapped_column(default=1)         # NULL: offered no more

    __mapper_args__ = {"version_id_col": version}


class Series(Seldom, Model):
    """A model series 车系 such as 探岳."""
    __tablename__ = "series"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    brand_id: Mapped[int] = mapped_column(ForeignKey("brand.id"))
    name: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("brand_id", "name"),)


class CarModel(Seldom, Model):
    """A model 车型 of a series, as the factory names and prices it."""
    __tablename__ = "car_model"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column()
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id"))
    name: Mapped[str] = mapped_column(String(60))
    factory_code: Mapped[str] = mapped_column(String(30), default="")
    list_price_fen: Mapped[int | None]
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
    __table_args__ = (UniqueConstraint("series_id", "name"), Index(None, "live", "series_id"))


class Colour(Seldom, Model):
    __tablename__ = "colour"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    rank: Mapped[int] = mapped_column(default=0)
    live: Mapped[int | None] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
