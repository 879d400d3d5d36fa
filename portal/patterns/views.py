from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.core.policy import requires
from portal.core.scope import Scope

bp = Blueprint("patterns", __name__)


@bp.get("/patterns")
@requires("patterns.read")
def patterns(_scope: Scope) -> ResponseReturnValue:
    """Every component in every state: what pages are built from, and what the browser tests look at."""
    return render_template("patterns/patterns.html")
