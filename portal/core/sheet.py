"""Sheet: plain data, one template, screen and paper.

A view of an area answers `sheet.answer(key, data, store=…, about=…)`: GET shows the sheet as it will be printed, POST
gives the PDF, and a line in the access record where the sheet holds personal data. Issued sheets: core/issue.py.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from flask import current_app, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import UnprocessableEntity

from portal.extensions import Coded, db
from portal.printing import PrintingError, TookTooLong, TooLong, Unavailable, printer

from .access import record_rows
from .clock import ZONE, now
from .file import document
from .policy import me
from .registry import registry
from .words import full_day, hour

PDF = "application/pdf"
NOTHING: Mapping[Any, str] = {}


@dataclass(frozen=True)
class SheetKind:
    """A printable form or sheet; the Chinese of its `title` is the official one, printed in any language.

    `build` gives a dataclass of plain data: no HTML, no session, no row; `data` is its class where it is issued.
    """
    key: str
    title: Any
    needs: str
    template: str
    build: Callable[..., Any]
    endpoint: str | None = None     # the page on which one is chosen and printed
    blank: str | None = None        # the page of the blank form
    personal: bool = False          # names, phones: printing needs a purpose and leaves a line
    data: type | None = None
    page: Callable[[Any], str] | None = None    # of an issue: the page on which it is talked about
    closing: Callable[[int], Mapping[str, Any]] | None = None      # of an issue's id: what else stands on it as closed

    @property
    def official(self) -> str:
        with force_locale("zh_CN"):
            return str(self.title)


class Purpose(Coded):
    """What a sheet with personal data is printed for."""
    FILING = "filing", _l("Filing")
    MEETING = "meeting", _l("Meeting")
    WORK = "work", _l("Daily work by hand")
    SIGNING = "signing", _l("Signing")
    HANDOVER = "handover", _l("Handing over")


@dataclass(frozen=True)
class Frame:
    """What stands around a sheet: where from, what about, who made this paper when; number and check of an issue."""
    title: str
    store: str
    about: str
    made: str
    number: str = ""
    issue: str = ""
    check: str = ""
    path: str = ""                  # of the page that the QR code leads to
    personal: bool = False
    closed: bool = False

    @property
    def foot(self) -> str:
        kept = _("personal data, lock away") if self.personal else ""
        numbered = f"{self.number} {self.issue}".strip()
        return " · ".join(filter(None, (self.title, self.about, numbered, self.made, kept)))

    @property
    def page_words(self) -> list[str]:
        """What stands before, between and after the numbers of page and pages."""
        return _("Page %(page)s / %(pages)s", page="|", pages="|").split("|")

    @property
    def qr(self) -> Markup:
        """A QR code to the page of the sheet; none where the portal's address is not configured."""
        address = current_app.config["PORTAL_ADDRESS"].rstrip("/")
        if not address or not self.path:
            return Markup()
        return Markup(segno.make(address + self.path, error="m", micro=False).svg_inline(omitsize=True, border=0))


def frame_of(kind: SheetKind, *, store: str, about: str, blank: bool = False, path: str = "") -> Frame:
    """The frame of a form, printed now by who is signed in; `path` of the page that its QR code leads to."""
    made = _("printed %(name)s %(moment)s", name=me().name, moment=full_moment(now()))
    return Frame(kind.official, store, about, made, path=path, personal=kind.personal and not blank)


def full_moment(moment: datetime) -> str:
    """As paper says it: 2026-11-23 周一 08:31."""
    return f"{full_day(moment.astimezone(ZONE).date())} {hour(moment)}"


def html(kind: SheetKind, data: Any, frame: Frame, *, printing: bool, typed: Mapping[str, str] = NOTHING,
         signed: Mapping[Any, str] = NOTHING, **around: Any) -> str:
    """A sheet as a page of its own: with `printing` for the PDF, else for the screen with its bar."""
    return render_template(kind.template, sheet=data, frame=frame, kind=kind, printing=printing, purposes=Purpose,
                           typed=typed, signed=signed, **around)


def answer(key: str, data: Any, *, store: str, about: str, blank: bool = False, back: str | None = None,
           path: str = "") -> Any:
    """The sheet on the screen; sent by POST, its PDF. Without the means to make one, the screen says so."""
    kind = registry().sheets[key]
    frame = frame_of(kind, store=store, about=about, blank=blank, path=path)
    if request.method != "POST":
        return html(kind, data, frame, printing=False, back=back)
    if frame.personal:
        record_rows(kind.key, by=me(), what="print", purpose=str(_purpose().label))
    paper = html(kind, data, frame, printing=True)
    db.session.rollback()                                           # no transaction is open while it renders
    try:
        return document(printer.pdf([paper]), f"{kind.official} {about}.pdf", PDF, shown=True)
    except PrintingError as error:
        return html(kind, data, frame, printing=False, back=back, wrong=why(error)), 503




def why(error: PrintingError) -> str:
    """What kept a sheet from being printed, for people."""
    match error:
        case Unavailable():
            return _("This server cannot make PDFs yet: its administrator finds what is missing in the setup advice.")
        case TooLong():
            return _("The sheet has too many rows. Choose a shorter time, or fewer people.")
        case TookTooLong():
            return _("Printing took too long and was stopped. Choose a shorter time, or try again.")
    current_app.logger.error("a sheet failed: %s", error)
    return _("The sheet could not be made into a PDF. The administrator finds the reason in the log.")


def _purpose() -> Purpose:
    chosen = {purpose.value: purpose for purpose in Purpose}.get(request.form.get("purpose", ""))
    if chosen is None:
        raise UnprocessableEntity(_("Say what it is printed for."))
    return chosen
