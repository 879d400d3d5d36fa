"""Numbers that were called to see whether they are right 号码核查."""
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from portal.core.clock import day_of
from portal.core.imports import N_, Checking, Context, Fault, Field, Import, Loading, code, moment, one_of, person, text
from portal.core.load import load
from portal.customers.load import DatedCheck
from portal.customers.models import CustomerPhone, NumberState
from portal.extensions import db

from . import cells

FOUND = {"空号": NumberState.DEAD, "停机": NumberState.DEAD, "错号": NumberState.WRONG, "非本人": NumberState.WRONG,
         "正常": NumberState.GOOD, "有效": NumberState.GOOD, "本人": NumberState.GOOD}


def whoever(typed: str, context: Context) -> int | None:
    """Who called; a department is nobody, and then it is who brings the sheet."""
    try:
        return person(typed, context)
    except Fault:
        return None


def check(checking: Checking) -> None:
    there = set(db.session.scalars(select(CustomerPhone.phone).where(
        CustomerPhone.store_id == checking.store_id, CustomerPhone.live == 1,
        CustomerPhone.phone.in_({row["phone"] for row in checking.rows if row["phone"]}))))
    told = {row["phone"] for key in ("leads", "register") for row in checking.earlier.get(key, {}).values()}
    for row in checking.rows:
        if row["phone"] and row["phone"] not in there | told:
            row.wrong("phone", N_("No customer of the store has this number"))
        if row["checker"] is None:
            row.note(N_("Nobody of this name in the store: you stand for the check"))


def load_checks(loading: Loading) -> None:
    load({"number_checks": [DatedCheck(
        loading.store_id, row["phone"], day_of(row["at"]), row["checker"] or loading.by.id, row["found"],
        row["note"] or "") for row in loading.rows]}, by=loading.by, batch=loading.batch)


checks = Import("number_checks", _l("Checked numbers"), 60, ("号码核查", "号码核实", "电话核查"), (
    Field("at", _l("Checked"), ("核查时间", "核查日期", "日期"), moment, required=True),
    Field("card", _l("Card no."), ("意向卡号", "卡号"), code(20)),
    Field("phone", _l("Phone"), ("手机号", "电话", "号码"), cells.phone, required=True, masked=True),
    Field("found", _l("Found"), ("结果", "核查结果"), one_of(FOUND), required=True),
    Field("checker", _l("Checked by"), ("核查人工号", "核查人"), whoever),
    Field("note", _l("Note"), ("备注",), text(200)),
), load=load_checks, identity=("at", "phone"), shown=("at", "phone"), check=check, updates=False,
    needs="leads.write")
