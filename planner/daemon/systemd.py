"""systemd of the person's own account, asked by its own programs: systemctl(1), loginctl(1) and others."""

import os
import shutil
import subprocess  # nosec B404 - systemd's own programs, without a shell
from collections.abc import Callable, Sequence
from typing import NamedTuple

from planner.errors import PlannerError

_SECONDS = 150.0  # starting waits for readiness, and stopping for what was begun


class Ran(NamedTuple):
    """How a program ended, and what it said."""

    code: int
    out: str
    err: str


Run = Callable[[Sequence[str]], Ran]


def run_program(words: Sequence[str]) -> Ran:
    """Run a program to its end. One that can't be run, or takes minutes, ends with 127."""
    try:
        ended = subprocess.run(  # nosec B603
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(127, "", f"{words[0]}: {type(error).__name__}")
    return Ran(
        ended.returncode, *(text.decode("utf-8", "replace").strip() for text in (ended.stdout, ended.stderr))
    )


def is_there() -> bool:
    """Whether systemd is installed."""
    return shutil.which("systemctl") is not None


class Systemd:
    """The manager of the person's own units."""

    def __init__(self, run: Run = run_program) -> None:
        self._run = run

    def answers(self) -> bool:
        """Whether it can be reached from here: not in most containers, nor after `su`."""
        return self._run(["systemctl", "--user", "show", "--property=Version"]).code == 0

    def reload(self) -> None:
        """Have it read units anew."""
        self._must("daemon-reload")

    def start(self, unit: str) -> None:
        """Enable a unit and start it, anew if it runs. Raises PlannerError when it doesn't get ready."""
        self._must("enable", unit)
        self._must("restart", unit, hint=f"It says why: journalctl --user -u {unit} -e")

    def stop(self, unit: str) -> None:
        """Stop a unit and disable it; no matter if it isn't there."""
        self._run(["systemctl", "--user", "disable", "--now", unit])
        self._run(["systemctl", "--user", "reset-failed", unit])

    def grants_namespaces(self, *, answers: bool) -> bool:
        """Whether units of this account may have user namespaces, without which many directives keep a unit
        from starting: Ubuntu since 23.10 grants none, and some containers.
        """
        if answers and shutil.which("systemd-run") is not None:
            own = [
                "--property=PrivateUsers=yes",
                "--property=ProtectSystem=strict",
                "--property=PrivateTmp=yes",
            ]
            return (
                self._run(["systemd-run", "--user", "--quiet", "--wait", "--collect", *own, "true"]).code == 0
            )
        return self._run(["unshare", "--user", "--map-current-user", "--mount", "true"]).code == 0

    def lingers(self) -> bool | None:
        """Whether what the account runs goes on when nobody is logged in; None: unknown."""
        ended = self._run(["loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value"])
        return {"yes": True, "no": False}.get(ended.out) if ended.code == 0 else None

    def _must(self, *words: str, hint: str = "") -> None:
        ended = self._run(["systemctl", "--user", *words])
        if ended.code != 0:
            said = (ended.err or "it says nothing").splitlines()[0]
            raise PlannerError(f"systemctl --user {' '.join(words)}: {said}", hint)
