"""lay the tables of stock counts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "d29ab8274daa"
down_revision = "f5f3fae8f26c"


def upgrade() -> None:
    op.create_table(
        "stock_count",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "counting",
                "settling",
                "closed",
                name="countstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("running", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("ended_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("closed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_stock_count_closed")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_stock_count_closed_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_stock_count_ended_by_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_stock_count_issue_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_stock_count_opened_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_stock_count_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_stock_count_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count")),
        sa.UniqueConstraint("store_id", "on", "live", name=op.f("uq_stock_count_store_id_on_live")),
        sa.UniqueConstraint("store_id", "running", name=op.f("uq_stock_count_store_id_running")),
        if_not_exists=True,
    )
    op.create_table(
        "stock_count_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("vehicle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("vin", sa.String(length=17), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column(
            "use",
            sa.Enum("sale", "display", "demo", name="use", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("held_for", sa.String(length=30), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "seen",
                "missing",
                "damaged",
                "extra",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("seen_place", sa.String(length=40), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("picture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("said_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("said_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_stock_count_line_count_id")),
        sa.ForeignKeyConstraint(["picture_id"], ["stored_file.id"], name=op.f("fk_stock_count_line_picture_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_stock_count_line_said_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_stock_count_line_store_id")),
        sa.ForeignKeyConstraint(["vehicle_id"], ["vehicle.id"], name=op.f("fk_stock_count_line_vehicle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_line")),
        sa.UniqueConstraint("count_id", "vin", name=op.f("uq_stock_count_line_count_id_vin")),
        if_not_exists=True,
    )
    with op.batch_alter_table("stock_count_line", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_count_line_count_id_place"), ["count_id", "place"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_stock_count_line_vehicle_id"), ["vehicle_id"], unique=False, if_not_exists=True
        )

    op.create_table(
        "stock_count_difference",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("count_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "settlement",
            sa.Enum(
                "found",
                "sold",
                "returned",
                "search",
                "moved",
                "put_back",
                "taken_in",
                "not_ours",
                "repair",
                "claim",
                "mistake",
                name="settlement",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("searcher_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("ask_reason", sa.String(length=500), nullable=False),
        sa.Column("answer_by_on", sa.Date(), nullable=True),
        sa.Column("waiting", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "approved",
                "returned",
                "withdrawn",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_stock_count_difference_asked_by_id")),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.id"], name=op.f("fk_stock_count_difference_count_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_stock_count_difference_decided_by_id")),
        sa.ForeignKeyConstraint(["line_id"], ["stock_count_line.id"], name=op.f("fk_stock_count_difference_line_id")),
        sa.ForeignKeyConstraint(["searcher_id"], ["person.id"], name=op.f("fk_stock_count_difference_searcher_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_stock_count_difference_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_count_difference")),
        sa.UniqueConstraint("line_id", name=op.f("uq_stock_count_difference_line_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("stock_count_difference", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stock_count_difference_count_id"), ["count_id"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_stock_count_difference_searcher_id_waiting"),
            ["searcher_id", "waiting"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("stock_count_difference", if_exists=True)
    op.drop_table("stock_count_line", if_exists=True)
    op.drop_table("stock_count", if_exists=True)
