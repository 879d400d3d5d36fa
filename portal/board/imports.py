"""The sheet of a store's own ledger of suggestions 意见建议台账."""
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import select

from portal.core.agreement import agreed
from portal.core.calendar import official
from portal.core.clock import today
from portal.core.imports import (
    N_,
    Checking,
    Context,
    Field,
    Import,
    Loading,
    Row,
    Verdict,
    day,
    number,
    one_of,
    person,
    plain,
    text,
    yes_no,
)
from portal.core.imports.choices import choice_or_new, codes, note_new
from portal.core.imports.parsers import YES
from portal.core.load import load
from portal.core.words import first_sentence
from portal.extensions import db
from portal.org.models import Membership, Role
from portal.org.queries import first_of, members

from .load import DatedEntry, DatedPost
from .models import ASKING, LONGEST_TITLE, Post, PostKind, PostState, unordered_id
from .settings import TOPIC

NOBODY = frozenset({"匿名", "不具名", "未署名", "anonymous", "-", "—", "无"})
KINDS = {"建议": PostKind.SUGGESTION, "意见": PostKind.SUGGESTION, "合理化建议": PostKind.SUGGESTION,
         "问题": PostKind.PROBLEM, "投诉": PostKind.PROBLEM, "困难": PostKind.PROBLEM, "咨询": PostKind.QUESTION,
         "疑问": PostKind.QUESTION, "提问": PostKind.QUESTION, "工作环境": PostKind.ENVIRONMENT,
         "环境": PostKind.ENVIRONMENT, "表扬": PostKind.PRAISE, "点赞": PostKind.PRAISE,
         "suggestion": PostKind.SUGGESTION, "problem": PostKind.PROBLEM, "question": PostKind.QUESTION,
         "work environment": PostKind.ENVIRONMENT, "praise": PostKind.PRAISE}
STATES = {"待回复": PostState.NEW, "未处理": PostState.NEW, "未回复": PostState.NEW, "新": PostState.NEW,
          "采纳": PostState.ACCEPTED, "已采纳": PostState.ACCEPTED, "处理中": PostState.IN_WORK,
          "进行中": PostState.IN_WORK, "跟进中": PostState.IN_WORK, "已完成": PostState.DONE, "完成": PostState.DONE,
          "已处理": PostState.DONE, "已解决": PostState.DONE, "关闭": PostState.DONE, "不采纳": PostState.DECLINED,
          "未采纳": PostState.DECLINED, "驳回": PostState.DECLINED, "new": PostState.NEW, "open": PostState.NEW,
          "accepted": PostState.ACCEPTED, "in work": PostState.IN_WORK, "done": PostState.DONE,
          "declined": PostState.DECLINED}


def author(typed: str, context: Context) -> int | None:
    """Somebody of the store; None where the ledger itself says that nobody is to know."""
    return None if plain(typed).lower() in NOBODY else person(typed, context)


def private(cells: Mapping[str, str]) -> bool:
    """An anonymous row: what stands beside it may name its author all the same."""
    return plain(cells.get("anonymous", "")).lower() in YES or plain(cells.get("author", "")).lower() in NOBODY


def people(typed: str, context: Context) -> tuple[int, ...]:
    """One or several names."""
    return tuple(dict.fromkeys(person(part, context) for part in re.split(r"[、,，;；/\s]+", plain(typed)) if part))


def check(checking: Checking) -> None:
    there = {(on, title) for on, title in db.session.execute(select(Post.posted_on, Post.title).where(
        Post.store_id == checking.store_id, Post.live == 1,
        Post.posted_on.in_({row["on"] for row in checking.rows if row["on"]})))}
    here = {one.person_id for one in members(checking.store_id, today())}
    for row in checking.rows:
        if row["title"] is None and row["text"] is None and not any(key in ("title", "text") for key, _ in row.faults):
            row.wrong("title", N_("Nothing stands here, and it is needed"))
        if row["on"] and row["on"] > today():
            row.wrong("on", N_("That day is still to come"))
        if _kind(row) is PostKind.PRAISE:
            _check_praise(row)
        else:
            _check_answer(row, here)
        if not row.faults and row.verdict is not Verdict.SKIP and (row["on"], _title(row)) in there:
            row.skip(N_("The board has this post; it is changed there"))
        if row["author"] is None:
            row.note(N_("Stays anonymous: no name is kept"))
    note_new(checking, "topic")


def _check_praise(row: Row) -> None:
    if not row["praised"] and not any(key == "praised" for key, _ in row.faults):
        row.wrong("praised", N_("Say whom it praises"))
    elif row["author"] is not None and row["author"] in (row["praised"] or ()):
        row.wrong("praised", N_("Nobody praises himself"))


def _check_answer(row: Row, here: set[int]) -> None:
    """What has been answered says when and by whom; what is declined, why."""
    state, answered_on = _state(row), row["answered_on"]
    if row["on"] and row["answer_by"] and row["answer_by"] < row["on"]:
        row.wrong("answer_by", N_("Before the day of the post"))
    if state is PostState.NEW:
        if answered_on or row["answer"]:
            row.wrong("state", N_("There is an answer, so it no longer waits for one"))
        elif row["responsible"] is not None and row["responsible"] not in here:
            row.note(N_("Who answers has left the store: the sales manager answers"))
        return
    bad = {key for key, _ in row.faults}
    if answered_on is None and "answered_on" not in bad:
        row.wrong("answered_on", N_("Say on which day it was answered"))
    elif answered_on and answered_on > today():
        row.wrong("answered_on", N_("That day is still to come"))
    elif answered_on and row["on"] and answered_on < row["on"]:
        row.wrong("answered_on", N_("Before the day of the post"))
    if state is PostState.DECLINED and not row["answer"] and "answer" not in bad:
        row.wrong("answer", N_("Say why it was declined"))
    if _answered_by(row) is None and not bad & {"answered_by", "responsible"}:
        row.wrong("answered_by", N_("Say who answered"))
    if row["state"] is None and not bad:
        row.note(N_("Has an answer and no state: taken as done"))


def _kind(row: Row) -> PostKind:
    kind: PostKind = row["kind"] or PostKind.SUGGESTION
    return kind


def _state(row: Row) -> PostState:
    """As the ledger says; where it says nothing, what was answered is done."""
    said: PostState | None = row["state"]
    return said or (PostState.DONE if row["answered_on"] or row["answer"] else PostState.NEW)


def _answered_by(row: Row) -> int | None:
    found: int | None = row["answered_by"] or row["responsible"]
    return found


def _title(row: Row) -> str:
    """A ledger with one column of words: its first sentence is the title."""
    return str(row["title"]) if row["title"] else first_sentence(row["text"] or "", LONGEST_TITLE)


def load_posts(loading: Loading) -> None:
    topics = codes(loading, TOPIC, "topic")
    teams = _Teams(loading)
    manager_id = first_of(loading.store_id, today(), Role.MANAGER, Role.GENERAL_MANAGER)
    here = {one.person_id for one in members(loading.store_id, today())}
    load({"posts": [DatedPost(
        id=unordered_id(), store_id=loading.store_id, posted_on=row["on"], kind=_kind(row), title=_title(row),
        text="" if row["text"] == _title(row) else row["text"] or "", wish=row["wish"] or "",
        topic=topics[row["topic"]] or None, score=row["score"] if _kind(row) is PostKind.ENVIRONMENT else None,
        author_id=row["author"], team_id=teams.of(row["author"], row["on"]),
        entries=_entries(row), praised=row["praised"] or () if _kind(row) is PostKind.PRAISE else (),
        **_owed(row, loading.store_id, here, manager_id)) for row in loading.rows]}, by=loading.by, batch=loading.batch)


def _owed(row: Row, store_id: int, here: set[int], manager_id: int | None) -> dict[str, Any]:
    """Who answers and by when: as the ledger says, else as the board would have asked on that day."""
    if _kind(row) not in ASKING:
        return {}
    responsible_id = row["responsible"] or row["answered_by"] or manager_id
    if _state(row) is PostState.NEW and responsible_id not in here:
        responsible_id = manager_id
    days = agreed("board.answer_days", store_id=store_id, on=row["on"])
    return {"responsible_id": responsible_id,
            "answer_by_on": row["answer_by"] or official().deadline(row["on"], days)}


def _entries(row: Row) -> tuple[DatedEntry, ...]:
    """The answer; what is said under praise is a comment."""
    if _kind(row) not in ASKING or _state(row) is PostState.NEW:
        return ()
    return (DatedEntry(unordered_id(), row["answered_on"], row["answer"] or "", _answered_by(row), _state(row)),)


class _Teams:
    """The teams that authors belonged to on the days of their posts."""
    def __init__(self, loading: Loading) -> None:
        self._held: dict[int, list[tuple[date, date, int | None]]] = {}
        for person_id, from_on, until_on, team_id in db.session.execute(select(
                Membership.person_id, Membership.from_on, Membership.until_on, Membership.team_id).where(
                Membership.store_id == loading.store_id, Membership.team_id.is_not(None),
                Membership.person_id.in_({row["author"] for row in loading.rows if row["author"]}))
                .order_by(Membership.id)):
            self._held.setdefault(person_id, []).append((from_on, until_on, team_id))

    def of(self, person_id: int | None, on: date) -> int | None:
        spans: Sequence[tuple[date, date, int | None]] = self._held.get(person_id or 0, ())
        return next((team_id for from_on, until_on, team_id in spans if from_on <= on < until_on), None)


ledger = Import("posts", _l("Suggestion ledger"), 160, (
    "意见建议台账", "意见建议", "建议台账", "合理化建议台账", "员工意见台账", "suggestions"), (
    Field("on", _l("Posted on"), ("提出日期", "反馈日期", "日期", "登记日期", "date", "posted on"), day, required=True),
    Field("kind", _l("Kind"), ("类型", "类别", "反馈类型", "kind"), one_of(KINDS)),
    Field("title", _l("In one sentence"), ("标题", "主题", "事项", "title"), text(LONGEST_TITLE)),
    Field("text", lazy_pgettext("post", "What happened"), (
        "内容", "意见建议", "意见内容", "建议内容", "意见建议内容", "具体内容", "问题描述", "text"), text(2000)),
    Field("wish", _l("What should be done"), ("希望怎么办", "改进建议", "期望", "期望结果", "what should be done"),
          text(1000)),
    Field("topic", _l("It is about"), ("方面", "涉及方面", "涉及部门", "话题", "about", "topic"),
          choice_or_new(TOPIC)),
    Field("author", _l("Who says it"), ("提出人", "反馈人", "建议人", "姓名", "from", "author"), author, private=True),
    Field("anonymous", _l("Anonymous"), ("匿名", "是否匿名", "anonymous"), yes_no),
    Field("score", _l("Score of the workplace"), ("环境评分", "评分", "score"), number(1, 10)),
    Field("praised", _l("Whom it praises"), ("表扬对象", "被表扬人", "praised"), people),
    Field("responsible", _l("Who answers"), ("责任人", "处理人", "负责人", "responsible"), person),
    Field("answer_by", _l("Answer by"), ("回复期限", "答复期限", "处理期限", "要求完成日期", "answer by"), day),
    Field("state", _l("State"), ("状态", "处理状态", "处理情况", "是否采纳", "state"), one_of(STATES)),
    Field("answered_on", _l("First answered on"), ("回复日期", "答复日期", "处理日期", "完成日期", "answered on"), day),
    Field("answered_by", _l("Answered by"), ("回复人", "答复人", "answered by"), person),
    Field("answer", _l("Answer"), ("回复", "回复内容", "答复", "答复内容", "处理结果", "处理意见", "answer"),
          text(1000)),
), load=load_posts, identity=("on", "title"), shown=("on", "title"), check=check, private=private, updates=False,
    needs="board.type")
