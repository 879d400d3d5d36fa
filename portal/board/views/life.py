"""Praise, notices, activities, the wall of honour, and what one subscribes to."""
from typing import Any

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from portal.core.action import Refused
from portal.core.clock import today
from portal.core.issue import Issue
from portal.core.lists import show_list
from portal.core.period import Period, month
from portal.core.policy import can, me, requires, untraced
from portal.core.scope import Scope
from portal.core.words import first_sentence
from portal.extensions import db

from .. import codes, forms, honours, lists, queries
from ..actions import life as actions
from ..models import LONGEST_TITLE, Activity, Post, PostKind
from . import bp
from .posts import CODE, my_store, post_page, standing


@bp.route("/board/praise", methods=["GET", "POST"])
@requires("board.write")
def praise(scope: Scope) -> ResponseReturnValue:
    store_id, form = my_store(), forms.PraiseForm()
    form.offer_people(one for one in queries.people(store_id, today()) if one[0] != me().id)
    return _tell(form, store_id, actions.praise, _("Praise a colleague"), _("Praise"),
                 nameless=url_for(".praise_unsigned"))


@bp.route("/board/praise/anonymous", methods=["GET", "POST"])
@untraced
@requires("board.write")
def praise_unsigned(scope: Scope) -> ResponseReturnValue:
    """Praise without a name: it reaches the colleague and leads to nobody."""
    store_id, form = my_store(), forms.UnsignedPraiseForm()
    form.offer_people(one for one in queries.people(store_id, today()) if one[0] != me().id)
    if form.validate_on_submit():
        with form.refusals():
            actions.praise_unsigned(store_id, **form.typed())
            session[CODE] = codes.code_of(form.once.data)
            return redirect(url_for(".code"), 303)
    return _page(form, _("Praise without a name"), _("Praise without a name"), url_for(".index"), unsigned=True)


@bp.route("/board/practices/<int:issue_id>", methods=["GET", "POST"])
@requires("board.notify")
def tell_practice(scope: Scope, issue_id: int) -> ResponseReturnValue:
    """The best practice of a week from its review sheet onto the board, without typing it again."""
    issue = db.first_or_404(select(Issue).where(Issue.id == issue_id, scope.in_stores(Issue.store_id)))
    told = queries.practice_of(issue) or abort(404)
    if told.post_id is not None:
        return redirect(url_for(".post", post_id=told.post_id), 303)
    title = first_sentence(told.text, LONGEST_TITLE)
    form = forms.PracticeForm(title=title, text="" if title == told.text else told.text)
    form.offer_people(one for one in queries.people(issue.store_id, today()) if one[0] != me().id)
    return _tell(form, issue, actions.tell_practice, _("Tell the best practice on the board"), _("Post"),
                 about=Period.parse(told.week).label)


@bp.route("/board/notice", methods=["GET", "POST"])
@requires("board.notify")
def notice(scope: Scope) -> ResponseReturnValue:
    return _tell(forms.NoticeForm(), my_store(), actions.give_notice, _("Give a notice"), _("Give the notice"))


@bp.route("/board/notices", methods=["GET", "POST"])
@requires("board.notify")
def notices(scope: Scope) -> ResponseReturnValue:
    """All notices, each with how many have not read it."""
    return show_list(lists.notices, scope, "board/notices.html")


@bp.post("/board/<int:post_id>/remind")
@requires("board.notify")
def remind(scope: Scope, post_id: int) -> ResponseReturnValue:
    """Put a notice to the top at home for who has not read it."""
    try:
        actions.remind(standing(scope, post_id), by=me())
    except Refused as refused:
        return post_page(standing(scope, post_id), 422, wrong=refused.message)
    flash(_("It stands at the top at home for who has not read it."))
    return redirect(url_for(".post", post_id=post_id), 303)


@bp.route("/board/activity", methods=["GET", "POST"])
@requires("board.write")
def activity(scope: Scope) -> ResponseReturnValue:
    return _tell(forms.ActivityForm(), my_store(), actions.call_activity, _("Call an activity"),
                 pgettext("post", "Call"))


@bp.post("/board/<int:post_id>/read")
@requires("board.write")
def read(scope: Scope, post_id: int) -> ResponseReturnValue:
    """Confirm a notice, on its page or at home."""
    actions.read_notice(standing(scope, post_id), by=me())
    flash(_("Noted: you have read it."))
    return redirect(url_for(".post", post_id=post_id), 303)


@bp.post("/board/<int:post_id>/sign-up")
@requires("board.write")
def sign_up(scope: Scope, post_id: int) -> ResponseReturnValue:
    try:
        actions.sign_up(_activity(standing(scope, post_id)), by=me(), comes=request.form.get("comes") != "no")
    except Refused as refused:
        return post_page(standing(scope, post_id), 422, wrong=refused.message)
    return redirect(url_for(".post", post_id=post_id), 303)


@bp.route("/board/<int:post_id>/report", methods=["GET", "POST"])
@requires("board.write")
def report(scope: Scope, post_id: int) -> ResponseReturnValue:
    """How an activity was: for who called it, and for who leads the store."""
    row = standing(scope, post_id)
    if row.author_id != me().id and not can("board.assign"):
        abort(404)
    called = _activity(row)
    form = forms.ReportForm(obj=called)
    if form.validate_on_submit():
        with form.refusals():
            actions.report(called, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=post_id), 303)
    return _page(form, _("How it was"), _("Save"), url_for(".post", post_id=post_id))


@bp.route("/board/subscriptions", methods=["GET", "POST"])
@requires("board.write")
def subscriptions(_scope: Scope) -> ResponseReturnValue:
    form = forms.SubscriptionForm(kinds=[kind.value for kind in queries.subscribed(me())])
    if form.validate_on_submit():
        actions.subscribe([PostKind(kind) for kind in form.kinds.data], by=me())
        flash(_("Saved."))
        return redirect(url_for(".index"), 303)
    return _page(form, _("What I see at home"), _("Save"), url_for(".index"))


@bp.get("/board/honours")
@requires("board.read")
def honours_of_month(scope: Scope) -> ResponseReturnValue:
    """The wall of honour 荣誉墙 of a month."""
    of = _month_asked()
    wall = honours.wall(scope, of)
    return render_template("board/honours.html", wall=wall, of=of, before=of.previous(), today=today(),
                           after=of.next() if of.end < today() else None)


def _tell(form: Any, where: Any, act: Any, title: str, save: str, **around: Any) -> ResponseReturnValue:
    if form.validate_on_submit():
        with form.refusals():
            row = act(where, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=row.id), 303)
    return _page(form, title, save, url_for(".index"), **around)


def _page(form: Any, title: str, save: str, back: str, **around: Any) -> ResponseReturnValue:
    return render_template("board/tell.html", form=form, title=title, save=save, back=back, **around), form.status


def _activity(row: Post) -> Activity:
    return queries.activity(row) or abort(404)


def _month_asked() -> Period:
    try:
        asked = Period.parse(request.args.get("month", ""))
    except ValueError:
        return month(today())
    return month(asked.start) if asked.start <= today() else month(today())
