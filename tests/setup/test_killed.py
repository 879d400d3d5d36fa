"""The server is killed in the middle of work: what it confirmed is there once, whenever that was."""
import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from threading import Thread
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from portal import create_app
from portal.config import ROOT
from portal.core.clock import now
from portal.extensions import db
from portal.org.models import Role, Team

from ..factories.org import add_person, add_store
from ..factories.signin import add_session

KEY = "k3y-" * 12
SERVERS = """
import os, sys
from portal import create_app, server
for _asked in sys.stdin:                        # one after the other, without importing the portal again for each
    if not (child := os.fork()):
        server.serve(create_app().wsgi_app, "127.0.0.1", int(sys.argv[1]),
                     ready=lambda: print(os.getpid(), flush=True))
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Server:
    """The real server on a port of its own, in a process of its own each time that it is started."""
    def __init__(self, database):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.parent = subprocess.Popen(
            [sys.executable, "-c", SERVERS, str(self.port)], cwd=ROOT, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=os.environ | {"PORTAL_DATABASE_URL": database, "PORTAL_SECRET_KEY": KEY})

    def start(self):
        self.parent.stdin.write("start\n")
        self.parent.stdin.flush()
        self.process = int(self.parent.stdout.readline())

    def kill(self):
        os.kill(self.process, signal.SIGKILL)
        assert self.parent.stdout.readline() == "ended\n"

    def close(self):
        with self.parent:
            self.parent.kill()


class Administrator:
    """Forms one team after the other, and knows which the portal confirmed."""
    def __init__(self, port, cookie):
        self.port, self.cookie = port, cookie
        self.confirmed, self.sent = [], None

    def ask(self, method, path, **typed):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, urlencode(typed) if typed else None, {
                "Cookie": f"session={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            if found := re.search(r"session=([^;]+)", answer.getheader("Set-Cookie", "")):
                self.cookie = found[1]
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def send(self):
        status, _ = self.ask("POST", "/stores/1/teams/new", **self.sent)
        assert status == 303
        self.confirmed.append(self.sent["name"])
        self.sent = None

    def work(self):
        """Until the connection breaks."""
        try:
            while True:
                _, page = self.ask("GET", "/stores/1/teams/new")
                hidden = dict(re.findall(r'name="(csrf_token|once)"[^>]* value="([^"]+)"', page))
                self.sent = hidden | {"name": f"第{len(self.confirmed) + 1}组"}
                self.send()
        except (OSError, HTTPException):
            return


@pytest.fixture
def house(own_database):
    """A store and its administrator, signed in: the database's address and the cookie."""
    app = create_app(SECRET_KEY=KEY, SQLALCHEMY_DATABASE_URI=own_database)
    with app.app_context():
        db.create_all()
        add_store()
        admin = add_person("系统管理员", Role.ADMIN)
        token = add_session(admin, ends_at=now() + timedelta(hours=1), idle_minutes=60)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        yield app, own_database, client.get_cookie("session").value
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_what_was_confirmed_is_there_once_however_often_the_server_is_killed(house):
    app, address, cookie = house
    server = Server(address)
    admin = Administrator(server.port, cookie)
    for pause in (0.3, 0.7, 0.5):
        server.start()
        if admin.sent:                          # sent again after the restart, with the same one-time key
            admin.send()
        before = len(admin.confirmed)
        working = Thread(target=admin.work)
        working.start()
        while len(admin.confirmed) == before:
            time.sleep(0.01)
        time.sleep(pause)
        server.kill()
        working.join()
    server.start()
    if admin.sent:
        admin.send()
    server.kill()
    server.close()
    assert sorted(db.session.scalars(select(Team.name))) == sorted(admin.confirmed)
    assert len(set(admin.confirmed)) == len(admin.confirmed) > 3
