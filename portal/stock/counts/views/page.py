"""The page of a count, and a question about it: for all views that end there."""
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.catalogue import queries as catalogue
from portal.core import issue as issued
from portal.core.form import EditForm
from portal.core.issue import Issue
from portal.core.page import render
from portal.core.policy import my_rights
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.queries import names

from .. import queries, sheets
from ..forms import OnceForm
from ..models import CountState, StockCount


def count_or_404(scope: Scope, count_id: int) -> StockCount:
    row: StockCount = db.first_or_404(queries.counts(scope).where(StockCount.id == count_id))
    return row


def page(row: StockCount, form: EditForm) -> ResponseReturnValue:
    here = queries.progress(row.id)
    found = queries.differences_of(row.id) if row.state is not CountState.COUNTING else []
    sheet_row = db.session.get(Issue, row.issue_id) if row.issue_id else None
    return render(
        "stock/counts/count.html", count=row, form=form, places=here, whole=queries.whole(here), differences=found,
        words={one.id: sheets.difference_words(one.line) for one in found},
        models=models_of([one.line for one in found]),
        to_settle=sum(1 for one in found if one.settlement is None), issue=sheet_row, once=OnceForm(),
        signed=issued.signatures(sheet_row.id) if sheet_row else {},
        stores=queries.stores_of([one.line for one in found]),
        orders=queries.orders_of(my_rights(), [one.line.vehicle for one in found if one.unrecorded(one.line.vehicle)]),
        names=names({row.opened_by_id, row.closed_by_id} | {one.decided_by_id for one in found}
                    | {one.line.said_by_id for one in found} | {one.searcher_id for one in found})), form.status


def models_of(lines_of: Any) -> Any:
    return catalogue.model_names({line.vehicle.model_id for line in lines_of if line.vehicle})


def ask(form: Any, row: StockCount, title: str, save: str, back: str) -> ResponseReturnValue:
    return render_template("stock/counts/ask.html", form=form, count=row, title=title, save=save, back=back
                           ), form.status
