"""Trainings in the calendar of one's phone: the private addresses, and what stands behind them."""
from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.policy import me, public, requires
from portal.core.scope import Scope

from .. import feeds
from ..actions import feeds as actions
from ..ical import MEDIA_TYPE
from . import bp


@bp.get("/training/feed")
@requires("training.read")
def feed(scope: Scope) -> ResponseReturnValue:
    mine = feeds.feed_of(me().id)
    base = current_app.config["PORTAL_ADDRESS"].rstrip("/") or request.host_url.rstrip("/")
    addresses = {name: base + url_for(f".{name}", key=feeds.key_of(mine)) for name in ("own_calendar", "store_calendar")
                 } if mine else {}
    return render_template("training/feed.html", feed=mine, addresses=addresses)


@bp.post("/training/feed")
@requires("training.read")
def open_feed(scope: Scope) -> ResponseReturnValue:
    renewed = feeds.feed_of(me().id) is not None
    actions.open_feed(by=me())
    flash(_("There is a new address; the old one leads nowhere any more.") if renewed else _("Here is your address."))
    return redirect(url_for(".feed"), 303)


@bp.post("/training/feed/end")
@requires("training.read")
def end_feed(scope: Scope) -> ResponseReturnValue:
    actions.end_feed(by=me())
    flash(_("The address leads nowhere any more."))
    return redirect(url_for(".feed"), 303)


@bp.get("/training/feed/<key>/mine.ics")
@public
def own_calendar(key: str) -> ResponseReturnValue:
    return _calendar(key, whole_store=False)


@bp.get("/training/feed/<key>/store.ics")
@public
def store_calendar(key: str) -> ResponseReturnValue:
    return _calendar(key, whole_store=True)


def _calendar(key: str, *, whole_store: bool) -> ResponseReturnValue:
    """Whoever knows the address reads it. To all others it says nothing, not even whose portal this is."""
    found = feeds.calendar_of(key, whole_store=whole_store)
    if found is None:
        abort(Response("", 404, content_type="text/plain"))
    return Response(found, content_type=MEDIA_TYPE)
