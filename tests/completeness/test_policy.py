"""Who may open what: every address, tried by every role, against the policy table."""
from datetime import date

import pytest
from flask import url_for

from portal.core.policy import PUBLIC, rights_of
from portal.core.policy_table import EVERYONE, TABLE
from portal.extensions import db
from portal.org.models import Role

from ..factories.org import person
from ..factories.signin import add_session
from .offered import refused_of_what_is_offered

TODAY = date(2026, 11, 23)
NOT_OURS = {"static"}                   # Flask's own
NARROWER = {"register.sign_off": "reception, leader and manager sign a day",
            "register.unsign": "only who signed takes it back",
            "reviews.print_all": "only where there are sheets of others to print",
            "meetings.take_back": "only who signed takes it back",
            "meetings.instruct": "the form says whose day it is",
            "plans.months": "of a whole store",
            "handover.texts": "only while the hand-over stands",
            "goal_papers.year_letter": "of a whole store",
            "goal_papers.month_shares": "of a team or a store",
            "goal_papers.plan_breakdown": "of a team or a store", "goal_papers.version_breakdown": "the same",
            "papers.picture": "only a box that was signed on paper",
            "papers.on_paper": "whoever may note a signature for others",
            "plans.answer": "whose goal was proposed",
            "jobs.made": "only work that made a file",
            "board.report": "who called an activity, and who leads",
            "board.edit": "who wrote the post",
            "board.tell_practice": "a store's sheet on which a best practice is typed",
            "demo_cars.plan_upkeep": "only a demo car",
            "training.take": "only one's own test",
            "plans.plan": "whoever has a goal in the store reads its plan",
            **dict.fromkeys((f"imports.{name}" for name in (
                "one", "sheet", "mend", "columns", "faulty", "apply", "take_back", "drop")),
                "a file of what one may write by hand")}
OF = {                                          # whose argument is another thing of the same name
    "admin.setting": {"key": "levels"}, "goal_papers.week_control": {"key": "2026-W47"},
    "goal_papers.month_shares": {"key": "2026-11", "metric": "deliveries"},
}
NO_ROW = {"key", "kind_key", "period", "year", "metric", "subject"}  # arguments that name something of everybody's


def views(app):
    """Endpoint → permission of every view but Flask's own."""
    return {rule.endpoint: getattr(app.view_functions[rule.endpoint], "permission", None)
            for rule in app.url_map.iter_rules() if rule.endpoint not in NOT_OURS}


def addresses(app, ids):
    """(endpoint, method, address, whether it names a row) of every page, and of every button that has none."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint == "signin.sign_out"):      # the last
        if rule.endpoint not in NOT_OURS:
            named = rule.arguments - (rule.defaults or {}).keys()
            assert named <= ids.keys(), f"{rule}: the small store has no {named - ids.keys()}"
            with app.test_request_context():
                address = url_for(rule.endpoint, **{name: OF.get(rule.endpoint, ids)[name] for name in named},
                                  **rule.defaults or {})
            yield rule.endpoint, "GET" if "GET" in rule.methods else "POST", address, bool(named - NO_ROW)


class Browser:
    """Somebody signed in, without the checks that a desk makes of every page."""
    def __init__(self, app, name=None):
        self.app, self.client, self.name, self.pages = app, app.test_client(), name, {}
        with self.client.session_transaction() as session:
            session["csrf_token"] = "t"
            if name:
                session["_user_id"], session["_fresh"] = add_session(person(name).id, idle_minutes=10**6), True

    def answer(self, method, address, *, whole=False):
        """What stands there; only the part that htmx would swap, unless `whole`."""
        db.session.remove()
        with self.app.app_context():
            return self.client.open(address, method=method, headers={} if whole else {"HX-Request": "true"})


    def page(self, address):
        """A whole page, asked for once."""
        if address not in self.pages:
            self.pages[address] = self.answer("GET", address, whole=True)
        return self.pages[address]

    def status(self, method, address):
        """As the page answered that was opened already, or as it answers now."""
        known = self.pages.get(address) if method == "GET" else None
        return (known or self.answer(method, address)).status_code


def test_every_view_declares_a_permission_that_the_policy_knows(app):
    known = {PUBLIC, *EVERYONE, *(permission for grants in TABLE.values() for permission in grants)}
    assert {endpoint: said for endpoint, said in views(app).items() if said not in known} == {}


@pytest.mark.any_database
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(app, ids):
    app.config["WTF_CSRF_ENABLED"] = False
    nobody = Browser(app)
    let_in = {address: answer.status_code for endpoint, method, address, _row in addresses(app, ids)
              if views(app)[endpoint] != PUBLIC and not at_the_door(answer := nobody.answer(method, address))}
    assert let_in == {}


def at_the_door(answer):
    """A page sends to the sign-in page; what htmx asked for says so in a header."""
    return "/sign-in" in (answer.location or answer.headers.get("HX-Redirect", ""))


@pytest.mark.slow
@pytest.mark.any_database
@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_is_offered_and_what_the_policy_gives_it_and_nothing_else(app, ids, role):
    """Both with one browser: a page that is offered need not be opened again for the policy."""
    mine = Browser(app, role.value)
    assert refused_of_what_is_offered(mine) == {}
    app.config["WTF_CSRF_ENABLED"] = False
    rights, said = rights_of(person(role.value), TODAY), views(app)
    refused, open_ = {}, {}
    for endpoint, method, address, of_a_row in addresses(app, ids):
        if said[endpoint] == PUBLIC or endpoint in NARROWER and said[endpoint] in rights:
            continue
        scope = rights.get(said[endpoint])
        status = mine.status(method, address)
        held = scope is not None and (not of_a_row or scope.holds(ids["store_id"], ids["person_id"]))
        if held and status in (403, 404, 500):
            refused[method, address, endpoint] = status
        if not held and status != 404:
            open_[method, address, endpoint] = status
    assert (refused, open_) == ({}, {})
