"""The figures of assessing: who passed, whose certificates hold. Source: DOMAIN.md section 7."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, and_, case, exists, null, select, union_all
from sqlalchemy.orm import aliased

from portal.core.metric import Aim, Kind, Metric, Split, fact, facts_of
from portal.core.period import Periods
from portal.org.models import Membership

from .assessed import RequiredCertificate, TrainingAssessment, TrainingCertificate, TrainingTry, TryState
from .models import EventState, TrainingEvent
from .required import has_the_role, holds_until, in_force, is_required_of_nobody
from .results import in_service, renewed_by
from .settings import SUBJECT


def _pass_rate(periods: Periods) -> Select[Any]:
    """Each person once for an assessment, however many tries it took."""
    again = aliased(TrainingTry)
    passed = exists(select(again.id).where(
        again.assessment_id == TrainingTry.assessment_id, again.person_id == TrainingTry.person_id, again.live == 1,
        again.state == TryState.PASSED, again.made_on <= periods.as_of))
    called_off = exists(select(TrainingEvent.id).where(
        TrainingEvent.id == TrainingAssessment.event_id, TrainingEvent.state == EventState.CANCELLED))
    return fact(periods, TrainingAssessment, on=TrainingAssessment.on, person=TrainingTry.person_id, lead=null(),
                row_id=TrainingTry.id, amount=case((passed, 1), else_=0), base=1, subject=TrainingAssessment.subject,
                way=TrainingAssessment.kind).join(
        TrainingTry, TrainingTry.assessment_id == TrainingAssessment.id).where(
        TrainingTry.no == 1, TrainingTry.live == 1, TrainingTry.made_on <= periods.as_of, ~called_off)


def _certificates(periods: Periods) -> Select[Any]:
    """Each certificate that somebody must hold by the role. Where a store requires none at all, the newest of each name
    that somebody in it has earned: it is to be kept valid.
    """
    day = periods.rows.c.as_at
    newest = select(TrainingCertificate.id).where(
        TrainingCertificate.person_id == Membership.person_id, TrainingCertificate.title == RequiredCertificate.title,
        TrainingCertificate.live == 1, TrainingCertificate.issued_on <= day).order_by(
        TrainingCertificate.issued_on.desc(), TrainingCertificate.id.desc()).limit(1).scalar_subquery()
    required = fact(periods, RequiredCertificate, on=day, person=Membership.person_id, lead=null(), row_id=newest,
                    amount=case((holds_until(day, earned_by=day), 1), else_=0), base=1,
                    when=and_(periods.known_at(RequiredCertificate.from_on), in_force(day)),
                    certificate=RequiredCertificate.title).join(Membership, has_the_role(day))
    earned = fact(periods, TrainingCertificate, on=day, person=TrainingCertificate.person_id, lead=null(),
                  amount=case((TrainingCertificate.valid_until >= day, 1), else_=0), base=1,
                  when=periods.known_at(TrainingCertificate.issued_on), certificate=TrainingCertificate.title).where(
        TrainingCertificate.live == 1, ~renewed_by(day), in_service(day), is_required_of_nobody(day))
    return facts_of(union_all(required, earned))


pass_rate = Metric(
    "training_pass_rate", Kind.RATE, _l("Training pass rate"), _l("people"), _pass_rate, "training_try",
    _l("How many of those who were assessed passed, each person once for an assessment, whatever tries it took; the "
       "training's day decides the period, of a quiz the day it opened."),
    _l("people passed / people assessed"), aim=Aim(90),
    splits={"subject": Split(_l("Subject"), choice=SUBJECT), "way": Split(_l("Kind"))})
certificates_valid = Metric(
    "certificates_valid", Kind.RATE, _l("Certificates valid"), _l("certificates"), _certificates,
    "training_certificate",
    _l("Of the certificates that people in the store must hold by their role on the day, how many they do, not "
       "expired. While the store requires none at all, a certificate once earned is to be kept up: of each name the "
       "newest of everybody who works in the store on the day, and whether it has not expired then."),
    _l("certificates valid on the day / certificates required, or earned where none is required"), aim=Aim(),
    splits={"certificate": Split(_l("Certificate earned"))}, over_edges=True)
metrics = (pass_rate, certificates_valid)
