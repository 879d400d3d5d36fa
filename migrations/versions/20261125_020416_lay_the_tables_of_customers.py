"""lay the tables of customers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "76b38f612373"
down_revision = "db0027e2b03c"


def upgrade() -> None:
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("pinyin", sa.String(length=200), nullable=False),
        sa.Column("initials", sa.String(length=60), nullable=False),
        sa.Column("also_read", sa.String(length=200), nullable=False),
        sa.Column("also_initials", sa.String(length=60), nullable=False),
        sa.Column("is_company", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(length=10), nullable=False),
        sa.Column("wechat", sa.String(length=60), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("family", sa.String(length=200), nullable=False),
        sa.Column("present_car", sa.String(length=100), nullable=False),
        sa.Column("decides", sa.String(length=60), nullable=False),
        sa.Column("birthday_on", sa.Date(), nullable=True),
        sa.Column("first_visit_on", sa.Date(), nullable=True),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_text", sa.String(length=100), nullable=False),
        sa.Column("erased_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_customer_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_customer_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        if_not_exists=True,
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_also_initials"),
            ["store_id", "also_initials"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_also_read"), ["store_id", "also_read"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_initials"), ["store_id", "initials"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_name"), ["store_id", "name"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_pinyin"), ["store_id", "pinyin"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_customer_store_id_wechat"), ["store_id", "wechat"], unique=False, if_not_exists=True
        )

    op.create_table(
        "day_sign_off",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("signed_as", sa.String(length=20), nullable=False),
        sa.Column("signed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signed_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.ForeignKeyConstraint(["signed_by_id"], ["person.id"], name=op.f("fk_day_sign_off_signed_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_day_sign_off_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_sign_off")),
        sa.UniqueConstraint("store_id", "on", "signed_as", name=op.f("uq_day_sign_off_store_id_on_signed_as")),
        if_not_exists=True,
    )
    op.create_table(
        "rota_place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rota_place_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_rota_place_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_place")),
        sa.UniqueConstraint("store_id", "on", "person_id", name=op.f("uq_rota_place_store_id_on_person_id")),
        if_not_exists=True,
    )
    op.create_table(
        "customer_phone",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("reversed", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "found",
            sa.Enum("good", "dead", "wrong", name="numberstate", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_phone_customer_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_customer_phone_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_customer_phone_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_phone")),
        sa.UniqueConstraint("store_id", "phone", "live", name=op.f("uq_customer_phone_store_id_phone_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("customer_phone", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_phone_customer_id_rank"), ["customer_id", "rank"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_customer_phone_store_id_reversed"),
            ["store_id", "reversed"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "lead",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("card_no", sa.String(length=20), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "frozen",
                "out",
                "lost",
                "invalid",
                "delivered",
                name="leadstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("next_contact_on", sa.Date(), nullable=True),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("level_on", sa.Date(), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("showroom", "call", "web", name="origin", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column(
            "invalid_as",
            sa.Enum("invalid", "duplicate", name="invalid", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("invalid_reason", sa.String(length=200), nullable=False),
        sa.Column(
            "respond_by_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True
        ),
        sa.Column("responded_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("colour", sa.String(length=40), nullable=False),
        sa.Column("budget_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("payment", sa.String(length=20), nullable=False),
        sa.Column("usage", sa.String(length=60), nullable=False),
        sa.Column("trade_in", sa.String(length=100), nullable=False),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("rivals", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_lead_customer_id")),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_lead_model_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_lead_opened_by_id")),
        sa.ForeignKeyConstraint(["opened_for_id"], ["person.id"], name=op.f("fk_lead_opened_for_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_lead_owner_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_lead_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_lead_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_lead_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("store_id", "card_no", "live", name=op.f("uq_lead_store_id_card_no_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lead_customer_id"), ["customer_id"], unique=False, if_not_exists=True)
        batch_op.create_index(
            batch_op.f("ix_lead_opened_by_id_state"), ["opened_by_id", "state"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_lead_owner_id_state_next_contact_on"),
            ["owner_id", "state", "next_contact_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_lead_store_id_opened_on_opened_for_id_level"),
            ["store_id", "opened_on", "opened_for_id", "level"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_lead_store_id_state_next_contact_on_owner_id_level"),
            ["store_id", "state", "next_contact_on", "owner_id", "level"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "number_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("checked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "found",
            sa.Enum("good", "dead", "wrong", name="numberstate", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["checked_by_id"], ["person.id"], name=op.f("fk_number_check_checked_by_id")),
        sa.ForeignKeyConstraint(["phone_id"], ["customer_phone.id"], name=op.f("fk_number_check_phone_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_number_check_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_check")),
        if_not_exists=True,
    )
    with op.batch_alter_table("number_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_number_check_phone_id_checked_on"),
            ["phone_id", "checked_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "freeze",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
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
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_freeze_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_freeze_decided_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_freeze_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_freeze_owner_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_freeze_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze")),
        sa.UniqueConstraint("lead_id", "waiting", name=op.f("uq_freeze_lead_id_waiting")),
        if_not_exists=True,
    )
    with op.batch_alter_table("freeze", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_freeze_lead_id_asked_on"), ["lead_id", "asked_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_freeze_store_id_waiting_asked_on"),
            ["store_id", "waiting", "asked_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "hand_over",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("undone_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_hand_over_from_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_hand_over_lead_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_hand_over_made_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_hand_over_store_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_hand_over_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        if_not_exists=True,
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_batch"), ["batch"], unique=False, if_not_exists=True)
        batch_op.create_index(
            batch_op.f("ix_hand_over_lead_id_on"), ["lead_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_hand_over_store_id_on_to_id"), ["store_id", "on", "to_id"], unique=False, if_not_exists=True
        )

    op.create_table(
        "lead_comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_comment_lead_id")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_lead_comment_said_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_lead_comment_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_comment")),
        if_not_exists=True,
    )
    with op.batch_alter_table("lead_comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_lead_comment_lead_id_said_at"), ["lead_id", "said_at"], unique=False, if_not_exists=True
        )

    op.create_table(
        "level_span",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "frozen",
                "out",
                "lost",
                "invalid",
                "delivered",
                name="leadstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column(
            "began",
            sa.Enum(
                "opened",
                "moved",
                "handed",
                "ordered",
                "cancelled",
                "delivered",
                "lost",
                "frozen",
                "out",
                "invalid",
                "revived",
                name="turn",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "ended",
            sa.Enum(
                "opened",
                "moved",
                "handed",
                "ordered",
                "cancelled",
                "delivered",
                "lost",
                "frozen",
                "out",
                "invalid",
                "revived",
                name="ended",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_level_span_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_level_span_owner_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_level_span_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_span")),
        sa.UniqueConstraint("lead_id", "n", name=op.f("uq_level_span_lead_id_n")),
        if_not_exists=True,
    )
    with op.batch_alter_table("level_span", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_level_span_owner_id_to_on_from_on"),
            ["owner_id", "to_on", "from_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_level_span_store_id_from_on_began"),
            ["store_id", "from_on", "began"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_level_span_store_id_to_on_from_on_owner_id_level_state"),
            ["store_id", "to_on", "from_on", "owner_id", "level", "state"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "loss",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("went_to", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("rival_series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rival_model", sa.String(length=60), nullable=False),
        sa.Column("rival_price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum("real", "quasi", "false", name="verdict", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("called_first", sa.Boolean(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=True),
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
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_loss_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_loss_decided_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_loss_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_loss_owner_id")),
        sa.ForeignKeyConstraint(["rival_series_id"], ["series.id"], name=op.f("fk_loss_rival_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_loss_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loss")),
        sa.UniqueConstraint("lead_id", "waiting", name=op.f("uq_loss_lead_id_waiting")),
        if_not_exists=True,
    )
    with op.batch_alter_table("loss", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_loss_lead_id_asked_on"), ["lead_id", "asked_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_loss_store_id_asked_on_owner_id"),
            ["store_id", "asked_on", "owner_id"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_loss_store_id_waiting_asked_on"),
            ["store_id", "waiting", "asked_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "visit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_no", sa.String(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("visit", "call", "web", name="kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=False),
        sa.Column("came_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("left_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("party_size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transport", sa.String(length=20), nullable=False),
        sa.Column("ticked_first", sa.Boolean(), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("added_wechat", sa.Boolean(), nullable=False),
        sa.Column("wechat", sa.String(length=60), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("series_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("model_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_for", sa.Boolean(), nullable=False),
        sa.Column("received_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("test_drive", sa.Boolean(), nullable=True),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("trade_in", sa.Boolean(), nullable=True),
        sa.Column("instalment", sa.Boolean(), nullable=True),
        sa.Column("plate", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=500), nullable=False),
        sa.Column("remarks", sa.String(length=200), nullable=False),
        sa.Column("result_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_lead", sa.Boolean(), nullable=False),
        sa.Column("joined_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "party",
            sa.Enum("first", "invited", "again", name="party", native_enum=False, create_constraint=True, length=20),
            nullable=True,
        ),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entered_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_visit_customer_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_visit_entered_by_id")),
        sa.ForeignKeyConstraint(["joined_to_id"], ["visit.id"], name=op.f("fk_visit_joined_to_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_visit_lead_id")),
        sa.ForeignKeyConstraint(["model_id"], ["car_model.id"], name=op.f("fk_visit_model_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.ForeignKeyConstraint(["received_for_id"], ["person.id"], name=op.f("fk_visit_received_for_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_visit_series_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_visit_store_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_visit_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("store_id", "entry_no", "live", name=op.f("uq_visit_store_id_entry_no_live")),
        if_not_exists=True,
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visit_customer_id_came_on"), ["customer_id", "came_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_visit_lead_id_came_on"), ["lead_id", "came_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_visit_person_id_came_on"), ["person_id", "came_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_visit_store_id_came_on_person_id_party_kept"),
            ["store_id", "came_on", "person_id", "party", "kept"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_visit_store_id_result_at_came_on"),
            ["store_id", "result_at", "came_on"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "appointment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("live", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("voided_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("voided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_appointment_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_appointment_owner_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_appointment_store_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_appointment_visit_id")),
        sa.ForeignKeyConstraint(["voided_by_id"], ["person.id"], name=op.f("fk_appointment_voided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        if_not_exists=True,
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_appointment_lead_id_on"), ["lead_id", "on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_appointment_store_id_on_owner_id"),
            ["store_id", "on", "owner_id"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "clash",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_real_on", sa.Date(), nullable=True),
        sa.Column("protected_until_on", sa.Date(), nullable=True),
        sa.Column("ruled_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "overrule_until_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False
        ),
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
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_clash_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_clash_decided_by_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_clash_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_clash_owner_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["person.id"], name=op.f("fk_clash_receiver_id")),
        sa.ForeignKeyConstraint(["ruled_for_id"], ["person.id"], name=op.f("fk_clash_ruled_for_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_clash_store_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_clash_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clash")),
        sa.UniqueConstraint("visit_id", "lead_id", name=op.f("uq_clash_visit_id_lead_id")),
        if_not_exists=True,
    )
    with op.batch_alter_table("clash", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clash_lead_id"), ["lead_id"], unique=False, if_not_exists=True)
        batch_op.create_index(
            batch_op.f("ix_clash_store_id_waiting_overrule_until_at"),
            ["store_id", "waiting", "overrule_until_at"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "contact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "level",
            sa.Enum("O", "H", "A", "B", "C", "N", name="level", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owed", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "closed_as",
            sa.Enum(
                "made", "met", "moved", "lapsed", name="closed", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "method",
            sa.Enum(
                "call",
                "wechat",
                "visit",
                "home",
                "message",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "real", "unanswered", "refused", name="result", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column(
            "level_after",
            sa.Enum(
                "O", "H", "A", "B", "C", "N", name="level_after", native_enum=False, create_constraint=True, length=20
            ),
            nullable=True,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_contact_lead_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_contact_made_by_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_contact_owner_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_contact_store_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_contact_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("lead_id", "owed", name=op.f("uq_contact_lead_id_owed")),
        if_not_exists=True,
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_lead_id_due_on"), ["lead_id", "due_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_contact_owner_id_closed_on"), ["owner_id", "closed_on"], unique=False, if_not_exists=True
        )
        batch_op.create_index(
            batch_op.f("ix_contact_owner_id_due_on_closed_on"),
            ["owner_id", "due_on", "closed_on"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_contact_store_id_closed_on_owner_id_closed_as_result"),
            ["store_id", "closed_on", "owner_id", "closed_as", "result"],
            unique=False,
            if_not_exists=True,
        )
        batch_op.create_index(
            batch_op.f("ix_contact_store_id_due_on_owner_id_closed_on_closed_as_result"),
            ["store_id", "due_on", "owner_id", "closed_on", "closed_as", "result"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "rota_turn",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("skipped", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rota_turn_person_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_rota_turn_store_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_rota_turn_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_turn")),
        if_not_exists=True,
    )
    with op.batch_alter_table("rota_turn", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rota_turn_store_id_on_at"), ["store_id", "on", "at"], unique=False, if_not_exists=True
        )


def downgrade() -> None:
    op.drop_table("rota_turn", if_exists=True)
    op.drop_table("contact", if_exists=True)
    op.drop_table("clash", if_exists=True)
    op.drop_table("appointment", if_exists=True)
    op.drop_table("visit", if_exists=True)
    op.drop_table("loss", if_exists=True)
    op.drop_table("level_span", if_exists=True)
    op.drop_table("lead_comment", if_exists=True)
    op.drop_table("hand_over", if_exists=True)
    op.drop_table("freeze", if_exists=True)
    op.drop_table("number_check", if_exists=True)
    op.drop_table("lead", if_exists=True)
    op.drop_table("customer_phone", if_exists=True)
    op.drop_table("rota_place", if_exists=True)
    op.drop_table("day_sign_off", if_exists=True)
    op.drop_table("customer", if_exists=True)
