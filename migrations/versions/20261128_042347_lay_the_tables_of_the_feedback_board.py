"""lay the tables of the feedback board"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "55249b83aabf"
down_revision = "a94e5f20c7d3"


def upgrade() -> None:
    op.create_table(
        "post",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
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
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("wish", sa.String(length=1000), nullable=False),
        sa.Column("score", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "accepted",
                "in_work",
                "done",
                "declined",
                "told",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("responsible_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer_by_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("agree_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(code_hash IS NULL) OR (author_id IS NULL)", name=op.f("ck_post_unsigned")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_post_author_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["person.id"], name=op.f("fk_post_responsible_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_store_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_post_team_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_post_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_post_code_hash")),
        if_not_exists=True,
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_post_responsible_id_state_answer_by_on"),
            ["responsible_id", "state", "answer_by_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_post_store_id_posted_on"), ["store_id", "posted_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_post_store_id_state_answer_by_on"),
            ["store_id", "state", "answer_by_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "post_agree",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_agree_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_agree_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_agree_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_agree")),
        sa.UniqueConstraint("post_id", "person_id", name=op.f("uq_post_agree_post_id_person_id")),
        if_not_exists=True,
    )
    op.create_table(
        "post_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "accepted",
                "in_work",
                "done",
                "declined",
                "told",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("answer_by_on", sa.Date(), nullable=True),
        sa.Column("responsible_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_post_entry_author_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_entry_post_id")),
        sa.ForeignKeyConstraint(["responsible_id"], ["person.id"], name=op.f("fk_post_entry_responsible_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_entry_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_post_entry_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_entry")),
        sa.UniqueConstraint("post_id", "place", name=op.f("uq_post_entry_post_id_place")),
        if_not_exists=True,
    )
    op.create_table(
        "post_picture",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("data", sa.LargeBinary(length=16777215), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_picture_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_picture")),
        sa.UniqueConstraint("post_id", "place", name=op.f("uq_post_picture_post_id_place")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("post_picture", if_exists=True)
    op.drop_table("post_entry", if_exists=True)
    op.drop_table("post_agree", if_exists=True)
    op.drop_table("post", if_exists=True)
