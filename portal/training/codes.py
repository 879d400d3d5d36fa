"""Codes: what stands in the QR code of a sign-in sheet, so that only who has the sheet before him signs in."""
import hmac

from flask import current_app, url_for

LENGTH = 20


def key_of(event_id: int) -> str:
    """Follows from the portal's own secret: nothing is stored that others could read."""
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.digest(secret.encode(), f"training sign-in {event_id}".encode(), "sha256").hex()[:LENGTH]


def sign_in_path(event_id: int) -> str:
    return url_for("training.sign_in", event_id=event_id, key=key_of(event_id))
