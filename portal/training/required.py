"""Reading what certificates must be held: which role which, who does and who does not."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from portal.core.agreement import agreed
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.extensions import Coded, db
from portal.org.models import Membership, Role
from portal.org.queries import Member

from . import queries
from .assessed import RequiredCertificate, TrainingAssessment, TrainingCertificate
from .settings import NOTICE


class Standing(Coded):
    """How somebody stands with a certificate that he must hold."""
    MISSING = "missing", _l("Never earned")
    ENDED = "ended", _l("Expired")
    ENDS = "ends", _l("Ends soon")
    HELD = "held", _l("Valid")


TONES = {Standing.MISSING: "late", Standing.ENDED: "late", Standing.ENDS: "watch", Standing.HELD: "ok"}
URGENT = tuple(Standing)                # the order in which they are told


@dataclass(frozen=True)
class Owed:
    """A certificate that somebody must hold, and the newest of its name that he has earned."""
    rule: RequiredCertificate
    person: Member
    held: TrainingCertificate | None
    standing: Standing

    @property
    def is_lacking(self) -> bool:
        return self.standing in (Standing.MISSING, Standing.ENDED)

    @property
    def tone(self) -> str:
        return TONES[self.standing]


def rules(scope: Scope) -> Select[RequiredCertificate]:
    """What the stores in `scope` require, ended ones too: the only door to rows of this table."""
    return select(RequiredCertificate).where(scope.in_stores(RequiredCertificate.store_id))


def of_store(store_id: int, role: Role | None = None) -> list[RequiredCertificate]:
    """What a store requires, or will from a day on; of everybody or of a role."""
    found = select(RequiredCertificate).where(RequiredCertificate.store_id == store_id, RequiredCertificate.live == 1)
    if role is not None:
        found = found.where(RequiredCertificate.role == role)
    order = tuple(Role)
    return sorted(db.session.scalars(found), key=lambda row: (row.title, order.index(row.role)))


def owed(scope: Scope, store_id: int, of: Sequence[RequiredCertificate]) -> list[Owed]:
    """Everybody in the store whom the reader may see, with each certificate that he must hold; in one query."""
    people = [one for one in queries.people(store_id, scope.today) if scope.holds(store_id, one.person_id)]
    return standings(people, of, store_id, scope.today)


def standings(people: Sequence[Member], of: Sequence[RequiredCertificate], store_id: int, on: date) -> list[Owed]:
    """How people stood on a day, who lacks most pressingly first."""
    newest = _newest({one.person_id for one in people}, {rule.title for rule in of}, on)
    days = notice(store_id, on)
    found = [Owed(rule, one, held, _standing(held, on, days)) for rule in of for one in people if one.role is rule.role
             for held in (newest.get((one.person_id, rule.title)),)]
    return sorted(found, key=lambda each: URGENT.index(each.standing))


def _newest(people: set[int], titles: set[str], on: date) -> Mapping[tuple[int, str], TrainingCertificate]:
    if not people or not titles:
        return {}
    return {(row.person_id, row.title): row for row in db.session.scalars(select(TrainingCertificate).where(
        TrainingCertificate.person_id.in_(people), TrainingCertificate.title.in_(titles),
        TrainingCertificate.live == 1, TrainingCertificate.issued_on <= on).order_by(
        TrainingCertificate.issued_on, TrainingCertificate.id))}


def _standing(held: TrainingCertificate | None, on: date, days: timedelta) -> Standing:
    if held is None:
        return Standing.MISSING
    if held.valid_until < on:
        return Standing.ENDED
    return Standing.ENDS if held.valid_until <= on + days else Standing.HELD


def notice(store_id: int | None, on: date) -> timedelta:
    """How long before its end a certificate is told of."""
    return timedelta(days=agreed(NOTICE, store_id=store_id, on=on))


def ways(store_id: int, on: date, titles: Iterable[str]) -> Mapping[str, TrainingAssessment]:
    """Certificate → the assessment of the store, open or still to come, that gives it next."""
    rows = db.session.scalars(select(TrainingAssessment).where(
        TrainingAssessment.store_id == store_id, TrainingAssessment.certificate.in_(set(titles)),
        TrainingAssessment.withdrawn_on.is_(None), TrainingAssessment.closes_on >= on)
        .order_by(TrainingAssessment.opens_on.desc(), TrainingAssessment.id.desc()))
    return {row.certificate: row for row in rows}


def known(store_id: int) -> list[str]:
    """The names of certificates that assessments of the store give, for the form to suggest."""
    return list(db.session.scalars(select(TrainingAssessment.certificate).where(
        TrainingAssessment.store_id == store_id, TrainingAssessment.certificate != "").distinct().order_by(
        TrainingAssessment.certificate)))


# Clauses of metrics and due items

def in_force(day: Any) -> ColumnElement[bool]:
    """It is required on a day."""
    return and_(RequiredCertificate.from_on <= day,
                or_(RequiredCertificate.until_on.is_(None), RequiredCertificate.until_on > day))


def has_the_role(day: Any) -> ColumnElement[bool]:
    """The membership is of the role that must hold it, on a day."""
    return and_(Membership.store_id == RequiredCertificate.store_id, Membership.role == RequiredCertificate.role,
                Membership.from_on <= day, Membership.until_on > day)


def holds_until(day: Any, earned_by: Any) -> ColumnElement[bool]:
    """Whose membership it is has earned the certificate by a day, and it is valid to another."""
    return exists(select(TrainingCertificate.id).where(
        TrainingCertificate.person_id == Membership.person_id, TrainingCertificate.title == RequiredCertificate.title,
        TrainingCertificate.live == 1, TrainingCertificate.issued_on <= earned_by,
        TrainingCertificate.valid_until >= day))


def is_required_of_nobody(day: Any) -> ColumnElement[bool]:
    """The store of a certificate requires none at all on a day."""
    return ~exists(select(RequiredCertificate.id).where(
        RequiredCertificate.store_id == TrainingCertificate.store_id, in_force(day)))


def is_to_be_kept(day: Any) -> ColumnElement[bool]:
    """A certificate that its holder must have; all that were earned where the store requires none."""
    return or_(is_required_of_nobody(day), exists(select(RequiredCertificate.id).join(
        Membership, has_the_role(day)).where(
        RequiredCertificate.store_id == TrainingCertificate.store_id, in_force(day),
        RequiredCertificate.title == TrainingCertificate.title,
        Membership.person_id == TrainingCertificate.person_id)))


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: f"{row.title} · {row.role.label}" for row in db.session.scalars(
        select(RequiredCertificate).where(RequiredCertificate.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "training.read" not in rights:
        return set()
    return set(db.session.scalars(rules(rights["training.read"]).where(RequiredCertificate.id.in_(ids))
                                  .with_only_columns(RequiredCertificate.id)))
