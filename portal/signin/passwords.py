"""Passwords: which ones are good enough, and their hashes. Nothing here touches the database."""
import re
import unicodedata
from functools import cache
from pathlib import Path
from secrets import choice

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

from portal.org.models import Person

LEAST, MOST = 10, 1000
SPOKEN = "abcdefghjkmnpqrstuvwxyz23456789"          # letters and digits that nobody mistakes for another
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_of(password: str) -> str:
    return _hasher.hash(_bytes(password))


def matches(hash_kept: str | None, password: str) -> bool:
    """Whether a password is the one kept. Without a hash it takes the same time and is False."""
    try:
        return _hasher.verify(hash_kept or _nobodys(), _bytes(password)) and hash_kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_dated(hash_kept: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(hash_kept)


def random_password() -> str:
    """A first password to be read out: four groups of four, 79 bits."""
    return "-".join("".join(choice(SPOKEN) for _ in range(4)) for _ in range(4))


def weakness(password: str, person: Person) -> str | None:
    """What is wrong with a new password of a person, and what would be right; None when it is good."""
    plain = _plain(password)
    if len(plain) < LEAST:
        return _("Too short: at least %(least)s characters. Three or four words in a row are easy to keep in mind.",
                 least=LEAST)
    if len(password) > MOST:
        return _("Too long: at most %(most)s characters.", most=MOST)
    if _is_run(plain) or _is_common(plain) or plain.isdigit() and len(plain) < 16:
        return _("Too many people use this one. Three or four words that do not belong together are better.")
    if any(own in plain for own in _own_words(person)):
        return _("It holds your name, account, staff number or phone. Choose words that have nothing to do with you.")
    return None


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()


@cache
def _nobodys() -> str:
    return hash_of("nobody's password")


@cache
def _common() -> frozenset[str]:
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _is_common(plain: str) -> bool:
    """In the list, as it is or without the digits and signs put before or behind."""
    bare = re.sub(r"[\W_]+", "", plain)
    stem = bare.strip("0123456789")
    return bool({plain, bare, stem} & _common())


def _is_run(plain: str) -> bool:
    """One piece again and again (abcabcabc), or neighbours in a row (12345678910, abcdefghij)."""
    if re.fullmatch(r"(.{1,5}?)\1+.{0,4}", plain) and len(set(plain)) <= 5:
        return True
    steps = {ord(b) - ord(a) for a, b in zip(plain, plain[1:], strict=False)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def _own_words(person: Person) -> set[str]:
    words = {person.account, person.name, person.pinyin, person.pinyin.replace(" ", ""), person.staff_no, person.phone}
    return {word.casefold() for word in words if word and (len(word) >= 3 or not word.isascii())}
