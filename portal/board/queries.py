"""Reading the feedback board."""
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, select

from portal.core.policy import Rights
from portal.core.scope import Scope, held_on
from portal.extensions import db
from portal.org.models import Membership, Person, Role

from . import codes
from .models import Post, PostAgree, PostEntry, PostPicture, PostState


def posts(scope: Scope) -> Select[Post]:
    """The posts in `scope` that stand: the only door to rows of this table."""
    return select(Post).where(scope.in_stores(Post.store_id), Post.live == 1)


def all_posts(scope: Scope) -> Select[Post]:
    """With those that were removed: for who removes them."""
    return select(Post).where(scope.in_stores(Post.store_id))


def to_answer(scope: Scope) -> Select[Post]:
    """Those whose answer is the reader's to give: his own, or all of the store."""
    return select(Post).where(scope.sees(store=Post.store_id, owner=Post.responsible_id), Post.live == 1,
                              Post.answer_by_on.is_not(None))


def waits() -> ColumnElement[bool]:
    """No answer at all so far."""
    return and_(Post.state == PostState.NEW, Post.live == 1)


def by_code(typed: str) -> Post | None:
    """The anonymous post that a code was given for."""
    return db.session.scalar(select(Post).where(Post.code_hash == codes.hash_of(typed), Post.live == 1))


def entries(post: Post) -> Sequence[PostEntry]:
    """What was said under a post and stands, in its order."""
    return db.session.scalars(select(PostEntry).where(PostEntry.post_id == post.id, PostEntry.live == 1)
                              .order_by(PostEntry.place)).all()


def pictures(post: Post) -> Sequence[int]:
    """The places of a post's pictures."""
    return db.session.scalars(select(PostPicture.place).where(PostPicture.post_id == post.id)
                              .order_by(PostPicture.place)).all()


def picture(post: Post, place: int) -> bytes | None:
    return db.session.scalar(select(PostPicture.data).where(PostPicture.post_id == post.id,
                                                            PostPicture.place == place))


def agrees(post: Post, person: Person) -> bool:
    return db.session.scalar(select(PostAgree.id).where(PostAgree.post_id == post.id,
                                                        PostAgree.person_id == person.id)) is not None


def first_of_role(store_id: int, role: Role, on: date) -> int | None:
    """Who has a role in a store on a day; of several the first."""
    return db.session.scalar(select(Membership.person_id).where(
        Membership.store_id == store_id, Membership.role == role, held_on(on)).order_by(Membership.id).limit(1))


def team_of(person: Person, store_id: int, on: date) -> int | None:
    return db.session.scalar(select(Membership.team_id).where(
        Membership.person_id == person.id, Membership.store_id == store_id, held_on(on),
        Membership.team_id.is_not(None)).order_by(Membership.id).limit(1))


def people(store_id: int, on: date) -> list[tuple[int, str]]:
    """Everybody who works in a store, as choices."""
    here = select(Membership.person_id).where(Membership.store_id == store_id, held_on(on))
    return [(row.id, row.name) for row in db.session.execute(
        select(Person.id, Person.name).where(Person.id.in_(here))
        .order_by(Person.rota_rank, Person.pinyin, Person.id))]


def titles(ids: set[int]) -> Mapping[int, str]:
    return {row.id: row.title for row in db.session.execute(select(Post.id, Post.title).where(Post.id.in_(ids)))}


def readable(rights: Rights, ids: set[int]) -> set[int]:
    if "board.read" not in rights:
        return set()
    return set(db.session.scalars(posts(rights["board.read"]).where(Post.id.in_(ids)).with_only_columns(Post.id)))


def found(rights: Rights, text: str, limit: int) -> list[tuple[str, int, str, str]]:
    """For the search in the head: posts by words of their title or text, the newest first."""
    rows = db.session.scalars(posts(rights["board.read"]).where(
        Post.title.icontains(text, autoescape=True) | Post.text.icontains(text, autoescape=True))
        .order_by(Post.posted_on.desc(), Post.id).limit(limit))
    return [("post", post.id, post.title, f"{post.kind.label} · {post.state.label}") for post in rows]
