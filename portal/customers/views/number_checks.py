"""Numbers are called to see whether they are right: a dead one takes "kept" from its visit and lead."""
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import record_look
from portal.core.policy import me, requires
from portal.core.scope import Scope
from portal.extensions import db

from ..actions.customers import check_number
from ..forms.clashes import CheckForm
from ..models import Customer, CustomerPhone
from ..queries import number_checks as queries

bp = Blueprint("number_checks", __name__)


@bp.get("/number-checks")
@requires("numbers.check")
def index(scope: Scope) -> ResponseReturnValue:
    numbers, count = queries.unchecked(scope)
    return render_template("customers/number_checks.html", numbers=numbers, count=count, bad=queries.bad(scope))


@bp.post("/number-checks/<int:phone_id>")
@requires("numbers.check")
def check(scope: Scope, phone_id: int) -> ResponseReturnValue:
    """The whole number to call, which leaves a line in the access record; then what the call found."""
    number: CustomerPhone = db.first_or_404(queries.numbers(scope).where(CustomerPhone.id == phone_id))
    if "found" not in request.form and "once" not in request.form:
        record_look(number, by=me(), what="phone", purpose=_("Check of a number"))
        return _page(scope, phone_id, CheckForm(formdata=None))
    form = CheckForm()
    if form.validate_on_submit():
        with form.refusals():
            check_number(number, by=me(), found=form.found.data, note=form.note.data, once=form.once.data)
            return redirect(url_for(".index"), 303)
    return _page(scope, phone_id, form)


def _page(scope: Scope, phone_id: int, form: CheckForm) -> ResponseReturnValue:
    number: CustomerPhone = db.session.get_one(CustomerPhone, phone_id)
    return render_template(
        "customers/number_check.html", form=form, customer=db.session.get_one(Customer, number.customer_id),
        phone_id=phone_id, phone=db.session.scalar(queries.whole(scope, phone_id))), form.status
