"""let authors put posts right and comments carry pictures"""

import sqlalchemy as sa
from alembic import op

revision = "2e7801fad31d"
down_revision = "ffae7cc67bfb"

ADDED = (
    ("post", "edited_on", sa.Date()),
    ("post_activity", "spent_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
    ("post_notice", "reminded_on", sa.Date()),
)


def upgrade() -> None:
    # columns as they come, without making the tables anew: that would lose their checks on SQLite
    for table, column, kind in ADDED:
        if column not in _columns(table):
            op.add_column(table, sa.Column(column, kind, nullable=True))
    if "entry_id" not in _columns("post_picture"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                "ALTER TABLE post_picture ADD COLUMN entry_id INTEGER "
                "CONSTRAINT fk_post_picture_entry_id REFERENCES post_entry (id)"
            )
        else:
            op.add_column("post_picture", sa.Column("entry_id", sa.BigInteger(), nullable=True))
            op.create_foreign_key("fk_post_picture_entry_id", "post_picture", "post_entry", ["entry_id"], ["id"])


def downgrade() -> None:
    if "entry_id" in _columns("post_picture"):
        if op.get_bind().dialect.name != "sqlite":
            op.drop_constraint("fk_post_picture_entry_id", "post_picture", type_="foreignkey")
        op.drop_column("post_picture", "entry_id")
    for table, column, _kind in ADDED:
        if column in _columns(table):
            op.drop_column(table, column)


def _columns(table: str) -> set[str]:
    return {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
