"""lay the tables of goals"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "02a289daa3d2"
down_revision = "76b38f612373"


def upgrade() -> None:
    op.create_table(
        "goal_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("attainable", sa.String(length=500), nullable=False),
        sa.Column("serves", sa.String(length=200), nullable=False),
        sa.Column("by_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_goal_plan_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_plan")),
        sa.UniqueConstraint("store_id", "year", "metric", name=op.f("uq_goal_plan_store_id_year_metric")),
        if_not_exists=True,
    )
    op.create_table(
        "goal_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("metric", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "draft",
                "proposed",
                "in_force",
                "dropped",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("total", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_goal_version_made_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["goal_plan.id"], name=op.f("fk_goal_version_plan_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["person.id"], name=op.f("fk_goal_version_published_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_goal_version_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_goal_version_plan_id_number")),
        if_not_exists=True,
    )
    with op.batch_alter_table("goal_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_goal_version_store_id_metric_published_on"),
            ["store_id", "metric", "published_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "goal_cell",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column("whom", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_goal_cell_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_goal_cell_team_id")),
        sa.ForeignKeyConstraint(["version_id"], ["goal_version.id"], name=op.f("fk_goal_cell_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_cell")),
        sa.UniqueConstraint("version_id", "month_on", "whom", name=op.f("uq_goal_cell_version_id_month_on_whom")),
        if_not_exists=True,
    )
    op.create_table(
        "goal_grant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_goal_grant_given_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_goal_grant_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_goal_grant_store_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_goal_grant_team_id")),
        sa.ForeignKeyConstraint(["version_id"], ["goal_version.id"], name=op.f("fk_goal_grant_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_grant")),
        if_not_exists=True,
    )
    with op.batch_alter_table("goal_grant", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_goal_grant_version_id_part_on"), ["version_id", "part_on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "goal_response",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("accepted", "countered", name="answer", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("proposed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counter", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("said_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("waiting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("kept", "taken", name="verdict", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_goal_response_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_goal_response_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_goal_response_store_id")),
        sa.ForeignKeyConstraint(["version_id"], ["goal_version.id"], name=op.f("fk_goal_response_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_response")),
        sa.UniqueConstraint(
            "version_id", "person_id", "waiting", name=op.f("uq_goal_response_version_id_person_id_waiting")
        ),
        if_not_exists=True,
    )
    with op.batch_alter_table("goal_response", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_goal_response_store_id_waiting"), ["store_id", "waiting"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("goal_response", if_exists=True)
    op.drop_table("goal_grant", if_exists=True)
    op.drop_table("goal_cell", if_exists=True)
    op.drop_table("goal_version", if_exists=True)
    op.drop_table("goal_plan", if_exists=True)
