"""The cases: the portal's pages beside their floors, each with the goal it is held against."""
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from portal.core.issue import one_reading
from portal.core.period import week
from portal.core.registry import registry
from portal.core.sheet import Frame, html
from portal.reviews.queries import WEEK, abouts
from portal.reviews.review import Review
from portal.signin.demo import PASSWORD

from .floor import Hand, week_sheet
from .measure import Table, side_by_side, statements, times, worst
from .store import Facts, monday_before

ROLES = ("consultant", "leader", "dcc", "reception", "manager", "gm", "care", "finance", "planner", "trainer",
         "marketing", "group", "admin")
WRITERS, POSTS = 8, 6
FAR = 500                       # the page that P2 asks for; the last one of a smaller store


@dataclass
class Bench:
    portal: Flask
    floor: Flask
    stack: Flask
    engine: Engine
    facts: Facts
    table: Table

    def client(self, account: str = "manager") -> FlaskClient:
        client = self.portal.test_client()
        page = client.get("/sign-in").text
        fields = dict(re.findall(r'name="([a-z_]+)" [^>]*?value="([^"]*)"', page))
        answer = client.post("/sign-in", data=fields | {"account": account, "password": PASSWORD})
        if answer.status_code != 303:
            raise RuntimeError(f"cannot sign in as {account}: {answer.status}")
        return client


def opens(client: FlaskClient, path: str) -> Callable[[], Any]:
    def run() -> None:
        answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        answer.get_data()
    return run


def asks(bench: Bench, run: Callable[[], Any]) -> int:
    run()
    with statements(bench.engine) as made:
        run()
    return len(made)


def lists(bench: Bench) -> None:
    """P1 to P3, and P11 of the list."""
    client, floor, stack, table = bench.client(), bench.floor.test_client(), bench.stack.test_client(), bench.table
    first = opens(client, "/leads")
    took = side_by_side({"list": first, "floor": opens(floor, "/leads"), "stack": opens(stack, "/leads")})
    table.add("P1", "list of leads, first page, to the floor", took["list"] / took["floor"], 4, says=times(took))
    table.add("P1", "list of leads, first page, to the stack floor", took["list"] / took["stack"], 1.6)
    table.add("P11", "statements of the list", asks(bench, first), 6, unit="")
    last = _pages(client, "/leads/ended")
    far = min(FAR, last)
    took = side_by_side({"first": opens(client, "/leads/ended"), "far": opens(client, f"/leads/ended?page={far}")})
    table.add("P2", f"ended leads, page {far} to the first", took["far"] / took["first"], 1.3, says=times(took))
    facts = bench.facts
    words = {"first": first, "last digits": opens(client, f"/leads?w={facts.phone[-4:]}"),
             "phone": opens(client, f"/leads?w={facts.phone}"), "name": opens(client, f"/leads?w={facts.name[:1]}"),
             "pinyin": opens(client, f"/leads?w={facts.pinyin[:3]}")}
    took = side_by_side(words, each=3)
    most = worst([(word, took[word]) for word in words if word != "first"])
    table.add("P3", f"search to the first page, at worst by {most[0]}", most[1] / took["first"], 1.1, says=times(took))
    fragment = facts.phone[3:8]
    took = side_by_side({"fragment": opens(client, f"/leads?w={fragment}"),
                         "floor": opens(floor, f"/leads?w={fragment}")}, each=3)
    table.add("P3", "search by a fragment, to the floor", took["fragment"] / took["floor"], 1.5, says=times(took))


def _pages(client: FlaskClient, path: str) -> int:
    """The last page that a list offers; of one longer than is counted, any."""
    numbers = [int(number) for number in re.findall(r"[?&;]page=(\d+)", client.get(path).text)]
    asked = client.get(f"{path}?page={FAR}")
    return FAR if asked.status_code == 200 and f"page={FAR - 1}" in asked.text else max(numbers, default=1)


def card(bench: Bench) -> None:
    client, stack, path = bench.client(), bench.stack.test_client(), f"/leads/{bench.facts.lead_id}"
    run = opens(client, path)
    took = side_by_side({"card": run, "stack": opens(stack, path)})
    bench.table.add("P4", "a customer with everything, to the stack floor", took["card"] / took["stack"], 5,
                    says=times(took))
    bench.table.add("P11", "statements of the card", asks(bench, run), 12, unit="")


def report(bench: Bench) -> None:
    client, floor, newest = bench.client(), bench.floor.test_client(), bench.facts.newest
    took = side_by_side({"report": opens(client, f"/metrics/visits?period={newest:%Y-%m}"),
                         "floor": opens(floor, f"/report?until={newest}")}, each=3)
    bench.table.add("P5", "visits by month and person, to the floor", took["report"] / took["floor"], 3,
                    says=times(took))


def follow_up(bench: Bench) -> None:
    """P6: one post after the other beside the floor, then eight writers at once."""
    client, floor = bench.client(), bench.floor.test_client()
    forms = {lead_id: _form(client, lead_id) for lead_id in bench.facts.follow_ups
             if lead_id != bench.facts.lead_id}         # that one the floor writes on
    ready = iter([(lead_id, form) for lead_id, form in forms.items() if form])
    day, due = bench.facts.newest, bench.facts.newest + timedelta(days=3)

    def record() -> None:
        lead_id, form = next(ready)
        answer = client.post(f"/leads/{lead_id}/follow-up", data=form)
        if answer.status_code != 303:
            raise RuntimeError(f"follow-up of {lead_id}: {answer.status}")

    def by_hand() -> None:
        floor.post(f"/leads/{bench.facts.lead_id}/follow-up",
                   data={"at": f"{day} 12:00:00", "note": "约周末看车", "next_on": f"{due}"})
    try:
        took = side_by_side({"follow-up": record, "floor": by_hand}, each=3)
    except StopIteration:
        bench.table.leave_out("P6", "too few open leads to write on")
        return
    bench.table.add("P6", "record a follow-up, post to redirect, to the floor", took["follow-up"] / took["floor"], 8,
                    says=times(took))
    waiting = [[next(ready, None) for _post in range(POSTS)] for _writer in range(WRITERS)]
    clients = [bench.client() for _writer in range(WRITERS)]
    own = [[(lead_id, _form(clients[n], lead_id)) for lead_id, _form_ in filter(None, waiting[n])]
           for n in range(WRITERS)]

    def write(n: int) -> int:
        return sum(clients[n].post(f"/leads/{lead_id}/follow-up", data=form).status_code != 303
                   for lead_id, form in own[n])
    with ThreadPoolExecutor(WRITERS) as pool:
        failed = sum(pool.map(write, range(WRITERS)))
    bench.table.add("P6", f"errors of {sum(map(len, own))} posts by {WRITERS} writers at once", failed, 0, unit="")


def _form(client: FlaskClient, lead_id: int) -> dict[str, str]:
    """The form of a follow-up, filled in; empty where none is owed."""
    page = client.get(f"/leads/{lead_id}/follow-up")
    if page.status_code != 200:
        return {}
    fields: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", page.text):
        named = {name: value for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        if "name" in named and (named.get("type") not in ("radio", "checkbox") or " checked" in tag):
            fields[named["name"]] = named.get("value", "")
    return fields | {"method": "call", "result": "real", "note": "约周末看车"}


def home(bench: Bench) -> None:
    list_ = opens(bench.client(), "/leads")
    pages = {account: opens(bench.client(account), "/") for account in ROLES}
    took = side_by_side({"list": list_} | pages, each=2, rounds=5)
    most = worst([(account, took[account]) for account in ROLES])
    bench.table.add("P7", f"home to the list, at worst the {most[0]}'s", most[1] / took["list"], 1.5, says=times(took))
    counts = worst([(account, asks(bench, pages[account])) for account in ROLES])
    bench.table.add("P7", f"statements of home, at most the {counts[0]}'s", counts[1], 12, unit="")


def stock(bench: Bench) -> None:
    """The planner's and finance's pages as home pages are, and their lists as any other list."""
    planner, finance = bench.client("planner"), bench.client("finance")
    pages = {"board": opens(planner, "/stock"), "plans": opens(planner, "/stock/plans"),
             "month end": opens(finance, "/finance/month-end")}
    lists_ = {"vehicles": opens(planner, "/vehicles"), "payments": opens(finance, "/finance")}
    took = side_by_side({"list": opens(bench.client(), "/leads")} | pages | lists_)
    most = worst([(name, took[name]) for name in (*pages, *lists_)])
    bench.table.add("P7", f"stock and finance to the list of leads, at worst {most[0]}", most[1] / took["list"], 1.5,
                    says=times(took))
    for number, of, most_asked in (("P7", pages, 12), ("P11", lists_, 6)):
        counts = worst([(name, asks(bench, page)) for name, page in of.items()])
        bench.table.add(number, f"statements of {', '.join(of)}, at most {counts[0]}", counts[1], most_asked, unit="")


def training(bench: Bench) -> None:
    """The calendar month of trainings, as a home page of the trainer."""
    month = opens(bench.client("trainer"), "/training?view=month")
    took = side_by_side({"list": opens(bench.client(), "/leads"), "month": month})
    bench.table.add("P7", "a month of trainings, to the list of leads", took["month"] / took["list"], 1.5,
                    says=times(took))
    bench.table.add("P7", "statements of a month of trainings", asks(bench, month), 12, unit="")


def board(bench: Bench) -> None:
    """The list of posts as any other list, and the morning meeting that every area speaks at."""
    client = bench.client()
    posts, notices = opens(client, "/board"), opens(client, "/board/notices")
    took = side_by_side({"list": opens(client, "/leads"), "posts": posts, "notices": notices})
    bench.table.add("P1", "the list of posts, to the list of leads", took["posts"] / took["list"], 1.5,
                    says=times(took))
    bench.table.add("P11", "statements of the list of posts", asks(bench, posts), 6, unit="")
    bench.table.add("P11", "statements of the list of notices", asks(bench, notices), 6, unit="")


def week_figures(bench: Bench) -> None:
    """P9: the figures of the store's week sheet, and of all its people, without rendering."""
    hand, facts = Hand(bench.engine), bench.facts
    of_week = week(monday_before(facts.newest))
    with bench.portal.test_request_context("/"):
        order = abouts(facts.store_id, of_week.end)

        def sheet() -> None:
            with one_reading():
                Review(facts.store_id, of_week).sheet(order[0])

        def batch() -> None:
            with one_reading():
                review = Review(facts.store_id, of_week)
                for about in order:
                    review.sheet(about)
        took = side_by_side({"sheet": sheet, "by hand": lambda: week_sheet(hand, facts.store_id, facts.newest)}, each=2,
                            rounds=5)
        bench.table.add("P9", "figures of the week sheet, to SQL by hand", took["sheet"] / took["by hand"], 1.5,
                        says=times(took))
        one, all_ = asks(bench, sheet), asks(bench, batch)
        bench.table.add("P9", "statements of the store's sheet", one, 40, unit="")
        bench.table.add("P11", f"statements of {len(order)} sheets at once", all_, 40, unit="")


def printing(bench: Bench) -> None:
    """P12: what the portal adds to WeasyPrint, and sheets one by one beside one long document."""
    try:
        from portal.printing.worker import Press
        press = Press()
    except OSError as error:
        bench.table.leave_out("P12", f"no Pango: {error}")
        return
    facts, kind = bench.facts, registry_of(bench.portal).sheets[WEEK]
    of_week = week(monday_before(facts.newest))
    with bench.portal.test_request_context("/"):
        order = abouts(facts.store_id, of_week.end)[:5]
        frame = Frame(kind.official, "", of_week.label, "")

        def view() -> str:
            with one_reading():
                data = Review(facts.store_id, of_week).sheet(order[0])
            return html(kind, data, frame, printing=True)
        with one_reading():
            review = Review(facts.store_id, of_week)
            pages = [html(kind, review.sheet(about), frame, printing=True) for about in order]
        bodies = [re.search(r"<body[^>]*>(.*)</body>", page, re.DOTALL) for page in pages]
        long = pages[0].replace("</body>", "".join(body[1] for body in bodies[1:] if body) + "</body>")

        def pdf(*sheets: str) -> None:
            for each in sheets:
                press.render(each)
            press.write(None, False)
        took = side_by_side({"view": view, "PDF": lambda: pdf(pages[0]), "one by one": lambda: pdf(*pages),
                             "one document": lambda: pdf(long)}, each=1, rounds=3)
    bench.table.add("P12", "a sheet and its PDF, to the PDF alone", (took["view"] + took["PDF"]) / took["PDF"], 1.2,
                    says=times(took, "view", "PDF"))
    bench.table.add("P12", f"{len(pages)} sheets one by one, to one document",
                    took["one by one"] / took["one document"], 1.3, says=times(took, "one by one", "one document"))
    _stored(bench)


def _stored(bench: Bench) -> None:
    """An issued sheet asked for again: the bytes that are kept, without a page laid out."""
    with bench.engine.connect() as connection:
        issue_id = connection.exec_driver_sql("SELECT max(issue_id) FROM issue_paper").scalar()
    if issue_id is None:
        bench.table.leave_out("P12", "no issued sheet has its PDF yet")
        return
    client = bench.client()
    began = time.process_time()
    answer = client.get(f"/issues/{issue_id}/paper")
    took = (time.process_time() - began) * 1000
    if answer.mimetype == "application/pdf":
        bench.table.add("P12", "an issued sheet again: its stored bytes", took, None, unit="ms")


def registry_of(app: Flask) -> Any:
    with app.app_context():
        return registry()


CASES = {"lists": lists, "card": card, "report": report, "home": home, "stock": stock,
         "training": training, "board": board,
         "follow-up": follow_up, "week": week_figures, "printing": printing}


def run_all(bench: Bench, chosen: tuple[str, ...], *, only: bool) -> None:
    """The cases, or only those chosen."""
    for name, case in CASES.items():
        if not only or name in chosen:
            case(bench)
