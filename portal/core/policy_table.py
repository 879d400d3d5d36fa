"""The policy as data: role → permission → reach. An administrator reads it as it is; nobody changes what a role means.

A permission is `object.verb`. Guarded fields are objects too (`phone.read`, `phone.show`, `cost.read`).
Reach: own (the person), team (the team led), store, group (every store). Source: DOMAIN.md section 2.
"""
from portal.org.models import Role

Grants = dict[str, str]

EVERYONE: Grants = {                     # whoever may sign in
    "home.read": "own", "account.use": "own", "profile.write": "own", "steps.read": "own", "steps.write": "own",
    "policy.read": "own", "metrics.read": "own", "calendar.read": "store", "jobs.read": "own",
    "board.read": "store", "board.write": "store", "board.answer": "own",
}
SELLER: Grants = {
    "goals.read": "own", "goals.propose": "own", "visits.read": "own", "visits.write": "own",
    "leads.read": "own", "leads.write": "own", "phone.read": "own", "losses.ask": "own",
    "orders.read": "own", "figures.read": "own", "meeting.read": "team", "day.read": "own", "day.write": "own",
    "day.commit": "own",
    "sheets.read": "own", "sheets.sign": "own", "rota.read": "store", "roster.read": "store", "catalogue.read": "store",
    "forms.print": "own", "vehicles.read": "store", "counts.read": "store", "counts.tell": "store",
    "demo_cars.read": "store",
}

TRAINED: Grants = {"training.read": "store", "training.join": "store", "training.results": "own",
                   "mentors.write": "own"}

TABLE: dict[Role, Grants] = {
    Role.CONSULTANT: SELLER | TRAINED | {"orders.write": "own", "orders.papers": "own", "drives.read": "own",
                                         "drives.write": "own"},
    Role.DCC: SELLER | TRAINED | {"drives.read": "own", "drives.write": "own", "numbers.check": "store"},
    Role.LEADER: TRAINED | {
        "training.results": "team", "skills.write": "team", "mentors.write": "team", "mentors.pair": "team",
        "goals.read": "team", "goals.write": "team", "goals.propose": "own",
        "visits.read": "team", "visits.write": "team", "leads.read": "team", "leads.write": "team",
        "leads.comment": "team", "phone.read": "own", "phone.show": "team", "losses.ask": "team",
        "losses.decide": "team",
        "drives.read": "team", "drives.write": "team", "orders.read": "team", "orders.write": "team",
        "orders.papers": "team",
        "figures.read": "team", "meeting.read": "team", "day.read": "team", "day.write": "own",
        "day.commit": "team", "day.instruct": "team",
        "sheets.read": "team", "sheets.write": "team", "sheets.sign": "team", "steps.read": "team",
        "steps.write": "team", "rota.read": "store", "rota.write": "store", "roster.read": "store",
        "catalogue.read": "store", "forms.print": "team", "vehicles.read": "store", "counts.read": "store",
        "counts.tell": "store", "demo_cars.read": "store",
    },
    Role.RECEPTION: TRAINED | {
        "frontdesk.use": "store", "rota.read": "store", "rota.write": "store", "visits.read": "store",
        "visits.write": "store", "phone.today": "store", "roster.read": "store", "forms.print": "store",
        "meeting.read": "store", "sheets.sign": "own", "catalogue.read": "store", "board.type": "store",
        "demo_cars.read": "store",
    },
    Role.MANAGER: TRAINED | {
        "training.write": "store", "training.results": "store", "skills.write": "store", "mentors.write": "store",
        "mentors.pair": "store", "effects.read": "store",
        "goals.read": "store", "goals.write": "store", "goals.approve": "store",
        "frontdesk.use": "store", "rota.read": "store", "rota.write": "store",
        "visits.read": "store", "visits.write": "store", "visits.export": "store", "visits.void": "store",
        "leads.read": "store", "leads.write": "store", "leads.comment": "store", "leads.export": "store",
        "leads.assign": "store", "clashes.decide": "store", "phone.read": "own", "phone.show": "store",
        "losses.ask": "store", "losses.decide": "store", "losses.call": "store",
        "drives.read": "store", "drives.write": "store",
        "drives.export": "store", "drives.void": "store", "orders.read": "store", "orders.write": "store",
        "orders.decide": "store", "orders.export": "store", "orders.allot": "store", "orders.papers": "store",
        "exceptions.sign": "store", "exceptions.decide": "store",
        "finance.read": "store", "planning.read": "store", "planning.write": "store", "cost.read": "store",
        "figures.read": "store", "figures.export": "store", "meeting.read": "store", "day.read": "store",
        "day.commit": "store", "day.instruct": "store", "sheets.read": "store", "sheets.write": "store",
        "sheets.issue": "store", "sheets.sign": "store", "steps.read": "store", "steps.write": "store",
        "imports.write": "store", "board.answer": "store", "board.assign": "store", "board.notify": "store",
        "board.type": "store",
        "people.read": "store", "leavers.hand_over": "store", "teams.write": "store", "roster.read": "store",
        "roster.write": "store", "settings.read": "store", "settings.write": "store", "changes.read": "store",
        "access.read": "store", "catalogue.read": "store", "catalogue.write": "store", "forms.print": "store",
        "vehicles.read": "store", "vehicles.write": "store", "vehicles.export": "store", "counts.read": "store",
        "counts.tell": "store", "counts.write": "store", "counts.export": "store", "demo_cars.read": "store",
        "demo_cars.write": "store",
    },
    Role.GENERAL_MANAGER: {
        "training.read": "store", "training.results": "store", "effects.read": "store",
        "goals.read": "store", "goals.approve": "store", "visits.read": "store", "leads.read": "store",
        "phone.show": "store", "losses.decide": "store", "clashes.decide": "store", "drives.read": "store",
        "orders.read": "store", "orders.decide": "store", "exceptions.approve": "store", "exceptions.decide": "store",
        "finance.read": "store", "cost.read": "store", "planning.read": "store",
        "figures.read": "store", "figures.export": "store", "meeting.read": "store", "day.read": "store",
        "day.instruct": "store",
        "sheets.read": "store", "sheets.write": "store", "sheets.issue": "store", "sheets.sign": "store",
        "steps.read": "store", "steps.write": "store", "people.read": "store", "roster.read": "store",
        "board.answer": "store", "board.assign": "store", "board.notify": "store",
        "board.type": "store",
        "settings.read": "store", "changes.read": "store", "access.read": "store", "rota.read": "store",
        "catalogue.read": "store", "forms.print": "store", "vehicles.read": "store", "counts.read": "store",
        "demo_cars.read": "store",
    },
    Role.CARE: TRAINED | {
        "visits.read": "store", "leads.read": "store", "phone.show": "store", "numbers.check": "store",
        "losses.call": "store",
        "orders.read": "store", "drives.read": "store", "sheets.read": "own", "sheets.sign": "own",
        "catalogue.read": "store",
    },
    Role.FINANCE: TRAINED | {
        "orders.read": "store", "orders.pay": "store", "orders.papers": "store", "finance.read": "store",
        "cost.read": "store", "sheets.read": "own", "sheets.sign": "own", "catalogue.read": "store",
    },
    Role.PLANNER: TRAINED | {
        "goals.read": "store", "orders.read": "store", "orders.allot": "store", "finance.read": "store",
        "planning.read": "store", "planning.write": "store", "cost.read": "store", "sheets.read": "own",
        "sheets.sign": "own", "catalogue.read": "store",
        "catalogue.write": "store",
        "vehicles.read": "store", "vehicles.write": "store", "vehicles.export": "store", "counts.read": "store",
        "counts.tell": "store", "counts.write": "store", "counts.export": "store", "demo_cars.read": "store",
        "demo_cars.write": "store",
    },
    Role.TRAINER: TRAINED | {
        "training.write": "store", "training.results": "store", "training.export": "store", "imports.write": "store",
        "skills.write": "store", "mentors.write": "store", "mentors.pair": "store", "effects.read": "store",
        "sheets.read": "own", "sheets.sign": "own", "catalogue.read": "store",
    },
    Role.MARKETING: TRAINED | {
        "goals.read": "store", "visits.read": "store", "leads.read": "store", "figures.read": "store",
        "sheets.read": "own", "sheets.sign": "own", "catalogue.read": "store", "vehicles.read": "store",
    },
    Role.GROUP: {
        "training.read": "group", "training.results": "group", "effects.read": "group",
        "goals.read": "group", "goals.write": "group", "goals.approve": "group", "visits.read": "group",
        "leads.read": "group", "drives.read": "group", "orders.read": "group", "finance.read": "group",
        "planning.read": "group", "exceptions.approve": "group", "exceptions.decide": "group",
        "cost.read": "group", "figures.read": "group", "figures.export": "group", "meeting.read": "group",
        "day.read": "group", "sheets.read": "group", "steps.read": "group", "people.read": "group",
        "roster.read": "group", "settings.read": "group", "changes.read": "group", "catalogue.read": "group",
        "rota.read": "group", "calendar.read": "group", "vehicles.read": "group", "vehicles.export": "group",
        "board.read": "group", "counts.read": "group", "counts.export": "group", "demo_cars.read": "group",
    },
    Role.ADMIN: {
        "stores.write": "group", "teams.write": "group", "people.read": "group", "people.write": "group",
        "accounts.write": "group", "roster.read": "group", "roster.write": "group", "settings.read": "group",
        "settings.write": "group", "settings.technical": "group", "changes.read": "group", "access.read": "group",
        "calendar.read": "group", "calendar.write": "group", "imports.write": "group", "jobs.read": "group",
        "patterns.read": "group", "board.read": "group", "board.moderate": "group",
    },
}

NOT_AFTER_NOTICE = frozenset({"phone.show", "visits.export", "leads.export", "drives.export", "orders.export",
                              "figures.export", "vehicles.export", "training.export", "counts.export"})


def grants_of(role: Role) -> Grants:
    """All that a role may do, what everyone may included; the wider reach wins."""
    return EVERYONE | TABLE[role]
