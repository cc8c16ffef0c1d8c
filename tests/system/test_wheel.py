"""The wheel carries the program and its plans, nothing else, and works where nothing else is installed."""

import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

import planner

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    (built,) = folder.iterdir()
    return built


def run(*command: str, cwd: Path) -> str:
    # Nothing of this process's settings for Python may help the program that is tested.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ended = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=110, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_it_holds_what_is_ours_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    metadata = f"career_planner-{planner.__version__}.dist-info"
    assert {name.partition("/")[0] for name in names} == {"planner", "integrations", metadata}
    assert {Path(name).suffix for name in names if name.startswith("integrations/")} == {".py"}
    carried = ("planner/config/", "planner/systemd/")
    shipped = {name.removeprefix("planner/") for name in names if name.startswith(carried)}
    kept = [file for folder in ("config", "systemd") for file in (ROOT / folder).rglob("*") if file.is_file()]
    assert shipped == {str(file.relative_to(ROOT)) for file in kept}
    assert "config/templates/nurse.yaml" in shipped
    assert f"{metadata}/licenses/LICENSE" in names


def test_it_is_the_same_whenever_it_is_built(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path), cwd=ROOT)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_works_in_a_clean_place(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.txt"), cwd=tmp_path)
    run(*pip, "--no-deps", str(wheel), cwd=tmp_path)
    program = str(tmp_path / "venv" / "bin" / "planner")
    assert planner.__version__ in run(program, "--version", cwd=tmp_path)
    run(program, "--no-input", "init", "--template", "nurse", cwd=tmp_path)
    assert list(tmp_path.glob("*.yaml"))
