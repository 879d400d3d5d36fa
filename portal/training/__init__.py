"""Training: planned by subject and year, signed up for, attended, assessed, and kept in each one's record."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem, Search
from portal.core.job import JobKind

from . import (
    due,
    due_assessed,
    imports,
    jobs,
    lists,
    lists_assessed,
    load,
    load_assessed,
    mentor_panel,
    mentors,
    metrics,
    metrics_assessed,
    morning,
    needs_panel,
    panels,
    queries,
    recorded,
    recorded_assessed,
    results,
    settings,
    sheets,
    sheets_assessed,
    skill_lists,
    skill_load,
    skill_sheets,
    skill_words,
    skills,
)
from .actions.watched import lay_down_rules
from .views import bp

area = Area(
    "training",
    blueprints=(bp,),
    menu=(MenuItem("store", 10, "training.index", _l("Training"), "book", "training.read",
                   count=panels.waiting),),
    kinds=recorded.kinds + recorded_assessed.kinds + skill_words.kinds,
    verbs=recorded.VERBS | recorded_assessed.VERBS | skill_words.VERBS,
    settings=settings.settings + settings.need_settings,
    choices=settings.choices,
    search=(Search(60, _l("Trainings"), "training.read", queries.search),
            Search(61, _l("Assessments"), "training.read", results.search),
            Search(65, _l("Skills"), "training.read", skills.search)),
    metrics=metrics.metrics + metrics_assessed.metrics,
    lists=(lists.events, *lists_assessed.lists, *skill_lists.lists),
    due=(due.to_attend, due.to_close, mentors.owed_by_trained, mentors.owed_by_mentor,
         *due_assessed.due),
    sheets=sheets.sheets + sheets_assessed.sheets + skill_sheets.sheets,
    panels=(*panels.panels, morning.panel, *needs_panel.panels, *mentor_panel.panels),
    jobs=(JobKind(jobs.CERTIFICATES, _l("Print of certificates"), jobs.print_certificates),),
    imports=imports.imports,
    loaders={"training_events": load.events, "training_attendance": load.attendance, "training_plans": load.plans,
             "training_questions": load_assessed.questions, "training_assessments": load_assessed.assessments,
             "training_ratings": load_assessed.ratings, "required_certificates": load_assessed.required,
             "skills": skill_load.skills, "mentor_pairs": skill_load.pairs},
    begins=(lay_down_rules,),
)
