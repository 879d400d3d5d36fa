"""give every store the figures to watch"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "5b0c93e7d1f4"
down_revision = "8dc6de0d4a27"

FIGURES = (
    ("drive_rate", "sales", "试驾", True),
    ("kept_rate", "sales", "需求", True),
    ("follow_up_timeliness", "process", "跟进", False),
    ("web_arrival_rate", "talk", "邀约", False),
    ("first_response", "talk", "电话", False),
    ("new_closing", "negotiation", "报价", True),
)
FIRST = 10  # cases and points, where a store had agreed on no others
store = sa.table("store", sa.column("id"))
setting = sa.table(
    "setting",
    *(sa.column(name) for name in ("id", "store_id", "key")),
    sa.column("value", sa.JSON()),
    sa.column("from_on", sa.Date()),
)
rule = sa.table(
    "need_rule",
    *(
        sa.column(name)
        for name in ("version", "store_id", "metric", "subject", "word", "below", "below_in", "cases", "floor_only")
    ),
    sa.column("active", sa.Boolean()),
    sa.column("live"),
)


def upgrade() -> None:
    """With the cases and points that the store has agreed on; stores founded from now on start with them."""
    connection = op.get_bind()
    have = sa.select(rule.c.store_id)
    for store_id in connection.scalars(sa.select(store.c.id).where(store.c.id.not_in(have))).all():
        points, cases = _agreed("training.need_points", store_id), _agreed("training.need_cases", store_id)
        connection.execute(
            sa.insert(rule),
            [
                {
                    "version": 1,
                    "store_id": store_id,
                    "metric": metric,
                    "subject": subject,
                    "word": word,
                    "below": points,
                    "below_in": "points",
                    "cases": cases,
                    "floor_only": floor_only,
                    "active": True,
                    "live": 1,
                }
                for metric, subject, word, floor_only in FIGURES
            ],
        )


def _agreed(key: str, store_id: int) -> int:
    """What holds for a store: its own, else the group's, else the first."""
    for owner in (setting.c.store_id == store_id, setting.c.store_id.is_(None)):
        value = op.get_bind().scalar(
            sa.select(setting.c.value)
            .where(owner, setting.c.key == key, setting.c.from_on <= date.today())
            .order_by(setting.c.from_on.desc(), setting.c.id.desc())
            .limit(1)
        )
        if value is not None:
            return int(value)
    return FIRST


def downgrade() -> None:
    """The rows go with their table."""
