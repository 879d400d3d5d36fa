"""keep weeks of targets that were set by hand"""

import sqlalchemy as sa
from alembic import op

revision = "2aa6adf52e55"
down_revision = "8750f9b81117"


def upgrade() -> None:
    op.create_table(
        "goal_week",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("part_on", sa.Date(), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_goal_week_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_goal_week_team_id")),
        sa.ForeignKeyConstraint(["version_id"], ["goal_version.id"], name=op.f("fk_goal_week_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_week")),
        sa.UniqueConstraint(
            "version_id", "part_on", "person_id", name=op.f("uq_goal_week_version_id_part_on_person_id")
        ),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("goal_week", if_exists=True)
