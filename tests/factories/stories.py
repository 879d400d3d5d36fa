"""A store's days at random, as rows in memory and in the tables, for figures to be counted twice."""
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import delete, insert

from portal.core.clock import ZONE
from portal.core.decision import Outcome
from portal.customers.models import (
    Closed,
    Contact,
    Customer,
    Freeze,
    HandOver,
    Invalid,
    Kind,
    Lead,
    LeadState,
    Level,
    LevelSpan,
    Loss,
    Method,
    Origin,
    Party,
    Result,
    Turn,
    Verdict,
    Visit,
)
from portal.extensions import db
from portal.org.models import FOREVER, Membership, Person, Role, RosterDay, Shift, Store, Team
from portal.sales.models import Cancellation, Delivery, DepositKind, DriveState, Order, Refund, SaleKind, TestDrive

FIRST, LAST = date(2026, 9, 21), date(2026, 12, 6)
STORE, PEOPLE, TEAMS = 1, (1, 2, 3, 4), (1, 2)
MOVED_ON = date(2026, 11, 12)           # person 1 goes from team 1 to team 2 in the middle of a month; 4 has no team
MODELS = (Visit, Lead, LevelSpan, Contact, Loss, Freeze, HandOver, TestDrive, Order, Cancellation, Delivery, RosterDay)
TO_EMPTY = (Cancellation, Delivery, TestDrive, Contact, Visit, LevelSpan, Loss, Freeze, HandOver, Order, RosterDay,
            Lead, Customer)


def team_of(person_id, day):
    return {1: 1 if day < MOVED_ON else 2, 2: 1, 3: 2}.get(person_id)


def lay_people():
    """One store with two teams and four consultants."""
    rows = [(Store, [{"id": STORE, "code": "A", "name": "永驰江城店", "version": 1}]),
            (Team, [{"id": n, "store_id": STORE, "name": f"销售{n}组", "version": 1} for n in TEAMS]),
            (Person, [{"id": n, "name": f"P{n}", "version": 1, "preferences": {}} for n in PEOPLE]),
            (Membership, [_membership(1, 1, date(2026, 1, 1), MOVED_ON), _membership(1, 2, MOVED_ON, FOREVER),
                          _membership(2, 1, date(2026, 1, 1), FOREVER), _membership(3, 2, date(2026, 1, 1), FOREVER),
                          _membership(4, None, date(2026, 1, 1), FOREVER)])]
    _insert(rows)


def _membership(person_id, team_id, from_on, until_on):
    return {"person_id": person_id, "store_id": STORE, "team_id": team_id, "role": Role.CONSULTANT,
            "from_on": from_on, "until_on": until_on}


def _insert(rows):
    for model, values in rows:
        if values:
            db.session.execute(insert(model).execution_options(render_nulls=True), values)
    db.session.commit()


def at(day, hour=10):
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


@dataclass
class Story:
    """Rows by their model; `of` gives them as objects with the columns as attributes."""
    random: Any
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: {model: [] for model in MODELS})

    def of(self, model):
        return [SimpleNamespace(**row) for row in self.rows[model]]

    def lay(self):
        for model in TO_EMPTY:
            db.session.execute(delete(model))
        customers = [{"id": n, "store_id": STORE, "name": "王", "version": 1} for n in range(1, self.customers + 1)]
        _insert([(Customer, customers), (Lead, self.rows[Lead]), (Order, self.rows[Order]),
                 *((model, self.rows[model]) for model in MODELS if model not in (Lead, Order))])

    def add(self, model, **values):
        row = {"id": len(self.rows[model]) + 1, "store_id": STORE} | values
        self.rows[model].append(row)
        return SimpleNamespace(**row)

    # What may happen

    def day(self, first=FIRST, last=LAST):
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def maybe(self, chance):
        return self.random.random() < chance

    def one(self, among):
        return self.random.choice(list(among))

    def owner(self):
        return self.one((1, 1, 2, 3, 4, None))

    customers = 6

    def tell(self):
        for n in range(1, self.customers + 1):
            for k in range(self.random.randint(1, 2)):
                self._lead(n, f"K{n}-{k}")
        for _ in range(16):
            self._visit()
        for person_id in PEOPLE:
            for day in {self.day() for _ in range(4)}:
                self.add(RosterDay, person_id=person_id, on=day, shift=self.one(Shift),
                         stand_in_id=self.one((None, None, 3)))
        return self

    def _visit(self):
        looks = self.maybe(.8)
        on = self.day()
        lead = self.one([*self.of(Lead), None])
        self.add(Visit, version=1, entry_no=f"V{len(self.rows[Visit])}", came_on=on,
                 came_at=at(on, self.random.randint(9, 17)), kind=self.one((*Kind, Kind.VISIT, Kind.VISIT)),
                 purpose="look" if looks else "service",
                 party=self.one((*Party, Party.FIRST)) if looks else None, kept=looks and self.maybe(.7),
                 added_wechat=self.maybe(.3), name=self.one(("王", "李")), person_id=self.owner(),
                 customer_id=lead.customer_id if lead else None, lead_id=lead.id if lead else None,
                 live=self.one((1, 1, 1, None)), joined_to_id=None, entered_by_id=1, entered_at=at(on))

    def _lead(self, customer_id, card_no):
        opened_on, origin = self.day(last=date(2026, 11, 30)), self.one(Origin)
        afar = origin is not Origin.SHOWROOM
        invalid = afar and self.maybe(.15)
        opened_at, lead_id = at(opened_on, self.random.randint(0, 23)), len(self.rows[Lead]) + 1
        spans = self._spans(lead_id, opened_on)
        self.add(Lead, version=1, customer_id=customer_id, card_no=card_no, owner_id=spans[-1]["owner_id"],
                 level=spans[-1]["level"], state=LeadState.OPEN, level_on=opened_on, origin=origin, source="x",
                 opened_on=opened_on, opened_at=opened_at, opened_by_id=1, opened_for_id=spans[0]["owner_id"],
                 kept=self.maybe(.8), invalid_as=Invalid.DUPLICATE if invalid else None,
                 live=self.one((1,) * 9 + (None,)), arrived_on=self.day(opened_on) if self.maybe(.5) else None,
                 respond_by_at=opened_at + timedelta(minutes=30) if afar else None,
                 responded_at=opened_at + timedelta(minutes=self.one((5, 30, 31, 600, 3000)))
                 if afar and self.maybe(.7) else None)
        self._contacts(lead_id, opened_on)
        self._sales(lead_id, customer_id, opened_on)

    def _spans(self, lead_id, opened_on):
        """Stays one after the other, several a day too; the last may have ended."""
        spans, on, turn = [], opened_on, Turn.OPENED
        for n in range(1, self.random.randint(1, 5) + 1):
            spans.append({"lead_id": lead_id, "n": n, "owner_id": self.owner(), "level": self.one(Level),
                          "state": self.one((LeadState.OPEN,) * 4 + (LeadState.FROZEN, LeadState.OUT_OF_CONTACT)),
                          "from_on": on, "began": turn})
            on = self.day(on)
            turn = self.one((Turn.MOVED, Turn.MOVED, Turn.HANDED, Turn.OUT_OF_CONTACT, Turn.REVIVED, Turn.ORDERED))
            spans[-1] |= {"to_on": on, "ended": turn}
        if self.maybe(.7):
            spans[-1] |= {"to_on": FOREVER, "ended": None}
        for span in spans:
            self.add(LevelSpan, **span)
        return spans

    def _contacts(self, lead_id, opened_on):
        planned = opened_on
        for left in range(self.random.randint(0, 4), -1, -1):
            due = self.day(planned)
            row = dict(lead_id=lead_id, owner_id=self.owner() or 2, level=self.one(Level), planned_on=planned,
                       due_on=due, owed=1, closed_as=None, closed_on=None, method=None, result=None)
            if left or self.maybe(.4):
                planned = self.day(planned, min(LAST, due + timedelta(days=4)))
                row |= {"owed": None, "closed_as": self.one((*Closed, Closed.MADE)), "closed_on": planned,
                        "method": self.one(Method), "result": self.one(Result)}
            self.add(Contact, **row)
        for asked in (Loss, Freeze):
            for _ in range(self.random.randint(0, 2) if self.maybe(.5) else 0):
                self._asked(asked, lead_id, self.day(opened_on))

    def _asked(self, asked, lead_id, on):
        decided_at = at(self.day(on), self.random.randint(0, 23)) if self.maybe(.8) else None
        outcome = self.one((Outcome.APPROVED, Outcome.APPROVED, Outcome.RETURNED, Outcome.WITHDRAWN))
        more = {"went_to": self.one(("gave_up", "unknown", "")), "why": self.one(("price", "unknown")),
                "verdict": self.one((Verdict.REAL, Verdict.REAL, Verdict.QUASI))} if asked is Loss else {
                    "until_on": LAST}
        waiting = 1 if decided_at is None else None
        if waiting and any(row["lead_id"] == lead_id and row["waiting"] for row in self.rows[asked]):
            return
        self.add(asked, version=1, lead_id=lead_id, owner_id=self.owner(), asked_by_id=1, asked_at=at(on, 9),
                 asked_on=on, level=Level.H, waiting=waiting, outcome=outcome if decided_at else None,
                 decided_at=decided_at, **more)

    def _sales(self, lead_id, customer_id, opened_on):
        for _ in range(self.random.randint(0, 2)):
            self.add(HandOver, lead_id=lead_id, on=self.day(opened_on), from_id=1, to_id=self.owner(), made_by_id=1,
                     undone_at=at(LAST) if self.maybe(.2) else None)
        for _ in range(self.random.randint(0, 3)):
            on = self.day(opened_on)
            self.add(TestDrive, version=1, lead_id=lead_id, person_id=self.owner(), on=on, starts_at=at(on),
                     state=self.one((DriveState.DRIVEN, DriveState.DRIVEN, DriveState.MISSED)),
                     live=self.one((1, 1, 1, None)))
        for _ in range(self.one((0, 0, 1, 1, 2))):
            self._order(lead_id, customer_id, self.day(opened_on))

    def _order(self, lead_id, customer_id, signed_on):
        fate = self.one(("open", "void", "cancelled", "delivered", "delivered"))
        on = self.day(signed_on)
        order = self.add(
            Order, version=1, lead_id=lead_id, customer_id=customer_id, order_no=f"D{len(self.rows[Order])}",
            person_id=self.owner(), signed_on=signed_on, sale_kind=self.one(SaleKind), price_fen=100,
            deposit_kind=DepositKind.DEPOSIT, live=None if fate in ("void", "cancelled") else 1,
            voided_at=at(LAST) if fate == "void" else None, cancelled_on=on if fate == "cancelled" else None,
            delivered_on=on if fate == "delivered" else None,
            invoiced_on=self.day(signed_on) if self.maybe(.5) else None,
            reported_on=self.day(signed_on) if self.maybe(.5) else None)
        if fate == "cancelled":
            self.add(Cancellation, order_id=order.id, person_id=self.owner(), cancelled_on=on, cancelled_by_id=1,
                     refund=Refund.RETURNED)
        if fate == "delivered":
            self.add(Delivery, version=1, order_id=order.id, lead_id=lead_id, person_id=self.owner(),
                     delivered_on=on, delivered_at=at(on), sale_kind=order.sale_kind, vin="x",
                     price_fen=self.random.randint(1, 9) * 10_000_000, live=self.one((1, 1, 1, None)))
