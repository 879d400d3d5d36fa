"""Run the tests, on SQLite, MariaDB and in Chromium; pytest's arguments may follow."""
import os
import subprocess
import sys

workers = (os.cpu_count() or 2) + 1         # some wait for a database, a browser or a printing process
compiled_once = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}        # by some set: each server would compile the portal
sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-n", str(workers), "--db", "both", "-rs", *sys.argv[1:]],
                         env=compiled_once))
