import io
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.printing import Failed, Printer, TookTooLong, TooLong, printer

SHEET = """<html lang="zh-CN"><body><article class="paper"><header class="head" data-foot="表"
 data-page="第 " data-of=" 页 / 共 " data-end=" 页"><h1>周复盘表 %s</h1>
<b>%s</b></header><table><tr><td>%s</td></tr></table></article></body></html>"""


def sheet(text="邓浩然"):
    return SHEET % (text, text, text)


def reader(pdf):
    return PdfReader(io.BytesIO(pdf))


def fonts(pdf):
    """Name and whether it is embedded, of every font."""
    found = set()
    for page in reader(pdf).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            below = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            found.add((str(font.get_object()["/BaseFont"]).split("+")[-1], "/FontFile3" in below))
    return found


def test_a_sheet_carries_only_our_two_fonts_whole_in_the_file():
    assert fonts(printer.pdf([sheet("邓浩然喆堃𠮷䶮㛃")])) == {("Sheet", True), ("Sheet-Bold", True)}


def test_a_rare_character_is_printed_as_itself_in_bold_too():
    text = reader(printer.pdf([sheet("𠮷䶮㛃")])).pages[0].extract_text()
    assert text.count("𠮷䶮㛃") == 3


def test_what_the_font_does_not_have_is_printed_as_a_mark_and_never_as_an_empty_box(capfd):
    text = reader(printer.pdf([sheet("邓😀👩‍👧然")])).pages[0].extract_text()
    assert text.count("邓〓然") == 3
    assert "notdef" not in capfd.readouterr().err


def test_each_sheet_of_a_batch_has_page_numbers_of_its_own_and_begins_on_a_front_side():
    told = []
    pages = reader(printer.pdf([sheet("甲"), sheet("乙"), sheet("丙")], fronts=True, rendered=told.append)).pages
    assert told == [1, 2, 3]
    assert ["第 1 页 / 共 1 页" in page.extract_text() for page in pages] == [True, False, True, False, True]
    assert len(printer.pdf([sheet("丁")])) > 0                 # nothing is left of the batch before


def test_a_batch_that_is_stopped_leaves_nothing_for_the_next_one():
    class Enough(Exception):
        pass

    def stop(count):
        raise Enough
    with pytest.raises(Enough):
        printer.pdf([sheet("甲"), sheet("乙")], rendered=stop)
    assert len(reader(printer.pdf([sheet("丙")])).pages) == 1


@pytest.mark.parametrize("address", [
    "file:///etc/passwd", "http://127.0.0.1:9/x.png", "static:///../pyproject.toml", "static:///css/no-such.css"])
def test_a_sheet_reads_nothing_but_the_portals_own_static_files(address):
    for html in (f'<img src="{address}">', f'<link rel="stylesheet" href="{address}">',
                 f'<style>@import "{address}";</style>'):
        with pytest.raises(Failed, match="refused"):
            printer.pdf([html])


def test_an_issue_is_written_for_the_archive():
    root = reader(printer.pdf([sheet()], archive=True)).trailer["/Root"]
    assert b'pdfaid:part="3"' in root["/Metadata"].get_object().get_data() and root["/OutputIntents"]


def test_too_many_rows_are_refused_before_any_work():
    with pytest.raises(TooLong):
        printer.pdf(["<table>" + "<tr><td>1</td></tr>" * 3_001 + "</table>"])


def test_nesting_too_deep_fails_alone():
    with pytest.raises(Failed, match="RecursionError"):
        printer.pdf(["<table><tr><td>" * 200])
    assert printer.pdf([sheet()])


def test_a_sheet_that_takes_too_long_is_stopped_and_the_next_one_prints():
    hasty = Printer()
    try:
        assert hasty.missing() is None
        hasty.seconds = 0.3
        began = time.monotonic()
        with pytest.raises(TookTooLong):
            hasty.pdf(["<table>" + "<tr><td>字</td></tr>" * 3_000 + "</table>"])
        assert time.monotonic() - began < 5
        hasty.seconds = 30
        assert hasty.pdf([sheet()])
    finally:
        hasty.close()


def test_a_machine_that_is_slow_to_start_is_not_said_to_lack_pdfs():
    hasty = Printer()
    hasty.seconds = 0.01
    assert hasty.missing() is None
    hasty.close()


def test_the_fonts_are_the_ones_whose_sums_are_written_beside_them():
    import hashlib
    folder = Path(__file__).parent.parent.parent / "static" / "fonts"
    noted = (folder / "OFL.txt").read_text()
    for font in folder.glob("*.otf"):
        assert f"{font.name}  {hashlib.sha256(font.read_bytes()).hexdigest()}" in noted
