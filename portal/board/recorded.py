"""How the change record words what happens on the feedback board: verbs of actions, kinds of rows, and columns."""
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from portal.core.area import Kind

from . import queries

VERBS = {
    "post.posted": _l("Posted"), "post.posted_unsigned": _l("Posted without a name"),
    "post.edited": _l("Post put right by its author"),
    "post.edited_unsigned": _l("Anonymous post put right by its author"),
    "post.answered": _l("Post answered"), "post.handed_on": _l("Post handed on"),
    "post.extended": _l("More time for an answer"), "post.made_a_step": _l("Post made an agreed step"),
    "post.commented": _l("Commented"), "post.replied_unsigned": _l("Anonymous poster replied"),
    "post.agreed_with": _l("Agreed with a post"), "post.removed": _l("Post removed"),
    "practice.told": _l("Best practice told on the board"),
    "post.praised": _l("Colleague praised"), "post.praised_unsigned": _l("Colleague praised without a name"),
    "notice.given": lazy_pgettext("post", "Notice given"),
    "notice.read": _l("Notice read"), "notice.reminded": _l("Reminded of a notice"),
    "activity.called": _l("Activity called"), "activity.signed_up": _l("Signed up, or not any more"),
    "activity.reported": _l("Activity reported"),
    "post.put_back": _l("Post put back"), "post.entry_removed": _l("Comment removed"),
    "post.entry_put_back": _l("Comment put back"),
}

FIELDS = {
    "author_id": lazy_pgettext("post", "From"), "topic": _l("It is about"), "title": _l("In one sentence"),
    "text": lazy_pgettext("post", "Text"), "wish": _l("What should be done"), "score": _l("Score of the workplace"),
    "posted_on": _l("Posted on"), "edited_on": _l("Put right on"),
    "responsible_id": _l("Who answers"), "answer_by_on": _l("Answer by"),
    "answered_on": _l("First answered on"), "closed_on": _l("Closed on"), "agree_count": lazy_pgettext("post", "Agree"),
    "code_hash": _l("Code"), "post_id": _l("Post"), "place": _l("Place below the post"),
    "said_on": _l("Said on"), "year": _l("Year"), "number": lazy_pgettext("post", "Number"), "read_at": _l("Read at"),
    "where": lazy_pgettext("post", "Where"), "cost_fen": _l("Cost for each"), "seats": _l("Seats"),
    "sign_up_until": _l("Sign up until"), "report": _l("How it was"), "reported_on": _l("Reported on"),
    "issue_id": _l("Review sheet"), "spent_fen": _l("Cost in all"), "reminded_on": _l("Reminded on"),
}

kinds = (
    Kind("post", _l("Post"), "board.post", "post_id", queries.titles, queries.readable, fields=FIELDS),
    Kind("post_entry", _l("Comment or answer"), fields=FIELDS),
    Kind("post_praise", _l("Praise of a colleague"), fields=FIELDS),
    Kind("post_practice", _l("Best practice told on the board"), fields=FIELDS),
    Kind("post_notice", _l("Notice"), fields=FIELDS),
    Kind("notice_read", _l("Notice read by"), fields=FIELDS),
    Kind("post_activity", _l("Activity"), fields=FIELDS),
    Kind("activity_sign_up", _l("Sign-up for an activity"), fields=FIELDS),
    Kind("post_agree", _l("Agreement with a post"), labels=queries.agreed_titles, fields=FIELDS),
)
