"""`daemon install` and `uninstall`, with programs in place of systemd's that keep what they are asked."""

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system.confined import values
from tests.system.program import PLAN, Program

SAID = 'echo "$(basename "$0") $*" >>"{log}"\n'
ANSWERS = {
    "systemctl": "exit 0",
    "systemd-run": "exit 0",
    "unshare": "exit 0",
    "loginctl": "echo yes",
}
SILENT = ANSWERS | {"systemctl": 'echo "Failed to connect to bus" >&2; exit 1', "loginctl": "exit 1"}

Systemd = Callable[..., Program]


@pytest.fixture
def systemd(nurse: Program) -> Systemd:
    """The nurse's place with a systemd that answers as the fakes do."""

    def place(**fakes: str) -> Program:
        folder = nurse.place / "bin"
        folder.mkdir(exist_ok=True)
        for name, script in (ANSWERS | fakes).items():
            file = folder / name
            file.write_text(
                f"#!/bin/sh\n{SAID.format(log=nurse.place / 'asked')}{script}\n", encoding="utf-8"
            )
            file.chmod(0o755)
        return replace(nurse, variables={"PATH": f"{folder}:/usr/bin:/bin"})

    return place


def unit(place: Program, name: str = "planner.service") -> Path:
    return place.home / ".config" / "systemd" / "user" / name


def asked(place: Program) -> list[str]:
    """What systemd was asked since the last time."""
    log = place.place / "asked"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if line.startswith("systemctl") and "Version" not in line]


def test_a_service_is_written_enabled_and_started(systemd: Systemd) -> None:
    place = systemd()
    ended = place.run("daemon", "install", before=("sh", "-c", 'umask 077; exec "$@"', "sh"))
    assert ended.code == 0
    assert stat.S_IMODE(unit(place).stat().st_mode) == 0o644
    assert asked(place) == [
        "systemctl --user daemon-reload",
        "systemctl --user enable planner.service",
        "systemctl --user restart planner.service",
    ]
    text = unit(place).read_text(encoding="utf-8")
    assert f" --plan {place.folder / PLAN} daemon run\n" in text
    assert f"=PLANNER_STATE_DIR={place.state}\n" in text
    writable = values(text, "ReadWritePaths")[0].split()
    for folder in (place.folder, place.state, place.home / ".local" / "share" / "planner"):
        assert f"-{folder}" in writable
        assert folder.is_dir()
    assert "enable-linger" not in ended.err


def test_installing_twice_changes_nothing(systemd: Systemd) -> None:
    place = systemd()
    assert place.must("daemon", "install", "--json").json["changed"] is True
    before = unit(place).read_bytes(), unit(place).stat().st_mtime_ns
    ended = place.must("daemon", "install", "--json").json
    assert (ended["changed"], ended["started"], ended["lingers"]) == (False, True, True)
    assert (unit(place).read_bytes(), unit(place).stat().st_mtime_ns) == before


def test_after_the_plan_moved_its_unit_is_written_anew(systemd: Systemd) -> None:
    place = systemd()
    place.must("daemon", "install")
    (place.folder / PLAN).rename(place.folder / "career.yaml")
    place.must("daemon", "install", "--plan", "career.yaml")
    assert f" {place.folder / 'career.yaml'} " in unit(place).read_text(encoding="utf-8")
    assert [file.name for file in unit(place).parent.glob("planner*")] == ["planner.service"]


def test_without_a_manager_the_unit_is_enabled_by_its_link_and_that_is_said(systemd: Systemd) -> None:
    place = systemd(**SILENT)
    ended = place.must("daemon", "install")
    link = unit(place).parent / "default.target.wants" / "planner.service"
    assert link.readlink() == unit(place)
    assert asked(place) == []
    assert "it starts when you log in next" in ended.err
    assert "loginctl enable-linger" in ended.err
    place.must("daemon", "uninstall")
    assert not link.is_symlink()


def test_without_systemd_nothing_is_installed_and_other_means_are_named(nurse: Program) -> None:
    (nurse.place / "bin").mkdir()
    ended = replace(nurse, variables={"PATH": str(nurse.place / "bin")}).run("daemon", "install")
    assert ended.code == 1
    assert "planner daemon run" in ended.err
    assert "*/15 * * * *" in ended.err
    assert not unit(nurse).exists()


def test_a_service_that_does_not_get_ready_is_a_failure_that_says_where_to_look(systemd: Systemd) -> None:
    place = systemd(systemctl='case "$*" in *restart*) echo "Job failed." >&2; exit 1;; esac')
    ended = place.run("daemon", "install")
    assert ended.code == 1
    assert "restart planner.service: Job failed." in ended.err
    assert "journalctl --user -u planner.service" in ended.err


@pytest.mark.parametrize("fakes", [{"systemd-run": "exit 1"}, SILENT | {"unshare": "exit 1"}])
def test_where_no_namespaces_are_granted_the_unit_does_without(
    systemd: Systemd, fakes: dict[str, str]
) -> None:
    place = systemd(**fakes)
    ended = place.must("daemon", "install")
    assert "no user namespaces" in ended.err
    assert "PrivateUsers" not in unit(place).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        (PLAN, "plan: [\n", 3),
        ("planner.toml", "[tell]\nby = 'fax'\n", 2),
        ("planner.toml", "[target.x]\n", 2),
    ],
)
def test_what_could_not_start_is_not_installed(systemd: Systemd, file: str, text: str, code: int) -> None:
    place = systemd()
    (place.folder / file).write_text(text, encoding="utf-8")
    assert place.run("daemon", "install").code == code
    assert not unit(place).exists()
    assert asked(place) == []


def test_a_unit_that_a_person_edited_is_only_replaced_on_their_word(systemd: Systemd) -> None:
    place = systemd()
    place.must("daemon", "install")
    edited = unit(place).read_text(encoding="utf-8").replace("30s", "5s")
    unit(place).write_text(edited, encoding="utf-8")
    for command in ("install", "uninstall"):
        ended = place.run("daemon", command)
        assert ended.code == 6
        assert "Changed by hand" in ended.err
        assert unit(place).read_text(encoding="utf-8") == edited
    place.must("daemon", "install", "--yes")
    assert "30s" in unit(place).read_text(encoding="utf-8")


def test_a_unit_of_somebody_elses_is_left_alone(systemd: Systemd) -> None:
    place = systemd()
    unit(place).parent.mkdir(parents=True)
    unit(place).write_text("[Service]\nExecStart=/bin/true\n", encoding="utf-8")
    assert place.run("daemon", "install").code == 6
    place.must("daemon", "uninstall")
    assert "/bin/true" in unit(place).read_text(encoding="utf-8")


def test_each_plan_has_a_unit_of_its_own(systemd: Systemd) -> None:
    place = systemd()
    other = place.folder / "other.yaml"
    text = (place.folder / PLAN).read_text(encoding="utf-8")
    other.write_text(text.replace("id: nurse", "id: other"), encoding="utf-8")
    place.must("daemon", "install", "--plan", PLAN)
    place.must("daemon", "install", "--plan", "other.yaml")
    assert str(other) in unit(place, "planner-other.service").read_text(encoding="utf-8")
    place.must("daemon", "uninstall", "--plan", PLAN)
    assert not unit(place).exists()
    place.must("daemon", "install", "--plan", "other.yaml")
    assert unit(place, "planner-other.service").exists()
    assert not unit(place).exists()


def test_a_timer_takes_the_place_of_the_daemon_and_the_other_way_round(systemd: Systemd) -> None:
    place = systemd()
    place.must("daemon", "install")
    asked(place)
    place.must("daemon", "install", "--timer")
    assert asked(place) == [
        "systemctl --user disable --now planner.service",
        "systemctl --user reset-failed planner.service",
        "systemctl --user daemon-reload",
        "systemctl --user enable planner-sync.timer",
        "systemctl --user restart planner-sync.timer",
    ]
    assert " sync --unattended\n" in unit(place, "planner-sync.service").read_text(encoding="utf-8")
    place.must("daemon", "install")
    assert [file.name for file in unit(place).parent.glob("planner*")] == ["planner.service"]


def test_a_timer_goes_off_as_often_as_the_settings_say(systemd: Systemd) -> None:
    place = systemd()
    (place.folder / "planner.toml").write_text('[daemon]\nevery = "2 hours"\n', encoding="utf-8")
    place.must("daemon", "install", "--timer")
    assert values(unit(place, "planner-sync.timer").read_text(encoding="utf-8"), "OnCalendar") == ["0/2:00"]


def test_uninstalling_leaves_what_was_recorded_and_says_so(systemd: Systemd) -> None:
    place = systemd()
    place.must("sync")
    place.must("daemon", "install")
    ended = place.must("daemon", "uninstall")
    assert str(place.state) in ended.err
    assert place.database.exists()
    assert not unit(place).exists()
    assert place.must("daemon", "uninstall", "--json").json["removed"] is False


def test_a_service_can_be_uninstalled_although_its_plan_is_gone(systemd: Systemd) -> None:
    place = systemd()
    place.must("daemon", "install")
    (place.folder / PLAN).unlink()
    place.must("daemon", "uninstall", "--plan", PLAN)
    assert not unit(place).exists()


def test_a_token_in_the_environment_is_not_written_into_a_unit(systemd: Systemd) -> None:
    place = systemd()
    place = replace(place, variables={**place.variables, "PLANNER_TODOIST_TOKEN": "canary"})
    ended = place.must("daemon", "install")
    assert "isn't written into the unit" in ended.err
    assert "canary" not in unit(place).read_text(encoding="utf-8") + ended.err + ended.out
    assert os.pathsep in unit(place).read_text(encoding="utf-8")
