"""The units of systemd/: that systemd has nothing against them, how little they leave open, and that a sync
works under what they forbid.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.confined import confined
from tests.system.program import CALENDAR, PLAN, Program

UNITS = Path(__file__).parents[2] / "systemd"
SERVICES = {"planner.service": 20, "planner-sync.service": 20, "planner@.service": 15}
SERVICE = (UNITS / "planner.service").read_text(encoding="utf-8")


def analyzed(*words: str, runtime: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", *words],
        env={"PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(runtime), "SYSTEMD_COLORS": "0"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("manager", ["--system", "--user"])
@pytest.mark.parametrize("unit", [*SERVICES, "planner-sync.timer", "planner@nurse.service"])
def test_systemd_has_nothing_against_a_unit(unit: str, manager: str, tmp_path: Path) -> None:
    file = UNITS / unit
    if not file.exists():
        file = tmp_path / unit
        file.write_bytes((UNITS / "planner@.service").read_bytes())
    ended = analyzed(manager, "verify", "--man=no", str(file), runtime=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize(("unit", "most"), SERVICES.items())
def test_a_unit_leaves_little_open(unit: str, most: int, tmp_path: Path) -> None:
    ended = analyzed("security", "--offline=true", f"--threshold={most}", str(UNITS / unit), runtime=tmp_path)
    assert ended.returncode == 0, ended.stdout.splitlines()[-1]


def test_the_services_forbid_the_same() -> None:
    """But for what a person's home is to each: the timer's service has no reasons of its own."""
    key = re.compile(r"^(?:Restrict|Protect|Private|SystemCall|NoNew|Capability)\w+=.*$", re.MULTILINE)
    kept = {name: set(key.findall((UNITS / name).read_text(encoding="utf-8"))) for name in SERVICES}
    assert kept["planner.service"] == kept["planner-sync.service"]
    homes = {"ProtectHome=read-only", "ProtectHome=yes"}
    assert kept["planner.service"] ^ kept["planner@.service"] == homes


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        ([sys.executable, "-c", "open('/etc/planner-was-here', 'w')"], "Read-only file system"),
        ([sys.executable, "-c", "import os; os.nice(3)"], "Operation not permitted"),
        ([sys.executable, "-c", "import socket; socket.socket(17)"], "Address family not supported"),
    ],
)
def test_what_a_unit_forbids_is_forbidden_here(nurse: Program, command: list[str], refused: str) -> None:
    ended = subprocess.run(
        confined(SERVICE, [nurse.folder], command), capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert refused in ended.stderr


def test_a_sync_works_under_what_a_unit_forbids(nurse: Program) -> None:
    nurse.state.mkdir(mode=0o700)
    sync = nurse.command("--plan", PLAN, "sync", "--unattended")
    for expected in ("added", "up to date"):
        ended = subprocess.run(
            confined(SERVICE, [nurse.folder, nurse.state], sync),
            cwd=nurse.folder,
            env=nurse.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        assert expected in ended.stdout
    assert (nurse.folder / CALENDAR).exists()


def test_a_command_that_prints_a_token_works_under_what_a_unit_forbids(nurse: Program) -> None:
    """Such programs are compiled just in time, or talk to an agent over a socket."""
    ready = "() => { console.log('token'); process.exit() }"
    script = f"require('net').createServer().listen(process.argv[1], {ready})"
    ended = subprocess.run(
        confined(SERVICE, [nurse.folder], ["node", "-e", script, str(nurse.folder / "agent")]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "token\n"), ended.stderr
