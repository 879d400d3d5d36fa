from datetime import date

from portal.admin import policy_words
from portal.core.access import record_look
from portal.core.policy_table import EVERYONE, TABLE, grants_of
from portal.org.models import Role

from ..factories.org import person


def test_the_change_record_tells_who_did_what_to_which_row(root, house):
    root.send(f"/people/{house.li}/edit", staff_no="A99")
    root.send(f"/stores/{house.one}/teams/new", name="销售三组")
    words = root.open("/changes").words
    assert "修改资料" in words and "A99" in words and "建立小组" in words and "root" in words
    assert "A99" not in root.open("/changes?verb=team.formed").words
    assert "A99" in root.open(f"/changes?kind=person&row={house.li}&who=roo").words
    assert "A99" not in root.open("/changes?day_to=2026-11-22").words
    assert "A99" in root.open("/changes?day_from=2026-11-23").words


def test_a_row_leads_to_its_page_where_the_reader_may_open_it(root, house):
    root.send(f"/people/{house.li}/edit", staff_no="A99")
    assert f'href="/people/{house.li}"' in root.open("/changes").text


def test_a_manager_reads_the_record_of_the_own_store(desk, house):
    desk.sign_in("root")
    desk.send(f"/stores/{house.one}/teams/new", name="销售三组")
    desk.send(f"/stores/{house.two}/teams/new", name="滨江二组")
    words = desk.sign_in("chen").open("/changes").words
    assert "销售三组" in words and "滨江二组" not in words
    desk.sign_in("li").open("/changes", status=404)


def test_every_look_is_in_the_access_record_with_its_purpose(root, house):
    record_look(person("li"), by=person("chen"), what="phone.show", purpose="回访")
    words = root.open("/accesses").words
    assert "chen" in words and "显示电话" in words and "回访" in words and "人员 li" in words
    assert "回访" not in root.open("/accesses?what=export").words


def test_the_policy_is_shown_as_it_is_to_everybody(desk, house):
    words = desk.sign_in("li").open("/policy").words
    assert "客户与意向" in words and "谁有几个岗位" not in words
    page = desk.sign_in("root").open("/policy")
    rows = page.tree.findall(".//tbody/tr")
    shown = sum("".join(cell.itertext()).strip() not in ("–", "") for row in rows for cell in row.findall("td"))
    assert shown == sum(len(grants_of(role)) for role in Role)


def test_a_further_role_is_seen_beside_the_policy(root, house):
    root.send(f"/people/{house.li}/roles/new", role="trainer", store_id=house.one, team_id="",
              from_on=str(date(2026, 11, 23)))
    assert "li 销售顾问 · 内训师" in root.open("/policy").words


def test_every_permission_has_words():
    permissions = set(EVERYONE).union(*TABLE.values())
    objects, verbs = ({each.partition(".")[side] for each in permissions} for side in (0, 2))
    assert objects == set(policy_words.OBJECTS) and verbs == set(policy_words.VERBS)
