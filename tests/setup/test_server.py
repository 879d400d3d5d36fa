"""The server as it runs: in a process of its own, on a port of its own."""
import signal
import socket
import subprocess
import sys
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.request import urlopen

import pytest

from portal.config import ROOT

from .test_commands import FIRST

pytestmark = pytest.mark.slow
SLOW_ANSWER = """
import sys, time
from portal import server

def answer(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        print("in hand", flush=True)
        time.sleep(1)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"done " * 100_000]

server.serve(answer, "127.0.0.1", int(sys.argv[1]), ready=lambda: print("ready", flush=True))
"""


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def start():
    """Start a process and wait for it to say that it is ready."""
    started = []

    def start(*command, **environment):
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                                   env=environment or None)
        started.append(process)
        return process
    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_request_in_hand_is_answered_whole_before_the_server_ends_and_an_idle_connection_keeps_it_not(start, port):
    server = start("-c", SLOW_ANSWER, str(port))
    assert server.stdout.readline() == "ready\n"
    idle = HTTPConnection("127.0.0.1", port, timeout=10)
    idle.request("GET", "/")
    idle.getresponse().read()                   # the connection stays open
    answers = []

    def ask():
        with urlopen(f"http://127.0.0.1:{port}/slow", timeout=10) as answer:
            answers.append(len(answer.read()))
    asking = threading.Thread(target=ask)
    asking.start()
    assert server.stdout.readline() == "in hand\n"
    server.send_signal(signal.SIGTERM)
    asking.join()
    answered = time.monotonic()
    assert server.wait(10) == 0 and answers == [500_000] and time.monotonic() - answered < 5
    idle.close()


@pytest.mark.any_database
def test_an_installation_serves_with_its_job_runner_beside_it_and_both_end_together(start, port, own_database):
    settings = {"PORTAL_DATABASE_URL": own_database, "PORTAL_SECRET_KEY": "k3y-" * 12, "PATH": ""}
    began = start("app.py", *FIRST, **settings)
    assert began.wait(60) == 0
    for how in (signal.SIGTERM, signal.SIGKILL):
        server = start("app.py", "--port", str(port), **settings)
        assert f"http://127.0.0.1:{port}" in server.stdout.readline()
        runner = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        assert len(runner) == 1
        with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=10) as answer:
            assert answer.status == 200
        if how is signal.SIGTERM:
            second = start("app.py", "--port", str(port), **settings)
            assert second.wait(60) == 1         # the port is in use
        server.send_signal(how)
        assert server.wait(30) == (0 if how is signal.SIGTERM else -how)
        last = time.monotonic() + 20
        while Path(f"/proc/{runner[0]}").exists() and time.monotonic() < last:
            time.sleep(0.1)
        assert not Path(f"/proc/{runner[0]}").exists()


def test_as_a_wsgi_object_the_portal_prepares_nothing(start, tmp_path):
    settings = {"PORTAL_DATABASE_URL": f"sqlite:///{tmp_path}/portal.db", "PORTAL_SECRET_KEY": "k3y-" * 12}
    asked = start("-c", "import sys; from app import app; print(app.name, 'prepare' in sys.modules)", **settings)
    assert asked.stdout.readline() == "portal False\n"
