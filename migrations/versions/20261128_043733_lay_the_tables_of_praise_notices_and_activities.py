"""lay the tables of praise notices and activities"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "5b0d5c9fe0d0"
down_revision = "55249b83aabf"


def upgrade() -> None:
    op.create_table(
        "board_subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "suggestion",
                "problem",
                "question",
                "environment",
                "praise",
                "notice",
                "activity",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_board_subscription_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_subscription")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_board_subscription_person_id_kind")),
        if_not_exists=True,
    )
    op.create_table(
        "activity_sign_up",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_activity_sign_up_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_activity_sign_up_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_activity_sign_up_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_sign_up")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_activity_sign_up_post_id_person_id")),
        if_not_exists=True,
    )
    op.create_table(
        "notice_read",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("read_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_read_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_notice_read_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_notice_read_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_read")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_notice_read_post_id_person_id")),
        if_not_exists=True,
    )
    op.create_table(
        "post_activity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("where", sa.String(length=80), nullable=False),
        sa.Column("cost_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("seats", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sign_up_until", sa.Date(), nullable=False),
        sa.Column("report", sa.String(length=2000), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_activity_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_activity_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_activity")),
        sa.UniqueConstraint("post_id", name=op.f("uq_post_activity_post_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("post_activity", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_activity_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "post_notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_notice_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_notice_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_notice")),
        sa.UniqueConstraint("post_id", name=op.f("uq_post_notice_post_id")),
        sa.UniqueConstraint("store_id", "year", "number", name=op.f("uq_post_notice_store_id_year_number")),
        if_not_exists=True,
    )
    op.create_table(
        "post_praise",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_praise_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_praise_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_praise_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_praise")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_post_praise_post_id_person_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("post_praise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_praise_person_id"), ["person_id"], unique=False, if_not_exists=True)


def downgrade() -> None:
    op.drop_table("post_praise", if_exists=True)
    op.drop_table("post_notice", if_exists=True)
    op.drop_table("post_activity", if_exists=True)
    op.drop_table("notice_read", if_exists=True)
    op.drop_table("activity_sign_up", if_exists=True)
    op.drop_table("board_subscription", if_exists=True)
