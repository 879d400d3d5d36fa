"""let a post tell the best practice of a week"""

import sqlalchemy as sa
from alembic import op

revision = "9bdf11db1367"
down_revision = "dedef29c688e"


def upgrade() -> None:
    op.create_table(
        "post_practice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("issue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_post_practice_issue_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_practice_post_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_post_practice_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_practice")),
        sa.UniqueConstraint("post_id", name=op.f("uq_post_practice_post_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("post_practice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_post_practice_issue_id"), ["issue_id"], unique=False, if_not_exists=True)


def downgrade() -> None:
    op.drop_table("post_practice", if_exists=True)
