"""Worker: renders one sheet after the other and writes them as one PDF, each with page numbers of its own; printer.py
starts it and asks it through stdin and stdout."""
import json
import logging
import os
import re
import signal
import sys
import warnings
from typing import Any

from . import frames

UNPRINTED = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")     # joiners, variation selectors
GETA = "〓"                                         # what a printer sets for a character it does not have


def serve() -> None:
    """Answer frames until the other side ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl+C reaches us too; we end when the asking side does
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)                                   # a stray print must not mix with the answers
    try:
        press = Press()
    except OSError as error:                        # Pango is not installed
        frames.send(answers, frames.UNAVAILABLE, str(error).encode())
        return
    frames.send(answers, frames.READY)
    while True:
        try:
            kind, body = frames.receive(asked)
        except EOFError:
            return
        try:
            frames.send(answers, *press.answer(kind, body))
        except Exception as error:                  # RecursionError of deep tables too: the next sheet goes on
            press.forget()
            frames.send(answers, frames.FAILED, f"{type(error).__name__}: {error}".encode("utf-8", "replace"))


class Press:
    def __init__(self) -> None:
        warnings.filterwarnings("ignore", "No fonts configured")     # ours come with the style sheet
        from fontTools.ttLib import TTFont
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from .fetcher import STATIC, SheetFetcher
        logging.getLogger("weasyprint").addHandler(Warnings())
        self.fetcher, self.fonts = SheetFetcher(), FontConfiguration()
        self.styles = [CSS(url=f"static:///css/{name}.css", font_config=self.fonts, url_fetcher=self.fetcher)
                       for name in ("sheet-fonts", "sheet")]
        with TTFont(STATIC / "fonts" / "sheet-regular.otf", lazy=True) as regular:
            self.known = frozenset(map(chr, regular.getBestCmap())) | {"\n", "\r", "\t"}
        self.documents: list[Any] = []

    def answer(self, kind: bytes, body: bytes) -> tuple[bytes, bytes]:
        if kind == frames.RENDER:
            return frames.PAGES, str(self.render(body.decode())).encode()
        if kind == frames.WRITE:
            return frames.PDF, self.write(**json.loads(body))
        self.forget()
        return frames.READY, b""

    def render(self, html: str) -> int:
        """Lay out a sheet; how many pages it has."""
        from weasyprint import HTML
        from weasyprint.urls import FatalURLFetchingError
        try:
            document = HTML(string=self.printable(html), url_fetcher=self.fetcher).render(
                font_config=self.fonts, stylesheets=self.styles)
        except FatalURLFetchingError as error:      # no Exception, so that WeasyPrint itself lets it through
            raise PermissionError(str(error)) from None
        self.documents.append(document)
        return len(document.pages)

    def write(self, variant: str | None, fronts: bool) -> bytes:
        """The PDF of all sheets; `fronts`: each begins on the front side of its paper."""
        pages = []
        for number, document in enumerate(self.documents):
            pages += document.pages
            if fronts and len(pages) % 2 and number + 1 < len(self.documents):
                pages += self.blank().pages
        first = self.documents[0]
        self.forget()
        pdf: bytes = first.copy(pages).write_pdf(pdf_variant=variant, pdf_tags=True)
        return pdf

    def blank(self) -> Any:
        from weasyprint import HTML
        return HTML(string="<style>@page { margin: 0 }</style>", url_fetcher=self.fetcher).render()

    def forget(self) -> None:
        self.documents = []

    def printable(self, html: str) -> str:
        """The same text, with a mark for each character that the font of the sheets does not have."""
        html = UNPRINTED.sub("", html)
        foreign = set(html) - self.known
        return re.sub(f"{GETA}+", GETA, html.translate({ord(character): GETA for character in foreign}))


class Warnings(logging.Handler):
    """What WeasyPrint warns of goes to the log of the process that asked."""
    def emit(self, record: logging.LogRecord) -> None:
        print(f"printing: {record.getMessage()}", file=sys.stderr, flush=True)
