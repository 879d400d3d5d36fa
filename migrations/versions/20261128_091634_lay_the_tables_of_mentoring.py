"""lay the tables of mentoring"""

import sqlalchemy as sa
from alembic import op

revision = "be803897ff3f"
down_revision = "2e7801fad31d"


def upgrade() -> None:
    op.create_table(
        "mentor_pair",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mentor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("aim", sa.String(length=200), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(live IS NULL) = (ended_on IS NOT NULL)", name=op.f("ck_mentor_pair_ended")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_mentor_pair_mentor_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_pair_person_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_mentor_pair_set_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_mentor_pair_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_pair")),
        sa.UniqueConstraint("person_id", "live", name=op.f("uq_mentor_pair_person_id_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("mentor_pair", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_pair_mentor_id_live"), ["mentor_id", "live"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_mentor_pair_store_id_from_on"), ["store_id", "from_on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "mentor_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pair_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("result", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(done_on IS NULL) = (done_by_id IS NULL)", name=op.f("ck_mentor_task_done")),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name=op.f("fk_mentor_task_done_by_id")),
        sa.ForeignKeyConstraint(["pair_id"], ["mentor_pair.id"], name=op.f("fk_mentor_task_pair_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_mentor_task_set_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_mentor_task_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_task")),
        if_not_exists=True,
    )
    with op.batch_alter_table("mentor_task", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mentor_task_pair_id_due_on"), ["pair_id", "due_on"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("mentor_task", if_exists=True)
    op.drop_table("mentor_pair", if_exists=True)
