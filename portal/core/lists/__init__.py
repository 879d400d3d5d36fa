"""List: rows are shown one way. A query and its columns make the page, its order, filters, files and paper.

    leads = List("leads", _l("Leads"), queries.leads, id=Lead.id, sort="due", rows=_l("leads"), columns=(
        Column("level", _l("Level"), Lead.level, Level(), phone="corner"),
        Column("name", _l("Customer"), Customer.name, Name(), head=True, link=Link("customers.lead", "lead_id")),
        Column("due", _l("Next contact"), Lead.next_contact_on, Due()),
    ), filters=(Search("w", _l("Name"), columns=(Customer.name,)), Choices("level", _l("Level"), Lead.level, Code)))

    @bp.route("/leads", methods=["GET", "POST"])
    @requires("leads.read")
    def leads(scope):
        return show_list(lists.leads, scope)
"""
from .filters import Choice, Choices, Dates, Filter, Search
from .formats import (
    Day,
    Due,
    Format,
    Hour,
    Level,
    Moment,
    Money,
    Name,
    Number,
    Person,
    RowOf,
    State,
    Text,
    Tick,
    Words,
)
from .listing import Asked, Column, Link, List, Tab
from .saved import ListView
from .show import picked, show_list

__all__ = ["Asked", "Choice", "Choices", "Column", "Dates", "Day", "Due", "Filter", "Format", "Hour", "Level", "Link",
           "List", "ListView", "Moment", "Money", "Name", "Number", "Person", "RowOf", "Search", "State", "Tab",
           "Text", "Tick", "Words", "picked", "show_list"]
