"""The policy table in words: what each object and each verb of a permission is called. A test finds those missing."""
from flask_babel import lazy_gettext as _l

OBJECTS = {
    "home": _l("Home page"), "account": _l("Own account"), "profile": _l("Own profile"), "frontdesk": _l("Front desk"),
    "rota": _l("Rota"), "visits": _l("Visit register"), "leads": _l("Customers and leads"),
    "phone": _l("Phone numbers"), "clashes": _l("Ownership clashes"), "losses": _l("Losses and freezes"),
    "leavers": _l("Leavers"),
    "numbers": _l("Checks of numbers"), "drives": _l("Test-drive diary"), "orders": _l("Orders and deliveries"),
    "exceptions": _l("Exceptions of the queue"),
    "vehicles": _l("Vehicles in stock"), "cost": _l("Cost of vehicles"), "catalogue": _l("Models and prices"),
    "goals": _l("Goals"),
    "figures": _l("Figures"), "metrics": _l("Definitions of figures"), "meeting": _l("Meetings"),
    "day": _l("Day reports"), "sheets": _l("Review sheets"), "steps": _l("Agreed steps"), "forms": _l("Printed forms"),
    "imports": _l("Imports"), "roster": _l("Roster"), "calendar": _l("Calendar"), "people": _l("Staff"),
    "teams": _l("Teams"), "stores": _l("Stores"), "accounts": _l("Accounts"), "settings": _l("Settings"),
    "changes": _l("Change record"), "access": _l("Access record"), "policy": _l("Who may do what"),
    "jobs": _l("Jobs"), "board": _l("Feedback board"), "patterns": _l("Pattern page"),
    "training": _l("Training"), "counts": _l("Stock counts"), "demo_cars": _l("Demo cars"), "skills": _l("Skills"),
    "mentors": _l("Mentoring"), "effects": _l("Effect of trainings"),
    "finance": _l("Payments, papers and month end"), "planning": _l("Order plans"),
}

VERBS = {
    "read": _l("see"), "write": _l("enter and change"), "use": _l("use"), "export": _l("take away as a file"),
    "void": _l("void"), "assign": _l("assign to others"), "comment": _l("comment"), "ask": _l("ask for a decision"),
    "decide": _l("decide"), "pair": _l("bring together"), "approve": _l("approve"), "propose": _l("propose own"),
    "show": _l("show whole, with a line"), "today": _l("see whole on the day"), "check": _l("check"),
    "allot": _l("allot vehicles"), "pay": _l("enter payments"), "call": _l("call the customer"),
    "instruct": _l("instruct"), "answer": _l("answer"), "moderate": _l("remove and put back"),
    "notify": _l("give notices"), "type": _l("type in from paper"),
    "commit": _l("commit to customers of the day"),
    "issue": _l("issue"), "sign": _l("sign"), "print": _l("print"),
    "hand_over": _l("hand over"), "technical": _l("change the technical ones"),
    "join": _l("take part"), "tell": _l("count with others"), "results": _l("see results"),
    "papers": _l("note insurance, plates and reports"),
}

REACH = {"own": _l("own"), "team": _l("team"), "store": _l("store"), "group": _l("group")}
