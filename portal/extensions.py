"""The extensions, made once and bound to the application in create_app."""
import json
import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    TypeDecorator,
    event,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import ColumnProperty, DeclarativeBase, registry

from portal.config import ROOT


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC with microseconds; one without a zone is an error."""
    impl = DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a zone: {value}")
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


KINDS: dict[type, Any] = {datetime: UtcDateTime(), int: BigInteger().with_variant(Integer(), "sqlite")}   # 64 bits: fen


def _new_row(row: Any, **values: Any) -> None:
    """Make a row: its columns are put in place as they are, since a row that is new has no values before them."""
    columns, held = type(row).__mapper__.column_attrs, row.__dict__
    for key, value in values.items():
        if key in columns:
            held[key] = value
        elif hasattr(type(row), key):
            setattr(row, key, value)
        else:
            raise TypeError(f"{key!r} is no column of {type(row).__name__}")


class Base(DeclarativeBase):
    registry = registry(type_annotation_map=KINDS, constructor=_new_row, metadata=MetaData(naming_convention={
        "pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s"}))


db = SQLAlchemy(model_class=Base)
if TYPE_CHECKING:
    class Model(Base):
        __abstract__ = True
else:
    Model = db.Model


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _know_the_value_before(_model: Any, _key: str, attribute: Any) -> None:
    """A row that was not read again since its transaction began is read before a column of it is set."""
    prop = attribute.property
    if isinstance(prop, ColumnProperty) and not prop.raiseload:
        attribute.impl.active_history = True


class Technical:
    """Marks rows of the machinery: written by `@technical` functions or in the course of an action, no change lines."""


class Seldom:
    """Marks tables whose rows change seldom: what is read of such alone is kept between requests (memo.py)."""


login_manager = LoginManager()
csrf = CSRFProtect()
htmx = Htmx()
babel = Babel()
migrate = Migrate(directory=str(ROOT / "migrations"))


class Coded(StrEnum):
    """A fixed choice in code: `VISIT = "visit", _l("Visit")`. The value is stored; `label` is what people read."""
    label: Any

    def __new__(cls, value: str, label: Any = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def coded(codes: type[StrEnum], name: str = "") -> Enum:
    """The column type of an enum: its values, checked by the database. A table's second such column has a `name`."""
    return Enum(codes, native_enum=False, length=20, create_constraint=True, name=name or codes.__name__.lower(),
                values_callable=lambda members: [m.value for m in members])


def engine_options(url: str) -> dict[str, Any]:
    return {"pool_pre_ping": True, "json_serializer": lambda value: json.dumps(value, ensure_ascii=False)} | (
        {} if url.startswith("sqlite") else {"isolation_level": "READ COMMITTED"})


@event.listens_for(Engine, "connect")
def _sqlite_settings(connection: Any, _record: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None           # transactions are begun by _begin below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
