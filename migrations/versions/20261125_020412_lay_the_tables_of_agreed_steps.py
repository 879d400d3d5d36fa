"""lay the tables of agreed steps"""

import sqlalchemy as sa
from alembic import op

revision = "db0027e2b03c"
down_revision = "8f07f93fceb7"


def upgrade() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin_kind", sa.String(length=40), nullable=True),
        sa.Column("origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "done", "dropped", name="state", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'open') = (closed_on IS NULL)", name=op.f("ck_step_closed")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_step_closed_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_step_owner_id")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["person.id"], name=op.f("fk_step_raised_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_step_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
        if_not_exists=True,
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_step_origin_kind_origin_id"), ["origin_kind", "origin_id"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_step_owner_id_state_due_on"),
            ["owner_id", "state", "due_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_step_store_id_state_due_on"),
            ["store_id", "state", "due_on"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("step", if_exists=True)
