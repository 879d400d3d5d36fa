"""What is owed by a day: answers to posts."""
from sqlalchemy import and_, case, exists, select
from sqlalchemy.orm import aliased

from portal.core.due import Rows, owed
from portal.core.policy import Rights
from portal.core.scope import Scope
from portal.org.models import Membership, Role

from . import queries
from .models import Post

AFTER_CONTACTS = 3          # urgency: with the agreed steps, behind the customers of any level


def answers(scope: Scope) -> Rows:
    """Answers owed by who is responsible, overdue ones too: the duty stays."""
    return select(*owed("post", Post.id, by=Post.responsible_id, due_on=Post.answer_by_on, urgency=AFTER_CONTACTS,
                        text=Post.title)).where(
        scope.sees(store=Post.store_id, owner=Post.responsible_id), queries.waits())


def escalated(scope: Scope) -> Rows:
    """Answers that are overdue are owed by the next role as well: the manager, for the manager the general manager."""
    next_one, own = aliased(Membership), aliased(Membership)
    is_manager = exists().where(own.person_id == Post.responsible_id, own.store_id == Post.store_id,
                                own.role.in_((Role.MANAGER, Role.GENERAL_MANAGER)), own.from_on <= scope.today,
                                own.until_on > scope.today)
    owes = and_(next_one.store_id == Post.store_id, next_one.person_id != Post.responsible_id,
                next_one.from_on <= scope.today, next_one.until_on > scope.today,
                next_one.role == case((is_manager, Role.GENERAL_MANAGER.value), else_=Role.MANAGER.value))
    return select(*owed("post", Post.id, by=next_one.person_id, due_on=Post.answer_by_on, urgency=AFTER_CONTACTS,
                        text=Post.title)).join(next_one, owes).where(
        scope.sees(store=Post.store_id, owner=next_one.person_id), queries.waits(), Post.answer_by_on < scope.today)


def waiting(rights: Rights) -> list[Rows]:
    """What waits for the reader's own answer."""
    mine = rights["home.read"]
    return [answers(mine), escalated(mine)]
