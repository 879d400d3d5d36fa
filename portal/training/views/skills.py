"""What people can: the matrix, a person, a skill, judging, and the store's list of skills."""
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import select

from portal.core import sheet
from portal.core.agreement import choice_pairs, words
from portal.core.asked import number
from portal.core.lists import show_list
from portal.core.page import row_or_404
from portal.core.place import store_of, stores_of
from portal.core.policy import me, my_rights, requires
from portal.core.scope import Scope, held_on
from portal.core.words import full_day
from portal.extensions import db
from portal.org.models import Membership, Person

from .. import needs, queries, skill_lists, skill_sheets, skills
from ..actions import skills as actions
from ..models import EventState, TrainingEvent
from ..settings import SUBJECT
from ..skill_forms import ChangeSkillForm, NewSkillForm, judge_form
from ..skilled import Skill, SkillLevel
from . import bp

MOST_LACKING = 3


@bp.get("/training/skills")
@requires("training.results")
def matrix(scope: Scope) -> ResponseReturnValue:
    """People and skills; who sees nobody else's reads his own."""
    store, team_id = store_of(scope), number(request.args.get("team", ""))
    it = skills.matrix(scope, store.id, team_id)
    if team_id is None and [one.person_id for one in it.people] == [me().id]:
        return redirect(url_for(".person_skills", person_id=me().id))
    teams = [(_("Whole store"), url_for(".matrix", store=store.id), team_id is None), *(
        (Markup('<span translate="no">{}</span>').format(name), url_for(".matrix", store=store.id, team=each),
         each == team_id)
        for each, name in _teams(scope, store.id))]
    lacking = sorted(((skill, it.lacking(skill)) for skill in it.skills), key=lambda each: -len(each[1]))
    return render_template("training/matrix.html", it=it, store=store, team_id=team_id, levels=SkillLevel,
                           teams=teams if len(teams) > 2 else (),
                           stores=[(each.id, each.name) for each in stores_of(scope)],
                           lacking=[each for each in lacking[:MOST_LACKING] if it.levels and each[1]])


@bp.route("/training/skills/sheet", methods=["GET", "POST"])
@requires("training.results")
def matrix_sheet(scope: Scope) -> ResponseReturnValue:
    """技能矩阵表."""
    store, team_id = store_of(scope), number(request.args.get("team", ""))
    team = "" if team_id is None else dict(_teams(scope, store.id)).get(team_id, "")
    it = skill_sheets.matrix(skills.matrix(scope, store.id, team_id), store=store.name, team=team, on=scope.today)
    return sheet.answer(skill_sheets.MATRIX, it, store=store.name, about=f"{team} {full_day(scope.today)}".strip(),
                        back=url_for(".matrix", store=store.id, team=team_id))


@bp.route("/training/skills/judgements", methods=["GET", "POST"])
@requires("training.results")
def judgements(scope: Scope) -> ResponseReturnValue:
    return show_list(skill_lists.judgements, scope, "training/judgements.html")


@bp.get("/training/skills/people/<int:person_id>")
@requires("training.results")
def person_skills(scope: Scope, person_id: int) -> ResponseReturnValue:
    person, held = _person(scope, person_id)
    mine = skills.standing(person_id, held.store_id or 0)
    return render_template("training/person_skills.html", person=person, mine=mine, levels=SkillLevel,
                           history=skills.history(scope, person_id=person_id), store=None, stores=(),
                           reached=sum(one.is_reached for one in mine), judges=_judges(held),
                           needs=needs.needs(scope, held.store_id or 0, person_id), enrols=_judges(held),
                           offered=_offered(held.store_id or 0, {one.skill.subject for one in mine if one.judged
                                                                 and not one.is_reached}))


@bp.route("/training/skills/people/<int:person_id>/judge", methods=["GET", "POST"])
@requires("skills.write")
def judge(scope: Scope, person_id: int) -> ResponseReturnValue:
    """All skills of somebody on one page: what is changed is found anew today. Nobody judges himself."""
    if person_id == me().id:
        abort(404)
    person, held = _person(scope, person_id)
    form: Any = judge_form(skills.standing(person_id, held.store_id or 0), skills.seen_of(person_id))
    back = url_for(".person_skills", person_id=person_id)
    if form.validate_on_submit():
        with form.refusals():
            count = actions.judge(person, by=me(), store_id=held.store_id or 0, **form.typed())
            flash(ngettext("%(num)d skill is judged anew.", "%(num)d skills are judged anew.", count) if count
                  else _("Everything is as it was."))
            return redirect(back, 303)
    return render_template("training/judge.html", form=form, person=person, back=back,
                           levels=SkillLevel), form.status


@bp.get("/training/skills/<int:skill_id>")
@requires("training.read")
def skill(scope: Scope, skill_id: int) -> ResponseReturnValue:
    """What it is, who has it as far as the reader may see, and how that came about."""
    row = _skill(scope, skill_id)
    results = my_rights().get("training.results")
    it = skills.matrix(results, row.store_id) if results else None
    having = sorted(((one, it.at(one.person_id, row)) for one in it.people), key=_best_first) if it else []
    return render_template("training/skill.html", skill=row, having=having, subject=_subject(row),
                           history=skills.history(results, skill_id=skill_id) if results else (), levels=SkillLevel)


@bp.route("/training/skills/new", methods=["GET", "POST"])
@requires("training.write")
def new_skill(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    form = NewSkillForm()
    form.subject.offer(choice_pairs(SUBJECT, store_id=store.id, on=scope.today))
    if form.validate_on_submit():
        with form.refusals():
            made = actions.add_skill(by=me(), store_id=store.id, **form.typed())
            return redirect(url_for(".skill", skill_id=made.id), 303)
    return _ask(form, _("Add a skill"), _("Add"), url_for(".matrix", store=store.id))


@bp.route("/training/skills/<int:skill_id>/change", methods=["GET", "POST"])
@requires("training.write")
def change_skill(scope: Scope, skill_id: int) -> ResponseReturnValue:
    row = _skill(scope, skill_id)
    form, back = ChangeSkillForm(obj=row), url_for(".skill", skill_id=skill_id)
    form.subject.offer({**dict(choice_pairs(SUBJECT, store_id=row.store_id, on=scope.today)),
                        row.subject: _subject(row)}.items())
    if form.validate_on_submit():
        with form.refusals():
            actions.change_skill(row, by=me(), **form.typed())
            return redirect(back, 303)
    return _ask(form, _("Change the skill"), _("Save"), back)


@bp.post("/training/skills/<int:skill_id>/end")
@requires("training.write")
def end_skill(scope: Scope, skill_id: int) -> ResponseReturnValue:
    row = _skill(scope, skill_id)
    store_id, name = row.store_id, row.name
    actions.end_skill(row, by=me(), version=number(request.form.get("version", "")) or 0)
    flash(_("%(skill)s is not judged any more; what was found stays in the history.", skill=name))
    return redirect(url_for(".matrix", store=store_id), 303)


@bp.post("/training/skills/usual")
@requires("training.write")
def usual_skills(scope: Scope) -> ResponseReturnValue:
    store = store_of(scope)
    actions.lay_down_skills(store, by=me())
    return redirect(url_for(".matrix", store=store.id), 303)


def _skill(scope: Scope, skill_id: int) -> Skill:
    return db.first_or_404(skills.skills(scope).where(Skill.id == skill_id))


def _person(scope: Scope, person_id: int) -> tuple[Person, Membership]:
    person, held = row_or_404(
        select(Person, Membership).join(Membership, Membership.person_id == Person.id).where(
            Person.id == person_id, Membership.store_id.is_not(None), Membership.role.not_in(queries.NOT_TRAINED),
            held_on(scope.today), scope.sees(store=Membership.store_id, owner=Membership.person_id))
        .order_by(Membership.id).limit(1))
    return person, held


def _judges(held: Membership) -> bool:
    """Whether the reader may judge this person: nobody judges himself."""
    scope = my_rights().get("skills.write")
    return scope is not None and held.person_id != me().id and scope.holds(held.store_id, held.person_id)


def _subject(row: Skill) -> str:
    return words(SUBJECT, row.subject, store_id=row.store_id)


def _best_first(each: Any) -> tuple[int, int]:
    one, judged = each
    return -int(judged.level) if judged else 1, one.person_id


def _offered(store_id: int, subjects: set[str]) -> list[TrainingEvent]:
    """The next trainings on subjects in which something is lacking."""
    if not subjects or "training.read" not in my_rights():
        return []
    scope = my_rights()["training.read"]
    return list(db.session.scalars(queries.events(scope).where(
        TrainingEvent.store_id == store_id, TrainingEvent.subject.in_(subjects), TrainingEvent.on > scope.today,
        TrainingEvent.state == EventState.PLANNED).order_by(TrainingEvent.starts_at).limit(3)))


def _teams(scope: Scope, store_id: int) -> list[tuple[int, str]]:
    """The teams of the people whom the reader sees, and those who do not sell."""
    seen = [one for one in queries.people(store_id, scope.today) if scope.holds(store_id, one.person_id)]
    teams = dict.fromkeys((one.team_id, one.team) for one in seen if one.team_id)
    others = [(skills.OTHERS, _("Other roles"))] if any(not one.sells for one in seen) else []
    return [*teams, *others]


def _ask(form: Any, title: str, save: str, back: str) -> ResponseReturnValue:
    return render_template("training/ask.html", form=form, title=title, about="", save=save, back=back), form.status
