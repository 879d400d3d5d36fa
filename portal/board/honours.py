"""The wall of honour 荣誉墙: who was praised in a month, who led in what, and the best practices told at reviews."""
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.clock import last_closed
from portal.core.metric import figures_of
from portal.core.period import Period
from portal.core.place import stores_of
from portal.core.registry import registry
from portal.core.scope import Scope
from portal.org.queries import names

from . import queries
from .models import Post

CHAMPIONS = ("deliveries", "orders", "test_drives", "kept_visits")      # several, so that not only volume counts


@dataclass(frozen=True)
class Champion:
    """Who had most of something; several where they had the same."""
    metric: Any
    people: Sequence[str]
    amount: int


@dataclass(frozen=True)
class Praised:
    """Somebody with all that was said of him."""
    name: str
    posts: Sequence[Post]


@dataclass(frozen=True)
class Wall:
    praised: Sequence[Praised]
    champions: Sequence[Champion]
    practices: Sequence[queries.Told]
    authors: Mapping[int | None, str]

    @property
    def is_empty(self) -> bool:
        return not (self.praised or self.champions or self.practices)


def wall(scope: Scope, of: Period) -> Wall:
    """Who was praised most stands first."""
    by_person: dict[int, list[Post]] = {}
    for person_id, post in queries.praises(scope, of):
        by_person.setdefault(person_id, []).append(post)
    known = names([*by_person, *(post.author_id for posts in by_person.values() for post in posts)])
    praised = [Praised(known.get(person_id, ""), posts) for person_id, posts in sorted(
        by_person.items(), key=lambda one: (-len(one[1]), one[0]))]
    told = queries.practices((store.id for store in stores_of(scope)), of)
    return Wall(praised, _champions(scope, of), told, known)


def _champions(scope: Scope, of: Period) -> list[Champion]:
    """Of the store's people, as at the last day that has closed."""
    figures = figures_of(CHAMPIONS, scope, [of], min(of.end, last_closed()), "person_id")
    people = [person_id for person_id in figures.values("person_id") if person_id is not None]
    known, found = names(people), []
    for key in CHAMPIONS:
        amounts = {person_id: figures.of(key, of, person_id=person_id).amount for person_id in people}
        most = max(amounts.values(), default=0)
        if most > 0:
            found.append(Champion(registry().metrics[key], sorted(
                known.get(person_id, "") for person_id, amount in amounts.items() if amount == most), most))
    return found
