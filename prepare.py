"""Prepare the machine: system packages, an environment in .venv, the locked requirements. Standard library only."""
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TOOLS = {path.stem for path in (ROOT / "tools").glob("[!_]*.py")}           # commands that need requirements-dev.txt

LIBRARIES = {"libpangoft2-1.0.so.0": "libpangoft2-1.0-0", "libharfbuzz-subset.so.0": "libharfbuzz-subset0"}
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}                           # Playwright's driver
PROGRAMS = {"mariadbd": "mariadb-server-core", "my_print_defaults": "mariadb-client-core", "chromium": "chromium"}


def enter(arguments: Sequence[str]) -> None:
    """Go on inside .venv with everything in place; outside of it, prepare that and start again there."""
    developing = bool(TOOLS & set(arguments[:1]))
    if Path(sys.prefix).resolve() == VENV.resolve():
        install(lock_of(developing))
        return
    install_system_packages(developing)
    if not PYTHON.exists():
        make_environment()
    install(lock_of(developing))
    start_again(arguments)


def lock_of(developing: bool) -> Path:
    return ROOT / ("requirements-dev.txt" if developing else "requirements.txt")


def start_again(arguments: Sequence[str]) -> None:
    command = [str(PYTHON), str(ROOT / "app.py"), *arguments]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)           # the same process, so that signals reach the server


def missing_system_packages(developing: bool) -> list[str]:
    """Debian's names of what is not there: python3-venv is indispensable, the others switch something off."""
    missing = [] if shutil.which("uv") or importlib.util.find_spec("ensurepip") or PYTHON.exists() else ["python3-venv"]
    if sys.platform == "linux":
        libraries = LIBRARIES | (TEST_LIBRARIES if developing else {})
        missing += [package for library, package in libraries.items() if not loads(library)]
        missing += [package for program, package in PROGRAMS.items() if developing and not on_path(program)]
    return missing


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def on_path(program: str) -> bool:
    return bool(shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin"))


def install_system_packages(developing: bool) -> None:
    """With apt-get as root; elsewhere say what to run. Only what the environment needs stops the start."""
    missing = missing_system_packages(developing)
    if missing and may_use_apt():
        say(f"Installing {', '.join(missing)} with apt-get (PORTAL_NO_APT=1 stops this)")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update", "-qq"], env=quiet)
        subprocess.call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], env=quiet)
        missing = missing_system_packages(developing)
    if missing:
        say(f"Not installed: {', '.join(missing)}. On Debian or Ubuntu, as root:")
        say(f"    apt-get install --no-install-recommends {' '.join(missing)}")
    if "python3-venv" in missing:
        sys.exit("The portal cannot make its environment without it.")
    if set(LIBRARIES.values()) & set(missing):
        say("Until then the portal runs without PDF files.")


def may_use_apt() -> bool:
    return (sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None
            and not os.environ.get("PORTAL_NO_APT"))


def make_environment() -> None:
    say("Making the environment in .venv")
    if uv := shutil.which("uv"):
        run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    else:
        run([sys.executable, "-m", "venv", str(VENV)])


def install(lock: Path) -> None:
    """Install what `lock` names, unless .venv notes that it was done with this very file."""
    note, digest = VENV / f"{lock.stem}.sha256", hashlib.sha256(lock.read_bytes()).hexdigest()
    if note.exists() and note.read_text() == digest:
        return
    say(f"Installing the packages of {lock.name}")
    if uv := shutil.which("uv"):
        run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)])
    else:
        run([str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes",
             "-r", str(lock)])
    note.write_text(digest)


def run(command: Iterable[str], env: "dict[str, str] | None" = None) -> None:
    command = list(command)
    if code := subprocess.call(command, env=env):
        sys.exit(f"This failed with {code}: {' '.join(command)}")


def say(text: str) -> None:
    print(text, flush=True)
