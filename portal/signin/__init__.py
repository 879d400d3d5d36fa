"""Sign-in: sessions as rows, passwords, pauses after wrong ones, and the pages under one's own name."""
from flask_babel import lazy_gettext as _l

from portal.core.agreement import SettingKind
from portal.core.area import Area, MenuItem

from . import door, views

area = Area(
    "signin",
    blueprints=(door.bp, views.bp),
    menu=(
        MenuItem("me", 10, "signin.profile", _l("My profile"), "person", "profile.write"),
        MenuItem("me", 20, "signin.password", _l("Change password"), "key", "account.use"),
        MenuItem("me", 30, "signin.preferences", _l("Appearance and keys"), "gear", "profile.write"),
        MenuItem("me", 90, "signin.sign_out", _l("Sign out"), "door", "account.use", post=True),
    ),
    verbs={
        "person.unlocked": _l("Account unlocked"), "password.given": _l("First password given"),
        "password.changed": _l("Password changed"), "preferences.chosen": _l("Preferences chosen"),
        "profile.changed": _l("Profile changed"),
    },
    settings=(
        SettingKind("signin.idle_minutes", 30, _l("Sign out after this time without use"), unit=_l("minutes"), low=5,
                    high=480, group=_l("Sign-in"), needs="settings.technical"),
    ),
)
