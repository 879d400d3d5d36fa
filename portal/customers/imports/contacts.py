"""Contacts made and owed 跟进记录: a row is a contact that was planned and what became of it, or an exchange that
nobody planned."""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.core.clock import ZONE, day_of
from portal.core.imports import N_, Checking, Field, Import, Loading, Row, code, day, moment, one_of, person, text
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.load import load
from portal.customers import history
from portal.customers.load import DatedContact, DatedLead
from portal.customers.models import Closed, Contact, Lead, LeadState, Level, Method, Result
from portal.extensions import db

from . import cells

METHODS = {"电话": Method.CALL, "微信": Method.WECHAT, "来店": Method.VISIT, "到店": Method.VISIT, "上门": Method.HOME,
           "短信": Method.MESSAGE}
RESULTS = {"有效": Result.REAL, "接通": Result.REAL, "未接通": Result.UNANSWERED, "未接": Result.UNANSWERED,
           "拒绝": Result.REFUSED}


def check(checking: Checking) -> None:
    cells.check_cards(checking)
    for row in checking.rows:
        if row["made"] is None and row["due"] is None and not row.faults:
            row.wrong("due", N_("Neither planned nor made: one of the two is needed"))
        if row["made"] and row["result"] is None and not row.faults:
            row.wrong("result", N_("Nothing stands here, and it is needed"))
    note_new(checking, "purpose")


@dataclass
class Told:
    """What the rows of one lead tell, in the order of time."""
    contacts: list[DatedContact]
    purposes: Mapping[str | None, str]

    def take(self, row: Row, after: Row | None, level: Level, owner: int | None) -> None:
        planned = row["planned"] or row["made"] or _morning(row["due"])
        contact = DatedContact(
            owner_id=row["planner"] or owner, level=row["before"] or level, planned_on=day_of(planned),
            due_on=row["due"] or day_of(row["made"]))
        self.contacts.append(self._closed(contact, row, after))

    def met(self, row: Row) -> bool:
        """An exchange that nobody planned closes the contact that was owed then, if there is one."""
        for place, contact in enumerate(self.contacts):
            if contact.closed_as in (None, Closed.MET) and contact.planned_on <= day_of(row["made"]) and (
                    contact.closed_on is None or contact.closed_on >= day_of(row["made"])):
                self.contacts[place] = self._made(replace(
                    contact, closed_as=None, closed_on=None, level=row["before"] or contact.level), row)
                return True
        return False

    def _closed(self, contact: DatedContact, row: Row, after: Row | None) -> DatedContact:
        if row["made"]:
            return self._made(contact, row)
        if row["moved"]:
            return replace(contact, closed_as=Closed.MOVED, closed_on=max(day_of(row["moved"]), contact.planned_on))
        if row["void"]:
            return replace(contact, closed_as=Closed.LAPSED, closed_on=max(day_of(row["void"]), contact.planned_on))
        if after is not None and after["planned"]:          # the next was planned: an arrival or order met this one
            return replace(contact, closed_as=Closed.MET, closed_on=max(day_of(after["planned"]), contact.planned_on))
        return contact

    def _made(self, contact: DatedContact, row: Row) -> DatedContact:
        return replace(contact, closed_as=Closed.MADE, closed_on=max(day_of(row["made"]), contact.planned_on),
                       made_at=row["made"], made_by_id=row["maker"] or contact.owner_id, method=row["method"],
                       purpose=self.purposes[row["purpose"]], result=row["result"],
                       level_after=row["after"] or contact.level, note=row["note"] or "")


def of_card(rows: Iterable[Row], level: Level, owner: int | None,
            purposes: Mapping[str | None, str]) -> tuple[DatedContact, ...]:
    """The contacts of one lead; `level` is where it stood before the first."""
    planned = sorted((row for row in rows if row["due"]), key=lambda row: row["planned"] or _morning(row["due"]))
    unplanned = sorted((row for row in rows if not row["due"]), key=lambda row: row["made"])
    told = Told([], purposes)
    for place, row in enumerate(planned):
        told.take(row, planned[place + 1] if place + 1 < len(planned) else None, level, owner)
        level = row["after"] or row["before"] or level
    for row in unplanned:
        if not told.met(row):
            told.take(row, None, row["before"] or level, owner)
    return tuple(sorted(told.contacts, key=lambda contact: (contact.planned_on, contact.closed_on or date.max)))


def by_card(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["card"]].append(row)
    return found


def load_contacts(loading: Loading) -> None:
    """Contacts of leads that the portal has; those of leads that come with the same file are loaded with them."""
    new = {row["card"] for row in loading.file.get("leads", ())}
    purposes = codes(loading, "contact_purpose", "purpose")
    rows = {card: found for card, found in by_card(loading.rows).items() if card not in new}
    leads = cells.leads_by_card(loading.store_id, rows)
    told = {card: of_card(found, leads[card].level, leads[card].owner_id, purposes) for card, found in rows.items()}
    _close_owed(leads, told)
    load({"leads": [DatedLead(lead.customer_id, lead.store_id, card, lead.origin, lead.opened_at, contacts=tuple(
        contact for contact in told[card] if contact.closed_as)) for card, lead in leads.items()]},
        by=loading.by, batch=loading.batch)
    _owe_next(leads, told)


def _close_owed(leads: Mapping[str, Lead], told: Mapping[str, Sequence[DatedContact]]) -> None:
    """What the portal has as owed and the sheet as done."""
    for card, lead in leads.items():
        owed = history.owed(lead)
        done = owed and next((contact for contact in told[card] if contact.closed_as and (
            contact.planned_on, contact.due_on) == (owed.planned_on, owed.due_on)), None)
        if owed and done and done.closed_as and done.closed_on:
            history.close(owed, done.closed_as, on=done.closed_on, made_at=done.made_at, made_by_id=done.made_by_id,
                          method=done.method, purpose=done.purpose, result=done.result, level_after=done.level_after,
                          note=done.note)
            lead.next_contact_on = None


def _owe_next(leads: Mapping[str, Lead], told: Mapping[str, Sequence[DatedContact]]) -> None:
    for card, lead in leads.items():
        last = told[card][-1]
        if last.closed_as is None and lead.state is LeadState.OPEN and lead.owner_id and history.owed(lead) is None:
            known = db.session.scalar(select(Contact.id).where(
                Contact.lead_id == lead.id, Contact.planned_on == last.planned_on, Contact.due_on == last.due_on))
            if known is None:
                history.change_level(lead, last.level, on=last.planned_on)
                history.owe(lead, on=last.planned_on, due_on=last.due_on)
    db.session.flush()


def _morning(on: date) -> datetime:
    return datetime.combine(on, time(9), ZONE)


contacts = Import("contacts", _l("Contacts"), 40, ("跟进记录", "回访记录", "跟进"), (
    Field("no", lazy_pgettext("row", "No."), ("跟进编号", "编号", "序号"), code(20)),
    Field("card", _l("Card no."), ("意向卡号", "卡号"), code(20), required=True),
    Field("planned", _l("Planned"), ("计划时间", "计划日期"), moment),
    Field("planner", _l("Planned for"), ("计划人工号", "计划人"), person),
    Field("due", _l("Due"), ("应跟进日期", "应跟进时间", "计划跟进日期", "下次跟进日期"), day),
    Field("made", _l("Made"), ("实际跟进时间", "跟进时间", "实际跟进日期"), moment),
    Field("maker", _l("Made by"), ("跟进人工号", "跟进人"), person),
    Field("method", _l("Method"), ("方式", "跟进方式"), one_of(METHODS)),
    Field("purpose", _l("Purpose"), ("目的", "跟进目的"), choice_or_new(
        "contact_purpose", **{"首次": "first", "促成": "close"})),
    Field("before", _l("Level before"), ("跟进前级别", "原级别"), cells.level),
    Field("after", _l("Level after"), ("跟进后级别", "级别", "现级别"), cells.level),
    Field("result", _l("Result"), ("联系结果", "结果"), one_of(RESULTS)),
    Field("moved", _l("Moved on"), ("改期时间", "改期日期"), moment),
    Field("void", _l("Lapsed on"), ("作废时间",), moment),
    Field("note", _l("What was said"), ("跟进内容", "内容", "备注"), text(500)),
), load=load_contacts, identity=("no",), shown=("card", "due", "made"), check=check,
    needs="leads.write")
