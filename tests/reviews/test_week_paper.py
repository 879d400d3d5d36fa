"""The week sheet on paper: one side for a person, front and back for a team and a store."""
import io

import pytest
from flask_babel import force_locale
from pypdf import PdfReader

from portal.core.registry import registry
from portal.core.sheet import Frame, html
from portal.printing import printer
from portal.reviews.week import Further, LossCount

from ..factories.week import person_sheet, store_sheet

MM = 72 / 25.4
TYPED = {"causes": "订单少 1：两位 H 客户等置换评估，评估师周三才在。" * 11,
         "plan": "王女士、黄女士周末前定；孙先生申请特价。" * 14,
         "instruction": "评估师提前到周二来店，周五前给答复。" * 16, "promise.deliveries": "3"}


def printed(data, language="zh_CN", closed=False, **around):
    frame = Frame("周复盘表", data.store, data.about_text, "出表 沈国平 2026-11-23 周一 08:31", "A-2026W47-012",
                  "第 1 版", "7F3A 91C2", "/issues/12", closed=closed)
    with force_locale(language):
        text = html(registry().sheets["week"], data, frame, printing=True, **around)
    return PdfReader(io.BytesIO(printer.pdf([text])))


def marks(page):
    """Every piece of text with its place in mm and its size in points."""
    found = []

    def visit(text, cm, tm, _font, size):
        if text.strip():
            scale = abs(tm[3] * cm[3])
            found.append((text.strip(), (tm[4] * cm[0] + cm[4]) / MM, abs(tm[5] * cm[3] + cm[5]) / MM, size * scale))
    page.extract_text(visitor_text=visit)
    return found


pytestmark = pytest.mark.any_database         # how a sheet fills its paper


@pytest.fixture(autouse=True)
def portal_address(app):
    app.config["PORTAL_ADDRESS"] = "https://portal.example.cn"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("customers, steps", [(9, 3), (30, 0), (30, 14), (2, 14)])
def test_a_persons_sheet_is_one_side_however_much_there_is(customers, steps, language):
    assert len(printed(person_sheet(customers, steps), language).pages) == 1


def test_a_persons_sheet_with_many_losses_is_still_one_side():
    data = person_sheet(9, 3, losses=person_sheet().losses * 10, losses_waiting=3)
    assert len(printed(data).pages) == 1


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_closed_sheet_with_everything_typed_is_still_one_side(language):
    pages = printed(person_sheet(), language, closed=True, typed=TYPED).pages
    assert len(pages) == 1 and "王女士、黄女士周末前定" in pages[0].extract_text().replace("\n", "")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("steps, teams", [(5, 3), (0, 3), (12, 6)])
def test_a_stores_sheet_is_front_and_back(steps, teams, language):
    drawn = store_sheet()
    data = store_sheet(parts=(drawn.parts * 2)[:teams], steps=(drawn.steps * 3)[:steps])
    pages = printed(data, language).pages
    assert len(pages) == 2
    assert len(pages[1].extract_text()) > 200                       # the last page is not nearly empty


LONG = ("held: 新车型卖点六方位 11-23 Mon, 11 of 12 came; 异议处理演练 11-26 Thu, 6 of 8 came; "
        "coming: 需求分析话术 12-02 Wed")


def test_a_stores_sheet_in_english_keeps_its_signatures_on_the_back_under_long_words_of_other_areas():
    losses = tuple(LossCount(where, (3, 3, 1, 1, 1), 9) for where in (
        "Other brand", "Gave up", "Same brand elsewhere", "Unknown", "Used car"))
    data = store_sheet(
        loss_reasons=("Price or promotion", "Model", "Loan", "Friends' advice", "Others"), loss_counts=losses,
        further=tuple(Further(head, LONG) for head in ("Stock", "Training", "Feedback board")))
    pages = printed(data, "en").pages
    assert len(pages) == 2


def test_a_persons_sheet_is_one_side_under_long_words_of_other_areas():
    assert len(printed(person_sheet(further=(Further("Training", LONG), Further("Feedback board", LONG)))).pages) == 1


def test_nothing_is_smaller_than_9_points_or_nearer_than_5_mm_to_the_edge():
    for data in (person_sheet(), store_sheet()):
        for page in printed(data).pages:
            for text, x, y, size in marks(page):
                assert size >= 8.9, (text, size)
                assert 5 <= x <= 205 and 5 <= y <= 292, (text, x, y)


def test_the_sheet_says_what_it_is_and_whose():
    text = printed(person_sheet()).pages[0].extract_text()
    for words in ("周复盘表", "邓浩然", "第 47 周", "A-2026W47-012", "第 1 页 / 共 1 页", "出表 沈国平", "主管指示",
                  "卡点 / 对策"):
        assert words in text


def test_without_goals_and_customers_it_still_reads_well():
    data = person_sheet(0, 0, losses=(), promises=(), signers=person_sheet().signers[:2])
    assert "没有未完成的行动" in printed(data).pages[0].extract_text()
