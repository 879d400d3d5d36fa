"""lay the tables of the meetings"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "db0179091350"
down_revision = "fe00767677c3"


def upgrade() -> None:
    op.create_table(
        "day_commitment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("more_orders", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("more_deliveries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_day_commitment_made_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_commitment_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_day_commitment_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_commitment")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_day_commitment_person_id_on")),
        if_not_exists=True,
    )
    with op.batch_alter_table("day_commitment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_commitment_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "day_instruction",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("instruction", sa.String(length=500), nullable=False),
        sa.Column("written_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("written_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_instruction_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_day_instruction_store_id")),
        sa.ForeignKeyConstraint(["written_by_id"], ["person.id"], name=op.f("fk_day_instruction_written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_instruction")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_day_instruction_person_id_on")),
        if_not_exists=True,
    )
    with op.batch_alter_table("day_instruction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_instruction_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "day_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("help", sa.String(length=300), nullable=False),
        sa.Column("next_steps", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_report_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_day_report_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_report")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_day_report_person_id_on")),
        if_not_exists=True,
    )
    with op.batch_alter_table("day_report", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_report_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "day_signing",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "signed_as",
            sa.Enum("own", "leader", name="signedas", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_day_signing_person_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_day_signing_signed_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_day_signing_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_signing")),
        sa.UniqueConstraint("person_id", "on", "signed_as", name=op.f("uq_day_signing_person_id_on_signed_as")),
        if_not_exists=True,
    )
    with op.batch_alter_table("day_signing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_day_signing_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "commitment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "aim",
            sa.Enum("order", "delivery", name="aim", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("ticked_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.ForeignKeyConstraint(["day_id"], ["day_commitment.id"], name=op.f("fk_commitment_day_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_commitment_lead_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_commitment_order_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_commitment_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("day_id", "lead_id", "order_id", name=op.f("uq_commitment_day_id_lead_id_order_id")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("commitment", if_exists=True)
    op.drop_table("day_signing", if_exists=True)
    op.drop_table("day_report", if_exists=True)
    op.drop_table("day_instruction", if_exists=True)
    op.drop_table("day_commitment", if_exists=True)
