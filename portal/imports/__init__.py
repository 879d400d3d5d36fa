"""Imports: the files that stores bring, checked row by row, put into the books together, and taken back."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, Kind, MenuItem
from portal.core.job import JobKind

from . import actions, jobs, lists, queries
from .views import bp

area = Area(
    "imports",
    blueprints=(bp,),
    menu=(MenuItem("store", 20, "imports.files", _l("Import"), "up", "imports.write"),),
    verbs={"file.imported": _l("File imported"), "file.taken_back": _l("Import taken back")},
    kinds=(Kind("import_batch", _l("Imported file"), "imports.one", "batch_id", queries.names, queries.readable),),
    lists=(lists.files,),
    jobs=(JobKind(actions.CHECK, _l("Check of a large import"), jobs.check),
          JobKind(actions.APPLY, _l("Large import"), jobs.apply)),
)
