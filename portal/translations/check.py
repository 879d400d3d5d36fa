"""Faults of the catalogues: a word without Chinese, two words for one thing, a lost placeholder, stray Chinese."""
import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message

from . import ROOT, areas, extracted, sources, stored

PLACEHOLDER = re.compile(r"%\((\w+)\)")
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
HAN_WORD = re.compile(HAN.pattern + "{2}")      # one sign alone is a unit that people type, such as ten thousand
DATA = ("demo", "imports", "names", "settings")      # modules whose Chinese is data: what a store edits, demo, headings


def faults() -> list[str]:
    return [*_catalogues(), *_stray_chinese()]


def _catalogues() -> Iterator[str]:
    catalogues = {area: stored(area) for area in areas()}
    known = {(message.id if isinstance(message.id, str) else message.id[0], message.context)
             for catalogue in catalogues.values() for message in catalogue if message.id and _chinese(message)}
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for area, catalogue in catalogues.items():
        in_use = extracted(area)
        for message in in_use:
            if message.id and (_singular(message), message.context) not in known:
                yield f"{area}: no Chinese for {_singular(message)!r}"
        for message in catalogue:
            if not message.id or in_use.get(message.id, message.context) is None:
                continue
            if message.fuzzy:
                yield f"{area}: {_singular(message)!r} is a guess (fuzzy)"
            if (chinese := _chinese(message)) and not message.context:
                said[_singular(message)][chinese] = area
                if set(PLACEHOLDER.findall(_english(message))) != set(PLACEHOLDER.findall(chinese)):
                    yield f"{area}: other placeholders in {_singular(message)!r}"
    for english, words in said.items():
        if len(words) > 1:
            yield f"{english!r} is said in {len(words)} ways: " + ", ".join(f"{w} ({a})" for w, a in words.items())


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _english(message: Message) -> str:
    """Of two forms the plural: it names the number."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def _chinese(message: Message) -> str:
    return message.string if isinstance(message.string, str) else (message.string or ("",))[0]


def _stray_chinese() -> Iterator[str]:
    """Chinese that people would read, standing in a source instead of a catalogue."""
    for area in areas():
        for file in sources(area):
            if _is_data(file):
                continue
            lines = _template_lines(file) if file.suffix == ".html" else _python_lines(file)
            for line, text in lines:
                yield f"{file.relative_to(ROOT).as_posix()}:{line}: Chinese in the source: {text}"


def _is_data(file: Path) -> bool:
    return file.stem in DATA or any(part in DATA for part in file.parts)


def _template_lines(file: Path) -> Iterator[tuple[int, str]]:
    text = re.sub(r"\{#.*?#\}", lambda m: "\n" * m[0].count("\n"), file.read_text(encoding="utf-8"), flags=re.S)
    for number, line in enumerate(text.splitlines(), 1):
        if HAN.search(line) and 'translate="no"' not in line:
            yield number, line.strip()[:60]


def _python_lines(file: Path) -> Iterator[tuple[int, str]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
                and HAN_WORD.search(node.value)):
            yield node.lineno, node.value[:40]
