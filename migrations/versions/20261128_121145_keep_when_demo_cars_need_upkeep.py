"""keep when demo cars need upkeep"""

import sqlalchemy as sa
from alembic import op

revision = "2086572c0e2a"
down_revision = "9bdf11db1367"


def upgrade() -> None:
    op.create_table(
        "car_upkeep",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "maintenance",
                "insurance",
                "inspection",
                name="upkeep",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_car_upkeep_done_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_car_upkeep_store_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_car_upkeep_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_car_upkeep")),
        sa.UniqueConstraint("vehicle_id", "kind", "owed", name=op.f("uq_car_upkeep_vehicle_id_kind_owed")),
        if_not_exists=True,
    )
    with op.batch_alter_table("car_upkeep", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_car_upkeep_owed_due_on"), ["owed", "due_on"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("car_upkeep", if_exists=True)
