"""Whole processes: what is loaded, and the same bytes under any hash seed, with and without asserts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifiers import own

ROOT = Path(__file__).parent.parent.parent.parent

IDLE = """
import sys
from pathlib import Path
from integrations.ics import TARGET
from planner.sync.target import Setup
remote = TARGET.open(Setup("nurse", "To nurse", Path(sys.argv[1]), {}))
seen = remote.pull(remote.cursor())
assert not seen.present and not list(remote.push([])), seen
print("icalendar" in sys.modules)
"""

WRITE = r"""
import sys
from datetime import date
from pathlib import Path
from integrations.ics import TARGET
from planner.sync.target import Setup
from planner.sync.values import Act, Intent, Item, Mirrored, href
evil = "x\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:b\x85\u2028\0;X=\"1\":y,"
intents = []
for number in range(9):
    item = Item(f"step-{number}", evil, date(2027, 1, 1), evil, url=evil, categories=(evil, "b", "a"))
    name = href("nurse", item.id)
    intents.append(Intent(Act.CREATE, item.id, name, Mirrored(name, item, number)))
list(TARGET.open(Setup("nurse", evil, Path(sys.argv[1]), {})).push(intents))
"""


def run(source: str, folder: Path, *options: str, **environment: str) -> str:
    command = [sys.executable, *options, "-c", source, str(folder)]
    variables = {"PATH": "/usr/bin:/bin", **environment}
    ended = subprocess.run(
        command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_an_idle_run_loads_no_calendar_library(tmp_path: Path) -> None:
    assert run(IDLE, tmp_path) == "False\n"
    run(WRITE.replace("evil, Path", "'To nurse', Path"), tmp_path)
    assert run(IDLE, tmp_path) == "False\n"


@pytest.mark.parametrize("options", [[], ["-O"], ["-OO"]])
def test_nothing_can_be_injected_and_nothing_else_changes_the_bytes(
    tmp_path: Path, options: list[str]
) -> None:
    written = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Kathmandu"), ("2", "America/New_York")):
        folder = tmp_path / seed
        folder.mkdir()
        run(WRITE, folder, *options, PYTHONHASHSEED=seed, TZ=zone)
        written.add((folder / "nurse.ics").read_bytes())
    (content,) = written
    assert own.check(content) == []
    assert content.count(b"\nBEGIN:VEVENT") == 9
    assert b"\nATTENDEE" not in content
    assert b"\nUID:b" not in content
