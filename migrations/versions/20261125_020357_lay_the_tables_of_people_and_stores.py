"""lay the tables of people and stores"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "1a2a5cde9588"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "official_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_day")),
        sa.UniqueConstraint("on", name=op.f("uq_official_day_on")),
        if_not_exists=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("pinyin", sa.String(length=120), nullable=False),
        sa.Column("staff_no", sa.String(length=20), nullable=True),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("notice_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("disabled_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column(
            "password_set_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True
        ),
        sa.Column("unlocked_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("preferences", sa.JSON(), nullable=False),
        sa.Column("rota_rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("account", name=op.f("uq_person_account")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_person_staff_no")),
        if_not_exists=True,
    )
    op.create_table(
        "store",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store")),
        sa.UniqueConstraint("code", name=op.f("uq_store_code")),
        if_not_exists=True,
    )
    op.create_table(
        "roster_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "shift",
            sa.Enum("work", "rest", "leave", name="shift", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("stand_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roster_day_person_id")),
        sa.ForeignKeyConstraint(["stand_in_id"], ["person.id"], name=op.f("fk_roster_day_stand_in_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_roster_day_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_day")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_roster_day_person_id_on")),
        if_not_exists=True,
    )
    with op.batch_alter_table("roster_day", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_roster_day_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "store_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_store_day_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_day")),
        sa.UniqueConstraint("store_id", "on", name=op.f("uq_store_day_store_id_on")),
        if_not_exists=True,
    )
    op.create_table(
        "team",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_team_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("store_id", "name", "live", name=op.f("uq_team_store_id_name_live")),
        if_not_exists=True,
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
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
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_membership_store_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        if_not_exists=True,
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_membership_person_id_from_on"), ["person_id", "from_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_membership_store_id_from_on"), ["store_id", "from_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_membership_team_id_from_on"), ["team_id", "from_on"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("membership", if_exists=True)
    op.drop_table("team", if_exists=True)
    op.drop_table("store_day", if_exists=True)
    op.drop_table("roster_day", if_exists=True)
    op.drop_table("store", if_exists=True)
    op.drop_table("person", if_exists=True)
    op.drop_table("official_day", if_exists=True)
