from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core import file
from portal.core import issue as issued
from portal.core.action import Refused
from portal.core.issue import Issue, Slot, issues
from portal.core.page import inside, render
from portal.core.period import Period
from portal.core.policy import can, me, my_rights, requires
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person, Store

from . import queries
from .forms import CloseForm, OnPaperForm

bp = Blueprint("papers", __name__)


@bp.get("/forms")
@requires("home.read")
def forms(_scope: Scope) -> Response:
    return render("papers/forms.html", forms=queries.forms(my_rights()))


@bp.get("/issues/<int:issue_id>")
@requires("sheets.read")
def issue(scope: Scope, issue_id: int) -> Response:
    """What was frozen, who signed, and what has changed since."""
    return _page(_row(scope, issue_id))


@bp.get("/issues/<int:issue_id>/sheet")
@requires("sheets.read")
def sheet(scope: Scope, issue_id: int) -> str:
    """The sheet on the screen, with what was typed and signed."""
    row = _row(scope, issue_id)
    return issued.html_of(row, printing=False, as_closed=True, back=url_for(".issue", issue_id=row.id),
                          paper=url_for(".paper", issue_id=row.id, which="closed" if row.closed_at else "issued"))


@bp.get("/issues/<int:issue_id>/<any(issued, closed):which>.pdf")
@requires("sheets.read")
def paper(scope: Scope, issue_id: int, which: str) -> ResponseReturnValue:
    """The stored PDF, the same bytes for ever; made now where the job has not come to it yet."""
    wanted = (_row(scope, issue_id).id, which == "closed")
    if wanted not in issued.papers(issue_id):
        try:
            issued.make_missing(issue_id, only=(which == "closed",))
        except Refused as refused:
            flash(refused.message)
            return redirect(url_for(".issue", issue_id=issue_id), 303)
    stored = issued.papers(issue_id).get(wanted)
    return file.download(stored, shown=True) if stored else abort(404)


@bp.post("/issues/<int:issue_id>/sign/<slot>")
@requires("sheets.sign")
def sign(scope: Scope, issue_id: int, slot: str) -> ResponseReturnValue:
    """Sign in one's own box."""
    row = _row(scope, issue_id)
    try:
        issued.sign(row, by=me(), slot=_slot(slot))
    except Refused as refused:
        return _page(_row(scope, issue_id), wrong=refused.message), 422
    flash(_("Signed."))
    return redirect(inside(request.form.get("back"), url_for(".issue", issue_id=issue_id)), 303)


@bp.route("/issues/<int:issue_id>/on-paper/<slot>", methods=["GET", "POST"])
@requires("sheets.sign")
def on_paper(scope: Scope, issue_id: int, slot: str) -> ResponseReturnValue:
    """Note that a box was signed on paper, with a photo of it."""
    row = _row(scope, issue_id)
    box = queries.box(row, _slot(slot), me().id)
    if box is None or not (box.mine or _may_note(row)):
        abort(404)
    form, back = OnPaperForm(), inside(request.args.get("back"), url_for(".issue", issue_id=issue_id))
    if form.validate_on_submit():
        with form.refusals():
            picture = file.picture(form.picture.data.stream, "picture")
            issued.sign(row, by=me(), slot=box.signer.slot, picture=picture, once=form.once.data)
            return redirect(back, 303)
    return render("papers/on_paper.html", form=form, row=row, box=box, back=back), form.status


@bp.get("/issues/<int:issue_id>/picture/<slot>")
@requires("sheets.read")
def picture(scope: Scope, issue_id: int, slot: str) -> ResponseReturnValue:
    row = _row(scope, issue_id)
    box = queries.box(row, _slot(slot), me().id)
    if box is None or box.signature is None or box.signature.picture_id is None:
        abort(404)
    return file.download(box.signature.picture_id)


@bp.post("/issues/<int:issue_id>/close")
@requires("sheets.issue")
def close(scope: Scope, issue_id: int) -> ResponseReturnValue:
    row = _row(scope, issue_id)
    form = CloseForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            issued.close(row, by=me(), **form.typed())
            flash(_("Closed. The PDF with what was typed and who signed is being made."))
            return redirect(url_for(".issue", issue_id=issue_id), 303)
    return _page(_row(scope, issue_id), wrong=" ".join(form.form_errors)), form.status


def _page(row: Issue, wrong: str = "") -> Response:
    changed = queries.changed_since(row)                            # ends the reading before
    row = db.session.get_one(Issue, row.id)
    return render("papers/issue.html", row=row, kind=registry().sheets[row.kind], changed=changed, wrong=wrong,
                  store=db.session.get_one(Store, row.store_id), boxes=queries.boxes(row, me().id),
                  issued_by=db.session.get_one(Person, row.issued_by_id), papers=issued.papers(row.id),
                  others=queries.issues_of(row), may_note=_may_note(row), may_close=can("sheets.issue", row),
                  period=Period.parse(row.period))


def _may_note(row: Issue) -> bool:
    """Leader and manager note the signatures of the sheets that they write on."""
    return can("sheets.write", row)


def _row(scope: Scope, issue_id: int) -> Issue:
    return db.first_or_404(issues(scope).where(Issue.id == issue_id))


def _slot(slot: str) -> Slot:
    return {one.value: one for one in Slot}.get(slot) or abort(404)
