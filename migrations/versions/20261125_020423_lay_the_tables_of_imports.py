"""lay the tables of imports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "fe00767677c3"
down_revision = "50034c83972e"


def upgrade() -> None:
    op.create_table(
        "import_mapping",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("import_key", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_import_mapping_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("store_id", "signature", name=op.f("uq_import_mapping_store_id_signature")),
        if_not_exists=True,
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "read",
                "checked",
                "applying",
                "applied",
                "undone",
                "dropped",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("applied_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("applied_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("undone_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_at", sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb"), nullable=True),
        sa.Column("added", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("updated", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("faulty", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["applied_by_id"], ["person.id"], name=op.f("fk_import_batch_applied_by_id")),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_import_batch_file_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_import_batch_job_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_import_batch_made_by_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_import_batch_store_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_import_batch_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        if_not_exists=True,
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_batch_store_id_made_at"), ["store_id", "made_at"], unique=False, if_not_exists=True
        )

    op.create_table(
        "import_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("import_key", sa.String(length=40), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("year", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("row_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subtotal_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_import_sheet_batch_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_sheet")),
        sa.UniqueConstraint("batch_id", "place", name=op.f("uq_import_sheet_batch_id_place")),
        if_not_exists=True,
    )
    op.create_table(
        "imported_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("store_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("import_key", sa.String(length=40), nullable=False),
        sa.Column("identity", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["import_batch.id"], name=op.f("fk_imported_row_batch_id")),
        sa.ForeignKeyConstraint(["store_id"], ["store.id"], name=op.f("fk_imported_row_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_row")),
        sa.UniqueConstraint(
            "batch_id", "import_key", "identity", name=op.f("uq_imported_row_batch_id_import_key_identity")
        ),
        if_not_exists=True,
    )
    with op.batch_alter_table("imported_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_imported_row_store_id_import_key_identity"),
            ["store_id", "import_key", "identity"],
            unique=False,
            if_not_exists=True,
        )

    op.create_table(
        "import_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sheet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("mends", sa.JSON(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "add", "update", "skip", "fault", name="verdict", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("why", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["sheet_id"], ["import_sheet.id"], name=op.f("fk_import_row_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        if_not_exists=True,
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_row_sheet_id_verdict_number"),
            ["sheet_id", "verdict", "number"],
            unique=False,
            if_not_exists=True,
        )


def downgrade() -> None:
    op.drop_table("import_row", if_exists=True)
    op.drop_table("imported_row", if_exists=True)
    op.drop_table("import_sheet", if_exists=True)
    op.drop_table("import_batch", if_exists=True)
    op.drop_table("import_mapping", if_exists=True)
