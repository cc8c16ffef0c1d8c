"""The tutorial, done: each command it shows runs, in order, and prints the lines that it shows."""

import re
from pathlib import Path

from tests.system.program import Program, program

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"


def blocks() -> list[list[str]]:
    """The console blocks, line by line."""
    text = TUTORIAL.read_text(encoding="utf-8")
    return [block.splitlines() for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL)]


def arguments(line: str) -> list[str] | None:
    """The words of a `planner` command; None for a command of the shell."""
    if not line.startswith("$ planner"):
        return None
    words = re.findall(r'"[^"]*"|\S+', line.split("   #", maxsplit=1)[0].removeprefix("$ planner"))
    return [word.strip('"') for word in words]


def test_a_newcomer_can_do_what_the_tutorial_says(tmp_path: Path) -> None:
    place = Program(program(tmp_path, None).place, today=None)
    ran = 0
    for block in blocks():
        shown = ""
        for line in block:
            words = arguments(line)
            if words is not None:
                asks = words[0] in {"slip", "undo", "redo"} or any(
                    w in words for w in ("slip", "undo", "redo")
                )
                ended = place.run(*words, *(["--yes"] if asks and "--yes" not in words else []))
                assert ended.code == 0, (line, ended)
                shown = " ".join((ended.out + ended.err).split())
                ran += 1
            elif (
                shown
                and line.strip() not in {"", "..."}
                and not line.startswith(("$", "Keep this?", "Do it?"))
            ):
                assert " ".join(line.split()) in shown, (line, shown)
    assert ran > 8
