from datetime import timedelta
from math import sin

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.chart import Track
from portal.core.clock import now, today
from portal.core.policy import requires
from portal.core.scope import Scope

from . import forms
from .names import CONSULTANT, SAMPLES

bp = Blueprint("patterns", __name__)

ICONS = ("mark today people person plus goal more search phone door wheel sheet print table down up chat check alert "
         "stop info clock key car box book star gear flag eye swap").split()


@bp.get("/patterns")
@requires("patterns.read")
def patterns(_scope: Scope) -> ResponseReturnValue:
    """Every component in every state: what pages are built from, and what the browser tests look at."""
    tracks = [_track(30, 23, 108, 142), _track(7, 4, 30, None), _track(365, 300, 1400, 1690), _track(30, 0, 0, None)]
    return render_template(
        "patterns/patterns.html", untouched=forms.untouched(), wrong=forms.with_faults(), tracks=tracks, icons=ICONS,
        samples=SAMPLES, consultant=CONSULTANT, today=today(), now=now(), days=timedelta,
        page_address="#page-{}".format)


@bp.post("/patterns")
@requires("patterns.read")
def press(_scope: Scope) -> ResponseReturnValue:
    """A button was tried: nothing is changed, the page says so as pages do."""
    flash(_("Pressed; nothing was changed."), f"undo:{url_for('.press')}")
    return redirect(url_for(".patterns"), 303)


def _track(days: int, closed: int, reached: int, forecast: int | None) -> Track:
    """Invented, but always the same: slower in the middle, faster at the end."""
    start = today().replace(day=1, month=1) if days > 31 else today().replace(day=1)
    target = 150 if days == 30 else days * 5
    actual = [round(reached * ((n + 1) / closed + sin(n * 2.2) / (closed * 2))) for n in range(closed)]
    return Track(_("Deliveries"), _("cars"), [start + timedelta(days=n) for n in range(days)],
                 [*actual[:-1], reached] if actual else [], [target * (n + 1) / days for n in range(days)],
                 target, forecast)
