"""Training: planned by subject and year, signed up for, attended, and kept in each one's record."""
from flask_babel import lazy_gettext as _l

from portal.core.area import Area, MenuItem, Search

from . import (
    due,
    imports,
    lists,
    load,
    mentor_panel,
    mentors,
    metrics,
    panels,
    queries,
    recorded,
    settings,
    sheets,
    skill_lists,
    skill_load,
    skill_sheets,
    skill_words,
    skills,
)
from .views import bp

area = Area(
    "training",
    blueprints=(bp,),
    menu=(MenuItem("store", 10, "training.index", _l("Training"), "book", "training.read",
                   count=queries.waiting),),
    kinds=recorded.kinds + skill_words.kinds,
    verbs=recorded.VERBS | skill_words.VERBS,
    settings=settings.settings,
    choices=settings.choices,
    search=(Search(60, _l("Trainings"), "training.read", queries.search),
            Search(65, _l("Skills"), "training.read", skills.search)),
    metrics=metrics.metrics,
    lists=(lists.events, *skill_lists.lists),
    due=(due.to_attend, due.to_close, mentors.owed_by_trained, mentors.owed_by_mentor),
    sheets=sheets.sheets + skill_sheets.sheets,
    panels=panels.panels + mentor_panel.panels,
    imports=imports.imports,
    loaders={"training_events": load.events, "training_attendance": load.attendance, "training_plans": load.plans,
             "skills": skill_load.skills, "mentor_pairs": skill_load.pairs},
)
