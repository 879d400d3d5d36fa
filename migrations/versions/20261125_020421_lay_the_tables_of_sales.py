"""lay the tables of sales"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "50034c83972e"
down_revision = "02a289daa3d2"


def upgrade() -> None:
    op.create_table(
        "sales_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_no", sa.String(length=30), nullable=False),
        sa.Column("contract_no", sa.String(length=30), nullable=False),
        sa.Column("buyer", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deliverer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deliverer_share", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column(
            "sale_kind",
            sa.Enum("retail", "fleet", "second", name="salekind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("colour", sa.String(length=40), nullable=False),
        sa.Column("list_price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("payment", sa.String(length=20), nullable=False),
        sa.Column(
            "deposit_kind",
            sa.Enum("earnest", "deposit", name="depositkind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("deposit_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("vin", sa.String(length=17), nullable=True),
        sa.Column("vin_on", sa.Date(), nullable=True),
        sa.Column("vin_at_signing", sa.Boolean(), nullable=False),
        sa.Column("deposit_paid_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_sales_order_customer_id")),
        sa.ForeignKeyConstraint(["deliverer_id"], ["person.id"], name=op.f("fk_sales_order_deliverer_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_sales_order_lead_id")),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_sales_order_model_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sales_order_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_sales_order_series_id")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_sales_order_signed_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_sales_order_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_sales_order_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("store_id", "order_no", "live", name=op.f("uq_sales_order_store_id_order_no_live")),
        sa.UniqueConstraint("vin", "live", name=op.f("uq_sales_order_vin_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("sales_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sales_order_customer_id"), ["customer_id"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_lead_id_signed_on"), ["lead_id", "signed_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_person_id_signed_on"),
            ["person_id", "signed_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_store_id_invoiced_on"),
            ["store_id", "invoiced_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_store_id_live_expected_on"),
            ["store_id", "live", "expected_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_store_id_reported_on"),
            ["store_id", "reported_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_sales_order_store_id_signed_on_person_id_cancelled_on_lead_id"),
            ["store_id", "signed_on", "person_id", "cancelled_on", "lead_id"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "cancellation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cancelled_on", sa.Date(), nullable=False),
        sa.Column("cancelled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "refund",
            sa.Enum("kept", "returned", "twice", name="refund", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["cancelled_by_id"], ["person.id"], name=op.f("fk_cancellation_cancelled_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_cancellation_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cancellation_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_cancellation_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cancellation")),
        sa.UniqueConstraint("order_id", name=op.f("uq_cancellation_order_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("cancellation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cancellation_person_id_cancelled_on"),
            ["person_id", "cancelled_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_cancellation_store_id_cancelled_on_person_id"),
            ["store_id", "cancelled_on", "person_id"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=False),
        sa.Column(
            "delivered_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False
        ),
        sa.Column(
            "sale_kind",
            sa.Enum("retail", "fleet", "second", name="salekind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vin", sa.String(length=17), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("checks", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["delivered_by_id"], ["person.id"], name=op.f("fk_delivery_delivered_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_delivery_lead_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_delivery_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_delivery_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_delivery_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_delivery_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_delivery_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("order_id", "live", name=op.f("uq_delivery_order_id_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_lead_id"), ["lead_id"], unique=False, if_not_exists=True)
        batch_op.create_index(
            batch_op.f("ix_delivery_person_id_delivered_on"),
            ["person_id", "delivered_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_delivery_store_id_delivered_on_person_id_price_fen"),
            ["store_id", "delivered_on", "person_id", "price_fen"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "order_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_order_change_changed_by_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.id"], name=op.f("fk_order_change_order_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_order_change_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_change")),
        if_not_exists=True,
    )
    with op.batch_alter_table("order_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_order_change_order_id_changed_on"),
            ["order_id", "changed_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "test_drive",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("accompanied_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "driven",
                "missed",
                "off",
                name="drivestate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("ends_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("car", sa.String(length=40), nullable=False),
        sa.Column("licence_no", sa.String(length=30), nullable=False),
        sa.Column("km_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("km_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("feedback", sa.String(length=500), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["accompanied_by_id"], ["person.id"], name=op.f("fk_test_drive_accompanied_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_test_drive_lead_id")),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_test_drive_model_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_test_drive_person_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_test_drive_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_test_drive_store_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_test_drive_visit_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_test_drive_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_test_drive")),
        if_not_exists=True,
    )
    with op.batch_alter_table("test_drive", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_test_drive_lead_id_on"), ["lead_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_test_drive_person_id_on"), ["person_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_test_drive_store_id_on_person_id_state"),
            ["store_id", "on", "person_id", "state"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("test_drive", if_exists=True)
    op.drop_table("order_change", if_exists=True)
    op.drop_table("delivery", if_exists=True)
    op.drop_table("cancellation", if_exists=True)
    op.drop_table("sales_order", if_exists=True)
