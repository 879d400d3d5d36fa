"""The stock at the morning meeting: what arrives today, and what has stood too long."""
from collections.abc import Iterator
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import case, func

from portal.catalogue.queries import series_names
from portal.core.panel import MorningLine, Panel, Reading
from portal.core.period import ONE_DAY
from portal.core.scope import Scope
from portal.extensions import db
from portal.vehicles import queries as vehicles
from portal.vehicles.models import Vehicle
from portal.vehicles.queries import WAYS

from .limits import limits_of


def _stock(reading: Reading) -> list[MorningLine] | None:
    """The same for every team of a store: whoever sells may sell them."""
    scope = reading.rights["vehicles.read"].only(stores=frozenset({reading.row.store_id}))
    return [*_aged(scope, reading.row.store_id), *_arrivals(scope, reading.row.store_id)] or None


def _arrivals(scope: Scope, store_id: int) -> Iterator[MorningLine]:
    """What is to arrive today by series, and what should have arrived."""
    today = scope.today
    rows = db.session.execute(vehicles.vehicles(scope).with_only_columns(
        Vehicle.series_id, func.count(case((Vehicle.expected_on == today, 1))),
        func.count(case((Vehicle.expected_on < today, 1)))).where(
        Vehicle.state.in_(WAYS), Vehicle.expected_on <= today).group_by(Vehicle.series_id).order_by(
        func.count().desc(), Vehicle.series_id)).all()
    late, coming = sum(row[2] for row in rows), [(row[0], row[1]) for row in rows if row[1]]

    def rows_of(expected_to: date, expected_from: date | None = None) -> str:
        return url_for("vehicles.index", state="coming", store=store_id, expected_from=expected_from,
                       expected_to=expected_to)
    if coming:
        yield MorningLine(_("Arrivals"), _(", ").join(
            f"{series_names().get(series_id or 0, '–')} {count}" for series_id, count in coming),
            address=rows_of(today, today))
    if late:
        yield MorningLine(_("Arrivals"), ngettext("%(num)d vehicle should have arrived before today",
                                                  "%(num)d vehicles should have arrived before today", late),
                          tone="watch", address=rows_of(today - ONE_DAY))


def _aged(scope: Scope, store_id: int) -> Iterator[MorningLine]:
    """Vehicles beyond the store's limits of age, the oldest series first."""
    limits = limits_of(store_id, scope.today)
    clear, plan = (scope.today - ONE_DAY * (days + 1) for days in (limits.age_clear, limits.age_plan))
    rows = db.session.execute(vehicles.vehicles(scope).with_only_columns(
        Vehicle.series_id, func.count(), func.count(case((Vehicle.arrived_on <= plan, 1)))).where(
        vehicles.in_stock(), Vehicle.arrived_on <= clear).group_by(Vehicle.series_id).order_by(
        func.min(Vehicle.arrived_on), Vehicle.series_id)).all()
    if rows:
        older = sum(row[2] for row in rows)
        text = _("%(count)s over %(days)s days", count=sum(row[1] for row in rows), days=limits.age_clear)
        text += _(", %(count)s over %(days)s", count=older, days=limits.age_plan) if older else ""
        series = _(", ").join(f"{series_names().get(row[0] or 0, '–')} {row[1]}" for row in rows)
        yield MorningLine(_("Aged stock"), f"{text}{_(': ')}{series}", tone="late" if older else "watch",
                          address=url_for("vehicles.index", state="here", arrived_to=clear.isoformat(), store=store_id))


panel = Panel("morning", 20, "vehicles.read", _stock, "")
