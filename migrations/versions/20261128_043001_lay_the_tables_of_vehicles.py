"""lay the tables of vehicles"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "7c1d9e04b2a6"
down_revision = "2aa6adf52e55"


def upgrade() -> None:
    op.create_table(
        "vehicle",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vin", sa.String(length=17), nullable=False),
        sa.Column("tail", sa.String(length=6), nullable=False),
        sa.Column("state", sa.Enum("allocated", "transit", "stock", "delivered", "returned", name="state", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("use", sa.Enum("sale", "display", "demo", name="use", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("hold", sa.Enum("free", "reserved", "sold", name="hold", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("held_for", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("colour", sa.String(length=40), nullable=False),
        sa.Column("interior", sa.String(length=40), nullable=False),
        sa.Column("options", sa.String(length=200), nullable=False),
        sa.Column("engine_no", sa.String(length=30), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("list_price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cost_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rebate_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("produced_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("bank", sa.String(length=40), nullable=False),
        sa.Column("finance_due_on", sa.Date(), nullable=True),
        sa.Column("certificate", sa.Enum("here", "pledged", "redeeming", name="certificate", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("redeem_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_vehicle_model_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_vehicle_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_vehicle_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_vehicle_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle")),
        sa.UniqueConstraint("vin", "live", name=op.f("uq_vehicle_vin_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("vehicle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vehicle_store_id_finance_due_on"), ["store_id", "finance_due_on"], unique=False, if_not_exists=True)
        batch_op.create_index(batch_op.f("ix_vehicle_store_id_state_series_id"), ["store_id", "state", "series_id"], unique=False, if_not_exists=True)
        batch_op.create_index(batch_op.f("ix_vehicle_tail"), ["tail"], unique=False, if_not_exists=True)

    op.create_table(
        "vehicle_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("what", sa.Enum("allocated", "shipped", "taken_in", "transferred", "received", "parked", "on_display", "made_demo", "for_sale", "reserved", "sold", "unsold", "freed", "delivered", "came_back", "returned", name="move", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("state", sa.Enum("allocated", "transit", "stock", "delivered", "returned", name="state", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("use", sa.Enum("sale", "display", "demo", name="use", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("hold", sa.Enum("free", "reserved", "sold", name="hold", native_enum=False, create_constraint=True, length=20), nullable=False),
        sa.Column("held_for", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("moved_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("moved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["moved_by_id"], ["person.id"], name=op.f("fk_vehicle_move_moved_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_vehicle_move_store_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_vehicle_move_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicle_move")),
        if_not_exists=True,
    )
    with op.batch_alter_table("vehicle_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vehicle_move_store_id_state_to_on_from_on"), ["store_id", "state", "to_on", "from_on"], unique=False, if_not_exists=True)
        batch_op.create_index(batch_op.f("ix_vehicle_move_store_id_what_from_on"), ["store_id", "what", "from_on"], unique=False, if_not_exists=True)
        batch_op.create_index(batch_op.f("ix_vehicle_move_vehicle_id_from_on"), ["vehicle_id", "from_on"], unique=False, if_not_exists=True)

    if "vehicle_id" not in _columns():
        # as it stands, without making the table of orders anew: that would lose its checks on SQLite
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                "ALTER TABLE sales_order ADD COLUMN vehicle_id INTEGER "
                "CONSTRAINT fk_sales_order_vehicle_id REFERENCES vehicle (id)"
            )
        else:
            op.add_column("sales_order", sa.Column("vehicle_id", sa.BigInteger(), nullable=True))
            op.create_foreign_key("fk_sales_order_vehicle_id", "sales_order", "vehicle", ["vehicle_id"], ["id"])
    op.create_index(
        "ix_sales_order_vehicle_id_live", "sales_order", ["vehicle_id", "live"], unique=True, if_not_exists=True
    )


def downgrade() -> None:
    if "vehicle_id" in _columns():
        if op.get_bind().dialect.name != "sqlite":
            op.drop_constraint("fk_sales_order_vehicle_id", "sales_order", type_="foreignkey")
        op.drop_index("ix_sales_order_vehicle_id_live", table_name="sales_order", if_exists=True)
        op.drop_column("sales_order", "vehicle_id")
    op.drop_table("vehicle_move", if_exists=True)
    op.drop_table("vehicle", if_exists=True)


def _columns() -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns("sales_order")}
