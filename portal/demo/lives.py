"""How a wish to buy goes in the demo group: a life of contacts, visits, drives, an order or a loss, up to a day."""
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from portal.core.clock import ZONE
from portal.core.decision import Outcome
from portal.customers.history import DatedTurn
from portal.customers.load import DatedContact, DatedHandOver, DatedLoss, DatedVisit
from portal.customers.models import Closed, Kind, LeadState, Level, Method, Origin, Result, Turn, Verdict
from portal.sales.load import DatedCancellation, DatedDelivery, DatedDrive, DatedOrder
from portal.sales.models import DepositKind, Refund, SaleKind

from .market import LOSS_TALKS, SAID, TALKS

ONE_DAY = timedelta(days=1)
EVERY = {Level.O: 3, Level.H: 1, Level.A: 3, Level.B: 7, Level.C: 15, Level.N: 30}
HOTTER = {Level.N: Level.C, Level.C: Level.B, Level.B: Level.A, Level.A: Level.H, Level.H: Level.H}
COLDER = {Level.H: Level.A, Level.A: Level.B, Level.B: Level.C, Level.C: Level.C, Level.N: Level.N}
CALLED = "258"                          # last digits of cards whose loss customer care calls about first
FATES = ("order", "lost", "open")
PAPERS = {"inspected": True, "certificate": True, "consistency": True, "warranty": True, "invoice": True,
          "explained": True, "photo": True, "care": True}


@dataclass(frozen=True)
class Seller:
    """Who works on a lead: his id, skill and punctuality, and on which days he works."""
    id: int
    skill: float
    punctual: float
    works: Callable[[date], bool]


@dataclass
class Wish:
    """What a life is about."""
    store_id: int
    card_no: str
    opened_at: datetime
    origin: Origin
    level: Level
    series_id: int
    model_id: int
    list_price_fen: int
    colour: str
    name: str
    phone: str
    source: str


@dataclass
class Life:
    """What came of a wish, as the rows that areas load."""
    turns: list[DatedTurn] = field(default_factory=list)
    contacts: list[DatedContact] = field(default_factory=list)
    visits: list[DatedVisit] = field(default_factory=list)
    drives: list[DatedDrive] = field(default_factory=list)
    losses: list[DatedLoss] = field(default_factory=list)
    hand_overs: list[DatedHandOver] = field(default_factory=list)
    order: DatedOrder | None = None
    responded_at: datetime | None = None


class Teller:
    """Tells lives up to the close of `last`; `number` gives the next entry number of a day, `vin` the next vehicle."""
    def __init__(self, random: Random, last: date, number: Callable[[date], str], order_no: Callable[[date], str],
                 vin: Callable[[], str], decider_id: int, cars: tuple[str, ...]) -> None:
        self.random, self.last, self.number = random, last, number
        self.order_no, self.vin, self.decider_id, self.cars = order_no, vin, decider_id, cars

    def tell(self, wish: Wish, first: Seller, later: Seller | None, *, arrives: bool) -> Life:
        """`first` opens the lead; when the customer arrives it goes to `later`, if somebody is named."""
        life, chance = Life(), self.random.random
        day = wish.opened_at.astimezone(ZONE).date()
        life.turns.append(DatedTurn(day, Turn.OPENED, wish.level, first.id))
        seller, level = first, wish.level
        if wish.origin is not Origin.SHOWROOM:
            life.responded_at = wish.opened_at + timedelta(minutes=self.random.choice((4, 8, 12, 18, 25, 26, 55, 130)))
        fate = self._fate(wish, (later or first).skill)
        ends = day + timedelta(days=self._length(fate, level))
        drove = False
        if wish.origin is Origin.SHOWROOM:
            drove = chance() < .45 + .3 * seller.skill
            if drove:
                self._drive(life, wish, seller, day)
        planned, due = day, day + ONE_DAY
        unanswered = 0
        while True:
            if arrives and later is not None and seller is first and due > day + ONE_DAY:
                arrival = self._arrive(life, wish, first, later, planned, level, due)
                if arrival is None:
                    return life
                planned, level, seller, due = arrival
                continue
            made = self._made(due, seller, planned)
            over = min(made, ends) if fate != "open" else made
            if over > self.last:
                life.contacts.append(DatedContact(seller.id, level, planned, due))
                return life
            if fate == "order" and ends <= made:
                return self._order(life, wish, seller, level, planned, due, max(ends, planned))
            if fate == "lost" and ends <= made:
                return self._lose(life, wish, seller, level, planned, due, max(ends, planned))
            result = Result.REAL if chance() < .7 else Result.UNANSWERED if chance() < .92 else Result.REFUSED
            after = self._move(level) if result is Result.REAL else level
            visit = result is Result.REAL and chance() < .16 and made > planned
            life.contacts.append(DatedContact(
                seller.id, level, planned, due, closed_as=Closed.MADE, closed_on=made, made_at=self._at(made),
                made_by_id=seller.id, method=Method.VISIT if visit else self._method(), result=result,
                level_after=after, purpose="advance",
                note=self.random.choice(TALKS) if result is Result.REAL else ""))
            if visit:
                self._again(life, wish, seller, made, after)
                if not drove and chance() < .5:
                    drove = True
                    self._drive(life, wish, seller, made)
            if after is not level:
                life.turns.append(DatedTurn(made, Turn.MOVED, after, seller.id))
                level = after
            unanswered = unanswered + 1 if result is Result.UNANSWERED else 0
            if unanswered >= 3:
                return self._out(life, wish, level, seller, made)
            planned = made
            due = self._next(made, seller, level, result)

    def _fate(self, wish: Wish, skill: float) -> str:
        hot = {Level.H: .66, Level.A: .5, Level.B: .36, Level.C: .22, Level.N: .14}[wish.level]
        origin = 1.0 if wish.origin is Origin.SHOWROOM else .42
        chance = self.random.random()
        if chance < hot * origin * (.55 + .75 * skill):
            return "order"
        return "lost" if chance < .88 else "open"

    def _length(self, fate: str, level: Level) -> int:
        mean = {Level.H: 4, Level.A: 8, Level.B: 14, Level.C: 24, Level.N: 30}[level]
        days = self.random.expovariate(1 / mean) if fate == "order" else self.random.expovariate(1 / (mean + 14))
        return int(min(days + (0 if fate == "order" else 3), 120))

    def _made(self, due: date, seller: Seller, planned: date) -> date:
        """The day on which the contact due is really made."""
        if self.random.random() < seller.punctual:
            early = due - ONE_DAY if self.random.random() < .2 and due - ONE_DAY > planned else due
            return early
        return due + timedelta(days=1 + int(self.random.expovariate(.5)))

    def _next(self, made: date, seller: Seller, level: Level, result: Result) -> date:
        days = 2 if result is Result.UNANSWERED else EVERY[level]
        due = made + timedelta(days=days)
        while due > made + ONE_DAY and not seller.works(due):
            due -= ONE_DAY
        return due

    def _move(self, level: Level) -> Level:
        chance = self.random.random()
        return HOTTER[level] if chance < .16 else COLDER[level] if chance < .3 else level

    def _method(self) -> Method:
        return self.random.choices((Method.CALL, Method.WECHAT, Method.MESSAGE, Method.HOME), (60, 34, 4, 2))[0]

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(self.random.randint(9, 18), self.random.randint(0, 59)), ZONE)

    def _arrive(self, life: Life, wish: Wish, first: Seller, later: Seller, planned: date, level: Level,
                due: date) -> tuple[date, Level, Seller, date] | None:
        """A web or call customer comes to the store and is handed to a consultant."""
        came = max(planned + timedelta(days=self.random.randint(1, 5)), planned + ONE_DAY)
        while not later.works(came):
            came += ONE_DAY
        if came > self.last:
            life.contacts.append(DatedContact(first.id, level, planned, due))
            return None
        after = HOTTER[level]
        life.contacts.append(DatedContact(
            first.id, level, planned, max(due, came), closed_as=Closed.MET, closed_on=came, made_at=self._at(came),
            made_by_id=later.id, method=Method.VISIT, result=Result.REAL, level_after=after))
        self._again(life, wish, later, came, after)
        if after is not level:
            life.turns.append(DatedTurn(came, Turn.MOVED, after, first.id))
        life.turns.append(DatedTurn(came, Turn.HANDED, after, later.id))
        life.hand_overs.append(DatedHandOver(came, first.id, later.id, first.id, "邀约到店"))
        if self.random.random() < .6:
            self._drive(life, wish, later, came)
        return came, after, later, self._next(came, later, after, Result.REAL)

    def _again(self, life: Life, wish: Wish, seller: Seller, day: date, level: Level) -> None:
        came = self._at(day)
        life.visits.append(DatedVisit(
            wish.store_id, self.number(day), Kind.VISIT, "look", came, seller.id, left_at=came + timedelta(minutes=50),
            party_size=self.random.choice((1, 2, 2, 3)), ticked_first=False, name=wish.name, phone=wish.phone,
            source=wish.source, series_id=wish.series_id, person_id=seller.id, given_at=came + timedelta(minutes=2),
            level=level, outcome=self.random.choice(TALKS), result_at=came + timedelta(minutes=55),
            card_no=wish.card_no))

    def _drive(self, life: Life, wish: Wish, seller: Seller, day: date) -> None:
        at, km = self._at(day), self.random.randint(3000, 9000)
        life.drives.append(DatedDrive(
            wish.store_id, wish.card_no, seller.id, at, ends_at=at + timedelta(minutes=30), series_id=wish.series_id,
            model_id=wish.model_id, car=self.random.choice(self.cars), km_out=km, km_in=km + self.random.randint(6, 18),
            score=self.random.choice((3, 4, 4, 5, 5)), feedback=self.random.choice(SAID)))

    def _close(self, life: Life, seller: Seller, level: Level, planned: date, due: date, day: date,
               after: Level) -> None:
        life.contacts.append(DatedContact(
            seller.id, level, planned, due, closed_as=Closed.MET, closed_on=day, made_at=self._at(day),
            made_by_id=seller.id, level_after=after))

    def _order(self, life: Life, wish: Wish, seller: Seller, level: Level, planned: date, due: date,
               day: date) -> Life:
        random = self.random
        self._close(life, seller, level, planned, due, day, Level.O)
        life.turns.append(DatedTurn(day, Turn.ORDERED, Level.O, seller.id))
        price = int(wish.list_price_fen * random.uniform(.88, .97)) // 10000 * 10000
        in_stock = random.random() < .55
        expected = day + timedelta(days=random.randint(2, 8) if in_stock else random.randint(9, 30))
        delivered = expected + timedelta(days=random.choice((-1, 0, 0, 0, 0, 1, 3) if in_stock else (0, 0, 0, 2, 6)))
        vin_on = day if in_stock else delivered - timedelta(days=random.randint(1, 4))
        cancelled = day + timedelta(days=random.randint(2, 12)) if random.random() < .08 else None
        vin = self.vin()

        def until_now(on: date) -> date | None:
            return on if on <= self.last else None
        given: dict[str, Any] = dict(
            store_id=wish.store_id, card_no=wish.card_no, order_no=self.order_no(day), signed_on=day,
            person_id=seller.id, price_fen=price, list_price_fen=wish.list_price_fen,
            sale_kind=SaleKind.RETAIL if random.random() < .95 else SaleKind.FLEET,
            deposit_kind=DepositKind.EARNEST if random.random() < .7 else DepositKind.DEPOSIT,
            deposit_fen=random.choice((200_000, 500_000, 1_000_000)), series_id=wish.series_id,
            model_id=wish.model_id, colour=wish.colour, payment=random.choice(("cash", "loan", "loan")),
            expected_on=expected, deposit_paid_on=day)
        if cancelled and cancelled <= self.last and cancelled < delivered:
            life.order = DatedOrder(**given, cancellation=DatedCancellation(
                cancelled, seller.id, seller.id, Refund.RETURNED, random.choice(("loan", "wait", "private"))))
            self._owe_until(life, seller, day, cancelled, Level.O, lapses=True)
            life.turns.append(DatedTurn(cancelled, Turn.ORDER_CANCELLED, Level.B, seller.id))
            return self._lose(life, wish, seller, Level.B, cancelled, cancelled + ONE_DAY,
                              cancelled + timedelta(days=random.randint(1, 9)))
        if delivered > self.last or (self.last - day).days < 60 and random.random() < .05:     # waits for its vehicle
            insured = delivered - timedelta(days=1 + day.toordinal() % 3)
            life.order = DatedOrder(**given, vin=vin if vin_on <= self.last else None,
                                    vin_on=until_now(vin_on), paid_on=until_now(delivered - ONE_DAY),
                                    insured_on=until_now(max(day, insured)), plated_on=until_now(delivered - ONE_DAY))
            self._owe_until(life, seller, day, self.last, Level.O, lapses=False)
            return life
        life.order = DatedOrder(
            **given, vin=vin, vin_on=vin_on, paid_on=max(day, delivered - ONE_DAY),
            insured_on=max(day, delivered - ONE_DAY), plated_on=delivered,
            invoiced_on=delivered, reported_on=until_now(delivered + timedelta(days=random.randint(0, 3))),
            delivery=DatedDelivery(delivered, seller.id, seller.id, vin, plate=f"鄂A{vin[9]}{vin[-4:]}", checks=PAPERS))
        self._owe_until(life, seller, day, delivered, Level.O, lapses=True)
        life.turns.append(DatedTurn(delivered, Turn.DELIVERED, Level.O, seller.id, LeadState.DELIVERED))
        return life

    def _owe_until(self, life: Life, seller: Seller, planned: date, end: date, level: Level, *, lapses: bool) -> None:
        """Contacts while an order waits; the last one lapses with what ends it, or is still owed."""
        due = planned + timedelta(days=EVERY[level])
        while True:
            made = self._made(due, seller, planned)
            if made >= end if lapses else made > end:
                closed: dict[str, Any] = {"closed_as": Closed.LAPSED, "closed_on": end} if lapses else {}
                life.contacts.append(DatedContact(seller.id, level, planned, due, **closed))
                return
            life.contacts.append(DatedContact(
                seller.id, level, planned, due, closed_as=Closed.MADE, closed_on=made, made_at=self._at(made),
                made_by_id=seller.id, method=Method.WECHAT, result=Result.REAL, level_after=level, purpose="delivery",
                note="告知到车进度"))
            planned, due = made, made + timedelta(days=EVERY[level])

    def _lose(self, life: Life, wish: Wish, seller: Seller, level: Level, planned: date, due: date, day: date) -> Life:
        random = self.random
        if day > self.last:
            life.contacts.append(DatedContact(seller.id, level, planned, due))
            return life
        asked = self._at(day)
        to = random.choices(("other_brand", "own_brand", "used", "gave_up", "unknown"), (48, 14, 8, 22, 8))[0]
        why = random.choices(("price", "model", "no_stock", "loan", "friends", "distance", "follow_up"),
                             (36, 20, 10, 10, 10, 6, 8))[0]
        decided = day + timedelta(days=random.randint(0, 2))
        life.contacts.append(DatedContact(seller.id, level, planned, due, closed_as=Closed.LAPSED, closed_on=day))
        waiting = decided > self.last or (self.last - day).days < 2 and random.random() < .5
        told: dict[str, Any] = dict(
            owner_id=seller.id, asked_by_id=seller.id, asked_at=asked, level=level, went_to=to, why=why,
            ask_reason=random.choice(LOSS_TALKS))
        if to == "other_brand":
            told |= dict(rival_model=random.choice(("宋L", "荣放", "星越L", "CR-V")),
                         rival_price_fen=random.choice((13_580_000, 14_980_000, 15_880_000)))
        if waiting:
            life.losses.append(DatedLoss(**told, answer_by_on=day + timedelta(days=4),
                                         called_first=wish.card_no[-1] in CALLED))
            return life
        life.losses.append(DatedLoss(
            **told, outcome=Outcome.APPROVED, verdict=Verdict.REAL, decided_by_id=self.decider_id,
            decided_at=datetime.combine(decided, time(18, 40), ZONE), decision_reason="同意"))
        life.turns.append(DatedTurn(day, Turn.LOST, level, seller.id, LeadState.LOST))
        return life

    def _out(self, life: Life, wish: Wish, level: Level, seller: Seller, day: date) -> Life:
        """Out of contact after three tries; offered again after 30 days, it is given up for lost."""
        back = day + timedelta(days=30)
        life.turns.append(DatedTurn(day, Turn.OUT_OF_CONTACT, level, seller.id, LeadState.OUT_OF_CONTACT, back_on=back))
        if back >= self.last:
            return life
        life.turns.append(DatedTurn(back, Turn.REVIVED, level, seller.id))
        ends = back + timedelta(days=self.random.randint(1, 4))
        return self._lose(life, wish, seller, level, back, back + ONE_DAY, ends)
