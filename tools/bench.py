"""Measure the portal's pages beside their floors, on a store of five years: bench [--size demo] [--database URL]."""
import argparse
import os
import sys
from collections.abc import Sequence

from sqlalchemy import create_engine

from portal import create_app
from portal.extensions import db
from tools.benches import browser, cases, floor, stack, store
from tools.benches.measure import Table

KEY = "demo-bench-" + "b" * 32


def main(arguments: Sequence[str]) -> int:
    """How many goals were missed: in a full run each is printed with what it took, CPU ms a request."""
    parser = argparse.ArgumentParser(prog="python3 app.py bench", description=__doc__)
    parser.add_argument("--size", choices=("demo", "five-years"), default="five-years")
    parser.add_argument("--database", help="of a demo store, or an empty one to fill; by itself one kept in instance/")
    parser.add_argument("--only", nargs="*", choices=(*cases.CASES, "browser"), default=(), help="some of the cases")
    given = parser.parse_args(arguments)
    url = store.address(given.size, given.database)
    environment = os.environ | {"PORTAL_DEMO": "1", "PORTAL_DATABASE_URL": url, "PORTAL_SECRET_KEY": KEY}
    engine = create_engine(url)
    if not store.is_filled(engine):
        store.fill(given.size, environment)
    facts, table = store.facts(engine), Table()
    print(", ".join(f"{count:,} rows of {name}" for name, count in facts.counts.items()), flush=True)
    portal = create_app(SQLALCHEMY_DATABASE_URI=url, SECRET_KEY=KEY, DEMO=True)
    with portal.app_context():
        own = db.engine
    bench = cases.Bench(portal, floor.create_floor(engine, facts.store_id),
                        stack.create_stack(url, facts.person_id, facts.store_id), own, facts, table)
    cases.run_all(bench, tuple(name for name in given.only if name in cases.CASES), only=bool(given.only))
    if not given.only or "browser" in given.only:
        browser.measure(table, environment)
    print(f"{len(table.missed)} of {len(table.goals)} missed" + "".join(f"\n  {goal.line}" for goal in table.missed))
    return len(table.missed)


if __name__ == "__main__":
    main(sys.argv[1:])
