from pathlib import Path

import pytest

from tests.unit.cli.place import Place


@pytest.fixture
def nurse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """The nurse's plan before it begins; nothing is recorded yet."""
    (tmp_path / "plan").mkdir()
    monkeypatch.chdir(tmp_path / "plan")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    place = Place(capsys, "2026-12-01")
    place.must("init", "--template", "nurse")
    return place
