"""The store that is measured: where it is, and the rows that the measuring asks for."""
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

from portal.config import ROOT

KEPT = ROOT / "instance" / "bench-{size}.db"
COUNTED = ("customer", "contact", "visit", "sales_order", "vehicle", "person")


@dataclass(frozen=True)
class Facts:
    """Of the main store: who signs in, and what is looked up."""
    store_id: int
    person_id: int                  # a consultant
    lead_id: int                    # with the longest history
    follow_ups: tuple[int, ...]     # open leads to write contacts on
    phone: str
    name: str
    pinyin: str
    newest: date                    # the last day with an entry
    counts: dict[str, int]


def address(size: str, database: str | None) -> str:
    """The store's database, filled where that has not been done; kept between runs in instance/."""
    url = database or f"sqlite:///{str(KEPT).format(size=size)}"
    if database is None:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(exist_ok=True)
    return url


def fill(size: str, environment: dict[str, str]) -> None:
    print(f"Filling the store ({size}); five years take some minutes, once …", flush=True)
    subprocess.run([sys.executable, "-m", "portal", "demo", "--size", size], check=True, env=environment, cwd=ROOT)


def is_filled(engine: Engine) -> bool:
    if not inspect(engine).has_table("goal_plan"):
        return False
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM store")) or 0)


def facts(engine: Engine) -> Facts:
    def ask(sql: str, **given: Any) -> Any:
        return connection.execute(text(sql), given).all()
    with engine.connect() as connection:
        store_id = ask("SELECT store_id FROM lead GROUP BY store_id ORDER BY count(*) DESC LIMIT 1")[0][0]
        lead_id = ask("SELECT c.lead_id FROM contact c JOIN lead l ON l.id = c.lead_id WHERE c.store_id = :s "
                      "AND l.live = 1 GROUP BY c.lead_id ORDER BY count(*) DESC LIMIT 1", s=store_id)[0][0]
        open_ = ask("SELECT id FROM lead WHERE store_id = :s AND live = 1 AND state = 'open' AND owner_id IS NOT NULL "
                    "AND waits = 0 AND level NOT IN ('O', 'o') ORDER BY id LIMIT 400", s=store_id)
        person_id = ask("SELECT owner_id FROM lead WHERE store_id = :s AND state = 'open' AND owner_id IS NOT NULL "
                        "GROUP BY owner_id ORDER BY count(*) DESC LIMIT 1", s=store_id)[0][0]
        phone, name, pinyin = ask(
            "SELECT p.phone, c.name, c.pinyin FROM customer c JOIN customer_phone p ON p.customer_id = c.id "
            "WHERE c.store_id = :s AND p.live = 1 ORDER BY c.id DESC LIMIT 1", s=store_id)[0]
        newest = ask("SELECT max(came_on) FROM visit WHERE store_id = :s", s=store_id)[0][0]
        counts = {table: ask(f"SELECT count(*) FROM {table}")[0][0] for table in COUNTED}  # noqa: S608
    day = newest if isinstance(newest, date) else date.fromisoformat(str(newest))
    return Facts(store_id, person_id, lead_id, tuple(row[0] for row in open_), phone, name, pinyin, day, counts)


def monday_before(day: date) -> date:
    """Of the last week that has closed."""
    return day - timedelta(days=day.weekday() + 7)
