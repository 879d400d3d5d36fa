"""File: what people upload and what the portal prints, kept in the database so that one backup holds all."""
import hashlib
import io
from datetime import datetime, timedelta
from typing import BinaryIO
from urllib.parse import quote

from flask import Response
from flask_babel import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import ForeignKey, LargeBinary, String, delete, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.extensions import Model, Technical, db
from portal.org.models import Person

from .action import Refused, technical
from .clock import now

LONGEST = 2**24 - 1
UPLOAD = 5 * 1024 * 1024
PICTURES = ("JPEG", "PNG", "WEBP")
PIXELS = 40_000_000                             # of an uploaded picture, before it is opened
LONGER_SIDE = 2000                              # of what is kept: enough to read handwriting


class StoredFile(Technical, Model):
    """The bytes never change; `gone_at` is when the file is swept away, NULL for never."""
    __tablename__ = "stored_file"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    gone_at: Mapped[datetime | None] = mapped_column(index=True)
    data: Mapped[bytes] = deferred(mapped_column(LargeBinary(LONGEST)), raiseload=True)


def store(data: bytes, name: str, media_type: str, *, by: Person | None = None,
          keep: timedelta | None = None) -> StoredFile:
    """Keep `data` under a name of ours; called within an action or a technical function."""
    if len(data) > LONGEST:
        raise Refused(_("The file is larger than 16 MB."))
    stored = StoredFile(name=name[:120], media_type=media_type, size=len(data), data=data, made_at=now(),
                        sha256=hashlib.sha256(data).hexdigest(), made_by_id=by.id if by else None,
                        gone_at=now() + keep if keep else None)
    db.session.add(stored)
    db.session.flush()
    return stored


def picture(upload: BinaryIO, field: str) -> bytes:
    """A JPEG of the picture that was uploaded, upright and without what the camera wrote into it; or Refused."""
    data = upload.read(UPLOAD + 1)
    if len(data) > UPLOAD:
        raise Refused(_("The picture is larger than 5 MB."), field=field)
    try:
        with Image.open(io.BytesIO(data), formats=PICTURES) as opened:
            if opened.width * opened.height > PIXELS:
                raise Refused(_("The picture has more than 40 million pixels."), field=field)
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused(_("This is not a picture. JPEG, PNG or WebP would be right."), field=field) from error
    upright.thumbnail((LONGER_SIDE, LONGER_SIDE))
    kept = io.BytesIO()
    Image.frombytes("RGB", upright.size, upright.tobytes()).save(kept, "JPEG", quality=82)      # pixels alone
    return kept.getvalue()


def read(file_id: int) -> tuple[StoredFile, bytes]:
    """A stored file and its bytes, which no other query reads."""
    stored, data = db.session.execute(select(StoredFile, StoredFile.data).where(StoredFile.id == file_id)).one()
    return stored, data


def download(file_id: int, *, shown: bool = False) -> Response:
    """The stored bytes, as they are."""
    stored, data = read(file_id)
    return document(data, stored.name, stored.media_type, shown=shown)


def document(data: bytes, name: str, media_type: str, *, shown: bool = False) -> Response:
    """An attachment; `shown`: opened where the browser can."""
    answer = Response(data, mimetype=media_type)
    quoted = quote(name, safe="")
    answer.headers["Content-Disposition"] = f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quoted}"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@technical
def drop(file_id: int) -> None:
    """Delete a file before its time: it turned out to hold what must not be kept."""
    db.session.execute(delete(StoredFile).where(StoredFile.id == file_id))


@technical
def sweep() -> None:
    """Delete the files whose time is over."""
    db.session.execute(delete(StoredFile).where(StoredFile.gone_at <= now()))
