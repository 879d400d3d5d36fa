"""Preparing the machine, tried on an environment of the test's own with a lock that names nothing."""
import pytest

import prepare


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(prepare, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(prepare, "PYTHON", tmp_path / ".venv" / prepare.PYTHON.relative_to(prepare.ROOT / ".venv"))
    return tmp_path


@pytest.mark.slow
def test_packages_are_installed_again_only_when_the_lock_changed(folder, capsys):
    prepare.make_environment()
    lock = folder / "requirements.txt"
    said, installs = [], "Installing the packages of requirements.txt\n"
    for text in ("# nothing", "# nothing", "# nothing either"):
        lock.write_text(text)
        capsys.readouterr()
        prepare.install(lock)
        said.append(capsys.readouterr().out)
    assert said == [installs, "", installs]


def test_without_the_right_to_install_it_says_the_one_command_to_run(folder, monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_NO_APT", "1")
    monkeypatch.setattr(prepare, "LIBRARIES", {"libthere-is-none.so.9": "libthere-is-none9"})
    prepare.install_system_packages(developing=False)
    assert capsys.readouterr().out.splitlines() == [
        "Not installed: libthere-is-none9. On Debian or Ubuntu, as root:",
        "    apt-get install --no-install-recommends libthere-is-none9",
        "Until then the portal runs without PDF files."]


def test_without_the_means_to_make_an_environment_it_ends(folder, monkeypatch):
    monkeypatch.setenv("PORTAL_NO_APT", "1")
    monkeypatch.setattr(prepare.shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(prepare.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="cannot make its environment"):
        prepare.install_system_packages(developing=False)


def test_the_commands_for_developing_need_the_longer_lock():
    assert {"test", "check", "measure"} <= prepare.TOOLS
    assert prepare.lock_of(developing=True).name == "requirements-dev.txt"
    assert prepare.lock_of(developing=False).name == "requirements.txt"
