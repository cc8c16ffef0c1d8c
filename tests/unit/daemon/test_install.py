"""Units as text: what is put into the templates, and what is known of a unit later."""

import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from planner.config import unit_template
from planner.daemon.install import (
    DAEMON,
    Installation,
    calendar,
    names,
    quoted,
    read_mark,
    service,
    timer,
    wanted_by,
)
from planner.errors import UsageError
from tests.system.confined import values

WHAT = Installation(
    program=("/usr/bin/python3", "-m", "planner"),
    plan=Path("/home/a/plans/nurse.yaml"),
    plan_id="nurse",
    config=Path("/home/a/plans/planner.toml"),
    writable=(Path("/home/a/plans"), Path("/home/a/.local/state/planner")),
    environment={"PATH": "/usr/bin:/bin", "PYTHONSAFEPATH": "1"},
)
SERVICE = unit_template("planner.service")


def verified(unit: str, folder: Path) -> str:
    """What systemd has against a unit."""
    file = folder / "planner.service"
    file.write_text(unit, encoding="utf-8")
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(file)], capture_output=True, text=True, check=False
    )
    return ended.stderr


def test_a_unit_runs_this_program_with_this_plan() -> None:
    unit = service(SERVICE, WHAT, "daemon", "run")
    (command,) = values(unit, "ExecStart")
    assert command == (
        "/usr/bin/python3 -m planner --no-input --plan /home/a/plans/nurse.yaml"
        " --config /home/a/plans/planner.toml daemon run"
    )
    assert values(unit, "WorkingDirectory") == ["/home/a/plans"]
    assert values(unit, "Environment") == ["PATH=/usr/bin:/bin", "PYTHONSAFEPATH=1"]
    assert values(unit, "ReadWritePaths") == ["-/home/a/plans -/home/a/.local/state/planner -%h/.gnupg %t"]


@pytest.mark.parametrize("moved", [{"plan": Path("/tmp/p.yaml")}, {"program": ("/var/tmp/venv/python",)}])  # noqa: S108
def test_what_lies_in_a_folder_for_passing_things_is_found_there(moved: dict[str, Any]) -> None:
    assert values(service(SERVICE, WHAT, "daemon", "run"), "PrivateTmp") == ["yes"]
    assert values(service(SERVICE, replace(WHAT, **moved), "daemon", "run"), "PrivateTmp") == []


def test_all_else_is_as_in_the_template() -> None:
    unit = service(SERVICE, WHAT, "daemon", "run")
    own = ("ExecStart=", "WorkingDirectory=", "Environment=", "ReadWritePaths=", "#")
    lines, template = (
        [line for line in text.splitlines() if line and not line.startswith(own)] for text in (unit, SERVICE)
    )
    assert lines == template


def test_without_a_settings_file_none_is_named() -> None:
    assert "--config" not in service(SERVICE, replace(WHAT, config=None), "daemon", "run")


ODD = ("a b", "%n 100 %", "$HOME ${x}", "ä 計", "'a' \"b\"", "a\\nb", "a;b #c", "-x")


@pytest.mark.parametrize("namespaces", [True, False])
@pytest.mark.parametrize("name", ODD)
def test_systemd_takes_any_path_for_what_it_is(name: str, namespaces: bool, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    program = folder / "python"
    program.symlink_to("/bin/true")
    what = Installation(
        (str(program),), folder / "p.yaml", name, folder / "p.toml", (folder,), {"X": name}, namespaces
    )
    assert verified(service(SERVICE, what, "daemon", "run"), tmp_path) == ""
    if not set(name) & set("'\"\\"):
        program.unlink()  # now it is told what systemd read
        told = verified(service(SERVICE, what, "daemon", "run"), tmp_path)
        assert f"Command {program} is not executable" in told


def test_specifiers_and_escapes_are_taken_for_what_they_are() -> None:
    assert quoted('a\\n "%h" $HOME') == '"a\\\\n \\"%%h\\" $HOME"'
    unit = service(SERVICE, replace(WHAT, plan=Path("/%h/a\\n b/p.yaml")), "daemon", "run")
    assert values(unit, "WorkingDirectory") == ["/%%h/a\\n b"]


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\x1bb", "a\x85b", "a\u2028b", "a\udc80b"])
def test_a_path_that_no_unit_can_hold_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="can't stand in a unit"):
        quoted(name)
    with pytest.raises(UsageError, match="can't stand in a unit"):
        service(SERVICE, replace(WHAT, plan=Path(f"/{name}/p.yaml")), "daemon", "run")


@pytest.mark.parametrize("name", ["a ", "a\\"])
def test_a_folder_that_would_be_read_otherwise_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="can't stand in a unit"):
        service(SERVICE, replace(WHAT, plan=Path(f"/{name}/p.yaml")), "daemon", "run")


def test_where_no_namespaces_are_granted_what_needs_them_is_left_out() -> None:
    unit = service(SERVICE, replace(WHAT, namespaces=False), "daemon", "run")
    assert not [key for key in ("Private", "Protect", "ReadWrite", "Capability") if f"\n{key}" in unit]
    assert "need a user namespace" not in unit
    assert values(unit, "NoNewPrivileges") == ["yes"]
    assert values(unit, "SystemCallFilter") == values(SERVICE, "SystemCallFilter")


def test_a_unit_of_ours_is_known_by_its_plan_and_any_change_to_it_is_noticed() -> None:
    unit = service(SERVICE, WHAT, "daemon", "run")
    mark = read_mark(unit)
    assert mark is not None
    assert (mark.plan_id, mark.plan, mark.untouched) == ("nurse", "/home/a/plans/nurse.yaml", True)
    edited = read_mark(unit.replace("RestartSec=30s", "RestartSec=3s"))
    assert edited is not None
    assert not edited.untouched


@pytest.mark.parametrize("text", ["", SERVICE, "# planner: {}\n", "# planner: [\n", "[Unit]\n# planner: {"])
def test_any_other_unit_is_not_ours(text: str) -> None:
    assert read_mark(text) is None


def test_another_plans_units_have_a_name_of_their_own() -> None:
    assert names(DAEMON, "nurse") == ("planner", "planner-nurse")
    assert names(DAEMON, "größe")[1] == "planner-gr\\xc3\\xb6\\xc3\\x9fe"
    long = names(DAEMON, "計" * 80)[1]
    assert len(long) < 100
    assert long != names(DAEMON, "画" * 80)[1]


def test_what_enables_a_unit_is_in_it() -> None:
    assert wanted_by(SERVICE) == ("default.target",)
    assert wanted_by(unit_template("planner-sync.timer")) == ("timers.target",)


@pytest.mark.parametrize(
    ("minutes", "event"),
    [(1, "*:0/1"), (15, "*:0/15"), (60, "0/1:00"), (150, "0/2:00"), (1439, "0/23:00"), (9000, "daily")],
)
def test_a_timer_starts_its_service_as_often_as_the_settings_say(minutes: int, event: str) -> None:
    assert calendar(minutes) == event
    subprocess.run(["systemd-analyze", "calendar", event], capture_output=True, check=True)
    unit = timer(unit_template("planner-sync.timer"), WHAT, "planner-sync-nurse.service", minutes)
    assert values(unit, "OnCalendar") == [event]
    assert values(unit, "Unit") == ["planner-sync-nurse.service"]
