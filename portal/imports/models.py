from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.imports import Verdict
from portal.extensions import Coded, Model, Technical, coded
from portal.org.models import Person


class State(Coded):
    """Where a file stands; what it holds is written to the store's books at APPLIED alone."""
    READ = "read", _l("Being checked")
    CHECKED = "checked", _l("Checked, not imported yet")
    APPLYING = "applying", _l("Being imported")
    APPLIED = "applied", _l("Imported")
    UNDONE = "undone", _l("Taken back")
    DROPPED = "dropped", _l("Given up")


class ImportBatch(Technical, Model):
    """A file that somebody brought, and what became of it."""
    __tablename__ = "import_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(120))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[State] = mapped_column(coded(State), default=State.READ)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None]
    added: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    faulty: Mapped[int] = mapped_column(default=0)

    made_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=made_by_id)
    __table_args__ = (Index(None, "store_id", "made_at"),)

    @property
    def key(self) -> str:
        """What its change lines carry."""
        return f"import-{self.id}"


class ImportSheet(Technical, Model):
    """A sheet of the file: what it is read as, and which column is which field."""
    __tablename__ = "import_sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    place: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    import_key: Mapped[str] = mapped_column(String(40), default="")         # empty: nothing reads it
    headings: Mapped[list[str]] = mapped_column(JSON)
    columns: Mapped[list[str]] = mapped_column(JSON)                        # the field of each heading, or ""
    examples: Mapped[list[str]] = mapped_column(JSON)                       # a cell of each column
    year: Mapped[int]                                                       # of days typed without one
    row_count: Mapped[int]
    title_count: Mapped[int] = mapped_column(default=0)
    subtotal_count: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)      # verdict → rows

    __table_args__ = (UniqueConstraint("batch_id", "place"),)


class ImportRow(Technical, Model):
    """A row of a sheet as it stands in the file, what was typed to mend it, and how it was judged.

    Rows leave with their file: the good ones when it is imported, all when it is dropped.
    """
    __tablename__ = "import_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("import_sheet.id"))
    number: Mapped[int]
    cells: Mapped[list[str]] = mapped_column(JSON)
    mends: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)       # field → typed in its place
    verdict: Mapped[Verdict] = mapped_column(coded(Verdict), default=Verdict.ADD)
    faults: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    why: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    __table_args__ = (Index(None, "sheet_id", "verdict", "number"),)


class ImportedRow(Technical, Model):
    """A row that was imported: found again by what names it, and whether it changed by its digest."""
    __tablename__ = "imported_row"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    import_key: Mapped[str] = mapped_column(String(40))
    identity: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (UniqueConstraint("batch_id", "import_key", "identity"),
                      Index(None, "store_id", "import_key", "identity"))


class ImportMapping(Technical, Model):
    """How a table of this shape was read the last time somebody said so."""
    __tablename__ = "import_mapping"
    id: Mapped[int] = mapped_column(primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("store.id"))
    signature: Mapped[str] = mapped_column(String(64))
    import_key: Mapped[str] = mapped_column(String(40))                     # empty: nothing is to read it
    columns: Mapped[list[str]] = mapped_column(JSON)

    __table_args__ = (UniqueConstraint("store_id", "signature"),)
