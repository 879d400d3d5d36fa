"""Customers with their leads 意向客户表; the contacts of the same file tell how each lead came to where it stands."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.catalogue.load import series_ids
from portal.core.clock import day_of, today
from portal.core.decision import Outcome
from portal.core.imports import N_, Checking, Field, Import, Loading, Row, code, day, moment, one_of, person, text
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.load import load
from portal.customers.history import DatedTurn, noon
from portal.customers.load import (
    DatedContact,
    DatedCustomer,
    DatedFreeze,
    DatedLead,
    DatedLoss,
    DatedPhone,
    ids_by_phone,
)
from portal.customers.load.customers import ids_by_wechat
from portal.customers.models import Invalid, LeadState, Level, Origin, Turn, Verdict
from portal.customers.planning import respond_by

from . import cells
from .contacts import by_card, of_card

ORIGINS = {"展厅": Origin.SHOWROOM, "来店": Origin.SHOWROOM, "来电": Origin.CALL, "电话": Origin.CALL,
           "网络": Origin.WEB, "网销": Origin.WEB}
ORDERED = "ordered"             # open at level O: not a state of its own
STATES: dict[str, Any] = {
    "在跟": LeadState.OPEN, "跟进中": LeadState.OPEN, "已订": ORDERED, "已交车": LeadState.DELIVERED,
    "战败": LeadState.LOST, "冷冻": LeadState.FROZEN, "失联": LeadState.OUT_OF_CONTACT,
    "失控": LeadState.OUT_OF_CONTACT, "无效": LeadState.INVALID}
INVALID = {"重复": Invalid.DUPLICATE}
BACK_IN = {LeadState.FROZEN: timedelta(days=90), LeadState.OUT_OF_CONTACT: timedelta(days=30)}


def check(checking: Checking) -> None:
    there = cells.leads_by_card(checking.store_id, (row["card"] for row in checking.rows))
    seen: dict[str, Row] = {}
    for row in checking.rows:
        if row["card"] in there:
            row.skip(N_("The portal has this card already"))
        if not row["phone"] and not row["wechat"] and "phone" not in dict(row.faults):
            row.wrong("phone", N_("A phone or a WeChat is needed to know the customer again"))
        if row["opened"] and day_of(row["opened"]) > today():
            row.wrong("opened", N_("That day is still to come"))
        twin = seen.setdefault(row["phone"], row) if row["phone"] else row
        if twin is not row and row["state"] is LeadState.OPEN and twin["state"] is LeadState.OPEN:
            row.wrong("phone", N_("Row %(number)s has an open lead of the same customer"), number=twin.number)
        if cells.who(row) is None and not row.faults:
            row.note(N_("Nobody owns it: it goes to the public pool"))
    note_new(checking, "source")
    cells.note_series(checking)


@dataclass(frozen=True)
class Life:
    """How a lead came to where it stands, read off its row and its contacts."""
    row: Row
    contacts: tuple[DatedContact, ...]
    owner: int | None

    @property
    def opened_on(self) -> date:
        return day_of(self.row["opened"])

    @property
    def last_on(self) -> date:
        """The last day on which anything is known of it."""
        days = [contact.closed_on for contact in self.contacts if contact.closed_on]
        return max([self.opened_on, *days])

    def turns(self) -> tuple[DatedTurn, ...]:
        level = self.contacts[0].level if self.contacts else self.row["level"] or Level.N
        turns = [DatedTurn(self.opened_on, Turn.OPENED, level, self.owner)]
        for contact in self.contacts:
            if contact.level is not turns[-1].level:
                turns.append(self._moved(contact.planned_on, contact.level))
        standing = Level.O if self.row["state"] in (ORDERED, LeadState.DELIVERED) else self.row["level"]
        if standing and standing is not turns[-1].level:
            turns.append(self._moved(self.last_on, standing))
        if end := self._end(turns[-1].level):
            turns.append(end)
        return tuple(turns)

    def _moved(self, on: date, level: Level) -> DatedTurn:
        return DatedTurn(on, Turn.ORDERED if level is Level.O else Turn.MOVED, level, self.owner)

    def _end(self, level: Level) -> DatedTurn | None:
        state = self.row["state"]
        if state not in ENDS:
            return None
        back_on = self.last_on + BACK_IN[state] if state in BACK_IN else None
        return DatedTurn(self.last_on, ENDS[state], level, self.owner, state, back_on)

    def owed(self, level: Level) -> tuple[DatedContact, ...]:
        """The contacts, and for an open lead without one what the row says is due, else that it is due at once."""
        if self.row["state"] not in (None, LeadState.OPEN, ORDERED) or any(c.closed_as is None for c in self.contacts):
            return self.contacts
        due_on = self.row["next"] or self.last_on
        return (*self.contacts, DatedContact(self.owner, level, min(self.last_on, due_on), due_on))


ENDS = {LeadState.DELIVERED: Turn.DELIVERED, LeadState.LOST: Turn.LOST, LeadState.FROZEN: Turn.FROZEN,
        LeadState.OUT_OF_CONTACT: Turn.OUT_OF_CONTACT, LeadState.INVALID: Turn.INVALID}


def load_leads(loading: Loading) -> None:
    load({"customers": [DatedCustomer(
        loading.store_id, row["name"], (DatedPhone(row["phone"]),) if row["phone"] else (), card_no=row["card"],
        wechat=_wechat(row), area=row["area"] or "") for row in loading.rows]}, by=loading.by, batch=loading.batch)
    by_phone = ids_by_phone(loading.store_id, (row["phone"] or "" for row in loading.rows))
    by_wechat = ids_by_wechat(loading.store_id, (_wechat(row) for row in loading.rows))
    series = series_ids(row["series"] for row in loading.rows)
    sources = codes(loading, "source", "source")
    told = list(loading.file.get("contacts", ()))
    purposes = codes(Loading(loading.store_id, loading.context, told, loading.file, loading.by, loading.batch),
                     "contact_purpose", "purpose")
    rows_of = by_card(told)
    dated = []
    for row in loading.rows:
        owner = cells.who(row)
        life = Life(row, of_card(rows_of.get(row["card"], ()), row["level"] or Level.N, owner, purposes), owner)
        customer_id = by_phone.get(row["phone"]) or by_wechat[_wechat(row)]
        dated.append(_dated(loading, life, customer_id, sources[row["source"]], series.get(row["series"])))
    load({"leads": dated}, by=loading.by, batch=loading.batch)


def _dated(loading: Loading, life: Life, customer_id: int, source: str, series_id: int | None) -> DatedLead:
    row, turns = life.row, life.turns()
    web_or_call = row["origin"] in (Origin.WEB, Origin.CALL)
    tried = [contact.made_at for contact in life.contacts if contact.made_at]
    return DatedLead(
        customer_id, loading.store_id, row["card"], row["origin"] or Origin.SHOWROOM, row["opened"], turns=turns,
        contacts=life.owed(turns[-1].level), losses=_losses(life, turns, loading),
        freezes=_freezes(life, turns, loading),
        source=source, opened_by_id=life.owner, opened_for_id=life.owner, kept=bool(row["phone"]),
        invalid_as=INVALID.get(row["invalid"] or "", Invalid.INVALID) if row["state"] is LeadState.INVALID else None,
        invalid_reason=row["invalid"] or "" if row["state"] is LeadState.INVALID else "",
        respond_by_at=respond_by(loading.store_id, row["opened"]) if web_or_call else None,
        responded_at=min(tried, default=None), series_id=series_id)


def _losses(life: Life, turns: Sequence[DatedTurn], loading: Loading) -> tuple[DatedLoss, ...]:
    """Where to and why the sheet does not say."""
    if life.row["state"] is not LeadState.LOST:
        return ()
    return (DatedLoss(
        life.owner, life.owner or loading.by.id, noon(turns[-1].on), turns[-1].level, went_to="unknown", why="unknown",
        outcome=Outcome.APPROVED, verdict=Verdict.REAL, decided_by_id=loading.by.id, decided_at=noon(turns[-1].on),
        decision_reason=_("From the store's books")),)


def _freezes(life: Life, turns: Sequence[DatedTurn], loading: Loading) -> tuple[DatedFreeze, ...]:
    if life.row["state"] is not LeadState.FROZEN:
        return ()
    return (DatedFreeze(
        life.owner, life.owner or loading.by.id, noon(turns[-1].on), turns[-1].level,
        turns[-1].back_on or turns[-1].on, outcome=Outcome.APPROVED, decided_by_id=loading.by.id,
        decided_at=noon(turns[-1].on), decision_reason=_("From the store's books")),)


def _wechat(row: Row) -> str:
    """Its name; where only that it was added is known and there is no phone, the card stands for it."""
    if row["wechat"] in (None, "", cells.ADDED):
        return f"({row['card']})" if row["wechat"] == cells.ADDED and not row["phone"] else ""
    return str(row["wechat"])


leads = Import("leads", _l("Leads"), 30, ("意向客户表", "意向客户", "潜客", "意向客户管理表"), (
    Field("card", _l("Card no."), ("意向卡号", "卡号", "意向客户编号"), code(20), required=True),
    Field("name", _l("Customer"), ("客户姓名", "姓名", "客户"), text(60), required=True),
    Field("phone", _l("Phone"), ("手机号", "电话", "联系电话", "手机"), cells.phone, masked=True),
    Field("wechat", _l("WeChat"), ("微信", "加微", "微信号"), cells.wechat),
    Field("area", _l("Area"), ("区域", "地区"), text(60)),
    Field("staff_no", _l("Staff number"), ("归属工号", "工号", "顾问工号"), person),
    Field("consultant", _l("Owner"), ("归属顾问", "销售顾问", "顾问"), person),
    Field("origin", _l("Origin"), ("来源口径", "口径"), one_of(ORIGINS)),
    Field("source", _l("Source"), ("信息来源", "来源", "渠道"), choice_or_new("source")),
    Field("series", _l("Model of interest"), ("意向车系", "意向车型", "车系", "车型"), text(40)),
    Field("opened", _l("Opened"), ("建卡时间", "建卡日期", "登记日期", "日期"), moment, required=True),
    Field("level", _l("Level"), ("当前级别", "级别", "意向级别"), cells.level),
    Field("state", _l("State"), ("状态", "客户状态"), one_of(STATES)),
    Field("invalid", _l("Why invalid"), ("无效原因",), text(200)),
    Field("next", _l("Next contact"), ("下次回访日期", "下次跟进日期", "下次联系日期"), day),
), load=load_leads, identity=("card",), shown=("card", "name", "consultant"), check=check, updates=False,
    needs="leads.write")
