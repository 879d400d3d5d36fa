"""Files that people upload."""
import io

import pytest
from PIL import Image

from portal.core import file
from portal.core.action import Refused

pytestmark = pytest.mark.any_database


def photo(size=(60, 40), kind="JPEG", **save):
    data = io.BytesIO()
    Image.new("RGB", size, "white").save(data, kind, **save)
    return data.getvalue()


def taken_with_a_phone():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Phone", {1: "N", 2: (30.0, 35.0, 0.0)}      # turned, maker, place
    return photo(exif=exif)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_as_jpeg(app, kind):
    with Image.open(io.BytesIO(file.picture(io.BytesIO(photo(kind=kind)), "picture"))) as kept:
        assert kept.format == "JPEG" and kept.size == (60, 40)


def test_a_picture_stands_upright_and_forgets_where_it_was_taken(app):
    with Image.open(io.BytesIO(file.picture(io.BytesIO(taken_with_a_phone()), "picture"))) as kept:
        assert kept.size == (40, 60) and not kept.getexif() and b"Phone" not in kept.tobytes()


def test_a_large_photo_is_made_smaller(app):
    with Image.open(io.BytesIO(file.picture(io.BytesIO(photo((4000, 3000))), "picture"))) as kept:
        assert kept.size == (2000, 1500)


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 50,
                                  photo()[:200], b"%PDF-1.7", b"\0" * (5 * 1024 * 1024 + 1)])
def test_what_is_not_a_picture_is_refused_beside_its_field(app, data):
    with pytest.raises(Refused) as refused:
        file.picture(io.BytesIO(data), "picture")
    assert refused.value.field == "picture"
