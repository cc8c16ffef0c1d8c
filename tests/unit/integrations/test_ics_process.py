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


def test_killed_at_any_write_the_file_is_old_or_new_and_the_next_run_ends_the_work(tmp_path: Path) -> None:
    path = tmp_path / "nurse.ics"
    run(WRITE, tmp_path)
    new = path.read_bytes()
    path.unlink()
    run(WRITE.replace("range(9)", "range(5)"), tmp_path)
    old = path.read_bytes()
    seen = []
    for call in ("openat", "write", "fchmod", "fsync", "rename"):
        for count in range(1, 99):
            path.write_bytes(old)
            if not killed(call, count, tmp_path):
                break
            seen.append(path.read_bytes())
            run(WRITE, tmp_path)
            assert path.read_bytes() == new
            assert [entry.name for entry in tmp_path.iterdir()] == ["nurse.ics"]
    assert set(seen) == {old, new}


def killed(call: str, count: int, folder: Path) -> bool:
    """Whether writing was killed when it made `call` for the n-th time.

    Python opens many files before it gets there; of calls that name a path, only ours count.
    """
    ours = ["-P", str(folder / "nurse.ics"), "-P", str(folder)] if call in {"openat", "rename"} else []
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={count}"]
    command = ["strace", "-f", "-o", "/dev/null", *ours, *inject, sys.executable, "-c", WRITE, str(folder)]
    ended = subprocess.run(
        command, cwd=ROOT, env={"PATH": "/usr/bin:/bin"}, capture_output=True, timeout=60, check=False
    )
    return ended.returncode != 0
