"""The results as plain text for the chat group 战报: customers by surname and title, nothing else of them."""
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from portal.core.words import NONE, full_day, number

from .day import Day
from .evening import Evening
from .results import Done


def of_person(it: Day) -> str:
    """A person's day."""
    where = " · ".join(filter(None, (it.store, it.team, it.person)))
    visits, kept, drives = (it.count(key).day.text for key in ("visits", "kept_visits", "test_drives"))
    due, made = (it.count(key).day.text for key in ("contacts_due", "contacts_made"))
    return _joined(
        _head(where, it.on), _results(_("Orders"), it.count("orders").day.text, it.orders, it.committed.order_count),
        _results(_("Deliveries"), it.count("deliveries").day.text, it.deliveries, it.committed.delivery_count),
        _flow(visits, kept, drives), _contacts(made, due, len(it.owed)),
        *(_month(str(count.metric.name), count.month.text, count.month_plan)
          for count in (it.count("orders"), it.count("deliveries"))),
        _said(_("Problem"), it.typed.problem), _said(_("Help needed"), it.typed.help),
        _said(_("Next steps"), it.typed.next_steps))


def of_place(it: Evening) -> str:
    """A team's or a store's day, with a line for each person."""
    where = " · ".join(filter(None, (it.place.store, it.place.team)))
    return _joined(
        _head(where, it.on), _results(_("Orders"), it.of("orders").text, it.orders, it.order_count),
        _results(_("Deliveries"), it.of("deliveries").text, it.deliveries, it.delivery_count),
        _flow(*(it.of(key).text for key in ("visits", "kept_visits", "test_drives"))),
        _contacts(it.of("contacts_made").text, it.of("contacts_due").text, it.owed),
        *(_month(name, it.of_month(key).text, it.plan(key, it.month))
          for key, name in (("orders", _("Orders")), ("deliveries", _("Deliveries")))), *_people(it))


def _people(it: Evening) -> Iterator[str]:
    for line in it.lines:
        yield _("%(name)s: orders %(orders)s, deliveries %(deliveries)s, contacts %(made)s / %(due)s", name=line.name,
                orders=line.orders.text, deliveries=line.deliveries.text, made=line.made.text, due=line.due.text)


def _head(where: str, on: object) -> str:
    return _("[%(where)s] %(day)s", where=where, day=full_day(on))  # type: ignore[arg-type]


def _results(name: str, count: str, done: Sequence[Done], promised: int) -> str:
    """Orders 2 (committed 3): 欧阳女士 迈腾, 王先生 探岳."""
    counted = _("%(name)s %(count)s (committed %(promised)s)", name=name, count=count, promised=promised)
    by_name = _(", ").join(" ".join(filter(None, (one.name, one.series))) for one in done)
    return counted + _(": ") + by_name if by_name else counted


def _flow(visits: str, kept: str, drives: str) -> str:
    return _("Visits %(visits)s, kept %(kept)s, test drives %(drives)s", visits=visits, kept=kept, drives=drives)


def _contacts(made: str, due: str, owed: int) -> str:
    return _("Contacts %(made)s made, %(due)s due; visits without a result %(owed)s", made=made, due=due, owed=owed)


def _month(name: str, actual: str, plan: int | None) -> str:
    return _("Month: %(name)s %(actual)s / %(plan)s", name=name, actual=actual,
             plan=NONE if plan is None else number(plan))


def _said(name: str, text: str) -> str:
    return f"{name}{_(': ')}{text}" if text else ""


def _joined(*lines: str) -> str:
    return "\n".join(filter(None, lines))
