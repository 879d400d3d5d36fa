"""give a person a private address of the training calendar"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "f5f3fae8f26c"
down_revision = "c1f7d02b9e64"


def upgrade() -> None:
    op.create_table(
        "training_feed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("ended_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_feed_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_feed")),
        sa.UniqueConstraint("person_id", "live", name=op.f("uq_training_feed_person_id_live")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("training_feed", if_exists=True)
