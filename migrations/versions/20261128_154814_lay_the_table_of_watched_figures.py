"""lay the table of watched figures"""

import sqlalchemy as sa
from alembic import op

revision = "8dc6de0d4a27"
down_revision = "40f2eb9f4de6"


def upgrade() -> None:
    op.create_table(
        "need_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=20), nullable=False),
        sa.Column("below", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "below_in",
            sa.Enum("points", "percent", name="below", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("cases", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("floor_only", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_need_rule_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_rule")),
        sa.UniqueConstraint("store_id", "metric", "live", name=op.f("uq_need_rule_store_id_metric_live")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("need_rule", if_exists=True)
