"""Sizes of files, functions and templates, imports inside functions, drawers: what may have outgrown its place."""
import ast
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from portal.config import ROOT

LONG_FILE, LONG_FUNCTION, LONG_TEMPLATE = 400, 40, 120          # lines
DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "lib", "stuff", "general", "various"}


def main() -> None:
    portal = sources("portal", "*.py")
    templates = sources("templates", "*.html")
    functions = [(len_of(node), f"{name(path)}:{node.lineno} {node.name}") for path, text in portal.items()
                 for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    show("lines by area", Counter({area: sum(len(text.splitlines()) for path, text in portal.items()
                                             if name(path).split("/")[1] == area)
                                   for area in {name(path).split("/")[1] for path in portal}}).most_common())
    for words, files, limit in (("Python files", portal, LONG_FILE), ("templates", templates, LONG_TEMPLATE)):
        sizes = [(len(text.splitlines()), name(path)) for path, text in files.items()]
        show(f"{words}: {len(sizes)}, {sum(size for size, _ in sizes)} lines; over {limit}", over(sizes, limit))
    show(f"functions: {len(functions)}; over {LONG_FUNCTION} lines", over(functions, LONG_FUNCTION))
    show("imports inside functions", ((where, "") for path, text in portal.items() for where in late(path, text)))
    show("drawers", ((name(path), "") for path in {*portal, *templates} if DRAWERS & {path.stem, *path.parts}))


def sources(folder: str, pattern: str) -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in sorted((ROOT / folder).rglob(pattern))}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def len_of(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def over(sizes: Iterable[tuple[int, str]], limit: int) -> Iterable[tuple[str, int]]:
    return [(what, size) for size, what in sorted(sizes, reverse=True) if size > limit]


def late(path: Path, text: str) -> Iterable[str]:
    """Imports inside a function: each hides a knot between two modules, or puts off something heavy on purpose."""
    for function in ast.walk(ast.parse(text)):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield f"{name(path)}:{node.lineno} {ast.unparse(node)}"


def show(heading: str, lines: Iterable[tuple[str, object]]) -> None:
    print(f"\n{heading}")
    for what, size in list(lines) or [("none", "")]:
        print(f"  {size!s:>6}  {what}" if size != "" else f"  {what}")


if __name__ == "__main__":
    main()
