"""The accounts of the demo store, as its sign-in page shows them: who they are, and what they see first."""
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.clock import today
from portal.core.scope import held_on
from portal.extensions import db
from portal.org.models import Membership, Person, Role, Team

PASSWORD = "demo-store-2026"
ACCOUNTS = ("consultant", "consultant2", "consultant3", "consultant4", "leader", "dcc", "reception", "manager", "gm",
            "care", "finance", "planner", "trainer", "marketing", "group", "admin")
SEES_FIRST = {
    Role.CONSULTANT: _l("Customers in the store, contacts due today, my progress"),
    Role.LEADER: _l("The team's progress, what is late, losses to decide"),
    Role.DCC: _l("First answer within 30 minutes, invitations to the store"),
    Role.RECEPTION: _l("Who waits, who is being received, whose turn it is"),
    Role.MANAGER: _l("The store's progress, approvals, week sheets"),
    Role.GENERAL_MANAGER: _l("One screen: yesterday, the month in a sentence, the worst three"),
    Role.CARE: _l("Yesterday's deliveries, calls to lost customers"),
    Role.FINANCE: _l("Deposits, invoices, reporting dates"),
    Role.PLANNER: _l("Orders and the vehicles they wait for"),
    Role.TRAINER: _l("Steps agreed with me, the catalogue"),
    Role.MARKETING: _l("Visits and leads by source, phones masked"),
    Role.GROUP: _l("The stores side by side"),
    Role.ADMIN: _l("Accounts, organisation, settings"),
}


class DemoAccount(NamedTuple):
    account: str | None
    role: Role
    team: str | None
    sees_first: Any


def accounts() -> list[DemoAccount]:
    rows = db.session.execute(
        select(Person.account, Membership.role, Team.name)
        .join(Membership, Membership.person_id == Person.id).outerjoin(Team, Team.id == Membership.team_id)
        .where(Person.account.in_(ACCOUNTS), held_on(today())).order_by(Membership.id.desc()))
    found = {account: DemoAccount(account, role, team, SEES_FIRST[role]) for account, role, team in rows}
    return [found[account] for account in ACCOUNTS if account in found]
