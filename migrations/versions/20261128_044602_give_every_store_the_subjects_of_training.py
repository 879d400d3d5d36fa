"""give every store the subjects of training"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "c1f7d02b9e64"
down_revision = "a8de253f0050"

KIND = "training_subject"
LINES = (
    ("product", "产品", "Product"), ("sales", "销售技巧", "Sales skill"), ("negotiation", "谈判", "Negotiation"),
    ("market", "市场动态", "Market"), ("service", "客户服务", "Customer service"), ("talk", "沟通", "Communication"),
    ("process", "流程合规", "Process, compliance"), ("new_hire", "新人", "New hires"),
)
choice = sa.table(
    "choice", *(sa.column(name) for name in ("version", "store_id", "kind", "code", "words_zh", "words_en", "rank")),
    sa.column("from_on", sa.Date()), sa.column("until_on", sa.Date()))
store = sa.table("store", sa.column("id"))


def upgrade() -> None:
    """Stores founded from now on get them with their other lists."""
    connection = op.get_bind()
    have = sa.select(choice.c.store_id).where(choice.c.kind == KIND)
    for store_id in connection.scalars(sa.select(store.c.id).where(store.c.id.not_in(have))).all():
        connection.execute(sa.insert(choice), [
            {"version": 1, "store_id": store_id, "kind": KIND, "code": code, "words_zh": zh, "words_en": en,
             "rank": rank, "from_on": date(2000, 1, 1), "until_on": date(9999, 12, 31)}
            for rank, (code, zh, en) in enumerate(LINES)])


def downgrade() -> None:
    op.execute(sa.delete(choice).where(choice.c.kind == KIND))
