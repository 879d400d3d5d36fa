from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext

from portal.core import file, sheet
from portal.core.action import Refused
from portal.core.agreement import words
from portal.core.asked import period_named
from portal.core.calendar import official
from portal.core.changes import named
from portal.core.clock import last_closed, today
from portal.core.lists import show_list
from portal.core.page import render
from portal.core.period import Period, Unit, quarter
from portal.core.place import my_store_id
from portal.core.policy import can, me, my_rights, requires, untraced
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Person, Store
from portal.org.queries import names
from portal.steps import queries as steps

from .. import codes, forms, lists, queries, sheets, workplace
from ..actions import posts as actions
from ..models import ASKING, Post, PostEntry, PostKind
from ..settings import TOPIC
from ..statistics import KEYS
from ..statistics import statistics as statistics_of
from . import bp

CODE = "board_code"                     # in the browser's session, gone at sign-out: the code given last


@bp.route("/board", methods=["GET", "POST"])
@requires("board.read")
def index(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.posts, scope, "board/index.html")


@bp.route("/board/new", methods=["GET", "POST"])
@requires("board.write")
def new(scope: Scope) -> ResponseReturnValue:
    """A post under one's own name."""
    store_id, form = my_store(), forms.NamedForm(kind=_kind_asked())
    form.offer_topics(store_id)
    if form.validate_on_submit():
        with form.refusals():
            post = actions.post(store_id, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=post.id), 303)
    return render_template("board/new.html", form=form, unsigned=False), form.status


@bp.route("/board/typed-in", methods=["GET", "POST"])
@requires("board.type")
def typed_in(scope: Scope) -> ResponseReturnValue:
    """Forms from the letter box, one after the other; what nobody has signed goes through the anonymous page."""
    store_id, form = my_store(), forms.PaperForm(kind=_kind_asked())
    form.offer_topics(store_id)
    form.author_id.offer(queries.people(store_id, today()))
    if form.validate_on_submit():
        with form.refusals():
            typed = form.typed()
            author = db.session.get_one(Person, typed.pop("author_id"))
            actions.post(store_id, by=me(), author=author, **typed)
            flash(_("Typed in. The next one:"))
            return redirect(url_for(".typed_in", kind=form.kind.data.value), 303)
    return render_template("board/new.html", form=form, paper=True), form.status


@bp.route("/board/anonymous", methods=["GET", "POST"])
@untraced
@requires("board.write")
def new_unsigned(scope: Scope) -> ResponseReturnValue:
    """A post without a name: nothing of it is written down that leads to who sent it."""
    store_id, form = my_store(), forms.UnsignedForm(kind=_kind_asked())
    form.offer_topics(store_id)
    if form.validate_on_submit():
        with form.refusals():
            actions.post_unsigned(store_id, **form.typed())
            session[CODE] = codes.code_of(form.once.data)
            return redirect(url_for(".code"), 303)
    return render_template("board/new.html", form=form, unsigned=True), form.status


@bp.get("/board/anonymous/code")
@requires("board.write")
def code(_scope: Scope) -> Response:
    """The code of the post just made, to be written down."""
    return render("board/code.html", code=session.get(CODE))


@bp.route("/board/follow", methods=["GET", "POST"])
@untraced
@requires("board.write")
def follow(_scope: Scope) -> ResponseReturnValue:
    """The own anonymous post by its code, which stands in no address."""
    form = forms.CodeForm()
    if form.validate_on_submit():
        post = queries.by_code(form.code.data)
        if post is not None:
            return post_page(post, code=form.code.data)
        form.refuse("code", _("There is no post with this code."))
    return render_template("board/follow.html", form=form), form.status


@bp.post("/board/follow/reply")
@untraced
@requires("board.write")
def reply(_scope: Scope) -> ResponseReturnValue:
    """Something more from an anonymous poster."""
    form = forms.ReplyForm()
    if form.validate_on_submit():
        with form.refusals():
            post = actions.reply_unsigned(**form.typed())
            return redirect(url_for(".post", post_id=post.id), 303)
    known = queries.by_code(form.code.data or "")
    if known is None:
        return render_template("board/follow.html", form=forms.CodeForm()), 422
    return post_page(known, 422, code=form.code.data, reply=form)


@bp.post("/board/follow/edit")
@untraced
@requires("board.write")
def edit_unsigned(_scope: Scope) -> ResponseReturnValue:
    """An anonymous poster puts his own words right, by the code."""
    code, begins = request.form.get("code", ""), "title" not in request.form
    row = queries.by_code(code)
    if row is None or not queries.may_still_edit(row):
        return render_template("board/follow.html", form=forms.CodeForm(formdata=None)), 422
    form = forms.EditUnsignedForm(formdata=None, obj=row, code=code) if begins else forms.EditUnsignedForm()
    forms.fit(form, row)
    if not begins and form.validate_on_submit():
        with form.refusals():
            post = actions.edit_unsigned(**form.typed())
            return redirect(url_for(".post", post_id=post.id), 303)
    return _ask(form, row, _("Put your post right"), _("Save"), row.title)


@bp.get("/board/statistics")
@requires("board.write")
def statistics(scope: Scope) -> ResponseReturnValue:
    """Of the reader's store; figures lead to their rows where the reader may see all of them."""
    store_id, counted = my_store(), my_rights().get("figures.read")
    return render_template(
        "board/statistics.html", it=statistics_of(store_id, last_closed()), as_of=last_closed(),
        linked=counted is not None and counted.holds(store_id), metrics=[registry().metrics[key] for key in KEYS],
        quarters=(quarter(last_closed()), quarter(last_closed()).previous()))


@bp.route("/board/form", methods=["GET", "POST"])
@requires("board.write")
def paper_form(scope: Scope) -> ResponseReturnValue:
    """The blank form on paper; its code leads to the page on which it can be written at once."""
    store_id = my_store()
    return sheet.answer(sheets.FORM, sheets.build(store_id), store=db.session.get_one(Store, store_id).name,
                        about=_("blank"), blank=True, back=url_for("papers.forms"), path=url_for(".new"))


@bp.route("/board/workplace", methods=["GET", "POST"])
@requires("board.write")
def workplace_report(scope: Scope) -> ResponseReturnValue:
    """What was said of the work environment in a quarter, and what became of it: without authors, for everybody."""
    asked = period_named(request.args.get("quarter"), Unit.QUARTER, quarter(last_closed()))
    if asked.start > today():
        abort(404)
    it = workplace.workplace(db.session.get_one(Store, my_store()), asked, last_closed())
    return sheet.answer(sheets.REPORT, it, store=it.store, about=asked.label, back=url_for(".statistics"))


@bp.get("/board/<int:post_id>")
@requires("board.read")
def post(scope: Scope, post_id: int) -> ResponseReturnValue:
    return post_page(standing(scope, post_id))


@bp.route("/board/<int:post_id>/edit", methods=["GET", "POST"])
@requires("board.write")
def edit(scope: Scope, post_id: int) -> ResponseReturnValue:
    """The author puts his words right while nobody has answered."""
    row = db.first_or_404(queries.posts(scope).where(Post.id == post_id, Post.author_id == me().id))
    if not queries.may_still_edit(row):
        abort(404)
    form = forms.EditPostForm(obj=row)
    forms.fit(form, row)
    return _do(form, row, actions.edit, _("Put your post right"), _("Save"))


@bp.get("/board/<int:post_id>/pictures/<int:place>")
@requires("board.read")
def picture(scope: Scope, post_id: int, place: int) -> Response:
    data = queries.picture(standing(scope, post_id), place, removed=can("board.moderate")) or abort(404)
    return file.document(data, f"{post_id}-{place}.jpg", "image/jpeg", shown=True)


@bp.post("/board/<int:post_id>/agree")
@requires("board.write")
def agree(scope: Scope, post_id: int) -> ResponseReturnValue:
    actions.agree_with(standing(scope, post_id), by=me(), agrees=request.form.get("agrees") != "no")
    return redirect(url_for(".post", post_id=post_id), 303)


@bp.post("/board/<int:post_id>/comment")
@requires("board.write")
def comment(scope: Scope, post_id: int) -> ResponseReturnValue:
    row, form = standing(scope, post_id), forms.CommentForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.comment(row, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=post_id), 303)
    return post_page(standing(scope, post_id), form.status, comment=form)


@bp.route("/board/<int:post_id>/answer", methods=["GET", "POST"])
@requires("board.answer")
def answer(scope: Scope, post_id: int) -> ResponseReturnValue:
    row = _to_answer(scope, post_id)
    form = forms.AnswerForm(obj=row, offered=actions.NEXT[row.state])
    return _do(form, row, actions.answer, pgettext("post", "Answer"), pgettext("post", "Answer"))


@bp.route("/board/<int:post_id>/hand-on", methods=["GET", "POST"])
@requires("board.assign")
def hand_on(scope: Scope, post_id: int) -> ResponseReturnValue:
    row = _to_answer(scope, post_id)
    form = forms.HandOnForm(obj=row, text="")
    others = [one for one in queries.people(row.store_id, today()) if one[0] != row.responsible_id]
    form.responsible_id.offer(others, empty="–")
    return _do(form, row, actions.hand_on, _("Hand on to another"), _("Hand on"))


@bp.route("/board/<int:post_id>/extend", methods=["GET", "POST"])
@requires("board.answer")
def extend(scope: Scope, post_id: int) -> ResponseReturnValue:
    row = _to_answer(scope, post_id)
    later = official().deadline(max(row.answer_by_on or today(), today()), 2)
    form = forms.ExtendForm(obj=row, text="", answer_by_on=later)
    return _do(form, row, actions.extend, _("More time for the answer"), _("Extend"))


@bp.route("/board/<int:post_id>/step", methods=["GET", "POST"])
@requires("board.answer")
def make_step(scope: Scope, post_id: int) -> ResponseReturnValue:
    """It becomes an agreed step of the next review."""
    row = _to_answer(scope, post_id)
    form = forms.StepForm(obj=row, text=row.title, owner_id=me().id, due_on=official().deadline(today(), 5))
    form.owner_id.offer(steps.people(my_rights()["steps.write"]))
    return _do(form, row, actions.make_step, _("Make it an agreed step"), _("Agree"))


@bp.route("/board/<int:post_id>/remove", methods=["GET", "POST"])
@requires("board.moderate")
def remove(scope: Scope, post_id: int) -> ResponseReturnValue:
    row = standing(scope, post_id)
    return _do(forms.ReasonForm(obj=row), row, actions.remove, _("Remove the post"), _("Remove"), danger=True)


@bp.post("/board/<int:post_id>/put-back")
@requires("board.moderate")
def put_back(scope: Scope, post_id: int) -> ResponseReturnValue:
    row = standing(scope, post_id)
    form = forms.VersionForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.put_back(row, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=post_id), 303)
    return post_page(standing(scope, post_id), form.status, wrong=" ".join(form.form_errors))


@bp.route("/board/<int:post_id>/entries/<int:entry_id>/remove", methods=["GET", "POST"])
@requires("board.moderate")
def remove_entry(scope: Scope, post_id: int, entry_id: int) -> ResponseReturnValue:
    row = standing(scope, post_id)
    entry = _entry(row, entry_id)
    if entry.live is None or entry.state is not None:
        abort(404)
    form = forms.EntryReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.remove_entry(entry, by=me(), **form.typed())
            return redirect(url_for(".post", post_id=post_id), 303)
    return _ask(form, row, _("Remove the comment"), _("Remove"), entry.text, danger=True)


@bp.post("/board/<int:post_id>/entries/<int:entry_id>/put-back")
@requires("board.moderate")
def put_entry_back(scope: Scope, post_id: int, entry_id: int) -> ResponseReturnValue:
    try:
        actions.put_entry_back(_entry(standing(scope, post_id), entry_id), by=me())
    except Refused as refused:
        return post_page(standing(scope, post_id), 422, wrong=refused.message)
    return redirect(url_for(".post", post_id=post_id), 303)


def _entry(row: Post, entry_id: int) -> PostEntry:
    return next((one for one in queries.entries(row) if one.id == entry_id), None) or abort(404)


def post_page(row: Post, status: int = 200, **around: Any) -> ResponseReturnValue:
    """A post with its answers; `code`: as its anonymous poster sees it."""
    entries, agreed = queries.entries(row), steps.from_rows("post", [row.id])
    praised, coming = queries.praised(row), queries.coming(row)
    around.setdefault("comment", forms.CommentForm() if can("board.write") else None)
    around["may_edit"] = (row.author_id == me().id or "code" in around) and queries.may_still_edit(row)
    if around.get("code"):
        around.setdefault("reply", forms.ReplyForm(formdata=None, code=around["code"]))
    return render_template(
        "board/post.html", post=row, entries=entries, steps=agreed, pictures=queries.pictures(row),
        topic=words(TOPIC, row.topic, store_id=row.store_id), agrees=queries.agrees(row, me()), today=today(),
        praised=praised, coming=coming, activity=queries.activity(row) if row.kind is PostKind.ACTIVITY else None,
        **(_notice(row) if row.kind is PostKind.NOTICE else {}),
        **(_practice(row) if row.kind is PostKind.PRAISE else {}),
        names=names([row.author_id, row.responsible_id, row.voided_by_id, *praised, *coming,
                     *(id_ for one in entries for id_ in (one.author_id, one.responsible_id, one.voided_by_id))]),
        may_answer=_may_answer(row), **around), status


def _notice(row: Post) -> dict[str, Any]:
    """Its number, whether the reader has read it, and for who gives notices who has not."""
    return {"numbered": queries.notice(row), "has_read": queries.has_read(row, me()),
            "unread": queries.not_read_by(row, today()) if can("board.notify") else None}


def _practice(row: Post) -> dict[str, Any]:
    """The review that a best practice was told at; it leads there for who may open the sheet."""
    issue = queries.issue_told(row)
    return {"told": named("issue", issue.id), "told_week": Period.parse(issue.period).label} if issue else {}


def _may_answer(row: Post) -> bool:
    scope = my_rights().get("board.answer")
    return row.asks and row.live == 1 and scope is not None and scope.holds(row.store_id, row.responsible_id)


def _do(form: Any, row: Post, act: Any, title: str, save: str, *, danger: bool = False) -> ResponseReturnValue:
    """One question about a post; afterwards back to it."""
    post_id = row.id
    if form.validate_on_submit():
        with form.refusals():
            act(row, by=me(), **form.typed())
            flash(_("Saved."))
            return redirect(url_for(".post", post_id=post_id), 303)
    return _ask(form, row, title, save, row.title, danger=danger)


def _ask(form: Any, row: Post, title: str, save: str, about: str, *, danger: bool = False) -> ResponseReturnValue:
    return render_template("board/ask.html", form=form, title=title, save=save, about=about, danger=danger,
                           back=url_for(".post", post_id=row.id)), form.status


def standing(scope: Scope, post_id: int) -> Post:
    """One that stands; a removed one only for who removes them."""
    rows = queries.all_posts if can("board.moderate") else queries.posts
    return db.first_or_404(rows(scope).where(Post.id == post_id))


def _to_answer(scope: Scope, post_id: int) -> Post:
    return db.first_or_404(queries.to_answer(scope).where(Post.id == post_id))


def my_store() -> int:
    """The store that one posts in: the one where one works; of several the first."""
    return my_store_id() or abort(404)


def _kind_asked() -> PostKind:
    return {kind.value: kind for kind in ASKING}.get(request.args.get("kind", ""), PostKind.SUGGESTION)
