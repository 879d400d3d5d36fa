"""Forms of the sign-in page and of the person menu."""
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, StringField, TelField
from wtforms.fields import SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.form import Form

THEMES = {"auto": _l("As the device"), "light": _l("Light"), "dark": _l("Dark")}


def password_field(label: Any, missing: Any, autocomplete: str, hint: Any = "") -> PasswordField:
    """A password is kept whole: no password manager's is too long."""
    return PasswordField(label, description=hint, validators=[InputRequired(missing), Length(max=1000)],
                         render_kw={"autocomplete": autocomplete})


class SignInForm(Form):
    account = StringField(_l("Account"), validators=[InputRequired(_l("Enter your account.")), Length(max=40)],
                          render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false",
                                     "translate": "no"})
    password = password_field(_l("Password"), _l("Enter your password."), "current-password")
    next = HiddenField(default="")


class PasswordForm(Form):
    """A new password; who came in with a first password need not type that again."""
    current = password_field(_l("Present password"), _l("Enter your present password."), "current-password")
    new = password_field(_l("New password"), _l("Enter a new password."), "new-password",
                         _l("10 characters or more, of any kind; blanks may be among them. Three or four words that do "
                            "not belong together are good."))
    again = password_field(_l("New password again"), _l("Enter the new password again."), "new-password")

    def __init__(self, *args: Any, first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if first:
            del self.current


class ProfileForm(Form):
    phone = TelField(_l("Phone at work"), default="", validators=[Length(max=20)], render_kw={"autocomplete": "tel"})


class PreferencesForm(Form):
    theme = SelectField(_l("Colours"), choices=[SelectChoice(value, label) for value, label in THEMES.items()])
    larger = BooleanField(_l("Larger text"))
    keys = BooleanField(_l("Keys for daily work"),
                        description=_l("n new visit, / search, j and k in lists; ? shows all."))
