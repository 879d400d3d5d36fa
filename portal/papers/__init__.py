"""Papers: the list of printable forms, and the page of an issued sheet with its check value, signatures and PDFs."""
from flask_babel import lazy_gettext as _l

from portal.core import issue
from portal.core.area import Area, Kind, MenuItem
from portal.core.job import JobKind

from . import queries, views

area = Area(
    "papers",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 30, "papers.forms", _l("Printable forms"), "print", "home.read"),),
    kinds=(Kind("issue", _l("Issued sheet"), "papers.issue", "issue_id", queries.numbers, queries.readable),
           Kind("issue_typed", _l("What was typed on a sheet")), Kind("signature", _l("Signature"))),
    jobs=(JobKind(issue.PAPER, _l("PDF of an issued sheet"), issue.make_papers),),
)
