"""The stack floor: two of the pages through Flask-SQLAlchemy's objects, Flask-Login, a scope filter, navigation and
macros, with none of the portal's rules: what the means alone cost.
"""
from datetime import date
from typing import Any

from flask import Flask, render_template, session
from flask_login import LoginManager, login_required
from jinja2 import DictLoader
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.core.scope import Scope
from portal.customers.models import Contact, Customer, CustomerPhone, Lead, LeadState, LevelSpan, Visit
from portal.extensions import db
from portal.org.models import Membership, Person, Store
from portal.sales.models import Order, TestDrive

NAVIGATION = 14
LIVING = (LeadState.OPEN, LeadState.FROZEN, LeadState.OUT_OF_CONTACT)
TEMPLATES = {
    "macros.html": """{% macro cell(value, label) %}<td data-label="{{ label }}">{{ value if value else "–" }}</td>
{% endmacro %}{% macro badge(level) %}<span class="level level-{{ level }}">{{ level }}</span>{% endmacro %}""",
    "base.html": """<!doctype html><title>{% block title %}{% endblock %}</title><nav>{% for place in range(places) %}
<a href="{{ url_for('leads', page=place) }}">{{ place }}</a>{% endfor %}</nav><p>{{ current_user.name }}</p>
{% block content %}{% endblock %}""",
    "list.html": """{% extends "base.html" %}{% from "macros.html" import cell, badge %}{% block content %}
<h1>{{ count }}</h1><table>{% for lead, phone in rows %}<tr><th>{{ badge(lead.level) }}</th>
<td><a href="{{ url_for('card', lead_id=lead.id) }}">{{ lead.customer.name }}</a></td>{{ cell(phone, "Phone") }}
{{ cell(lead.owner.name if lead.owner, "Owner") }}{{ cell(lead.source, "Source") }}{{ cell(lead.card_no, "Card") }}
{{ cell(lead.level_on, "Since") }}{{ cell(lead.next_contact_on, "Next") }}{{ cell(lead.note, "Words") }}</tr>
{% endfor %}</table>{% endblock %}""",
    "card.html": """{% extends "base.html" %}{% from "macros.html" import cell, badge %}{% block content %}
<h1>{{ lead.customer.name }}</h1>{{ badge(lead.level) }}<table>{% for row in rows %}<tr>{{ cell(row.id, "No") }}
{{ cell(row.note, "Words") }}{{ cell(row.due_on, "Day") }}</tr>{% endfor %}</table>{% endblock %}"""}


def create_stack(url: str, person_id: int, store_id: int) -> Flask:
    app = Flask("stack")
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SECRET_KEY="bench-" + "x" * 40)
    app.jinja_loader = DictLoader(TEMPLATES)
    db.init_app(app)
    login = LoginManager(app)

    @login.user_loader
    def load(_token: str) -> Person | None:
        row = db.session.execute(
            select(Person, Membership, Store.name).join(Membership, Membership.person_id == Person.id)
            .outerjoin(Store, Store.id == Membership.store_id).where(Person.id == person_id)).first()
        return row[0] if row else None

    def scope() -> Scope:
        return Scope(date.today(), stores=frozenset({store_id}))

    def page(name: str, **context: Any) -> str:
        return render_template(name, places=NAVIGATION, **context)

    @app.before_request
    def sign_in() -> None:
        session["_user_id"] = "1"

    @app.get("/leads")
    @login_required
    def leads() -> str:
        seen = select(Lead).where(scope().sees(store=Lead.store_id, owner=Lead.owner_id), Lead.live == 1,
                                  Lead.state.in_(LIVING))
        phone = (select(CustomerPhone.phone).where(CustomerPhone.customer_id == Customer.id, CustomerPhone.live == 1)
                 .order_by(CustomerPhone.rank).limit(1).scalar_subquery())
        rows = db.session.execute(
            seen.join(Customer, Customer.id == Lead.customer_id).add_columns(phone)
            .options(joinedload(Lead.customer), joinedload(Lead.owner))
            .order_by(Lead.next_contact_on, Lead.id).limit(50)).all()
        some = seen.with_only_columns(Lead.id).limit(10001).subquery()
        count = db.session.scalar(select(func.count()).select_from(some))
        return page("list.html", rows=rows, count=count)

    @app.get("/leads/<int:lead_id>")
    @login_required
    def card(lead_id: int) -> str:
        lead = db.session.scalars(
            select(Lead).options(joinedload(Lead.customer), joinedload(Lead.owner)).where(
                scope().sees(store=Lead.store_id, owner=Lead.owner_id), Lead.id == lead_id)).one()
        rows = [row for kind in (Contact, Visit, LevelSpan, TestDrive, Order)
                for row in db.session.scalars(select(kind).where(kind.lead_id == lead_id))]
        return page("card.html", lead=lead, rows=rows)
    return app
