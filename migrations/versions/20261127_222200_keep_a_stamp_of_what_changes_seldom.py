"""keep a stamp of what changes seldom"""

import sqlalchemy as sa
from alembic import op

revision = "8750f9b81117"
down_revision = "db0179091350"


def upgrade() -> None:
    op.create_table(
        "stamp",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stamp")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("stamp", if_exists=True)
