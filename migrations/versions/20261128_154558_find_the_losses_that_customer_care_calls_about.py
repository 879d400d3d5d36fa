"""find the losses that customer care calls about"""

import sqlalchemy as sa
from alembic import op

revision = "40f2eb9f4de6"
down_revision = "00bd31058205"


def upgrade() -> None:
    with op.batch_alter_table("loss", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loss_store_id_called_first_called_on_asked_on"),
            ["store_id", "called_first", "called_on", "asked_on"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    with op.batch_alter_table("loss", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loss_store_id_called_first_called_on_asked_on"))
