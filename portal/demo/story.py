"""The months of a demo store, day by day: who comes, what becomes of it; handed to the areas as dated rows."""
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from portal.catalogue.models import CarModel, Series
from portal.catalogue.vin import check_digit
from portal.core.calendar import calendar_of
from portal.core.clock import ZONE
from portal.customers.history import DatedTurn
from portal.customers.load import DatedCustomer, DatedLead, DatedPhone, DatedVisit
from portal.customers.models import Invalid, Kind, LeadState, Level, Origin, Turn
from portal.customers.planning import respond_by
from portal.extensions import db
from portal.org.models import Role
from portal.sales.load import DatedDrive, DatedOrder

from .cast import AREAS, GIVEN, JOBS, SURNAMES, TITLES
from .found import Member, Opened
from .lives import ONE_DAY, Life, Seller, Teller, Wish
from .market import COLOURS, DEMO_CARS, OF_WEEKDAY, OFFERS, TALKS, WEATHER_OF_MONTH

WEB_SOURCES = ("autohome", "dongchedi", "yiche", "live", "website")
FLOOR_SOURCES = ("walk_in", "walk_in", "walk_in", "walk_in", "referral", "roadshow", "campaign", "repurchase")
ERRANDS = ("collect", "pay", "service", "service", "other")
OPEN_LEVELS = ((Level.H, 12), (Level.A, 24), (Level.B, 34), (Level.C, 22), (Level.N, 8))


@dataclass
class Rows:
    """What a store's months come to."""
    customers: list[DatedCustomer] = field(default_factory=list)
    leads: list[tuple[str, DatedLead]] = field(default_factory=list)        # phone or WeChat of its customer, the lead
    visits: list[DatedVisit] = field(default_factory=list)
    drives: list[DatedDrive] = field(default_factory=list)
    orders: list[DatedOrder] = field(default_factory=list)


class Story:
    """Tells a store's months from `first` up to the close of `last`."""
    def __init__(self, opened: Opened, random: Random, first: date, last: date, today: date,
                 traffic: float = 1) -> None:
        self.opened, self.random, self.first, self.last, self.today = opened, random, first, last, today
        self.store_id, self.traffic = opened.store.id, traffic
        self.sellers = [m for m in opened.members if m.part.role in (Role.CONSULTANT, Role.LEADER)]
        self.web = [m for m in opened.members if m.part.role is Role.DCC]
        self.desk = next(m for m in opened.members if m.part.role is Role.RECEPTION).person.id
        self.manager_id = next(m for m in opened.members if m.part.role is Role.MANAGER).person.id
        self.models = self._models()
        self._entries: Counter[date] = Counter()
        self._orders: Counter[str] = Counter()
        self._cards, self._phones, self._vins = 0, 0, 0
        self.rows = Rows()
        self.teller = Teller(random, last, self._entry_no, self._order_no, self._vin, self.manager_id, DEMO_CARS)

    def tell(self) -> Rows:
        calendar = calendar_of(self.store_id)
        for day in self._days():
            if calendar.is_open(day):
                for _n in range(self._expected(day)):
                    self._entry(day)
        return self.rows

    def _days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def _expected(self, day: date) -> int:
        """Entries that begin something on a day; what customers come again for is told with them."""
        a_day = self.opened.house.traffic * self.traffic / 30.4 * .6
        mean = a_day * WEATHER_OF_MONTH[day.month - 1] * OF_WEEKDAY[day.weekday()]
        return max(int(self.random.gauss(mean, mean ** .5) + .5), 0)

    def _entry(self, day: date) -> None:
        chance = self.random.random()
        if chance < .19:
            self._errand(day)
        elif chance < .19 + .1:
            self._enquiry(day, Kind.CALL)
        elif chance < .19 + .1 + .2:
            self._enquiry(day, Kind.WEB)
        else:
            self._walk_in(day)

    def _errand(self, day: date) -> None:
        came = self._at(day)
        self.rows.visits.append(DatedVisit(
            self.store_id, self._entry_no(day), Kind.VISIT, self.random.choice(ERRANDS), came, self.desk,
            left_at=came + timedelta(minutes=self.random.randint(10, 60)), party_size=self.random.choice((1, 1, 2)),
            person_id=self._on_duty(day).id, result_at=came + timedelta(minutes=60)))

    def _walk_in(self, day: date) -> None:
        random, seller, came = self.random, self._on_duty(day), self._at(day)
        kept = random.random() < .62 + .32 * seller.skill
        wish = self._wish(came, Origin.SHOWROOM, random.choice(FLOOR_SOURCES)) if kept else None
        late = self.last - day < ONE_DAY and random.random() < .12
        visit: dict[str, Any] = dict(
            left_at=came + timedelta(minutes=random.randint(15, 90)), party_size=random.choice((1, 2, 2, 2, 3, 4)),
            transport=random.choice(("car", "taxi", "bus", "foot")), ticked_first=random.random() < .96,
            area=random.choice(AREAS), person_id=seller.id, given_at=came + timedelta(minutes=random.randint(1, 6)),
            series_id=wish.series_id if wish else self._model()[0], trade_in=random.random() < .28,
            instalment=random.random() < .45, source=wish.source if wish else random.choice(FLOOR_SOURCES))
        if not late:
            visit |= dict(outcome=random.choice(TALKS), result_at=came + timedelta(minutes=95))
        number = self._entry_no(day)
        if wish is None:
            self.rows.visits.append(DatedVisit(self.store_id, number, Kind.VISIT, "look", came, self.desk,
                                               **visit))
            return
        life = self._live(wish, seller, None, arrives=False)
        drove = any(drive.starts_at.astimezone(ZONE).date() == day for drive in life.drives)
        self.rows.visits.append(DatedVisit(
            self.store_id, number, Kind.VISIT, "look", came, self.desk, name=wish.name, phone=wish.phone,
            level=wish.level, model_id=wish.model_id, card_no=wish.card_no, test_drive=drove,
            **visit))

    def _enquiry(self, day: date, kind: Kind) -> None:
        """A call or web enquiry: internet sales open it where the store has any, and invite."""
        random, came = self.random, self._at(day)
        first = random.choice(self.web).seller if self.web else self._on_duty(day)
        missed = kind is Kind.CALL and random.random() < .06
        kept = not missed and random.random() < (.8 if kind is Kind.CALL else .93)
        source = "call" if kind is Kind.CALL else random.choice(WEB_SOURCES)
        number = self._entry_no(day)
        wish = self._wish(came, Origin.CALL if kind is Kind.CALL else Origin.WEB, source) if kept else None
        self.rows.visits.append(DatedVisit(
            self.store_id, number, kind, "look", came, self.desk if kind is Kind.CALL else first.id,
            answered=not missed if kind is Kind.CALL else None, name=wish.name if wish else "",
            phone=wish.phone if wish else "", source=source, person_id=first.id,
            series_id=wish.series_id if wish else None, level=wish.level if wish else None,
            outcome=random.choice(TALKS) if wish else "", result_at=came + timedelta(minutes=8),
            card_no=wish.card_no if wish else ""))
        if wish is None:
            return
        if random.random() < .1:
            self._invalid(wish, first)
            return
        later = self._on_duty(day) if self.web else None
        self._live(wish, first, later, arrives=random.random() < .3)

    def _live(self, wish: Wish, first: Seller, later: Seller | None, *, arrives: bool) -> Life:
        life = self.teller.tell(wish, first, later, arrives=arrives)
        self.rows.visits.extend(life.visits)
        self.rows.drives.extend(life.drives)
        if life.order:
            self.rows.orders.append(life.order)
        self._lead(wish, first, life)
        return life

    def _invalid(self, wish: Wish, first: Seller) -> None:
        day = wish.opened_at.astimezone(ZONE).date()
        life = Life(turns=[DatedTurn(day, Turn.OPENED, wish.level, first.id),
                           DatedTurn(day, Turn.INVALID, wish.level, first.id, LeadState.INVALID)],
                    responded_at=wish.opened_at + timedelta(minutes=9))
        self._lead(wish, first, life, invalid_as=Invalid.INVALID, invalid_reason="只问维修")

    def _lead(self, wish: Wish, first: Seller, life: Life, **more: Any) -> None:
        random = self.random
        self.rows.customers.append(DatedCustomer(
            self.store_id, wish.name, (DatedPhone(wish.phone),), title=random.choice(TITLES),
            area=random.choice(AREAS), job=random.choice(JOBS),
            decides="配偶" if random.random() < .2 else "",
            present_car=random.choice(("", "", "途岳 2019", "朗逸 2017", "卡罗拉 2016")),
            consent_on=wish.opened_at.astimezone(ZONE).date()))
        clock = respond_by(self.store_id, wish.opened_at) if wish.origin is not Origin.SHOWROOM else None
        self.rows.leads.append((wish.phone, DatedLead(
            0, self.store_id, wish.card_no, wish.origin, wish.opened_at, turns=tuple(life.turns),
            contacts=tuple(life.contacts), losses=tuple(life.losses), hand_overs=tuple(life.hand_overs),
            source=wish.source, opened_by_id=first.id, opened_for_id=first.id, kept=True, respond_by_at=clock,
            responded_at=life.responded_at, series_id=wish.series_id, model_id=wish.model_id, colour=wish.colour,
            budget_fen=wish.list_price_fen // 1_000_000 * 1_000_000, payment=random.choice(("cash", "loan", "open")),
            usage=random.choice(("家用", "上下班", "接送孩子", "商务", "")),
            rivals=random.choice(("", "比亚迪宋L", "丰田荣放", "本田CR-V", "吉利星越L")), **more)))

    def _wish(self, came: datetime, origin: Origin, source: str) -> Wish:
        random = self.random
        series_id, model_id, price = self._model()
        level = random.choices([one for one, _weight in OPEN_LEVELS], [weight for _one, weight in OPEN_LEVELS])[0]
        if origin is not Origin.SHOWROOM and level is Level.H:
            level = Level.A
        self._cards += 1
        return Wish(self.store_id, f"K{came:%y}-{self._cards:05}", came, origin, level, series_id, model_id, price,
                    random.choice(COLOURS), random.choice(SURNAMES) + "".join(
                        random.choice(GIVEN) for _ in range(random.choice((1, 2, 2)))), self._phone(), source)

    def _model(self) -> tuple[int, int, int]:
        return self.random.choices([row[:3] for row in self.models], [row[3] for row in self.models])[0]

    @staticmethod
    def _models() -> list[tuple[int, int, int, int]]:
        weights = {offer.series: offer.weight / len(offer.models) for offer in OFFERS}
        rows = db.session.execute(select(Series.id, CarModel.id, CarModel.list_price_fen, Series.name)
                                  .join(CarModel, CarModel.series_id == Series.id).order_by(CarModel.id))
        return [(series_id, model_id, price or 0, int(weights[name] * 100))
                for series_id, model_id, price, name in rows]

    def _on_duty(self, day: date) -> Seller:
        there = [m for m in self.sellers if m.is_there(day, self.today) and m.works(day)]
        return self.random.choices(there, [self._turns(m) for m in there])[0].seller

    @staticmethod
    def _turns(member: Member) -> float:
        return .35 if member.part.role is Role.LEADER else 1

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, time(self.random.choice((9, 10, 10, 11, 13, 14, 14, 15, 15, 16, 17)),
                                          self.random.randint(0, 59)), ZONE)

    def _entry_no(self, day: date) -> str:
        self._entries[day] += 1
        return f"{day:%y%m%d}-{self._entries[day]:03}"

    def _order_no(self, day: date) -> str:
        key = f"{day:%Y%m}"
        self._orders[key] += 1
        return f"D{key}-{self._orders[key]:04}"

    def _phone(self) -> str:
        """A number of its own in a range that no network has given out."""
        self._phones += 1
        return f"1{self.random.choice('3589')}{self.store_id % 10}{self._phones * 7919 % 10**8:08}"

    def _vin(self) -> str:
        self._vins += 1
        bare = f"LFV{self.store_id}A21K0{self.random.choice('ABCDEFGH')}{3_000_000 + self._vins:07}"
        return bare[:8] + check_digit(bare) + bare[9:]
