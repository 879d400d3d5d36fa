"""Place: the store that a page is about, where the reader works or as the address says."""
from collections.abc import Mapping

from flask import abort, request
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import Store

from .policy import my_memberships
from .scope import Scope


def my_store_id() -> int | None:
    """Where the reader works; of several stores the first, None for the group's people."""
    return next((held.store_id for held in my_memberships() if held.store_id), None)


def stores_of(scope: Scope) -> list[Store]:
    """All stores that a page could be about, the reader's own first."""
    own = [held.store_id for held in my_memberships() if held.store_id]
    shown = select(Store).where(Store.live == 1).order_by(Store.rank, Store.name)
    if not scope.everywhere:
        shown = shown.where(Store.id.in_({*scope.stores, *own}))
    return sorted(db.session.scalars(shown), key=lambda store: store.id not in own)


def store_of(scope: Scope) -> Store:
    """The one it is about: the first, unless the address names another of them. One that it may not name: 404."""
    stores = stores_of(scope)
    if wanted := request.args.get("store", ""):
        return next((store for store in stores if str(store.id) == wanted), None) or abort(404)
    return next(iter(stores), None) or abort(404)


def stores_apart(scope: Scope) -> Mapping[str, str]:
    """For the filter of a list: the stores of who reads several, nothing for all others."""
    stores = stores_of(scope) if scope.everywhere or len(scope.stores) > 1 else []
    return {str(store.id): store.name for store in stores} if len(stores) > 1 else {}
