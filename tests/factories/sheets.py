"""A sheet to issue that needs no other area: deliveries of a person in a week."""
from dataclasses import dataclass, field

from jinja2 import ChoiceLoader, DictLoader

from portal.core.issue import Signer, Slot
from portal.core.registry import registry
from portal.core.sheet import SheetKind

TEMPLATE = """{% extends "paper.html" %}{% from "components/sheet.html" import boss, hand_rows, head, part, signers %}
{% block paper %}<article class="paper">{% call head(frame) %}<span translate="no">{{ sheet.name }}</span>{% endcall %}
{% call part("②") %}<table class="fig">
{% for row in sheet.rows %}<tr><th>{{ row.what }}</th><td>{{ row.count }}</td></tr>
{% endfor %}</table>{% endcall %}
{% call part("⑥") %}{{ hand_rows([("什么", ""), ("谁", "who")], 3) }}{% endcall %}
{{ boss(text=typed.causes) }}{{ signers(sheet, signed) }}</article>{% endblock %}"""


@dataclass(frozen=True)
class Row:
    what: str
    count: int = field(metadata={"label": "actual"})


@dataclass(frozen=True)
class ToySheet:
    name: str
    rows: tuple[Row, ...]
    signers: tuple[Signer, ...] = ()


class Toy:
    """Declares the sheet; `counts` are the live figures, which a test may change."""
    def __init__(self, app, person_id, leader_id=None):
        self.counts, self.person_id, self.leader_id = {"交车": 3, "订单": 2}, person_id, leader_id
        app.jinja_loader = ChoiceLoader([DictLoader({"toy.html": TEMPLATE}), app.jinja_loader])
        registry().sheets["toy"] = SheetKind("toy", "周复盘表", "sheets.read", "toy.html", self.build, data=ToySheet)

    def build(self, _about=None, _period=None):
        return ToySheet("邓浩然", tuple(Row(what, count) for what, count in self.counts.items()), (
            Signer(Slot.OWN, "本人", "邓浩然", self.person_id), Signer(Slot.LEADER, "主管", "周敏", self.leader_id),
            Signer(Slot.MANAGER, "经理")))
