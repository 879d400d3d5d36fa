"""Fields that the trade needs: money, moments, codes, and picking one of the rows that a person may choose."""
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms import (
    DateTimeLocalField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from portal.extensions import Coded

from .clock import ZONE

MOST_FEN = 10**14
_MONEY = re.compile(r"^-?\d+(\.\d{1,6})?(万)?$")


def fen_from(text: str) -> int:
    """Fen from yuan as people type them: 178,800 · 178800.50 · 13.58 万. Raises ValueError with the mend in words."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[,\s¥元]", "", plain)
    if not _MONEY.match(plain):
        raise ValueError(_("An amount in yuan, such as 178800 or 178,800.50."))
    try:
        yuan = Decimal(plain.removesuffix("万")) * (10000 if plain.endswith("万") else 1)
    except InvalidOperation as error:
        raise ValueError(_("An amount in yuan, such as 178800 or 178,800.50.")) from error
    fen = yuan * 100
    if fen != fen.to_integral_value():
        raise ValueError(_("Yuan with at most two decimals."))
    if abs(fen) > MOST_FEN:
        raise ValueError(_("That amount is too large."))
    return int(fen)


def yuan_text(fen: int) -> str:
    """178800 or 178800.50: how a money field shows what is stored."""
    yuan, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{yuan}" + (f".{rest:02}" if rest else "")


class MoneyField(Field):
    """Typed in yuan, kept in fen (int, or None when left empty). `low` is the least amount in fen."""
    widget = TextInput()
    data: int | None

    def __init__(self, *args: Any, low: int | None = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.low = low

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = None
        if valuelist[0].strip():
            self.data = fen_from(valuelist[0])

    def _value(self) -> str:
        if self.raw_data and self.raw_data[0]:
            return str(self.raw_data[0])
        return "" if self.data is None else yuan_text(self.data)

    def pre_validate(self, form: Any) -> None:
        if self.data is not None and self.low is not None and self.data < self.low:
            raise ValidationError(_("Not less than %(amount)s yuan.", amount=yuan_text(self.low)))


class _Picked:
    """Values are ids or codes as text; "" is None. What is not among the choices offered is refused."""
    @staticmethod
    def one(value: Any) -> Any:
        if value in (None, ""):
            return None
        return int(value) if str(value).isdecimal() and len(str(value)) < 19 else str(value)


def _offered(choices: Iterable[Any], empty: Any) -> list[SelectChoice]:
    """As choices of the field; those that are choices already (with a second line) stay as they are."""
    return [SelectChoice.from_input(one) for one in [*([("", empty)] if empty is not None else []), *choices]]


class PickField(SelectField):
    """One of the rows (id, label) that this user may choose, given to `offer`; `empty` words the choice of none."""
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, coerce=_Picked.one, choices=[], **kwargs)

    def offer(self, choices: Iterable[tuple[Any, Any]], empty: Any = None) -> None:
        self.choices = _offered(choices, empty)


class TileField(RadioField):
    """The same as tiles: one tap in place of two, for up to eight choices."""
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("validate_choice", True)
        super().__init__(*args, coerce=_Picked.one, choices=[], **kwargs)

    def offer(self, choices: Iterable[tuple[Any, Any]], empty: Any = None) -> None:
        self.choices = _offered(choices, empty)


class CodedField(RadioField):
    """One member of an enum as tiles; None while nothing is chosen. `members` narrows what is offered."""
    def __init__(self, label: Any, codes: type[Coded], validators: Any = None, *,
                 members: Iterable[Coded] | None = None, empty: Any = None, **kwargs: Any) -> None:
        offered = tuple(members) if members is not None else tuple(codes)
        super().__init__(label, validators, coerce=lambda value: _member(offered, value),
                         choices=_offered([(member.value, member.label) for member in offered], empty), **kwargs)


class _Suggesting(TextInput):
    """A text field with words to pick from while one types; any other word will do too."""
    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        words = f"{field.id}-words"
        offered = Markup("").join(Markup('<option value="{}"></option>').format(word) for word in field.suggest())
        return super().__call__(field, list=words, **kwargs) + Markup('<datalist id="{}" translate="no">{}</datalist>'
                                                                      ).format(words, offered)


class SuggestField(StringField):
    """A text for which `suggest()` knows the usual words."""
    widget = _Suggesting()

    def __init__(self, *args: Any, suggest: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggest = suggest


class TicksField(SelectMultipleField):
    """Some of a few choices (code, label), each a box to tick."""
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MomentField(DateTimeLocalField):
    """A moment as the store's clock shows it, to the minute."""
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, tz=ZONE, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, datetime) and not 1900 <= self.data.year <= 2199:
            raise ValidationError(_("A day between 1900 and 2199."))


def _member(offered: tuple[Coded, ...], value: Any) -> Coded | None:
    if value in (None, "", "None"):
        return None
    for member in offered:
        if member.value == str(value):
            return member
    raise ValueError(value)
