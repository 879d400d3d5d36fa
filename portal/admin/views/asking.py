"""The one page on which a change of the organisation is asked for: a form, what it does, a way back."""
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.core.form import Form


def ask(form: Form, title: Any, save: Any, *, back: str, second: Any = None, danger: bool = False,
        name: str | None = None) -> ResponseReturnValue:
    """`name` is whose page it goes back to; `second` says what follows from it."""
    return render_template("admin/ask.html", form=form, title=title, save=save, back=back, second=second,
                           danger=danger, name=name), form.status
