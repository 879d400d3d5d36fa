"""The figures of assessing: who passed, whose certificates hold. Source: DOMAIN.md section 7."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, exists, null, select
from sqlalchemy.orm import aliased

from portal.core.metric import Aim, Kind, Metric, Split, fact
from portal.core.period import Periods

from .assessed import TrainingAssessment, TrainingCertificate, TrainingTry, TryState
from .results import in_service, renewed_by
from .settings import SUBJECT


def _pass_rate(periods: Periods) -> Select[Any]:
    """Each person once for an assessment, however many tries it took."""
    again = aliased(TrainingTry)
    passed = exists(select(again.id).where(
        again.assessment_id == TrainingTry.assessment_id, again.person_id == TrainingTry.person_id, again.live == 1,
        again.state == TryState.PASSED, again.made_on <= periods.as_of))
    return fact(periods, TrainingAssessment, on=TrainingAssessment.on, person=TrainingTry.person_id, lead=null(),
                row_id=TrainingTry.id, amount=case((passed, 1), else_=0), base=1, subject=TrainingAssessment.subject,
                way=TrainingAssessment.kind).join(
        TrainingTry, TrainingTry.assessment_id == TrainingAssessment.id).where(
        TrainingTry.no == 1, TrainingTry.live == 1, TrainingTry.made_on <= periods.as_of)


def _certificates(periods: Periods) -> Select[Any]:
    """The newest certificate of each name that somebody in the store has earned: it is to be kept valid."""
    day = periods.rows.c.as_at
    return fact(periods, TrainingCertificate, on=day, person=TrainingCertificate.person_id, lead=null(),
                amount=case((TrainingCertificate.valid_until >= day, 1), else_=0), base=1,
                when=periods.known_at(TrainingCertificate.issued_on)).where(
        TrainingCertificate.live == 1, ~renewed_by(day), in_service(day))


pass_rate = Metric(
    "training_pass_rate", Kind.RATE, _l("Training pass rate"), _l("people"), _pass_rate, "training_try",
    _l("How many of those who were assessed passed, each person once for an assessment, whatever tries it took; the "
       "training's day decides the period, of a quiz the day it opened."),
    _l("people passed / people assessed"), aim=Aim(90),
    splits={"subject": Split(_l("Subject"), choice=SUBJECT), "way": Split(_l("Kind"))})
certificates_valid = Metric(
    "certificates_valid", Kind.RATE, _l("Certificates valid"), _l("certificates"), _certificates,
    "training_certificate",
    _l("A certificate once earned is to be kept up: of each name the newest of everybody who works in the store on the "
       "day, and whether it has not expired then."),
    _l("certificates not expired on the day / certificates earned by people in the store"), aim=Aim(),
    over_edges=True)
metrics = (pass_rate, certificates_valid)
