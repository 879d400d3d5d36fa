"""Documents to prepare with: what may be uploaded as material, by what is in it and not by its name."""
import zipfile
from io import BytesIO
from typing import Any

from flask_babel import gettext as _

from portal.core.action import Refused
from portal.core.file import UPLOAD, picture

PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
UNPACKED = 60 * 1024 * 1024
OFFICE = {"ppt/presentation.xml": ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
          "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
          "xl/workbook.xml": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")}


def of_upload(upload: Any, title: str) -> tuple[bytes, str, str]:
    """The bytes, a name of ours and the media type of a PDF, a picture or an office document without macros."""
    start = upload.read(8)
    upload.seek(0)
    if start.startswith(PICTURES):
        return picture(upload, "upload"), f"{title}.jpg", "image/jpeg"
    data = upload.read(UPLOAD + 1)
    if len(data) > UPLOAD:
        raise Refused(_("The file is larger than 5 MB."), field="upload")
    if data.startswith(b"%PDF-"):
        return data, f"{title}.pdf", "application/pdf"
    if data.startswith(b"PK") and (kind := _office(data)):
        return data, f"{title}.{kind[0]}", kind[1]
    raise Refused(_("PDF, picture, PowerPoint, Word or Excel without macros would be right."), field="upload")


def _office(data: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            names = set(opened.namelist())
            if sum(part.file_size for part in opened.infolist()) > UNPACKED or any("vbaProject" in n for n in names):
                return None
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    return next((kind for part, kind in OFFICE.items() if part in names), None)
