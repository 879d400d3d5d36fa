"""Codes: how an anonymous poster finds the own post again. Only a hash of the code is kept."""
import base64
import re
from hashlib import sha256

LENGTH = 12                     # of 32 letters: 60 bits
LOOKS_LIKE = str.maketrans("018", "OIB")


def code_of(key: str) -> str:
    """The code that follows from a form's one-time key, so that the same form sent twice gives the same one."""
    letters = base64.b32encode(sha256(f"post {key}".encode()).digest()).decode()[:LENGTH]
    return "-".join(letters[start:start + 4] for start in range(0, LENGTH, 4))


def hash_of(code: str) -> str:
    """Of a code as somebody types it: in any case, with or without its dashes."""
    letters = re.sub(r"[^A-Z2-7]", "", code.upper().translate(LOOKS_LIKE))
    return sha256(letters.encode()).hexdigest()
