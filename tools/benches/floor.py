"""The floor: the same answers by hand-written SQL and one Jinja template in bare Flask. Nothing can be much faster."""
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask, redirect, render_template_string, request
from sqlalchemy import Engine

from .store import monday_before

LIVING = "('open', 'frozen', 'out')"
ROWS = """<!doctype html><title>Rows</title><h1>{{ count }}</h1><table>{% for row in rows %}<tr>{% for cell in row %}
<td>{{ cell if cell is not none else "–" }}</td>{% endfor %}</tr>{% endfor %}</table>"""
PHONE = "(SELECT p.phone FROM customer_phone p WHERE p.customer_id = c.id AND p.live = 1 ORDER BY p.rank LIMIT 1)"
LIST = f"""SELECT l.id, l.level, c.name, {PHONE}, s.name, l.source, o.name, l.level_on, l.next_contact_on, l.card_no,
 (SELECT k.note FROM contact k WHERE k.lead_id = l.id AND k.closed_on IS NOT NULL ORDER BY k.closed_on DESC, k.id DESC
  LIMIT 1)
 FROM lead l JOIN customer c ON c.id = l.customer_id LEFT JOIN series s ON s.id = l.series_id
 LEFT JOIN person o ON o.id = l.owner_id WHERE l.store_id = ? AND l.live = 1 AND l.state IN {LIVING}"""  # noqa: S608
COUNT = f"""SELECT count(*) FROM (SELECT 1 FROM lead l JOIN customer c ON c.id = l.customer_id
 WHERE l.store_id = ? AND l.live = 1 AND l.state IN {LIVING}"""  # noqa: S608
FRAGMENT = """ AND (c.name LIKE ? OR EXISTS (SELECT 1 FROM customer_phone p WHERE p.customer_id = c.id AND p.live = 1
 AND p.phone LIKE ?))"""
BY_MONTH = """SELECT substr(v.came_on, 1, 7), v.person_id, p.name, count(*), sum(CASE WHEN v.kept THEN 1 ELSE 0 END)
 FROM visit v LEFT JOIN person p ON p.id = v.person_id WHERE v.store_id = ? AND v.live = 1 AND v.joined_to_id IS NULL
 AND v.kind = 'visit' AND v.came_on BETWEEN ? AND ? GROUP BY 1, 2, 3 ORDER BY 1, 2"""
WEEK = (
    "SELECT person_id, kind, party, count(*), sum(CASE WHEN kept THEN 1 ELSE 0 END) FROM visit WHERE store_id = ? "
    "AND live = 1 AND joined_to_id IS NULL AND came_on BETWEEN ? AND ? GROUP BY 1, 2, 3",
    "SELECT owner_id, closed_as, count(*), sum(CASE WHEN closed_on <= due_on THEN 1 ELSE 0 END) FROM contact "
    "WHERE store_id = ? AND due_on BETWEEN ? AND ? GROUP BY 1, 2",
    "SELECT owner_id, result, count(*) FROM contact WHERE store_id = ? AND closed_on BETWEEN ? AND ? GROUP BY 1, 2",
    "SELECT opened_for_id, origin, count(*) FROM lead WHERE store_id = ? AND live = 1 AND opened_on BETWEEN ? AND ? "
    "GROUP BY 1, 2",
    "SELECT person_id, count(*), count(cancelled_on), sum(price_fen) FROM sales_order WHERE store_id = ? "
    "AND signed_on BETWEEN ? AND ? GROUP BY 1",
    "SELECT person_id, count(*), sum(price_fen) FROM delivery WHERE store_id = ? AND delivered_on BETWEEN ? AND ? "
    "GROUP BY 1",
    "SELECT d.person_id, count(*) FROM test_drive d WHERE d.store_id = ? AND d.live = 1 AND d.state = 'driven' "
    "AND d.`on` BETWEEN ? AND ? GROUP BY 1",
    "SELECT owner_id, went_to, why, count(*) FROM loss WHERE store_id = ? AND asked_on BETWEEN ? AND ? "
    "GROUP BY 1, 2, 3",
    "SELECT owner_id, level, began, count(*) FROM level_span WHERE store_id = ? AND from_on BETWEEN ? AND ? "
    "GROUP BY 1, 2, 3",
)
STOCK = ("SELECT owner_id, level, count(*) FROM level_span WHERE store_id = ? AND from_on <= ? AND to_on > ? "
         "AND state = 'open' GROUP BY 1, 2")


class Hand:
    """SQL by hand on a plain connection of the driver; ? stands for a value on both databases."""
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"

    def all(self, *asked: tuple[str, Sequence[Any]]) -> list[list[Any]]:
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            found = []
            for sql, given in asked:
                cursor.execute(self.said(sql), tuple(map(self.value, given)))
                found.append(list(cursor.fetchall()))
            cursor.close()
            connection.rollback()
            return found
        finally:
            connection.close()

    def write(self, *asked: tuple[str, Sequence[Any]]) -> None:
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE" if self.sqlite else "START TRANSACTION")
            for sql, given in asked:
                cursor.execute(self.said(sql), tuple(map(self.value, given)))
            cursor.execute("COMMIT")
            cursor.close()
        finally:
            connection.close()

    def said(self, sql: str) -> str:
        return sql if self.sqlite else sql.replace("%", "%%").replace("?", "%s")

    @staticmethod
    def value(given: Any) -> Any:
        return given.isoformat() if isinstance(given, date) else given


def week_sheet(hand: Hand, store_id: int, newest: date) -> int:
    """The figures of a store's week sheet: the week, the month and the year beside it, and the stock of three days."""
    monday = monday_before(newest)
    sunday, before = monday + timedelta(days=6), monday - timedelta(days=1)
    spans = ((monday, sunday), (monday.replace(day=1), newest), (monday.replace(month=1, day=1), newest),
             (monday - timedelta(days=7), before))
    eves = (before, sunday, newest)
    return sum(map(len, hand.all(*((sql, (store_id, *span)) for sql in WEEK for span in spans),
                                 *((STOCK, (store_id, eve, eve)) for eve in eves))))


def create_floor(engine: Engine, store_id: int) -> Flask:
    app, hand = Flask("floor"), Hand(engine)

    @app.get("/leads")
    def leads() -> str:
        fragment = request.args.get("w")
        where, given = ("", []) if fragment is None else (FRAGMENT, [f"%{fragment}%"] * 2)
        count, rows = hand.all(
            (f"{COUNT}{where} LIMIT 10001) AS some", [store_id, *given]),
            (f"{LIST}{where} ORDER BY l.next_contact_on, l.id LIMIT 50", [store_id, *given]))
        return render_template_string(ROWS, rows=rows, count=count[0][0])

    @app.get("/report")
    def report() -> str:
        until = date.fromisoformat(request.args["until"])
        (rows,) = hand.all((BY_MONTH, [store_id, until.replace(year=until.year - 1), until]))
        return render_template_string(ROWS, rows=rows, count=len(rows))

    @app.post("/leads/<int:lead_id>/follow-up")
    def follow_up(lead_id: int) -> Any:
        now = request.form["at"]
        hand.write(
            ("UPDATE contact SET owed = NULL, closed_as = 'made', closed_on = ?, note = ? "
             "WHERE lead_id = ? AND owed = 1", [now[:10], request.form["note"], lead_id]),
            ("INSERT INTO contact (lead_id, store_id, owner_id, level, planned_on, due_on, owed, purpose, note, "
             "reason) SELECT id, store_id, owner_id, level, ?, ?, 1, '', '', '' FROM lead WHERE id = ?",
             [now[:10], request.form["next_on"], lead_id]),
            ("UPDATE lead SET next_contact_on = ?, version = version + 1 WHERE id = ?",
             [request.form["next_on"], lead_id]),
            ("INSERT INTO `change` (made_at, action, row_kind, row_id, `before`, `after`) VALUES (?, ?, ?, ?, ?, ?)",
             [now, "lead.followed_up", "lead", lead_id, "{}", "{}"]))
        return redirect(f"/leads/{lead_id}", 303)
    return app
