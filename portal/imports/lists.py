from flask_babel import lazy_gettext as _l

from portal.core.lists import Choice, Column, Dates, Link, List, Moment, Name, Number, Person, Search, State

from . import queries
from .models import ImportBatch
from .models import State as Stands

TONES = {Stands.APPLIED: "ok", Stands.CHECKED: "watch", Stands.READ: "info", Stands.APPLYING: "info"}

files = List(
    "imports", _l("Import"), queries.listed, id=ImportBatch.id, sort="-brought", rows=_l("files"),
    empty=_l("Bring the store's books as Excel or CSV: each row is checked first, and a whole file can be taken back."),
    columns=(
        Column("file", _l("File"), ImportBatch.file_name, Name(), head=True, link=Link("imports.one", "batch_id")),
        Column("state", _l("State"), ImportBatch.state, State(tone=lambda state: TONES.get(state, ""))),
        Column("brought", _l("Brought"), ImportBatch.made_at, Moment()),
        Column("by", _l("Brought by"), ImportBatch.made_by_id, Person(), sort=False),
        Column("added", _l("Added"), ImportBatch.added, Number(), unit=_l("rows")),
        Column("updated", _l("Updated"), ImportBatch.updated, Number(), unit=_l("rows")),
        Column("faulty", _l("Faulty"), ImportBatch.faulty, Number(), unit=_l("rows")),
    ),
    filters=(
        Search("w", _l("Name of the file"), columns=(ImportBatch.file_name,)),
        Choice("state", _l("State"), ImportBatch.state, Stands),
        Dates("brought", _l("Brought"), ImportBatch.made_at, moment=True),
    ),
)
