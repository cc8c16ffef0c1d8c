"""Running many commands with all logs on, and looking everywhere for what nobody may see."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.system.aloud import ALL
from tests.system.program import TODAY, Program

ROOT = Path(__file__).parents[2]


@contextmanager
def aloud(commands: Iterable[Sequence[str]], **variables: str) -> Iterator[Callable[[Program], str]]:
    """A process that runs all commands in a program's folder; what it said."""

    def run(program: Program) -> str:
        asked = [["--today", program.today or TODAY, *command] for command in commands]
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([str(program.folder), asked]) + "\n")
        process.stdin.flush()
        told = []
        for line in process.stdout:
            told.append(line)
            if line == f"{ALL}\n":
                return "".join(told)
        raise AssertionError("".join(told))

    with subprocess.Popen(
        [sys.executable, "-m", "tests.system.aloud"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield run
        finally:
            process.kill()


def own_state(program: Program) -> dict[str, str]:
    """The variables with which a process keeps its state where a program has it."""
    return {"HOME": str(program.home), "PLANNER_STATE_DIR": str(program.state)}


def assert_untold(
    program: Program,
    told: str,
    secrets: Iterable[str],
    *,
    but: Iterable[str],
    sent: Iterable[str],
    what: object,
) -> None:
    """None of the secrets is in what was said, in any file `but` those, or in a request; nor is there a trace
    of where in the program it was.
    """
    kept = {"what it said": told, **{f"request {number}": text for number, text in enumerate(sent)}}
    for path in program.place.rglob("*"):
        if path.is_file() and path.name not in but:
            kept[str(path)] = path.read_bytes().decode(errors="replace")
    assert [(what, where) for where, text in kept.items() if any(one in text for one in secrets)] == []
    assert "Traceback" not in told, told
    assert "mistake of the program" not in told, told
