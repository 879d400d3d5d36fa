"""Leads: the lists, the card, and what is recorded on it."""
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.core import sheet
from portal.core.access import record_look
from portal.core.asked import period_named
from portal.core.clock import today
from portal.core.lists import show_list
from portal.core.page import render
from portal.core.panel import Reading, panels
from portal.core.period import Unit, month
from portal.core.place import store_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope
from portal.core.words import day as day_words
from portal.extensions import db
from portal.org.models import Membership, Person, Store

from .. import actions, levels, lists, planning, sheets
from ..forms.leads import (
    CommentForm,
    FollowUpForm,
    InvalidForm,
    InviteForm,
    MoveForm,
    ReviveForm,
    ShowPhoneForm,
    WishForm,
    offer_levels,
)
from ..models import Appointment, CustomerPhone, Lead, LeadState, Level, Result
from ..queries import card as cards
from ..queries import leads as queries
from ..queries.losses import asked_about
from ..queries.timeline import timeline
from .asking import ask_of_lead

bp = Blueprint("customers", __name__)
MONTHS_BACK = 5             # level status tables offered to choose from


@bp.route("/leads", methods=["GET", "POST"])
@requires("leads.read")
def leads(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.leads, scope, "customers/leads.html", **_bulk())


@bp.route("/leads/ended", methods=["GET", "POST"])
@requires("leads.read")
def ended(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.ended, scope)


@bp.get("/leads/due")
@requires("leads.write")
def due(scope: Scope) -> ResponseReturnValue:
    lines = queries.due_lines(my_rights(), scope, limit=100)
    paused = queries.due_lines(my_rights(), scope, limit=30, paused=True)
    return render("customers/due.html", lines=lines, paused=paused, today=today(),
                  shown=levels.all_shown(_store_of(lines or paused)))


# The card

@bp.get("/leads/<int:lead_id>")
@requires("leads.read")
def lead(scope: Scope, lead_id: int) -> ResponseReturnValue:
    return render_template("customers/lead.html", **_card(_lead(scope, lead_id)))


@bp.post("/leads/<int:lead_id>/phones/<int:phone_id>")
@requires("phone.show")
def phone(scope: Scope, lead_id: int, phone_id: int) -> ResponseReturnValue:
    """One whole number, for a purpose that stands in the access record."""
    row, form = _lead(scope, lead_id), ShowPhoneForm()
    whole = db.first_or_404(queries.whole_phone(scope, lead_id, phone_id))
    if form.validate_on_submit():
        record_look(db.session.get_one(CustomerPhone, phone_id), by=me(), what="phone", purpose=form.purpose.data)
        row = _lead(scope, lead_id)
        return render_template("customers/lead.html", **_card(row) | {"whole": {phone_id: whole}})
    return render_template("customers/lead.html", **_card(row) | {"phone_form": form, "asked_for": phone_id}), 422


@bp.post("/leads/<int:lead_id>/comment")
@requires("leads.comment")
def comment(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row, form = _lead(scope, lead_id), CommentForm()
    if form.validate_on_submit():
        with form.refusals():
            actions.comment(row, by=me(), **form.typed())
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    return render_template("customers/lead.html", **_card(row) | {"comment_form": form}), form.status


@bp.route("/leads/<int:lead_id>/edit", methods=["GET", "POST"])
@requires("leads.write")
def edit(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = _workable(scope, lead_id)
    form = WishForm(row)
    if form.validate_on_submit():
        with form.refusals():
            actions.change_wish(row, by=me(), **form.typed())
            return redirect(url_for(".lead", lead_id=lead_id, t="wish"), 303)
    return ask_of_lead(form, row, _("Change the wish"), _("Save"))


@bp.route("/leads/<int:lead_id>/card", methods=["GET", "POST"])
@requires("leads.read")
def card(scope: Scope, lead_id: int) -> ResponseReturnValue:
    """意向客户管理卡 of a lead."""
    row = _lead(scope, lead_id)
    data = sheets.build_card(row, Reading(my_rights(), me(), today(), row=row))
    return sheet.answer("prospect_card", data, store=_store_name(row.store_id), about=row.card_no,
                        back=url_for(".lead", lead_id=lead_id))


@bp.route("/leads/card/blank", methods=["GET", "POST"])
@requires("leads.read")
def blank_card(scope: Scope) -> ResponseReturnValue:
    return sheet.answer("prospect_card", sheets.blank_card(), store=store_of(scope).name, about=_("blank"), blank=True,
                        back=url_for("papers.forms"))


@bp.get("/leads/level-tables")
@requires("leads.read")
def level_tables(scope: Scope) -> ResponseReturnValue:
    """Choose whose level status table to see, and of which month."""
    people = [(key, name) for key, name, _count in lists.receivers(scope)]
    months = [month(today())]
    for _n in range(MONTHS_BACK):
        months.append(months[-1].previous())
    return render_template("customers/level_tables.html", people=people, months=months)


@bp.route("/people/<int:person_id>/level-table/<month_key>", methods=["GET", "POST"])
@requires("leads.read")
def level_table(scope: Scope, person_id: int, month_key: str) -> ResponseReturnValue:
    """意向客户级别状况表 of one person and month."""
    of_month = period_named(month_key, Unit.MONTH)
    person, store_id = _member(scope, person_id)
    data = sheets.build_level_table(person, store_id, of_month)
    return sheet.answer("level_table", data, store=_store_name(store_id), about=f"{person.name} {of_month.key}",
                        back=url_for(".level_tables"))


# Contacts

@bp.route("/leads/<int:lead_id>/follow-up", methods=["GET", "POST"])
@requires("leads.write")
def follow_up(scope: Scope, lead_id: int) -> ResponseReturnValue:
    """On a page of its own, or in place of a line that is due (htmx)."""
    row = _workable(scope, lead_id)
    form = FollowUpForm(row)
    if form.validate_on_submit():
        with form.refusals():
            actions.record_follow_up(row, by=me(), **form.typed())
            flash(_told(row))
            if request.headers.get("HX-Request"):
                return render_template("customers/_followed_up.html", lead=row)
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    answer = render("customers/follow_up.html", part="customers/_follow_up.html", form=form, lead=row,
                    in_line=True, next_day=_next_day(row, form.level.data, form.result.data),
                    shown=levels.shown(row.level, row.store_id))
    answer.status_code = form.status
    return answer


@bp.get("/leads/<int:lead_id>/next-day")
@requires("leads.write")
def next_day(scope: Scope, lead_id: int) -> ResponseReturnValue:
    """What the next day would be, for the level and result chosen so far."""
    row = _workable(scope, lead_id)
    form = FollowUpForm(row)
    form.process(request.args)
    return render_template("customers/_next_day.html", lead=row,
                           next_day=_next_day(row, form.level.data, form.result.data))


@bp.route("/leads/<int:lead_id>/move", methods=["GET", "POST"])
@requires("leads.write")
def move(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = _workable(scope, lead_id)
    form = MoveForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.move_contact(row, by=me(), **form.typed())
            flash(_told(row), f"undo:{url_for('.move_back', lead_id=lead_id)}")
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    return ask_of_lead(form, row, _("Move the contact"), _("Move the contact"))


@bp.post("/leads/<int:lead_id>/move-back")
@requires("leads.write")
def move_back(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = _workable(scope, lead_id)
    actions.move_back(row, by=me())
    flash(_told(row))
    return redirect(url_for(".lead", lead_id=lead_id), 303)


@bp.route("/leads/<int:lead_id>/appointment", methods=["GET", "POST"])
@requires("leads.write")
def invite(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row, form = _workable(scope, lead_id), InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            made = actions.invite(row, by=me(), **form.typed())
            flash(_("The customer is expected on %(day)s.", day=day_words(made.on)),
                  f"undo:{url_for('.call_off', lead_id=lead_id, appointment_id=made.id)}")
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    return ask_of_lead(form, row, _("Invite to the store"), _("Invite"))


@bp.post("/leads/<int:lead_id>/appointments/<int:appointment_id>/call-off")
@requires("leads.write")
def call_off(scope: Scope, lead_id: int, appointment_id: int) -> ResponseReturnValue:
    row = db.first_or_404(queries.leads(scope).join(Appointment, Appointment.lead_id == Lead.id).where(
        Lead.id == lead_id, Appointment.id == appointment_id, Appointment.live == 1))
    actions.call_off(db.session.get_one(Appointment, appointment_id), by=me())
    flash(_("The appointment is called off."))
    return redirect(url_for(".lead", lead_id=row.id), 303)


# Ends and returns

@bp.route("/leads/<int:lead_id>/revive", methods=["GET", "POST"])
@requires("leads.write")
def revive(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = _workable(scope, lead_id)
    form = ReviveForm(obj=row)
    offer_levels(form.level, row.store_id, Level.H if row.level is Level.O else row.level)
    if form.validate_on_submit():
        with form.refusals():
            actions.revive(row, by=me(), **form.typed())
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    return ask_of_lead(form, row, _("Revive the lead"), _("Revive"))


@bp.route("/leads/<int:lead_id>/invalid", methods=["GET", "POST"])
@requires("leads.write")
def invalid(scope: Scope, lead_id: int) -> ResponseReturnValue:
    row = _workable(scope, lead_id)
    form = InvalidForm(obj=row)
    if form.validate_on_submit():
        with form.refusals():
            actions.mark_invalid(row, by=me(), **form.typed())
            return redirect(url_for(".lead", lead_id=lead_id), 303)
    return ask_of_lead(form, row, _("This lead is none"), _("Mark as invalid"))


def _lead(scope: Scope, lead_id: int) -> Lead:
    return db.first_or_404(queries.card(scope).where(Lead.id == lead_id))


def _workable(scope: Scope, lead_id: int) -> Lead:
    return db.first_or_404(queries.leads(scope).where(Lead.id == lead_id).options(
        joinedload(Lead.customer), joinedload(Lead.owner)))


def _card(row: Lead) -> dict[str, Any]:
    rights = my_rights()
    reading = Reading(rights, me(), today(), row=row)
    all_leads = queries.of_customer(rights, row.customer_id)
    works = any(each.works for each in all_leads if each.lead is row)
    return {"lead": row, "customer": row.customer, "model": cards.model(row), "state": cards.state_of(row),
            "level": levels.shown(row.level, row.store_id), "letters": levels.all_shown(row.store_id),
            "window": cards.window(row), "know": cards.to_know(row), "facts": cards.facts(row),
            "person_facts": cards.person_facts(row.customer), "phones": queries.phones(rights, row),
            "moments": timeline(row, reading),
            "others": [each for each in all_leads if each.lead is not row],
            "works": works, "is_open": row.state is LeadState.OPEN,
            "asked": [asked for asked in asked_about(row) if asked.waiting],
            "panels": panels("lead", reading), "doings": panels("lead_do", reading) if works else [],
            "tab": request.args.get("t", ""), "today": today(), "phone_form": ShowPhoneForm(),
            "comment_form": CommentForm(), "whole": {}, "asked_for": None}


def _member(scope: Scope, person_id: int) -> tuple[Person, int]:
    """Somebody who sells in the scope, or did, and the store."""
    held = db.session.execute(
        select(Person, Membership.store_id).join(Membership, Membership.person_id == Person.id)
        .where(Person.id == person_id, scope.sees(store=Membership.store_id, owner=Person.id))
        .order_by(Membership.from_on.desc()).limit(1)).one_or_none()
    return (held[0], held[1] or 0) if held else abort(404)


def _store_name(store_id: int) -> str:
    return db.session.get_one(Store, store_id).name


def _next_day(row: Lead, level: Level | None, result: Result | None) -> Any:
    return planning.propose(row, result or Result.REAL, today(), level or row.level)


def _told(row: Lead) -> str:
    if row.state is LeadState.OUT_OF_CONTACT:
        return _("Out of contact: offered again on %(day)s.", day=day_words(row.back_on))
    return _("The next contact is set for %(day)s.", day=day_words(row.next_contact_on))


def _store_of(lines: list[Any]) -> int | None:
    return lines[0].lead.store_id if lines else None


def _bulk() -> dict[str, Any]:
    """What may be done with leads that are selected."""
    scope = my_rights().get("leads.assign")
    return {"bulk": "customers/_assign.html", "receivers": lists.receivers(scope)} if scope else {}
