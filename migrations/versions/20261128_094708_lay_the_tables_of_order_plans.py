"""lay the tables of order plans"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "8fb4384b8988"
down_revision = "edb4839e9f45"


def upgrade() -> None:
    op.create_table(
        "supply_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "placed", name="planstate", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("as_of_on", sa.Date(), nullable=False),
        sa.Column("lead_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cover_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("drafted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("placed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("placed_on", sa.Date(), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["person.id"], name=op.f("fk_supply_plan_drafted_by_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["person.id"], name=op.f("fk_supply_plan_placed_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_supply_plan_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_supply_plan_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_plan")),
        sa.UniqueConstraint("store_id", "month_on", "live", name=op.f("uq_supply_plan_store_id_month_on_live")),
        if_not_exists=True,
    )
    op.create_table(
        "supply_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pace", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("leads", sa.Numeric(precision=8, scale=2), nullable=False),
        sa.Column("waiting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("free", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("coming", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("suggested", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ordered", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_supply_line_model_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["supply_plan.id"], name=op.f("fk_supply_line_plan_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_supply_line_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_supply_line_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_line")),
        sa.UniqueConstraint("plan_id", "model_id", name=op.f("uq_supply_line_plan_id_model_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("supply_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supply_line_store_id_model_id"), ["store_id", "model_id"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("supply_line", if_exists=True)
    op.drop_table("supply_plan", if_exists=True)
