"""The how-tos, done by copy and paste where a command can be run without an account."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.newcomer import DOCS, Terminal, lines

CODES = {"✗ todoist": 4, "Service  not running": 1}
"""With which exit code a line ends, by what it shows."""
SERVED = '[feed]\nlisten = "127.0.0.1:0"\naddress = "https://plans.example.org"\n'
TWO_TARGETS = '[targets.calendar]\ntype = "ics"\n\n[targets.todoist]\ntype = "todoist"\n'


def begin(terminal: Terminal) -> None:
    """The end of the tutorial: the nurse's plan in ~/career, synced."""
    for command in (
        'alias planner="$PWD/.venv/bin/planner"',
        "mkdir -p ~/career && cd ~/career",
        "test -f nurse.yaml || planner init --template nurse && planner sync --quiet",
    ):
        code, shown = terminal.type(command, ())
        assert code == 0, shown


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(tmp_path / "you") as opened:
        begin(opened)
        yield opened


def settle(terminal: Terminal, text: str) -> None:
    (terminal.home / "career" / "planner.toml").write_text(text, encoding="utf-8")


def do(terminal: Terminal, page: str, part: str = "") -> None:
    todo = list(lines(page, part))
    assert todo
    for line in todo:
        terminal.paste(line, CODES)


@pytest.mark.parametrize("page", ["without-a-daemon.md", "second-plan.md", "backup-tracks.md"])
def test_each_line_goes_well_and_shows_what_the_page_shows(terminal: Terminal, page: str) -> None:
    do(terminal, page)


def test_a_phone_subscribes_under_the_address_of_the_settings(terminal: Terminal) -> None:
    found = re.search(r"```toml\n(.*?)```", (DOCS / "phone.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    settle(terminal, found[1])
    do(terminal, "phone.md")


def test_what_stopped_says_what_the_page_says(terminal: Terminal) -> None:
    settle(terminal, TWO_TARGETS)
    assert terminal.type("planner sync --quiet", ())[0] == 4
    do(terminal, "when-it-stops.md")


def test_a_plan_moves_with_all_that_belongs_to_it(terminal: Terminal, tmp_path: Path) -> None:
    settle(terminal, SERVED)
    assert terminal.type("planner done manager-talk && planner feed url", ())[0] == 0
    do(terminal, "new-machine.md", "On the old machine")
    old = terminal.home.rename(tmp_path / "old")
    archive = old / "planner.tar.gz"
    assert archive.stat().st_mode & 0o077 == 0
    with Terminal(tmp_path / "you") as new:
        new.type('alias planner="$PWD/.venv/bin/planner"', ())
        shutil.copy(archive, new.home)
        do(new, "new-machine.md", "On the new machine")
        do(new, "new-machine.md", "If all you have is a backup")
        assert "manager-talk done" in new.type("planner history", ())[1]
        address = ".local/state/planner/nurse.feed"
        assert (new.home / address).read_bytes() == (old / address).read_bytes()
