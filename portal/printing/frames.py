"""Frames: how the two processes talk. A frame is a kind (one byte), a length and that many bytes."""
import struct
from typing import BinaryIO

HEAD = struct.Struct(">cI")

RENDER, WRITE, FORGET = b"r", b"w", b"f"            # asked: a sheet's HTML · the PDF of all rendered · drop them
READY, PAGES, PDF = b"k", b"n", b"p"                # answered
UNAVAILABLE, FAILED = b"u", b"x"


def send(pipe: BinaryIO, kind: bytes, body: bytes = b"") -> None:
    pipe.write(HEAD.pack(kind, len(body)) + body)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[bytes, bytes]:
    """The next frame; EOFError when the other side has ended."""
    kind, length = HEAD.unpack(_exactly(pipe, HEAD.size))
    return kind, _exactly(pipe, length)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    found = b""
    while len(found) < count:
        part = pipe.read(count - len(found))
        if not part:
            raise EOFError
        found += part
    return found
