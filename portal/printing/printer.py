"""Printer: the asking side. One worker process, kept warm; sheets take turns; what lasts too long is stopped."""
import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, cast

from . import frames

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS_OF_A_SHEET = 3_000
SECONDS_OF_A_SHEET = 30.0
FONTS = ROOT / "static" / "fonts" / "fonts.conf"
WORKER = "import sys; sys.path.append(sys.argv[1]); from printing.worker import serve; serve()"


class PrintingError(Exception):
    """No PDF; the kind says why."""


class Unavailable(PrintingError):
    """The libraries that make PDFs (Pango) are not installed on this machine."""


class TooLong(PrintingError):
    """More rows than a sheet may have."""


class TookTooLong(PrintingError):
    """The time limit of a sheet has passed, and the worker was stopped."""


class Failed(PrintingError):
    """The worker could not render it; the message says more, for the log."""


class Printer:
    def __init__(self, seconds: float = SECONDS_OF_A_SHEET) -> None:
        self.seconds = seconds
        self._turn = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None
        self._ready = False

    def warm(self) -> None:
        """Start the worker and don't wait: it is ready when the first sheet comes."""
        with self._turn:
            self._open()

    def missing(self) -> str | None:
        """What keeps this machine from making PDFs; None when nothing does, though it may be slow."""
        try:
            with self._turn:
                self._start()
        except TookTooLong:
            return None
        except PrintingError as error:
            return str(error)
        return None

    def pdf(self, sheets: Iterable[str], *, archive: bool = False, fronts: bool = False,
            rendered: Callable[[int], None] = lambda count: None) -> bytes:
        """One PDF of the sheets' HTML. `archive`: PDF/A-3b. `rendered(n)` is told after each and may raise to stop."""
        with self._turn:
            self._start()
            try:
                for count, html in enumerate(sheets, start=1):
                    if html.count("<tr") > ROWS_OF_A_SHEET:
                        raise TooLong(f"more than {ROWS_OF_A_SHEET} rows")
                    self._ask(frames.RENDER, html.encode("utf-8", "replace"))
                    rendered(count)
                how = {"variant": "pdf/a-3b" if archive else None, "fronts": fronts}
                return self._ask(frames.WRITE, json.dumps(how).encode())
            except BaseException:
                if self._ready:
                    self._ask(frames.FORGET)
                raise

    def close(self) -> None:
        """End the worker."""
        worker, self._worker, self._ready = self._worker, None, False
        if worker is not None:
            worker.kill()
            worker.wait()
            for pipe in (worker.stdin, worker.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except BrokenPipeError:
                        pass

    def _open(self) -> None:
        if self._worker is None or self._worker.poll() is not None:
            self._ready = False
            self._worker = subprocess.Popen(        # not as a part of portal, which takes seconds to import
                [sys.executable, "-c", WORKER, str(ROOT / "portal")], cwd=ROOT, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, env=os.environ | {"FONTCONFIG_FILE": str(FONTS)})

    def _start(self) -> None:
        self._open()
        if not self._ready:
            self._answer()
            self._ready = True

    def _ask(self, kind: bytes, body: bytes = b"") -> bytes:
        try:
            frames.send(self._pipe("stdin"), kind, body)
        except OSError as error:
            self.close()
            raise Failed("the worker has ended") from error
        return self._answer()

    def _answer(self) -> bytes:
        """What the worker says within the time limit."""
        passed = threading.Event()
        worker = self._worker
        assert worker is not None

        def stop() -> None:
            passed.set()
            worker.kill()
        limit = threading.Timer(self.seconds, stop)
        limit.start()
        try:
            kind, body = frames.receive(self._pipe("stdout"))
        except EOFError as error:
            self.close()
            if passed.is_set():
                raise TookTooLong(f"longer than {self.seconds:g} s") from error
            raise Failed("the worker has ended") from error
        finally:
            limit.cancel()
        if kind == frames.UNAVAILABLE:
            self.close()
            raise Unavailable(body.decode("utf-8", "replace"))
        if kind == frames.FAILED:
            raise Failed(body.decode("utf-8", "replace"))
        return body

    def _pipe(self, name: str) -> BinaryIO:
        return cast(BinaryIO, getattr(self._worker, name))


printer = Printer()
atexit.register(printer.close)
