"""note insurance and plates of an order"""

import sqlalchemy as sa
from alembic import op

revision = "35f5ed9a0ebd"
down_revision = "d29ab8274daa"

NAMES = ("insured_on", "plated_on")


def upgrade() -> None:
    for name in NAMES:
        if name not in _columns():
            op.add_column("sales_order", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in NAMES:
        if name in _columns():
            op.drop_column("sales_order", name)


def _columns() -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns("sales_order")}
