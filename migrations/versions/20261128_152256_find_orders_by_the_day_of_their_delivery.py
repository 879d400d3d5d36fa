"""find orders by the day of their delivery"""

import sqlalchemy as sa
from alembic import op

revision = "00bd31058205"
down_revision = "f2437a5c5fee"


def upgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sales_order_store_id_delivered_on"),
            ["store_id", "delivered_on"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sales_order_store_id_delivered_on"))
