"""Long work of training: many certificates as one file."""
from collections.abc import Sequence

from flask_babel import gettext as _

from portal.core import sheet
from portal.core.action import Refused
from portal.core.clock import now
from portal.core.job import Made, Running
from portal.core.policy import rights_of
from portal.core.registry import registry
from portal.extensions import db
from portal.org.models import Person
from portal.printing import PrintingError, printer

from . import results
from .assessed import TrainingCertificate
from .sheets_assessed import CERTIFICATE, certificates

CERTIFICATES = "training_certificates"


def print_certificates(running: Running, ids: Sequence[int]) -> Made:
    """A page for each that the asker may see."""
    asker = db.session.get_one(Person, running.asker_id)
    scope = rights_of(asker, running.as_of).get("training.results")
    found = [] if scope is None else certificates(results.certificates(scope).where(TrainingCertificate.id.in_(ids)))
    if not found:
        raise Refused(_("There is no certificate to print."))
    kind = registry().sheets[CERTIFICATE]
    made = _("printed %(name)s %(moment)s", name=asker.name, moment=sheet.full_moment(now()))
    frame = sheet.Frame(kind.official, found[0].store, _("Certificates"), made, personal=True)
    html = sheet.html(kind, found, frame, printing=True)
    db.session.rollback()                                           # no transaction is open while it renders
    running.at(0, len(found))
    try:
        pdf = printer.pdf([html])
    except PrintingError as error:
        raise Refused(sheet.why(error)) from error
    running.at(len(found), len(found))
    return Made(pdf, f"{kind.official}.pdf", sheet.PDF)
