"""What is tapped at the front desk and on the rota."""
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from portal.core.agreement import choice_pairs
from portal.core.clock import today
from portal.core.fields import PickField, TileField
from portal.core.form import AddForm, EditForm, Form

from ..actions.rota import ASKED, OWN


class EntryForm(AddForm):
    """The row of buttons: each opens an entry. `what` is call, or the purpose of who has come."""
    what = PickField(_l("What"), [InputRequired()])

    def offer(self, store_id: int) -> None:
        self.what.offer([("call", "call"), *choice_pairs("purpose", store_id=store_id, on=today())])


class GiveForm(EditForm):
    person_id = PickField(_l("Who receives"), [InputRequired()])
    why = TileField(_l("Why not the next in turn"), [Optional()], default="")

    def offer(self, store_id: int, people: Iterable[tuple[int, str]]) -> None:
        self.person_id.offer(people)
        self.why.offer([(ASKED, _("Asked for")), (OWN, _("Own customer")),
                        *choice_pairs("rota_skip", store_id=store_id, on=today())], empty=_("It is the next"))


class SkipForm(Form):
    why = TileField(_l("Why the turn is skipped"), [InputRequired()])

    def offer(self, store_id: int) -> None:
        self.why.offer(choice_pairs("rota_skip", store_id=store_id, on=today()))


class RotaForm(Form):
    """The order of the rota: the places stand in fields of their own, one for each person."""
