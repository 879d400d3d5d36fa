"""The sheet of the stock ledger 库存台账."""
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.catalogue.load import series_ids, unknown_series
from portal.catalogue.models import CarModel
from portal.catalogue.vin import check_digit, is_vin, normal_vin
from portal.core.clock import today
from portal.core.imports import (
    N_,
    Checking,
    Context,
    Fault,
    Field,
    Import,
    Loading,
    Row,
    Verdict,
    code,
    day,
    money,
    one_of,
    text,
)
from portal.core.load import load
from portal.extensions import db
from portal.org.models import Store

from .life import Told, from_another_store
from .load import DatedVehicle, of_vins
from .models import Certificate, Move, State, Vehicle

IN_STOCK, ON_DISPLAY, DEMO, IN_TRANSIT, ALLOCATED = "stock", "display", "demo", "transit", "allocated"
STATES = {"在库": IN_STOCK, "在店": IN_STOCK, "库存": IN_STOCK, "可售": IN_STOCK, "展车": ON_DISPLAY, "试驾车": DEMO,
          "在途": IN_TRANSIT, "已配额": ALLOCATED, "配额": ALLOCATED, "待发": ALLOCATED}
CERTIFICATES = {"在店": Certificate.HERE, "已到": Certificate.HERE, "质押": Certificate.PLEDGED,
                "抵押": Certificate.PLEDGED, "赎证中": Certificate.REDEEMING}


def vin(typed: str, _context: Context) -> str:
    kept = normal_vin(typed)
    if not is_vin(kept):
        raise Fault(N_("Not a VIN: it has 17 letters and digits without I, O and Q, this one %(count)s"),
                    count=len(kept))
    return kept


def check(checking: Checking) -> None:
    """A VIN that another store has is a fault; a check digit that does not fit is only said."""
    there = {row.vin: (row.store_id, row.name) for row in db.session.execute(
        select(Vehicle.vin, Vehicle.store_id, Store.name).join(Store, Store.id == Vehicle.store_id)
        .where(Vehicle.live == 1, Vehicle.vin.in_({row["vin"] for row in checking.rows if row["vin"]})))}
    new = unknown_series(row["series"] for row in checking.rows)
    for row in checking.rows:
        if row["vin"] is None:
            continue
        if (known := there.get(row["vin"])) and known[0] != checking.store_id:
            row.wrong("vin", N_("%(store)s has this vehicle: have it transferred"), store=known[1])
        elif known and row.verdict is Verdict.ADD:
            row.update(N_("The portal has this vehicle: it gets what it lacks"))
        elif check_digit(row["vin"]) != row["vin"][8]:
            row.note(N_("The check digit does not fit: compare the VIN with the vehicle"))
        if row["arrived"] and row["arrived"] > today():
            row.wrong("arrived", N_("That day is still to come"))
        if row["series"] in new:
            new.remove(row["series"])
            row.note(N_("“%(name)s” becomes a series of the catalogue"), name=row["series"])


def load_vehicles(loading: Loading) -> None:
    series = series_ids(row["series"] for row in loading.rows)
    models: dict[tuple[int | None, str | None], int] = {
        (series_id, name): model_id for model_id, series_id, name in db.session.execute(
            select(CarModel.id, CarModel.series_id, CarModel.name))}
    known = of_vins(row["vin"] for row in loading.rows)
    stand = {vin: vehicle.state for vin, vehicle in known.items()}
    received = from_another_store(row.id for row in known.values() if row.state is State.TRANSIT)
    sent = {vin for vin, vehicle in known.items() if vehicle.id in received}
    load({"vehicles": [DatedVehicle(
        loading.store_id, row["vin"], _moves(row, stand.get(row["vin"]), row["vin"] in sent, loading.by.id),
        series_id=series.get(row["series"]),
        model_id=models.get((series.get(row["series"]), row["model"])), colour=row["colour"] or "",
        interior=row["interior"] or "", options=row["options"] or "", engine_no=row["engine"] or "",
        list_price_fen=row["list"], cost_fen=row["cost"], produced_on=row["produced"], expected_on=row["expected"],
        bank=row["bank"] or "", finance_due_on=row["due"], certificate=row["certificate"], note=row["note"] or "")
        for row in loading.rows]}, by=loading.by, batch=loading.batch)


def _moves(row: Row, stand: State | None, sent: bool, by_id: int) -> tuple[Told, ...]:
    """A row with a day of arrival has arrived, whatever the ledger calls it; without any word it is in stock. What the
    portal knows already, or knows better, is no move. `sent`: by another store, so that it is no intake."""
    stands, on, place = row["state"] or IN_STOCK, row["arrived"] or today(), row["place"] or ""
    how: dict[str, Any] = {"by_id": by_id}
    if stand not in (None, State.ALLOCATED, State.TRANSIT):
        return ()
    if stands in (ALLOCATED, IN_TRANSIT) and not row["arrived"]:
        became = Move.ALLOCATED if stands == ALLOCATED else Move.SHIPPED
        known = stand is State.TRANSIT or stand is State.ALLOCATED and became is Move.ALLOCATED
        return () if known else (Told(became, today(), **how),)
    used = {ON_DISPLAY: Move.ON_DISPLAY, DEMO: Move.MADE_DEMO}.get(stands)
    came = Told(Move.RECEIVED if sent else Move.TAKEN_IN, on, place=place, **how)
    return (came, *((Told(used, on, place=place, **how),) if used else ()))


ledger = Import("vehicles", _l("Stock ledger"), 75, ("库存台账", "库存", "库存表", "车辆库存", "库存明细"), (
    Field("vin", _l("VIN"), ("VIN", "车架号", "VIN码", "底盘号"), vin, required=True),
    Field("series", _l("Series"), ("车系",), text(40), required=True),
    Field("model", _l("Model"), ("车型", "配置", "车型名称"), text(60)),
    Field("colour", _l("Colour"), ("颜色", "外观颜色", "车色", "外色"), text(40)),
    Field("interior", _l("Interior"), ("内饰", "内饰颜色", "内色"), text(40)),
    Field("options", _l("Options"), ("选装", "选装包"), text(200)),
    Field("state", _l("State"), ("状态", "库存状态", "车辆状态"), one_of(STATES)),
    Field("arrived", _l("Arrived on"), ("入库日期", "到店日期", "入库时间"), day),
    Field("place", _l("Parked at"), ("库位", "停放位置", "位置"), text(40)),
    Field("engine", _l("Engine no."), ("发动机号",), code(30)),
    Field("produced", _l("Produced on"), ("生产日期", "出厂日期"), day),
    Field("expected", _l("Expected arrival"), ("预计到店", "预计到店日期", "预计入库日期"), day),
    Field("list", _l("List price"), ("指导价", "厂家指导价"), money),
    Field("cost", _l("Cost"), ("进价", "成本", "进货价", "采购价"), money),
    Field("bank", _l("Financing bank"), ("融资银行", "银行"), text(40)),
    Field("due", _l("Financing due on"), ("融资到期日", "到期日", "赎车日期"), day),
    Field("certificate", _l("Certificate of conformity"), ("合格证", "合格证状态"), one_of(CERTIFICATES)),
    Field("note", _l("Remarks"), ("备注",), text(300)),
), load=load_vehicles, identity=("vin",), shown=("vin", "series"), check=check, needs="vehicles.write")

imports = (ledger,)
