"""Parts of the machine that some tests need. One that is missing skips them by name; named in REQUIRE, it fails."""
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pymysql
import pytest

REQUIRED = set(os.environ.get("REQUIRE", "").split(","))        # mariadb,chromium
PACKAGES = {"mariadb": "mariadb-server-core mariadb-client-core", "chromium": "chromium"}


def missing(part):
    words = f"{part} is not installed (apt-get install {PACKAGES[part]})"
    if part in REQUIRED:
        pytest.fail(words)
    pytest.skip(words)


def program(*names):
    """Where the first of these programs is, or None."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    return next(filter(None, (shutil.which(name, path=places) for name in names)), None)


def memory():
    """A folder for databases: in memory where the system has one, for commits wait for the disk."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class MariaDB:
    """A throw-away server on a socket of its own; None of its data is meant to survive."""
    def __init__(self, folder, process=None):
        self.folder, self.process = Path(folder), process
        self.socket = str(self.folder / "s")

    @classmethod
    def start(cls):
        """The server, once it answers; None where MariaDB is not installed."""
        installer, server = program("mariadb-install-db"), program("mariadbd")
        if not (installer and server and program("my_print_defaults")):
            return None
        self = cls(tempfile.mkdtemp(prefix="mdb", dir=memory()))
        user = f"--user={'root' if os.geteuid() == 0 else os.environ.get('USER', '')}"
        data = f"--datadir={self.folder / 'data'}"
        subprocess.run([installer, "--no-defaults", data, user, "--auth-root-authentication-method=normal",
                        "--skip-test-db"], check=True, capture_output=True)
        self.process = subprocess.Popen(
            [server, "--no-defaults", data, user, f"--socket={self.socket}", f"--pid-file={self.folder / 'pid'}",
             "--skip-networking", "--skip-log-bin", "--character-set-server=utf8mb4",
             "--collation-server=utf8mb4_bin", "--innodb-flush-log-at-trx-commit=0",
             "--innodb-stats-persistent=0",         # kept in tables of its own, written with each table emptied
             f"--log-error={self.folder / 'log'}"], stderr=subprocess.DEVNULL, start_new_session=True)
        while not os.path.exists(self.socket):
            if self.process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.05)
        return self

    def run(self, statement):
        with pymysql.connect(unix_socket=self.socket, user="root") as connection, connection.cursor() as cursor:
            cursor.execute(statement)

    def database(self, name):
        """The address of a database, made where it is not there."""
        self.run(f"CREATE DATABASE IF NOT EXISTS `{name}`")
        return f"mysql+pymysql://root@localhost/{name}?unix_socket={self.socket}&charset=utf8mb4"

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder)
