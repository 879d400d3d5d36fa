"""Certificates that a role must hold: from when, who lacks one, what becomes of the figure and of what is due."""
from datetime import date, timedelta

import pytest

from portal.core.action import Refused
from portal.core.due import due
from portal.core.metric import figures_of
from portal.core.period import month
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Role
from portal.training.actions.required import release, require
from portal.training.assessed import RequiredCertificate, TrainingCertificate
from portal.training.metrics_assessed import certificates_valid
from tests.factories.org import add, person
from tests.factories.training import MONDAY, add_test, add_try

NAME = "产品认证"


def rule(store, role=Role.CONSULTANT, title=NAME, since=date(2026, 11, 1)):
    return add(RequiredCertificate, version=1, store_id=store, title=title, role=role, from_on=since)


@pytest.fixture
def quiz(store):
    return add_test(None, store_id=store, questions=[], title="产品小测", certificate=NAME, months=6)


def certificate(quiz, name, valid_until, issued_on=date(2026, 6, 1), title=NAME):
    return add(TrainingCertificate, store_id=1, person_id=person(name).id, title=title, issued_on=issued_on,
               valid_until=valid_until, try_id=add_try(quiz, name, passed=True, on=issued_on, latest=None,
                                                       no=issued_on.toordinal()))


def valid(store, day=MONDAY, *by):
    found = figures_of([certificates_valid], Scope(day, stores=frozenset({store})), [month(day)], day, *by)
    figure = found.of("certificates_valid", month(day))
    return figure.amount, figure.base


def owed(name, kinds=("required_certificate", "training_certificate"), day=MONDAY):
    rows = due(Scope(day, persons=frozenset({person(name).id})))
    return [(row.kind, row.row_id, row.due_on) for row in rows if row.kind in kinds]


def test_while_nothing_is_required_every_certificate_once_earned_is_to_be_kept_up(store, quiz):
    certificate(quiz, "Li", date(2026, 12, 31))
    certificate(quiz, "Wang", date(2026, 11, 1))
    assert valid(store) == (1, 2)


def test_once_a_role_must_hold_one_everybody_in_it_counts_and_nobody_else(store, quiz):
    certificate(quiz, "Li", date(2027, 5, 1))
    certificate(quiz, "Wang", date(2026, 11, 1))
    certificate(quiz, "Bai", date(2027, 5, 1), title="另一张")
    rule(store)
    assert valid(store) == (1, 3)                                   # Li of Li, Wang, Zhou
    assert valid(store, date(2026, 10, 31)) == (3, 3)               # before the rule: all that were earned


def test_a_rule_ended_today_still_counts_for_the_days_before(store, quiz, clock):
    row_id = rule(store)
    certificate(quiz, "Bai", date(2027, 5, 1), title="另一张")
    release(db.session.get_one(RequiredCertificate, row_id), by=person("Qiao"), version=1)
    assert valid(store) == (1, 1)
    assert valid(store, MONDAY - timedelta(days=1)) == (0, 3)


def test_who_lacks_it_owes_it_from_the_day_of_the_rule_and_the_trainer_once_for_all(store, quiz):
    row_id = rule(store)
    assert owed("Li") == owed("Qiao") == [("required_certificate", row_id, date(2026, 11, 1))]
    assert owed("Lin") == []
    for name in ("Li", "Wang"):
        certificate(quiz, name, date(2027, 5, 1))
    assert owed("Li") == [] and owed("Qiao") == [("required_certificate", row_id, date(2026, 11, 1))]
    certificate(quiz, "Zhou", date(2027, 5, 1))
    assert owed("Qiao") == []


def test_a_required_certificate_that_ends_is_to_be_renewed_and_one_that_nobody_needs_is_not(store, quiz):
    rule(store)
    ends = certificate(quiz, "Li", MONDAY + timedelta(days=20))
    certificate(quiz, "Li", MONDAY + timedelta(days=20), title="另一张", issued_on=date(2026, 6, 2))
    assert owed("Li") == [("training_certificate", ends, MONDAY + timedelta(days=20))]


def test_a_rule_to_come_is_owed_within_the_days_of_notice_before_it(store, quiz):
    rule(store, since=MONDAY + timedelta(days=31))
    assert owed("Li") == []
    assert len(owed("Li", day=MONDAY + timedelta(days=1))) == 1


def test_a_trainer_requires_a_certificate_of_roles_and_sees_who_lacks_it(store, quiz, desk):
    page = desk.sign_in("Qiao").open("/training/required")
    assert "还没有必备证书" in page.words
    desk.send("/training/required/new", title="", roles=[], from_on="2026-11-01", status=422)
    desk.send("/training/required/new", title=NAME, roles=["consultant"], from_on="2026-11-01", status=422)
    desk.send("/training/required/new", title=NAME, roles=["consultant", "dcc"], from_on="2026-11-23", status=303)
    words = desk.open("/training/required").words
    assert "Li · 产品认证" in words and "Bai · 产品认证" in words and "3 人缺证" in words
    desk.send("/training/required/new", title=NAME, roles=["dcc"], from_on="2026-11-23", status=422)
    row = db.session.query(RequiredCertificate).filter_by(role=Role.DCC).one().id
    desk.send(f"/training/required/{row}/end", f"/training/required/{row}", status=303)
    assert "Bai" not in desk.open("/training/required").words


def test_a_consultant_reads_his_own_standing_alone_and_the_record_says_what_is_missing(store, quiz, desk):
    row_id = rule(store)
    words = desk.sign_in("Li").open("/training/required").words
    assert "未取得" in words and "Wang" not in words
    assert "Wang" not in desk.open(f"/training/required/{row_id}").words
    desk.open("/training/required/new", status=404)
    assert "产品认证 ●" in desk.open(f"/training/people/{person('Li').id}/record").words


def test_a_role_cannot_have_to_hold_the_same_twice_or_from_a_day_that_is_over(store):
    require(by=person("Qiao"), store_id=store, title=NAME, roles=[Role.LEADER], from_on=MONDAY)
    with pytest.raises(Refused) as refused:
        require(by=person("Qiao"), store_id=store, title=NAME, roles=[Role.CONSULTANT, Role.LEADER], from_on=MONDAY)
    assert refused.value.field == "roles"
    with pytest.raises(Refused):
        require(by=person("Qiao"), store_id=store, title=NAME, roles=[Role.DCC], from_on=MONDAY - timedelta(days=1))
