"""What the portal keeps of its own use: the change record, the access record, and the policy as it is."""
from flask import render_template
from flask.typing import ResponseReturnValue

from portal.admin import lists, policy_words, queries
from portal.core.lists import show_list
from portal.core.policy import my_memberships, my_rights, requires
from portal.core.policy_table import NOT_AFTER_NOTICE, grants_of
from portal.core.scope import Scope
from portal.org.models import Role

from . import bp


@bp.route("/changes", methods=["GET", "POST"])
@requires("changes.read")
def changes(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.changes, scope)


@bp.route("/accesses", methods=["GET", "POST"])
@requires("access.read")
def accesses(scope: Scope) -> ResponseReturnValue:
    return show_list(lists.accesses, scope)


@bp.route("/policy")
@requires("policy.read")
def policy(_scope: Scope) -> ResponseReturnValue:
    """Role × permission → reach, as the portal reads it; nobody changes it here."""
    grants = {role: grants_of(role) for role in Role}
    rows = [(words, [(permission, policy_words.VERBS.get(permission.partition(".")[2], permission),
                      [policy_words.REACH.get(grants[role].get(permission, "")) for role in Role])
                     for permission in sorted({each for held in grants.values() for each in held
                                               if each.partition(".")[0] == name})])
            for name, words in policy_words.OBJECTS.items()]
    people = my_rights().get("people.read")
    return render_template(
        "admin/policy.html", roles=list(Role), rows=rows, own={held.role for held in my_memberships()},
        until_notice=NOT_AFTER_NOTICE, many=queries.people_with_many_roles(people) if people else [])
