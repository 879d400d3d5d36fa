"""The figures that a store watches for training needs: kept by trainer and sales manager, followed by what is found."""
from datetime import date

import pytest
from sqlalchemy import select

from portal.core.action import Change, Refused
from portal.core.period import month
from portal.core.scope import Scope
from portal.extensions import db
from portal.org.models import Store
from portal.training import effects, needs, watched
from portal.training.actions.watched import change_rule, lay_down_rules, take_rule_away
from portal.training.models import Below, NeedRule
from portal.training.settings import USUAL_NEEDS
from tests.factories.org import person
from tests.factories.training import MONDAY, add_event

from .test_needs import weak  # noqa: F401

TABLE = "/training/needs/figures"
NEW = f"{TABLE}/new"
LOSS = {"metric": "loss_clarity", "subject": "talk", "below": "20", "below_in": "percent", "cases": "5"}


def rule(metric="kept_rate"):
    db.session.rollback()
    return db.session.scalar(select(NeedRule).where(NeedRule.metric == metric, NeedRule.live == 1))


def change(**to):
    row = rule()
    held = {name: getattr(row, name) for name in ("metric", "subject", "word", "below", "below_in", "cases")}
    change_rule(row, by=person("Qiao"), version=row.version, **held | to)


def found(store):
    db.session.rollback()
    return [need.name for need in needs.needs(Scope(MONDAY, stores=frozenset({store})), store).needs]


def test_trainer_and_manager_add_change_and_take_away_a_figure_and_the_record_says_so(store, desk):
    page = desk.sign_in("Qiao").open("/training/needs")
    assert "关注指标" in page.words
    desk.send(NEW, NEW, **LOSS, status=303)
    page = desk.open(TABLE)
    assert "战败明确率" in page.words and "20 %" in page.words
    made = rule("loss_clarity")
    address = f"{TABLE}/{made.id}"
    desk.sign_in("Chen").send(address, address, below="15", below_in="points", status=303)
    assert "15 个百分点" in desk.open(TABLE).words
    desk.send(f"{address}/end", address, status=303)
    assert rule("loss_clarity") is None
    assert set(db.session.scalars(select(Change.action).where(Change.row_kind == "need_rule"))) >= {
        "need_rule.added", "need_rule.changed", "need_rule.taken_away"}
    desk.open(address, status=404)


def test_a_figure_is_watched_once_and_wrong_numbers_are_told_beside_their_fields(store, desk):
    desk.sign_in("Qiao")
    page = desk.send(NEW, NEW, **LOSS | {"metric": "kept_rate"}, status=422)
    assert "这个指标已在关注" in page.words
    for field, typed in (("below", "-5"), ("below", "51"), ("cases", "0"), ("metric", "revenue"), ("subject", "x")):
        page = desk.send(NEW, NEW, **LOSS | {"below_in": "points", field: typed}, status=422)
        assert f'href="#{field}"' in page.text
    other = rule("drive_rate").id
    page = desk.send(f"{TABLE}/{other}", f"{TABLE}/{other}", metric="kept_rate", status=422)
    assert "这个指标已在关注" in page.words and rule("drive_rate").id == other


def test_two_who_change_the_same_figure_do_not_overwrite_each_other(store, desk):
    address = f"{TABLE}/{rule().id}"
    old = desk.sign_in("Qiao").open(address)
    desk.send(address, old, below="12", status=303)
    desk.send(address, old, below="30", status=409)
    assert rule().below == 12


@pytest.mark.parametrize("name", ["Li", "Lin", "Gu", "Fan"])
def test_nobody_else_keeps_them(store, desk, name):
    assert TABLE not in desk.sign_in(name).open("/training/needs").text
    desk.open(TABLE, status=404)


def test_needs_and_home_follow_the_table(weak, desk):  # noqa: F811
    add_event("需求分析", store_id=weak, on=date(2026, 12, 1))
    assert found(weak) == ["Li"]
    change(cases=13)
    assert found(weak) == []
    change(cases=12, below=42)                          # Li 2 / 12, the store 14 / 24: 41.7 points, 71.4 % under
    assert found(weak) == []
    change(below=41)
    assert found(weak) == ["Li"]
    change(below=72, below_in=Below.PERCENT)
    assert found(weak) == []
    change(below=71)
    assert found(weak) == ["Li"] and "14 / 24" in desk.sign_in("Li").open("/").words
    change(active=False)
    assert found(weak) == [] and "14 / 24" not in desk.open("/").words
    change(active=True, metric="repeat_visit_rate")
    assert found(weak) == []


def test_effects_are_shown_for_the_figures_of_the_subject_or_for_all(store):
    assert effects.watched_for(store, "sales") == ["drive_rate", "kept_rate"]
    assert len(effects.watched_for(store, "market")) == len(USUAL_NEEDS)


def test_a_store_that_watches_nothing_is_told_so_and_begins_with_the_usual_figures(store, desk):
    desk.sign_in("Qiao")
    for row in watched.of_store(store):
        desk.send(f"{TABLE}/{row.id}/end", f"{TABLE}/{row.id}", status=303)
    assert "还没有关注的指标" in desk.open("/training/needs").words
    assert "还没有可比的数据" in desk.open("/training/effects?subject=sales").words
    assert "由培训师设定" in desk.sign_in("Li").open("/training/needs").words
    page = desk.sign_in("Qiao").open(TABLE)
    desk.send(f"{TABLE}/usual", page, status=303)
    assert [row.metric for row in watched.of_store(store)] == [metric for metric, *_rest in USUAL_NEEDS]
    assert lay_down_rules(db.session.get(Store, store), by=person("Qiao")) == 0


def test_only_rates_of_people_in_which_more_is_better_may_be_watched(store):
    keys = {metric.key for metric in watched.metrics(month(MONDAY))}
    assert {metric for metric, *_rest in USUAL_NEEDS} <= keys
    assert keys.isdisjoint({"lost_rate", "out_of_contact_share", "stock_depth", "gross_profit_rate", "orders"})


def test_a_line_that_was_taken_away_is_changed_no_more(store):
    row = rule()
    row_id, version = row.id, row.version
    take_rule_away(row, by=person("Qiao"), version=version)
    row = db.session.get(NeedRule, row_id)
    with pytest.raises(Refused):
        take_rule_away(row, by=person("Qiao"), version=row.version)
