"""Certificates: who holds what until when, one on paper, many in one job."""
from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import job, sheet
from portal.core.access import record_rows
from portal.core.action import Refused
from portal.core.lists import picked, show_list
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.core.sheet import Purpose
from portal.extensions import db

from .. import lists_assessed, results, sheets_assessed
from ..assessed import TrainingCertificate
from ..jobs import CERTIFICATES
from . import bp


@bp.route("/training/certificates", methods=["GET", "POST"])
@requires("training.results")
def certificates(scope: Scope) -> ResponseReturnValue:
    return show_list(lists_assessed.certificates, scope, "training/certificates.html",
                     bulk="training/_print_certificates.html")


@bp.post("/training/certificates/print")
@requires("training.results")
def print_certificates(scope: Scope) -> ResponseReturnValue:
    """All that are selected, as one file made by a job."""
    back = url_for(".certificates")
    try:
        ids = picked(lists_assessed.certificates, scope)
    except Refused as refused:
        flash(refused.message, "wrong")
        return redirect(back, 303)
    record_rows(sheets_assessed.CERTIFICATE, by=me(), what="print", purpose=str(Purpose.FILING.label))
    asked = job.start(CERTIFICATES, by=me(), title=_("Certificates"), arguments={"ids": ids}, back=back)
    return redirect(url_for("jobs.one", job_id=asked.id), 303)


@bp.route("/training/certificates/<int:certificate_id>", methods=["GET", "POST"])
@requires("training.results")
def certificate(scope: Scope, certificate_id: int) -> ResponseReturnValue:
    row = db.first_or_404(results.certificates(scope).where(TrainingCertificate.id == certificate_id))
    its = sheets_assessed.certificates(results.certificates(scope).where(TrainingCertificate.id == row.id))
    return sheet.answer(sheets_assessed.CERTIFICATE, its, store=its[0].store, about=f"{its[0].name} {row.number}",
                        back=url_for(".certificates"))
