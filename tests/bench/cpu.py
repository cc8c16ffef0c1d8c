"""The CPU time of whole processes: user and system, of the process and all that it waited for."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import ROOT

PLANNER = (str(ROOT / ".venv/bin/planner"),)
VDIRSYNCER = (str(ROOT / ".tools/peers/bin/vdirsyncer"),)
PYTHON = (sys.executable,)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where commands run. State is kept in it, and no setting of this process for Python reaches them."""

    path: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """The environment of a person's shell, with the state beside the plan."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return kept | {"PLANNER_STATE_DIR": str(self.path / "state")}

    def write(self, name: str, text: str) -> Path:
        """Put a file here."""
        file = self.path / name
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, *command: str) -> "Ended":
        """Run a command to its end. Raises RuntimeError with what it said unless that is a good one."""
        out, err = self.path / "stdout", self.path / "stderr"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                command,
                cwd=self.path,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
            )
            _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}: {err.read_text('utf-8')}")
        return Ended(usage.ru_utime + usage.ru_stime, out)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command cost, and the file with what it printed."""

    seconds: float
    stdout: Path


def side_by_side(folder: Folder, commands: Sequence[tuple[str, ...]], times: int) -> list[float]:
    """The median CPU seconds of each command, run in turns, so that a busy machine slows all alike."""
    for command in commands:
        folder.run(*command)  # the first run writes byte code, the others find it
    rounds = [[folder.run(*command).seconds for command in commands] for _ in range(times)]
    return [median(seconds) for seconds in zip(*rounds, strict=True)]
