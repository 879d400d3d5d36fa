"""Lint, types, layers, templates and translations, all at once; what finds nothing says nothing."""
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "layers": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "--lint", "--quiet", "templates"],
    "translations": ["python", "-m", "portal.translations", "check"],
}


def main() -> int:
    began = time.monotonic()
    running = {name: subprocess.Popen([str(BIN / command[0]), *command[1:]], text=True,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
               for name, command in CHECKS.items()}
    failed = []
    for name, process in running.items():
        output, _ = process.communicate()
        print(f"{name}: {'ok' if process.returncode == 0 else 'not ok'}", flush=True)
        if process.returncode:
            failed.append(name)
            print(output)
    print(f"{time.monotonic() - began:.0f} s")
    return len(failed)


sys.exit(main())
