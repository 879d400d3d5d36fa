"""Server: waitress with eight threads, and the job runner beside it. SIGTERM lets requests in hand finish."""
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
PATIENCE = 30                   # seconds that requests in hand get at the end


def serve(app: "WSGIApplication", host: str, port: int, trusted_proxy: str = "",
          ready: Callable[[], Any] = lambda: None) -> None:
    """Serve until SIGTERM or Ctrl+C; `ready` is called once the port is open. OSError where it is taken."""
    sockets: dict[int, Any] = {}
    forwarded = {"trusted_proxy": trusted_proxy, "trusted_proxy_headers": {
        "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}} if trusted_proxy else {}
    server = create_server(app, map=sockets, host=host, port=port, threads=THREADS, ident=None,
                           clear_untrusted_proxy_headers=True, **forwarded)
    stop = []

    def _stop(*_: Any) -> None:
        stop.append(True)
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), _stop)
    ready()
    while not stop:
        wasyncore.loop(timeout=0.5, map=sockets, count=1)
    _finish(sockets)
    server.task_dispatcher.shutdown(timeout=1)


@contextmanager
def beside(*command: str) -> Iterator[None]:
    """Run another process for as long as the block lasts; it is asked to end, and after a while made to."""
    process = subprocess.Popen(command)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _finish(sockets: dict[int, Any]) -> None:
    """Take no new connection, and go on until every request in hand has its answer."""
    for listening in [each for each in sockets.values() if isinstance(each, BaseWSGIServer)]:
        listening.del_channel()
        listening.socket.close()
    last = time.monotonic() + PATIENCE
    while any(_busy(each) for each in sockets.values()) and time.monotonic() < last:
        wasyncore.loop(timeout=0.1, map=sockets, count=1)


def _busy(channel: Any) -> bool:
    return isinstance(channel, HTTPChannel) and bool(channel.requests or channel.request or channel.total_outbufs_len)
