"""A person who pastes what a page shows into a terminal, on a day in December 2026.

Nothing is known of the commands: a line behind `$ ` is typed into a shell, what the page shows below it has
to appear, and where the program asks, what the page shows behind the question is typed.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BIN = ROOT / ".venv" / "bin"
NOW = "2026-12-01 10:00:00"
SECONDS = 60.0
ROWS, COLUMNS = 40, 80

PROMPT = re.compile(r"<(\d+)> $")
ASKED = re.compile(r"\[y/N\] $|^> $", re.MULTILINE)
ANSWER = re.compile(r"^(.*(?:\[y/N\]|^>)) ?(\S*)$")

BROWSER = 'echo "$1" >"$HOME/opened"\n'
SYSTEMCTL = r"""
for word in "$@"; do
  case "$word" in *.service) name=$word;; esac
done
unit="$HOME/.config/systemd/user/${name:-none}"
pid="$HOME/running.$name"
case "$*" in
*restart*) test -f "$unit" || exit 0
  sed -n 's/^Environment=/export /p' "$unit" >"$HOME/environment"
  . "$HOME/environment"
  eval "setsid $(sed -n 's/^ExecStart=//p' "$unit") </dev/null >/dev/null 2>&1 & echo \$! >\"$pid\""
  for _ in $(seq 200); do
    grep -qs '"http' "$HOME"/.local/state/planner/*.daemon.lock && break
    sleep 0.1
  done;;
*disable*) test -f "$pid" && kill "$(cat "$pid")" && rm -f "$pid";;
esac
exit 0
"""
"""A systemd that starts and stops services, and says yes to all else."""
FAKES = {"browser": BROWSER, "systemctl": SYSTEMCTL, "systemd-run": "exit 0\n", "loginctl": "echo yes\n"}


@dataclass(frozen=True)
class Line:
    """A command, and what is shown below it."""

    typed: str
    shown: tuple[str, ...]


def lines(page: str, part: str = "") -> Iterator[Line]:
    """What the console blocks of a page say to type, or those below one of its headings."""
    text = (DOCS / page).read_text(encoding="utf-8")
    if part:
        text = text.split(f"## {part}\n")[1].split("\n## ")[0]
    for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        for each in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            typed, *shown = each.splitlines()
            yield Line(typed, tuple(line for line in shown if line.strip()))


class Terminal:
    """A shell in a window, with a home of its own."""

    def __init__(self, home: Path, now: str | None = NOW, folder: Path = ROOT) -> None:
        self.home = home
        self._terminal, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        before = ["faketime", now] if now else []
        self._shell = subprocess.Popen(
            ["setsid", "--ctty", *before, "bash", "--noprofile", "--norc", "--noediting", "-i"],
            cwd=folder,
            env=self._environment(),
            stdin=end,
            stdout=end,
            stderr=end,
        )
        os.close(end)
        self.type("stty -echo; PS2=; PS1='<$?> '", ())

    def _environment(self) -> dict[str, str]:
        # Any free port: somebody may run the program on this machine.
        settings = self.home / ".config" / "planner" / "planner.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('[feed]\nlisten = "127.0.0.1:0"\n', encoding="utf-8")
        stand_ins = self.home / "bin"
        stand_ins.mkdir(parents=True)
        for name, script in FAKES.items():
            (stand_ins / name).write_text(f"#!/bin/sh\n{script}", encoding="utf-8")
            (stand_ins / name).chmod(0o755)
        own = {"HOME": str(self.home), "PATH": f"{stand_ins}:/usr/bin:/bin", "BROWSER": "browser %s"}
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        return {"LANG": "C.UTF-8", "TERM": "dumb", "PS1": "", **own, **keyring}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for service in self.home.glob("running.*"):
            os.kill(int(service.read_text(encoding="utf-8")), signal.SIGTERM)
        os.close(self._terminal)
        self._shell.wait(SECONDS)

    def type(self, command: str, answers: Sequence[str]) -> tuple[int, str]:
        """The exit code of a command, and all that it shows, when it gets these answers to what it asks."""
        os.write(self._terminal, f"{command}\n".encode())
        shown, left = "", list(answers)
        while True:
            shown = self._more(shown)
            if ended := PROMPT.search(shown):
                assert not left, (command, shown, f"nobody asked for {left}")
                return int(ended[1]), shown[: ended.start()]
            if ASKED.search(shown):
                assert left, (command, shown, "the page doesn't say that it asks")
                answer = left.pop(0)
                os.write(self._terminal, b"\x03" if answer == "^C" else f"{answer}\n".encode())
                shown += f"{answer}\n"

    def _more(self, shown: str) -> str:
        until = time.monotonic() + SECONDS
        while True:
            ready, _, _ = select.select([self._terminal], [], [], max(until - time.monotonic(), 0))
            assert ready, f"no end, and no question, after {SECONDS} s: {shown}"
            shown += os.read(self._terminal, 65536).decode(errors="replace").replace("\r\n", "\n")
            if PROMPT.search(shown) or ASKED.search(shown):
                return shown

    def paste(self, line: Line, codes: Mapping[str, int], *, dates: bool = True) -> None:
        """Type a line of a page. It shows what the page shows, in that order, where `...` is anything.

        It ends well, or with the code of what is shown.

        `dates`: that is looked at; on another day than the page's own it is otherwise.
        """
        answers = [found[2] for text in line.shown if (found := ANSWER.match(text))]
        ended, shown = self.type(line.typed, answers)
        code = next((code for text, code in codes.items() if text in "\n".join(line.shown)), 0)
        assert ended == code, (line.typed, ended, shown)
        rest = self._as_shown(" ".join(shown.split()))
        for text in line.shown if dates else ():
            for wanted in (" ".join(part.split()) for part in text.split("...")):
                assert wanted in rest, (line.typed, f"isn't shown: {wanted}", shown)
                rest = rest.partition(wanted)[2] if wanted else rest

    def _as_shown(self, text: str) -> str:
        """With the folder, the port and the process of the pages."""
        text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8765", text.replace(str(self.home), "/home/you"))
        return re.sub(r"\(process \d+\)", "(process 4242)", text)
