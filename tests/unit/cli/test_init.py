"""What `init` gives a person to start from, taken all the way to a calendar."""

from pathlib import Path

import pytest

from planner.config import template, templates
from tests.unit.cli.place import Place

TARGETS = '[targets.calendar]\ntype = "ics"\n\n[targets.aside]\ntype = "memory"\n'


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Place:
    """A folder without a plan."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    return Place(capsys, "2026-12-01")


def changes(place: Place) -> dict[str, int]:
    """How much a sync writes at each target."""
    told = place.must("sync", "--json").json["targets"]
    assert [target["state"] for target in told] == ["ok", "ok"]
    return {target["name"]: target["created"] + target["updated"] + target["deleted"] for target in told}


@pytest.mark.parametrize("name", list(templates()))
def test_a_template_passes_the_strict_check_and_syncs_once(empty: Place, name: str) -> None:
    empty.must("init", "--template", name)
    assert empty.must("check", "--strict").out == f"{name}.yaml is fine.\n"
    Path("planner.toml").write_text(TARGETS, encoding="utf-8")
    first = changes(empty)
    assert first["calendar"] > 3
    assert first["aside"] > 3
    calendar = Path(f"{name}.ics").read_bytes()
    assert changes(empty)["calendar"] == 0  # what is kept in memory ends with each command
    assert Path(f"{name}.ics").read_bytes() == calendar


def test_a_template_begins_near_the_day_on_which_it_is_taken(empty: Place) -> None:
    empty.on("2030-11-02").must("init", "--template", "nurse")
    text = Path("nurse.yaml").read_text(encoding="utf-8")
    assert "\nstart: 2031-01\n" in text
    assert "      - Register by 2031-02-10\n" in text
    empty.on("2030-11-02").must("check", "--strict")


def test_the_list_says_what_each_is_for_and_how_sure_its_figures_are(empty: Place) -> None:
    lines = empty.must("init", "--list").out.splitlines()
    assert "cfa            From the back office of a fund to the CFA charter" in lines
    assert "               figures: 1 sure, 6 typical, 6 guess" in lines
    assert max(map(len, lines)) <= 80
    told = empty.must("init", "--list", "--json").json
    assert list(told["templates"]) == list(told["about"]) == list(templates())
    assert told["about"]["cfa"]["figures"] == {"sure": 1, "typical": 6, "guess": 6}
    assert template("cfa").startswith(f"# {told['about']['cfa']['meaning']}.\n")
