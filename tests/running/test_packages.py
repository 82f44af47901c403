"""What the bot is shipped as: a wheel that works outside its checkout, and files for containers and systemd."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "docs" / "running" / "loose-ends.service"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that a wheel of the bot was installed into; what it depends on is that of the tests."""
    built, folder = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("installed")
    run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)], ROOT)
    (wheel,) = built.iterdir()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check"]
    run([*pip, "--target", str(folder), str(wheel)], folder)
    return folder


def run(command: list[str], folder: Path, **environ: str) -> str:
    done = subprocess.run(command, cwd=folder, env={"PATH": "/usr/bin:/bin", **environ}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_installed_bot_keeps_its_data_in_the_users_folder(installed: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    for folder in (home, elsewhere):
        folder.mkdir()
    environ = {"PYTHONPATH": str(installed), "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    command = [sys.executable, str(installed / "bin" / "loose-ends")]
    said = run([*command, "migrate"], elsewhere, **environ)
    assert "The database has the shape" in said
    (kept,) = home.rglob("*.sqlite3")
    if sys.platform == "linux":
        assert kept == home / "data" / "loose-ends" / "loose-ends.sqlite3"
    sample = next((installed / "bot" / "playground" / "samples").glob("*-13.txt"))
    assert "episode 13" in run([*command, "review", "import", str(sample), "--guild", "7"], elsewhere, **environ)
    assert not list(elsewhere.iterdir())


def test_an_installed_bot_knows_its_version(installed: Path, tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    script = "from bot.about import about; print(about().version)"
    assert run([sys.executable, "-c", script], tmp_path, PYTHONPATH=str(installed)).strip() == project["version"]


def test_a_wheel_has_all_that_the_checkout_has(installed: Path) -> None:
    def files(folder: Path) -> set[str]:
        found = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
        return {str(file) for file in found if "__pycache__" not in file.parts}

    for room in ("bot", "cogs"):
        shipped = {file for file in files(installed / room) if not file.startswith("playground/samples")}
        assert shipped == files(ROOT / room)
    assert files(installed / "bot" / "playground" / "samples") == files(ROOT / "data" / "samples")


def test_the_lock_file_of_the_container_is_of_the_bot_alone() -> None:
    server = (ROOT / "requirements-server.lock").read_text(encoding="utf-8")
    whole = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.compile(r"^([\w.\[\]-]+==[^ ;\\]+)", re.MULTILINE)
    assert "simcord" not in server
    assert set(pins.findall(server)) < set(pins.findall(whole))


def test_the_dockerfile_passes_the_linter() -> None:
    # A Docker to build it with is not everywhere; what can be said without one is said by hadolint.
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_unit_passes_systemds_own_check(tmp_path: Path) -> None:
    checker = shutil.which("systemd-analyze")
    if checker is None:
        pytest.skip("no systemd here")
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    # It asks whether the program is there.
    unit.write_text(
        re.sub(r"^ExecStart=\S+", f"ExecStart={sys.executable}", text, flags=re.MULTILINE), encoding="utf-8"
    )
    done = subprocess.run([checker, "verify", str(unit)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
