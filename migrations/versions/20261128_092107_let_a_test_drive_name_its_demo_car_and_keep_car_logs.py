"""let a test drive name its demo car and keep car logs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "edb4839e9f45"
down_revision = "4c21397740d6"


def upgrade() -> None:
    op.create_table(
        "car_trip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("drive_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "drive",
                "refuel",
                "move",
                "event",
                "service",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("km_out", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("km_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["drive_id"], ["test_drive.id"], name=op.f("fk_car_trip_drive_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_car_trip_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_car_trip_store_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_car_trip_vehicle_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_car_trip_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_car_trip")),
        sa.UniqueConstraint("drive_id", "live", name=op.f("uq_car_trip_drive_id_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("car_trip", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_car_trip_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_car_trip_vehicle_id_on"), ["vehicle_id", "on"], unique=False, if_not_exists=True
        )

    if "vehicle_id" not in _columns():
        # as it stands, without making the table anew: that would lose its checks on SQLite
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                "ALTER TABLE test_drive ADD COLUMN vehicle_id INTEGER "
                "CONSTRAINT fk_test_drive_vehicle_id REFERENCES vehicle (id)"
            )
        else:
            op.add_column("test_drive", sa.Column("vehicle_id", sa.BigInteger(), nullable=True))
            op.create_foreign_key("fk_test_drive_vehicle_id", "test_drive", "vehicle", ["vehicle_id"], ["id"])
    op.create_index("ix_test_drive_vehicle_id_on", "test_drive", ["vehicle_id", "on"], if_not_exists=True)


def downgrade() -> None:
    op.drop_table("car_trip", if_exists=True)
    if "vehicle_id" in _columns():
        if op.get_bind().dialect.name != "sqlite":
            op.drop_constraint("fk_test_drive_vehicle_id", "test_drive", type_="foreignkey")
        op.drop_index("ix_test_drive_vehicle_id_on", table_name="test_drive", if_exists=True)
        op.drop_column("test_drive", "vehicle_id")


def _columns() -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns("test_drive")}
