"""An interview on a pseudo-terminal: a person who reads a question, types a line, and may press Ctrl-C."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.system.program import Program

PROMPT = "> "
CTRL_C = "\x03"
CTRL_D = "\x04"
SECONDS = 30.0


class Interview:
    """`planner interview` with a terminal of its own, 80 columns wide."""

    def __init__(self, program: Program, *arguments: str) -> None:
        self.shown = ""
        self._terminal, end = pty.openpty()
        # Its controlling terminal: Ctrl-C is typed, and the terminal makes a signal of it.
        self._run = subprocess.Popen(
            ["setsid", "--ctty", *program.command("interview", *arguments)],
            cwd=program.folder,
            env={**program.environment, "TERM": "dumb", "COLUMNS": "80"},
            stdin=end,
            stdout=end,
            stderr=end,
        )
        os.close(end)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._terminal)
        self._run.wait(SECONDS)

    def reads(self, seconds: float = SECONDS) -> str:
        """What is shown until the next line is to be typed, or until the end."""
        found, until = b"", time.monotonic() + seconds
        while not found.endswith(PROMPT.encode()):
            ready, _, _ = select.select([self._terminal], [], [], max(until - time.monotonic(), 0))
            if not ready:
                raise TimeoutError(found.decode())
            try:
                more = os.read(self._terminal, 65536)
            except OSError:  # the other end was closed: EIO
                break
            found += more
            if not more:
                break
        shown = found.decode().replace("\r\n", "\n")
        self.shown += shown
        return shown

    def types(self, line: str) -> str:
        """Type a line; gives what is shown then."""
        os.write(self._terminal, line.encode() + (b"" if line in {CTRL_C, CTRL_D} else b"\n"))
        if line != CTRL_C:
            return self.reads()
        try:
            return self.reads(SECONDS / 4)
        except TimeoutError:  # Python misses one that comes in the moment before it reads: people press again
            os.write(self._terminal, CTRL_C.encode())
            return self.reads()

    def answers(self, lines: Sequence[str]) -> str:
        """Read the first question and answer one after the other."""
        last = self.reads()
        for line in lines:
            last = self.types(line)
        return last

    def code(self) -> int:
        """The exit code, once it has ended."""
        return self._run.wait(SECONDS)
