"""Codes: what opens something without a right to it, because only who was given it knows it. They follow from the
portal's own secret: nothing is stored that others could read.
"""
import hmac

from flask import current_app, url_for

LENGTH, LONG = 20, 40


def key_of(event_id: int) -> str:
    """What stands in the QR code of a sign-in sheet, so that only who has the sheet before him signs in."""
    return _code(f"training sign-in {event_id}", LENGTH)


def feed_key_of(feed_id: int) -> str:
    """What stands in the private address of a calendar."""
    return _code(f"training calendar {feed_id}", LONG)


def sign_in_path(event_id: int) -> str:
    return url_for("training.sign_in", event_id=event_id, key=key_of(event_id))


def _code(what: str, length: int) -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(secret.encode(), what.encode(), "sha256").hex()[:length]
