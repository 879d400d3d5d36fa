"""lay down what posts are about, for the stores there are"""

import datetime

import sqlalchemy as sa
from alembic import op

revision = "3f6c1d7ab2e4"
down_revision = "5b0d5c9fe0d0"

TOPICS = (
    ("turns", "接待与轮值", "Reception and turns"), ("drives", "试驾车", "Demo cars"),
    ("stock", "库存与配车", "Stock and allotment"), ("prices", "价格与审批", "Prices and approvals"),
    ("training", "培训", "Training"), ("pay", "考核与提成", "Appraisal and pay"), ("portal", "系统", "This portal"),
    ("office", "办公环境", "Workplace"), ("other", "其他", "Other"))
choice = sa.table("choice", sa.column("version"), sa.column("store_id"), sa.column("kind"), sa.column("code"),
                  sa.column("words_zh"), sa.column("words_en"), sa.column("rank"), sa.column("from_on", sa.Date()),
                  sa.column("until_on", sa.Date()))


def upgrade() -> None:
    """A store that has the list keeps it: run again, nothing is doubled."""
    connection = op.get_bind()
    have = sa.select(choice.c.store_id).where(choice.c.kind == "board_topic")
    stores = connection.scalars(sa.text("SELECT id FROM store")).all()
    had = set(connection.scalars(have))
    op.bulk_insert(choice, [
        {"version": 1, "store_id": store_id, "kind": "board_topic", "code": code, "words_zh": zh, "words_en": en,
         "rank": rank, "from_on": datetime.date(2000, 1, 1), "until_on": datetime.date(9999, 12, 31)}
        for store_id in stores if store_id not in had for rank, (code, zh, en) in enumerate(TOPICS)])


def downgrade() -> None:
    """The lines stay: a list that nobody asks for harms nobody."""
