"""A catalogue to order from, and orders to start from."""
from datetime import date

from portal.catalogue.models import Brand, CarModel, Series
from portal.sales.models import DepositKind, Order, SaleKind

from .customers import lead
from .org import add

VIN = "LSVAA4182E2184847"
OTHER_VIN = "LFV2A21K9D3017001"


def add_model(name="300TSI", series="探岳", *, list_price_fen=18_980_000, brand="大众"):
    """A model of our own brand; returns its id."""
    brand_id = add(Brand, name=f"{brand}{series}", own=True)
    series_id = add(Series, brand_id=brand_id, name=series, version=1)
    return add(CarModel, series_id=series_id, name=name, list_price_fen=list_price_fen, version=1)


def add_order(card_no="K26-0001", *, order_no="D202611-0001", signed_on=date(2026, 11, 20), **facts):
    """An open order of a lead, without a vehicle; returns its id."""
    of = lead(card_no)
    return add(Order, **{
        "version": 1, "store_id": of.store_id, "lead_id": of.id, "customer_id": of.customer_id, "order_no": order_no,
        "person_id": of.owner_id, "signed_by_id": of.owner_id, "deliverer_id": of.owner_id, "signed_on": signed_on,
        "sale_kind": SaleKind.RETAIL, "price_fen": 17_880_000, "deposit_kind": DepositKind.EARNEST,
        "deposit_fen": 1_000_000} | facts)
