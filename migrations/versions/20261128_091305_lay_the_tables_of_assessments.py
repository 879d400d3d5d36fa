"""lay the tables of assessments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "4c21397740d6"
down_revision = "be803897ff3f"


def upgrade() -> None:
    op.create_table(
        "training_assessment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "written",
                "quiz",
                "role_play",
                name="assessmentkind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("compulsory", sa.Boolean(), nullable=False),
        sa.Column("pass_mark", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("retake_days", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("draw", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("months", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answers_opened_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(months IS NULL) = (certificate = '')", name=op.f("ck_training_assessment_certificate")),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_assessment_event_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_training_assessment_made_by_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_training_assessment_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_assessment_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_assessment")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_assessment_event_id"), ["event_id"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_training_assessment_store_id_closes_on"),
            ["store_id", "closes_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_training_assessment_store_id_on"), ["store_id", "on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("right", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_training_question_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_question_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_question")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_question_store_id_subject"),
            ["store_id", "subject"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "training_rating",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stars", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_training_rating_stars")),
        sa.ForeignKeyConstraint(["event_id"], ["training_event.id"], name=op.f("fk_training_rating_event_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_rating_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_rating")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_training_rating_event_id_person_id")),
        if_not_exists=True,
    )
    op.create_table(
        "training_try",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("assessment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("no", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("latest", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "state",
            sa.Enum("open", "passed", "failed", name="trystate", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("begun_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("out_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("marked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark", sa.String(length=300), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("(state = 'open') = (made_on IS NULL)", name=op.f("ck_training_try_handed_in")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["training_assessment.id"], name=op.f("fk_training_try_assessment_id")
        ),
        sa.ForeignKeyConstraint(["marked_by_id"], ["person.id"], name=op.f("fk_training_try_marked_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_try_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_try_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_training_try_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_try")),
        sa.UniqueConstraint(
            "assessment_id", "person_id", "latest", name=op.f("uq_training_try_assessment_id_person_id_latest")
        ),
        sa.UniqueConstraint(
            "assessment_id", "person_id", "no", "live", name=op.f("uq_training_try_assessment_id_person_id_no_live")
        ),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_try", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_try_person_id_made_on"), ["person_id", "made_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_training_try_store_id_made_on"), ["store_id", "made_on"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_answer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("try_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("remark", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["training_question.id"], name=op.f("fk_training_answer_question_id")),
        sa.ForeignKeyConstraint(["try_id"], ["training_try.id"], name=op.f("fk_training_answer_try_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_answer")),
        sa.UniqueConstraint("try_id", "place", name=op.f("uq_training_answer_try_id_place")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_answer_question_id"), ["question_id"], unique=False, if_not_exists=True
        )

    op.create_table(
        "training_certificate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("try_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_certificate_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_training_certificate_store_id")),
        sa.ForeignKeyConstraint(["try_id"], ["training_try.id"], name=op.f("fk_training_certificate_try_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_training_certificate_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_certificate")),
        sa.UniqueConstraint("try_id", "live", name=op.f("uq_training_certificate_try_id_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("training_certificate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_training_certificate_person_id_title_issued_on"),
            ["person_id", "title", "issued_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_training_certificate_store_id_valid_until"),
            ["store_id", "valid_until"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("training_certificate", if_exists=True)
    op.drop_table("training_answer", if_exists=True)
    op.drop_table("training_try", if_exists=True)
    op.drop_table("training_rating", if_exists=True)
    op.drop_table("training_question", if_exists=True)
    op.drop_table("training_assessment", if_exists=True)
