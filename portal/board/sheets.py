"""The feedback form on paper 团队反馈表, for the letter box; the quarter's report on the work environment."""
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from portal.core.agreement import agreed, choice_pairs
from portal.core.clock import today
from portal.core.sheet import SheetKind

from .models import PostKind
from .settings import TOPIC
from .workplace import workplace

FORM, REPORT = "feedback_form", "workplace_report"
ON_PAPER = (PostKind.SUGGESTION, PostKind.PROBLEM, PostKind.QUESTION, PostKind.ENVIRONMENT, PostKind.PRAISE,
            PostKind.ACTIVITY)


@dataclass(frozen=True)
class FeedbackForm:
    """What is printed on the blank form: the store's topics, and in how many working days it answers."""
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    answer_days: int


def build(store_id: int) -> FeedbackForm:
    return FeedbackForm(tuple(str(kind.label) for kind in ON_PAPER),
                        tuple(words for _code, words in choice_pairs(TOPIC, store_id=store_id, on=today())),
                        agreed("board.answer_days", store_id=store_id, on=today()))


sheets = (SheetKind(REPORT, _l("Quarterly report on the work environment"), "board.write",
                    "board/sheets/workplace.html", workplace, endpoint="board.workplace_report"),
          SheetKind(FORM, _l("Team feedback form"), "board.write", "board/sheets/form.html", build,
                    endpoint="board.paper_form"),)
