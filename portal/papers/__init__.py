"""Papers: the list of printable forms, and the page of an issued sheet with its check value, signatures and PDFs."""
from flask_babel import lazy_gettext as _l

from portal.core import issue
from portal.core.area import Area, Kind, MenuItem
from portal.core.job import JobKind

from . import queries, views

VERBS = {
    "sheet.issued": _l("Sheet issued"), "sheet.typed": _l("Written on a sheet"), "sheet.signed": _l("Sheet signed"),
    "sheet.closed": _l("Sheet closed"),
}
FIELDS = {
    "about": _l("About"), "period": _l("Period"), "end_on": _l("Last day"), "number": _l("Sheet no."),
    "issue_no": _l("Issue"), "language": _l("Language"), "data": _l("Figures"), "check_value": _l("Check value"),
    "issued_by_id": _l("Issued by"), "issued_at": _l("Issued at"), "closed_at": _l("Closed at"),
    "closed_by_id": _l("Closed by"), "issue_id": _l("Issued sheet"), "parts": _l("Texts"), "slot": _l("Box"),
    "signed_at": _l("Signed at"), "noted_by_id": _l("Noted by"), "picture_id": _l("Picture of the paper"),
}

area = Area(
    "papers",
    blueprints=(views.bp,),
    menu=(MenuItem("review", 30, "papers.forms", _l("Printable forms"), "print", "home.read"),),
    kinds=(Kind("issue", _l("Issued sheet"), "papers.issue", "issue_id", queries.numbers, queries.readable,
                fields=FIELDS),
           Kind("issue_typed", _l("What was typed on a sheet"), fields=FIELDS),
           Kind("signature", _l("Signature"), fields=FIELDS)),
    verbs=VERBS,
    jobs=(JobKind(issue.PAPER, _l("PDF of an issued sheet"), issue.make_papers, last=True),),
)
