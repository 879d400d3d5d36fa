"""The house rules: what holds on every page, whoever opens it."""
import re
from functools import cache

from html5lib.constants import E

from portal.translations import areas, stored

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}


def check_headers(page):
    for name, value in HEADERS.items():
        assert value in page.headers.get(name, ""), f"{page.path}: {name} is {page.headers.get(name)!r}"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    if not page.path.startswith("/static/"):
        assert page.headers.get("Cache-Control") == "no-store", f"{page.path} may be kept by the browser"


def check_page(page):
    """A part of a page has neither head nor h1."""
    part, (tree, errors) = page.part, page.parsed
    faults = [f"line {at[0]}: {E.get(code, code) % data}" for at, code, data in errors]
    assert not faults, f"{page.path}: HTML: {faults[:5]}"
    _nothing_inline(page, tree)
    _ids(page, tree)
    _labels(page, tree)
    _links(page, tree)
    _one_language(page, tree, part)
    if not part:
        _head(page, tree)
        _one_main_button(page, tree)


def _head(page, tree):
    assert tree.get("lang") in ("zh-CN", "en"), f"{page.path}: lang is {tree.get('lang')!r}"
    assert len(tree.findall(".//h1")) == 1, f"{page.path}: {len(tree.findall('.//h1'))} h1"
    title = (tree.findtext(".//title") or "").split("·")[0].strip()
    assert title, f"{page.path}: no title of its own"


def _one_main_button(page, tree):
    """The button in the head is the main one only where the page has none."""
    def main_ones(under):
        return [e for e in under.iter() if "btn-primary" in (e.get("class") or "").split()
                and "phone-only" not in e.get("class")]
    top, main = tree.find(".//header[@class='top']"), tree.find(".//main")
    assert top is None or not (main_ones(top) and main_ones(main)), f"{page.path}: two main buttons"


def _nothing_inline(page, tree):
    for element in _elements(tree):
        assert element.tag != "style" and (element.tag != "script" or element.get("src")), f"{page.path}: inline code"
        for name, value in element.attrib.items():
            assert name != "style" and not name.startswith(("on", "hx-on")), f"{page.path}: {element.tag} {name}"
            assert not str(value).strip().lower().startswith("javascript:"), f"{page.path}: {element.tag} {name}"


def _ids(page, tree):
    ids = [e.get("id") for e in _elements(tree) if e.get("id") is not None]
    assert "" not in ids and len(ids) == len(set(ids)), f"{page.path}: ids twice: {sorted(_twice(ids))}"
    for element in _elements(tree):
        for name in ("aria-labelledby", "aria-describedby", "for", "form"):
            if name == "form" and element.tag == "form":
                continue
            for target in (element.get(name) or "").split():
                assert target in ids, f"{page.path}: {element.tag} {name} names {target!r}, which is not there"


def _labels(page, tree):
    labelled = {e.get("for") for e in tree.iter("label")}
    within = {id(field) for label in tree.iter("label") for field in label.iter() if _text(label)}
    for field in _elements(tree):
        if field.tag not in ("input", "select", "textarea") or field.get("type") in ("hidden", "submit"):
            continue
        named = field.get("id") in labelled or id(field) in within or field.get("aria-label")
        assert named or field.get("aria-labelledby"), f"{page.path}: no label for {field.get('name')!r}"


def _links(page, tree):
    for link in _elements(tree):
        if link.tag in ("a", "button"):
            assert _text(link) or link.get("aria-label"), f"{page.path}: a link or button without words: {link.attrib}"
        if link.tag == "a":
            assert link.get("href"), f"{page.path}: a link that leads nowhere: {_text(link)!r}"


def _one_language(page, tree, part):
    language = tree.get("lang") if not part else page.headers["Content-Language"]
    said = list(_own_words(tree))
    if language == "en":
        mixed = [text for text in said if HAN.search(text)]
    elif language == "zh-CN":
        mixed = [text for text in said if text in _english_words()]
    else:
        return
    assert not mixed, f"{page.path}: not in {language}: {mixed[:5]}"


@cache
def _english_words():
    """What the catalogues translate: none of it stands on a Chinese page as it is."""
    found = set()
    for area in areas():
        for message in stored(area):
            for text in [message.id] if isinstance(message.id, str) else message.id or ():
                chinese = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
                if "%(" not in text and chinese != text and re.search("[a-z]{2}", text):
                    found.add(text)
    return found


def _own_words(element, mine=True):
    """The texts of a page that are the portal's and not data: outside translate="no"; a title may name a person."""
    if element.tag == "title":
        return
    mine = element.get("translate") != "no" and mine if isinstance(element.tag, str) else False
    mine = mine and not (element.get("lang") and element.tag != "html")
    if mine:
        for text in (element.text, element.get("placeholder"), element.get("title"), element.get("aria-label")):
            if text and text.strip():
                yield text.strip()
    for child in element:
        yield from _own_words(child, mine)
        if mine and child.tail and child.tail.strip():
            yield child.tail.strip()


def _elements(tree):
    return (element for element in tree.iter() if isinstance(element.tag, str))


def _text(element):
    return "".join(element.itertext()).strip()


def _twice(values):
    return {value for value in values if values.count(value) > 1}
