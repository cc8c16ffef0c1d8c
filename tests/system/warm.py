"""A Python that has imported the program once, and runs each command in a process forked from it.

To start and to import is most of what a command costs, and it is the same each time. What a test says about
is run by an interpreter of its own; this is for what leads up to that, and for the syncs that come after it.
Each command still has a process, memory, folder, environment and streams of its own, and ends as any does.
"""

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import NoReturn

ROOT = Path(__file__).parents[2]
# prctl(2): where Linux lets a process be traced by its ancestors alone, PR_SET_PTRACER lifts that.
ANYBODY_MAY_TRACE = (0x59616D61, -1)
LONGEST = 65_536
# What commands import when they need it.
LATER = (
    *("googleapiclient.discovery", "google_auth_httplib2", "google.oauth2.credentials"),
    *("icalendar", "todoist_api_python.api", "yaml"),
)


@dataclass(frozen=True)
class Warm:
    """The process that forks, at the other end of a socket: one request is one command."""

    line: socket.socket
    one_at_a_time: Lock = field(default_factory=Lock)

    def run(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        *,
        typed: bytes = b"",
        tracer: Sequence[str] = (),
    ) -> tuple[int, bytes, bytes]:
        """Run a command; its exit code (-N: ended by signal N), and what it wrote to stdout and stderr.

        A tracer (strace with its options) has the process from the first thing that it does.
        """
        asked = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
        assert len(asked) < LONGEST
        with ExitStack() as stack:
            given, out, err = (stack.enter_context(TemporaryFile()) for _ in range(3))
            held, hold = (
                stack.enter_context(os.fdopen(end, mode)) for end, mode in zip(os.pipe(), "rw", strict=True)
            )
            given.write(typed)
            given.seek(0)
            stack.enter_context(self.one_at_a_time)
            socket.send_fds(self.line, [asked], [file.fileno() for file in (given, out, err, held)])
            process = self.line.recv(LONGEST).decode()
            if tracer:
                tracing = stack.enter_context(
                    subprocess.Popen([*tracer, "-p", process], stderr=subprocess.PIPE)
                )
                assert tracing.stderr is not None
                assert b"attached" in tracing.stderr.readline()
            hold.close()
            try:
                code = int(self.line.recv(LONGEST))
            except TimeoutError:
                os.kill(int(process), signal.SIGKILL)
                self.line.close()  # its answer may come yet, and is no other command's
                warm.cache_clear()
                raise
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()


@cache
def warm() -> Warm:
    """The one of this test process. It ends when this process does, which closes the socket."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        subprocess.Popen(
            [sys.executable, "-m", "tests.system.warm", str(its.fileno())],
            cwd=ROOT,
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
            pass_fds=[its.fileno()],
            stdin=subprocess.DEVNULL,
        ).returncode = 0  # nobody waits for it
    ours.settimeout(60)
    return Warm(ours)


def _forked(line: socket.socket) -> list[str] | None:
    """In each process that is forked, the arguments of its command; None when no more will come."""
    while True:
        asked, files, _, _ = socket.recv_fds(line, LONGEST, 4)
        if not asked:
            return None
        if child := os.fork():
            for one in files:
                os.close(one)
            line.send(str(child).encode())
            _, status = os.waitpid(child, 0)
            line.send(str(os.waitstatus_to_exitcode(status)).encode())
            continue
        line.close()
        *streams, held = files
        for number, one in enumerate(streams):
            os.dup2(one, number)
            os.close(one)
        arguments, folder, environment = json.loads(asked)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        sys.path[0] = folder
        ctypes.CDLL(None).prctl(*ANYBODY_MAY_TRACE)
        os.read(held, 1)  # which is until the other end is closed
        os.close(held)
        return list(arguments)


def main(number: int) -> None:
    """Import everything, then be the command that is asked for."""
    for package in ("planner", "integrations"):
        folder = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(folder, f"{package}."):
            importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    arguments = None
    with suppress(ConnectionError):  # who asked is gone
        arguments = _forked(socket.socket(fileno=number))
    if arguments is not None:
        _run(arguments)


def _run(arguments: Sequence[str]) -> NoReturn:
    """The command, and the end of its process. Taking all modules apart is what it skips of an end."""
    sys.argv[1:] = arguments
    code: object = 1
    try:
        code = importlib.import_module("planner.__main__").main() or 0
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]))
