"""lay the tables of training"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "a8de253f0050"
down_revision = "3f6c1d7ab2e4"


def upgrade() -> None:
    op.create_table(
        "training_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "held", "cancelled", name="eventstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("trainer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room", sa.String(length=40), nullable=False),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("called_off_why", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'planned') = (ended_on IS NULL)", name=op.f("ck_training_event_ended")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_training_event_ended_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_event_store_id")),
        sa.ForeignKeyConstraint(["trainer_id"], ["person.id"], name=op.f("fk_training_event_trainer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_event")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_event_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_training_event_trainer_id_on"), ["trainer_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("aim", sa.String(length=200), nullable=False),
        sa.Column("first", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("third", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fourth", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_plan_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_plan")),
        sa.UniqueConstraint("store_id", "year", "subject", name=op.f("uq_training_plan_store_id_year_subject")),
        if_not_exists=True,
    )
    op.create_table(
        "training_audience",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "consultant",
                "leader",
                "dcc",
                "reception",
                "manager",
                "gm",
                "care",
                "finance",
                "planner",
                "trainer",
                "marketing",
                "group",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_audience_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_audience_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_training_audience_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_audience")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_audience", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_audience_event_id"), ["event_id"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_material",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_material_event_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_training_material_file_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_material_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_material")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_material", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_material_event_id"), ["event_id"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_seat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "taken", "waiting", "given_up", name="seatstate", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("moved_up_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column(
            "came",
            sa.Enum("present", "absent", name="attendance", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("signed_in_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("absence", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_seat_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_seat_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_seat_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_seat")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_training_seat_event_id_person_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_seat_person_id_event_id"),
            ["person_id", "event_id"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_training_seat_store_id_person_id"),
            ["store_id", "person_id"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("training_seat", if_exists=True)
    op.drop_table("training_material", if_exists=True)
    op.drop_table("training_audience", if_exists=True)
    op.drop_table("training_plan", if_exists=True)
    op.drop_table("training_event", if_exists=True)
