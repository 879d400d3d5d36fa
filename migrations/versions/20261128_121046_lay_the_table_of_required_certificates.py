"""lay the table of required certificates"""

import sqlalchemy as sa
from alembic import op

revision = "f2437a5c5fee"
down_revision = "2086572c0e2a"


def upgrade() -> None:
    op.create_table(
        "required_certificate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
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
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(live IS NULL) = (until_on IS NOT NULL)", name=op.f("ck_required_certificate_ended")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_required_certificate_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_required_certificate")),
        sa.UniqueConstraint(
            "store_id", "role", "title", "live", name=op.f("uq_required_certificate_store_id_role_title_live")
        ),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.drop_table("required_certificate", if_exists=True)
