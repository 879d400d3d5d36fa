<%def name="steps(text)">${"\n".join(line for line in (text or "pass").splitlines() if "###" not in line).strip()}</%def>\
"""${message}"""
import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${steps(upgrades)}


def downgrade() -> None:
    ${steps(downgrades)}
