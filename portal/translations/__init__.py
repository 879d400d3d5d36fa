"""Translations: one catalogue per area, made from its sources, merged when the portal runs.

English stands in the sources, Chinese in <area>/zh_CN/LC_MESSAGES/messages.po. The catalogue `core` holds the words of
core, org and the templates' frame and components; an area's those of its package and of templates/<area>, but for what
core has already. Compiled files are made at set-up and not committed.
"""
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
LOCALE = "zh_CN"
CORE = "core"
SHARED = ("core", "org", "translations")            # packages whose words the catalogue `core` holds
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2),
                               "lazy_pgettext": ((1, "c"), 2)}
HEADER = f'''msgid ""
msgstr ""
"Language: {LOCALE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

'''


def areas() -> list[str]:
    """`core` first, then every area's package."""
    packages = {file.parent.name for file in (ROOT / "portal").glob("*/__init__.py")}
    return [CORE, *sorted(packages - set(SHARED))]


def po_file(area: str) -> Path:
    return FOLDER / area / LOCALE / "LC_MESSAGES" / "messages.po"


def mo_file(area: str) -> Path:
    """Where Flask-Babel looks: Babel calls zh_CN zh_Hans_CN."""
    return FOLDER / area / str(Locale.parse(LOCALE)) / "LC_MESSAGES" / "messages.mo"


def sources(area: str) -> Iterator[Path]:
    """The files whose words an area's catalogue holds."""
    code, templates = ROOT / "portal", ROOT / "templates"
    if area != CORE:
        yield from sorted((code / area).rglob("*.py"))
        yield from sorted((templates / area).rglob("*.html"))
        return
    yield from sorted(code.glob("*.py"))
    for package in SHARED:
        yield from sorted((code / package).rglob("*.py"))
    yield from sorted(templates.glob("*.html"))
    for folder in ("components", "errors"):
        yield from sorted((templates / folder).rglob("*.html"))


def extracted(area: str) -> Catalog:
    """What the sources of an area say today."""
    catalog = Catalog(locale=LOCALE)
    for file in sources(area):
        method = "python" if file.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if file.suffix == ".py" else {"silent": "false"}
        for _line, message, _comments, context in extract_from_file(method, file, KEYWORDS, (), options):
            catalog.add(message, locations=[(file.relative_to(ROOT).as_posix(), 0)], context=context)
    return catalog


def stored(area: str) -> Catalog:
    """The catalogue as it is."""
    file = po_file(area)
    if not file.exists():
        return Catalog(locale=LOCALE)
    with file.open("rb") as text:
        return read_po(text, locale=LOCALE)


def update(chosen: Collection[str] = ()) -> list[str]:
    """Bring catalogues (all, or those chosen) up to date with their sources; words translated before stay."""
    changed = []
    shared = extracted(CORE)
    for area in chosen or areas():
        fresh = extracted(area)
        if area != CORE:
            for message in [m for m in fresh if m.id and shared.get(m.id, m.context)]:
                fresh.delete(message.id, message.context)
        catalog = stored(area)
        catalog.update(fresh, no_fuzzy_matching=True)
        if write(area, catalog):
            changed.append(area)
    return changed


def write(area: str, catalog: Catalog) -> bool:
    """Write a catalogue; says whether the file changed. An area without words has none."""
    file = po_file(area)
    before = file.read_bytes() if file.exists() else b""
    if not len(catalog):
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as text:
        text.write(HEADER.encode())
        write_po(text, catalog, width=0, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False)
    return file.read_bytes() != before


def translated(area: str) -> Catalog:
    """Without the words that another area's catalogue translates: an empty plural would take that wording's place."""
    catalog = stored(area)
    for message in [one for one in catalog if one.id and not any(one.string or ())]:
        catalog.delete(message.id, message.context)
    return catalog


def compile_all() -> None:
    """Make the compiled files that the portal reads, where they are older than their source."""
    for area in areas():
        source, target = po_file(area), mo_file(area)
        if source.exists() and not (target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns):
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh = target.with_suffix(f".{os.getpid()}")         # several processes may find it missing at once
            with fresh.open("wb") as binary:
                write_mo(binary, translated(area))
            fresh.replace(target)
