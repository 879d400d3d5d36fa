"""Run the tests, on SQLite, MariaDB and in Chromium; pytest's arguments may follow."""
import subprocess
import sys

sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-n", "2", "--db", "both", "-rs", *sys.argv[1:]]))
