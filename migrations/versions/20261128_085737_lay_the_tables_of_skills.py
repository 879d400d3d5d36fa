"""lay the tables of skills"""

import sqlalchemy as sa
from alembic import op

revision = "ffae7cc67bfb"
down_revision = "35f5ed9a0ebd"


def upgrade() -> None:
    op.create_table(
        "skill",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column(
            "aim",
            sa.Enum("0", "1", "2", "3", "4", name="skilllevel", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_skill_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
        sa.UniqueConstraint("store_id", "name", "live", name=op.f("uq_skill_store_id_name_live")),
        if_not_exists=True,
    )
    op.create_table(
        "skill_judgement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("skill_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "level",
            sa.Enum("0", "1", "2", "3", "4", name="skilllevel", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("newest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_skill_judgement_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_judgement_person_id")),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], name=op.f("fk_skill_judgement_skill_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_skill_judgement_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_judgement")),
        sa.UniqueConstraint(
            "skill_id", "person_id", "newest", name=op.f("uq_skill_judgement_skill_id_person_id_newest")
        ),
        if_not_exists=True,
    )
    with op.batch_alter_table("skill_judgement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_skill_judgement_person_id_on"), ["person_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_skill_judgement_store_id_newest"), ["store_id", "newest"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("skill_judgement", if_exists=True)
    op.drop_table("skill", if_exists=True)
