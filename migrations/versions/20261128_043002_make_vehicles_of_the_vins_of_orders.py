"""make vehicles of the vins of orders

An order carried its vehicle as text. Each VIN becomes one vehicle of the group, in the store whose order had it last:
taken in on the day it was first allotted, for nobody knows an earlier one, then reserved, invoiced, handed over or free
again as its orders tell. The orders keep the text. Run again, it takes only the VINs that no vehicle has.
"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = "a94e5f20c7d3"
down_revision = "7c1d9e04b2a6"

FOREVER = date(9999, 12, 31)
WIDE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
order = sa.table(
    "sales_order",
    *(sa.column(name, WIDE) for name in ("id", "store_id", "series_id", "model_id", "list_price_fen", "vehicle_id")),
    *(sa.column(name, sa.String()) for name in ("vin", "order_no", "colour")),
    *(sa.column(name, sa.Date()) for name in ("vin_on", "signed_on", "invoiced_on", "delivered_on", "cancelled_on")),
    sa.column("live", WIDE), sa.column("voided_at", sa.DateTime()),
)
delivery = sa.table(
    "delivery", sa.column("order_id", WIDE), sa.column("vin", sa.String()), sa.column("delivered_on", sa.Date()),
    sa.column("live", WIDE),
)
vehicle = sa.table(
    "vehicle",
    *(sa.column(name, WIDE) for name in ("id", "version", "store_id", "series_id", "model_id", "list_price_fen",
                                         "live")),
    *(sa.column(name, sa.String()) for name in (
        "vin", "tail", "state", "use", "hold", "held_for", "place", "colour", "interior", "options", "engine_no",
        "plate", "bank", "certificate", "note", "void_reason")),
    sa.column("arrived_on", sa.Date()),
)
move = sa.table(
    "vehicle_move",
    *(sa.column(name, WIDE) for name in ("vehicle_id", "store_id")),
    *(sa.column(name, sa.String()) for name in ("what", "state", "use", "hold", "held_for", "place", "reason")),
    *(sa.column(name, sa.Date()) for name in ("arrived_on", "from_on", "to_on")), sa.column("moved_at", sa.DateTime()),
)
EMPTY = {"place": "", "use": "sale"}


def upgrade() -> None:
    bind = op.get_bind()
    known = {vin for (vin,) in bind.execute(sa.select(vehicle.c.vin).where(vehicle.c.live == 1))}
    handed = {row.order_id: row for row in bind.execute(sa.select(delivery).where(delivery.c.live == 1))}
    by_vin: dict[str, list] = {}
    for row in bind.execute(sa.select(order).where(order.c.voided_at.is_(None)).order_by(order.c.signed_on, order.c.id)):
        vin = row.vin or (handed[row.id].vin if row.id in handed else "")
        if vin and len(vin) == 17:
            by_vin.setdefault(vin, []).append(row)
    for vin, rows in by_vin.items():
        if vin not in known:
            _make(bind, vin, sorted(rows, key=lambda row: (row.live == 1, row.signed_on, row.id)))


def downgrade() -> None:
    """The orders have their VINs as text all along; the vehicles go with their tables."""


def _make(bind, vin, rows) -> None:
    """`rows` are its orders, the live one last."""
    last = rows[-1]
    life, stand = [], {"state": "stock", "hold": "free", "held_for": ""}
    arrived = min(row.vin_on or row.signed_on for row in rows)

    def happens(what, on, **after) -> None:
        stand.update(after)
        on = max(on, life[-1]["from_on"]) if life else on
        if life:
            life[-1]["to_on"] = on
        life.append({"what": what, "from_on": on, "to_on": FOREVER, **stand})
    happens("taken_in", arrived)
    for row in rows:
        happens("reserved", row.vin_on or row.signed_on, hold="reserved", held_for=row.order_no)
        if row.cancelled_on or row.live is None:
            happens("freed", row.cancelled_on or row.signed_on, hold="free", held_for="")
            continue
        if row.invoiced_on:
            happens("sold", row.invoiced_on, hold="sold")
        if row.delivered_on:
            happens("delivered", row.delivered_on, state="delivered")
    made = {"version": 1, "store_id": last.store_id, "vin": vin, "tail": vin[-6:], "series_id": last.series_id,
            "model_id": last.model_id, "colour": last.colour, "list_price_fen": last.list_price_fen,
            "arrived_on": arrived, "certificate": "here", "live": 1, "interior": "", "options": "", "engine_no": "",
            "plate": "", "bank": "", "note": "", "void_reason": "", **EMPTY, **stand}
    bind.execute(sa.insert(vehicle).values(**made))
    key = bind.scalar(sa.select(vehicle.c.id).where(vehicle.c.vin == vin, vehicle.c.live == 1))
    entered = datetime.now(UTC).replace(tzinfo=None)
    bind.execute(sa.insert(move), [{
        "vehicle_id": key, "store_id": last.store_id, "arrived_on": arrived, "moved_at": entered, "reason": "",
        **EMPTY, **each} for each in life])
    bind.execute(sa.update(order).where(order.c.id.in_([row.id for row in rows])).values(vehicle_id=key))
