"""keep exceptions of the queue"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "dedef29c688e"
down_revision = "8fb4384b8988"


def upgrade() -> None:
    op.create_table(
        "queue_exception",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earlier_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("manager_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("manager_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("ask_reason", sa.String(length=500), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=True),
        sa.Column("waiting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "returned",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_queue_exception_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_queue_exception_decided_by_id")),
        sa.ForeignKeyConstraint(["earlier_id"], ["sales_order.id"], name=op.f("fk_queue_exception_earlier_id")),
        sa.ForeignKeyConstraint(["manager_by_id"], ["person.id"], name=op.f("fk_queue_exception_manager_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_queue_exception_order_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_queue_exception_store_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_queue_exception_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_exception")),
        sa.UniqueConstraint("order_id", "waiting", name=op.f("uq_queue_exception_order_id_waiting")),
        sa.UniqueConstraint("vehicle_id", "waiting", name=op.f("uq_queue_exception_vehicle_id_waiting")),
        if_not_exists=True,
    )
    with op.batch_alter_table("queue_exception", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_queue_exception_store_id_waiting_asked_at"),
            ["store_id", "waiting", "asked_at"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("queue_exception", if_exists=True)
