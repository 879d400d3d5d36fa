"""What forms say when something is missing or wrong: WTForms' messages in the house's words, in both languages."""
from flask_babel import lazy_gettext as _l
from flask_wtf.i18n import Translations

MESSAGES = {
    "This field is required.": _l("This is still missing."),
    "Not a valid choice.": _l("Choose one of the values offered."),
    "Invalid Choice: could not coerce.": _l("Choose one of the values offered."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l("Choose from the values offered."),
    "Not a valid integer value.": _l("A whole number, such as 12."),
    "Not a valid decimal value.": _l("A number, such as 12 or 12.5."),
    "Not a valid float value.": _l("A number, such as 12 or 12.5."),
    "Not a valid date value.": _l("A day, such as 2026-11-24."),
    "Not a valid datetime value.": _l("A day and time, such as 2026-11-24 14:30."),
    "Not a valid time value.": _l("A time, such as 14:30."),
    "Not a valid week value.": _l("A week, such as 2026-W48."),
    "Invalid input.": _l("This value has the wrong form."),
    "Invalid email address.": _l("An e-mail address, such as name@example.cn."),
    "Invalid URL.": _l("An address, such as https://example.cn."),
    "This field cannot be edited.": _l("This cannot be changed here."),
    "This field is disabled and cannot have a value.": _l("This cannot be changed here."),
    "Number must be at least %(min)s.": _l("Not less than %(min)s."),
    "Number must be at most %(max)s.": _l("Not more than %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Between %(min)s and %(max)s."),
    "Date must be at least %(min)s.": _l("Not before %(min)s."),
    "Date must be at most %(max)s.": _l("Not after %(max)s."),
    "Date must be between %(min)s and %(max)s.": _l("Between %(min)s and %(max)s."),
    "Field must be between %(min)d and %(max)d characters long.": _l("From %(min)d to %(max)d characters."),
}
LENGTHS = {
    "Field must be at least %(min)d character long.": _l("At least %(min)d characters."),
    "Field cannot be longer than %(max)d character.": _l("Not more than %(max)d characters."),
    "Field must be exactly %(max)d character long.": _l("Exactly %(max)d characters."),
    "'%(value)s' is not a valid choice for this field.": _l("Choose from the values offered."),
}


class FormWords(Translations):
    """What WTForms asks for its messages; those not named here stay as WTForms translates them."""
    def gettext(self, string: str) -> str:
        return str(MESSAGES[string]) if string in MESSAGES else super().gettext(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return str(LENGTHS[singular]) if singular in LENGTHS else super().ngettext(singular, plural, n)
