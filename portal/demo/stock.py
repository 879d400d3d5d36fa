"""The demo store's stock: each vehicle that an order had, those that nobody has ordered yet, and in a store of five
years those that were passed on."""
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from portal.catalogue.models import CarModel, Colour
from portal.catalogue.queries import series_names
from portal.catalogue.vin import check_digit
from portal.extensions import db
from portal.sales.load import DatedOrder, told_of_order
from portal.vehicles.life import Told
from portal.vehicles.load import DatedVehicle
from portal.vehicles.models import Certificate, Move

from .found import Opened
from .market import DEMO_CARS, OFFERS

SIZES = {"JC": 250, "BH": 40}               # vehicles with a store, those on their way too
PLACES = ("A 区", "B 区", "C 区", "后院", "展厅")
BANKS = ("工商银行", "平安银行", "厂家金融")
INTERIORS = ("黑色", "米色", "棕色")
DAYS = ((0, 30, 34), (31, 45, 16), (46, 90, 30), (91, 150, 14), (151, 330, 6))      # days in store, and how many in 100
WEIGHTS = {offer.series: offer.weight / len(offer.models) for offer in OFFERS}
TRANSIT, ALLOCATED = .3, .12               # of what nobody has ordered
UNALLOTTED = 2                              # vehicles that stand free although an order waits for their like
DEMOS, DISPLAYS = 4, 6
PASSED_ON = (                               # how vehicles left that no order here had, and how many in 100
    (Move.DELIVERED, "二网批售，厂家系统开单", 58),
    (Move.DELIVERED, "集团大客户直供，厂家系统开单", 20),
    (Move.RETURNED, "经销商互调，调往外地店", 17),
    (Move.RETURNED, "配置不符，退厂", 5),
)
TO_OTHERS = .12                             # of these: by way of another store of the group
STAYS = (2, 24)                             # days until they leave


def vehicles(opened: Opened, orders: Sequence[DatedOrder], today: date, *, first: date, ever: int,
             others: Sequence[int]) -> list[DatedVehicle]:
    """Those of orders first, for an order names its vehicle; the rest fills the yard. What then lacks to `ever` was
    passed on since `first`, some of it by way of `others`, the group's other stores."""
    random = Random(f"{opened.store.code} stock")
    planner = next((one.person.id for one in opened.members if one.part.account == "planner"), None)
    awaited = {(order.model_id, order.colour) for order in orders if _waits(order)}
    teller = Teller(opened, random, today, planner, awaited)
    sold = [teller.of_order(order) for order in orders if order.vin and order.vin_on]
    here = sum(1 for order in orders if order.vin and _open(order))
    known = [*sold, *teller.free(max(SIZES.get(opened.store.code, 40) - here, 0))]
    return [*known, *teller.passed_on(ever - len(known), first, others)]


def _open(order: DatedOrder) -> bool:
    return not order.delivery and not order.cancellation


def _waits(order: DatedOrder) -> bool:
    return not order.vin and _open(order)


class Teller:
    """Tells how vehicles came to a store, and where they stand."""
    def __init__(self, opened: Opened, random: Random, today: date, planner: int | None,
                 awaited: set[tuple[int | None, str]]) -> None:
        self.store_id, self.random, self.today, self.planner = opened.store.id, random, today, planner
        self.count, self.series = 0, series_names()
        self.colours = db.session.scalars(select(Colour.name).order_by(Colour.rank)).all()
        self.models = {model.id: model for model in db.session.scalars(select(CarModel).order_by(CarModel.id))}
        self.priced = [model for model in self.models.values() if self.series[model.series_id] in WEIGHTS]
        self.awaited, self.unallotted = awaited, UNALLOTTED
        pairs = [(model, colour) for model in self.priced for colour in self.colours]
        self.others = [(model, colour) for model, colour in pairs if (model.id, colour) not in awaited] or pairs

    def of_order(self, order: DatedOrder) -> DatedVehicle:
        random, on = self.random, order.vin_on or order.signed_on
        waited = random.randint(3, 70) if order.vin_on == order.signed_on else random.randint(0, 2)
        came = self._told(order.vin or "", self.models[order.model_id or 0], order.colour,
                          on - timedelta(days=waited), here=order.delivery is None)
        told = told_of_order(order.order_no, on, cancelled_on=None, invoiced_on=order.invoiced_on,
                             delivered_on=order.delivery.delivered_on if order.delivery else None)
        return replace(came, moves=(*came.moves, *told))

    def free(self, count: int) -> Iterator[DatedVehicle]:
        random, demos, displays = self.random, DEMOS, DISPLAYS
        for _n in range(count):
            model = random.choices(self.priced, [WEIGHTS[self.series[one.series_id]] for one in self.priced])[0]
            colour, chance = random.choice(self.colours), random.random()
            if chance < ALLOCATED:
                yield self._coming(model, colour, Move.ALLOCATED, random.randint(15, 40))
            elif chance < ALLOCATED + TRANSIT:
                yield self._coming(model, colour, Move.SHIPPED, random.randint(-1, 14))
            else:
                if self._is_awaited(model, colour):
                    model, colour = random.choice(self.others)
                first, last, _share = random.choices(DAYS, [share for _first, _last, share in DAYS])[0]
                use, plate = None, ""
                if demos and random.random() < .1:
                    demos, use = demos - 1, Move.MADE_DEMO
                    plate = DEMO_CARS[demos % len(DEMO_CARS)].split()[0]
                elif displays and random.random() < .1:
                    displays, use = displays - 1, Move.ON_DISPLAY
                yield self._told(self._vin(), model, colour, self.today - timedelta(days=random.randint(
                    max(first, 1), last)), here=True, use=use, plate=plate)

    def passed_on(self, count: int, first: date, others: Sequence[int]) -> Iterator[DatedVehicle]:
        """Bought with the year's quota and sold to dealers and fleets outside the portal: the stock ledger alone has
        them. All have left by now."""
        random, days = self.random, (self.today - first).days - 2 * STAYS[1]
        for _n in range(count):
            model = random.choices(self.priced, [WEIGHTS[self.series[one.series_id]] for one in self.priced])[0]
            came = self._told(self._vin(), model, random.choice(self.colours),
                              first + timedelta(days=random.randrange(days)), here=False)
            on, moves = came.moves[0].on, [*came.moves]
            if others and random.random() < TO_OTHERS:
                on += timedelta(days=random.randint(1, STAYS[1] // 2))
                moves += [Told(Move.TRANSFERRED, on, store_id=random.choice(others), by_id=self.planner),
                          Told(Move.RECEIVED, on + timedelta(days=1), place=PLACES[0])]
            what, reason, _share = random.choices(PASSED_ON, [share for _what, _reason, share in PASSED_ON])[0]
            moves.append(Told(what, on + timedelta(days=random.randint(*STAYS)), reason=reason, by_id=self.planner))
            yield replace(came, moves=tuple(moves))

    def _is_awaited(self, model: CarModel, colour: str) -> bool:
        """Whether an order waits for its like, beyond the few that nobody has allotted yet."""
        if (model.id, colour) not in self.awaited:
            return False
        self.unallotted -= 1
        return self.unallotted < 0

    def _told(self, vin: str, model: CarModel, colour: str, arrived: date, *, here: bool, use: Move | None = None,
              plate: str = "") -> DatedVehicle:
        random, price = self.random, model.list_price_fen or 0
        place = "展厅" if use is Move.ON_DISPLAY else random.choice(PLACES[:4])
        moves = [Told(Move.TAKEN_IN, arrived, place=place, by_id=self.planner)]
        if use:
            moves.append(Told(use, arrived + timedelta(days=1), place=place, by_id=self.planner))
        financed = here and random.random() < .5
        pledged = financed and random.random() < .5
        return DatedVehicle(
            self.store_id, vin, tuple(moves), certificate=Certificate.PLEDGED if pledged else None, plate=plate,
            produced_on=arrived - timedelta(days=random.randint(12, 60)),
            invoiced_on=arrived - timedelta(days=random.randint(3, 10)),
            bank=random.choice(BANKS) if financed else "",
            finance_due_on=arrived + timedelta(days=90) if financed else None, **self._facts(model, colour, price))

    def _coming(self, model: CarModel, colour: str, what: Move, days: int) -> DatedVehicle:
        price = model.list_price_fen or 0
        began = self.today - timedelta(days=self.random.randint(2, 9))
        return DatedVehicle(self.store_id, self._vin(), (Told(what, began, by_id=self.planner),),
                            expected_on=self.today + timedelta(days=days), **self._facts(model, colour, price))

    def _facts(self, model: CarModel, colour: str, price: int) -> dict[str, Any]:
        cost = int(price * self.random.uniform(.86, .9)) // 10_000 * 10_000
        return {"series_id": model.series_id, "model_id": model.id, "colour": colour,
                "interior": self.random.choice(INTERIORS), "list_price_fen": price, "cost_fen": cost,
                "rebate_fen": int(price * .02) // 10_000 * 10_000,
                "engine_no": f"EA211{self.random.randint(100_000, 999_999)}"}

    def _vin(self) -> str:
        self.count += 1
        bare = f"LFV{self.store_id}A21K0{self.random.choice('ABCDEFGH')}{5_000_000 + self.count:07}"
        return bare[:8] + check_digit(bare) + bare[9:]
