"""Whether a background service runs for a plan: a lock that it holds for life, on a file that says who.

The kernel releases the lock at any death of its holder; what the file says is valid only while it is held.
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.errors import Busy
from planner.store.lock import exclusive, locks

_PATIENCE_SECONDS = 1.0  # a reader holds the lock for a moment
_LONGEST = 4096


@dataclass(frozen=True, slots=True)
class Presence:
    """A service that runs: its process, since when (ISO 8601), the page's address (None: none is served)."""

    pid: int
    since: str
    address: str | None = None


def presence_file(database: Path) -> Path:
    """The file whose lock the service of a plan holds, by the plan's database."""
    return database.with_name(f"{database.stem}.daemon.lock")


def present(path: Path) -> Presence | None:
    """The service that holds the file; None: nobody does."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if locks(descriptor, fcntl.LOCK_SH):
            return None
        found = json.loads(os.pread(descriptor, _LONGEST, 0))
        return Presence(found["pid"], found["since"], found["address"])
    except (ValueError, KeyError, TypeError):
        return Presence(0, "")  # held by one that hasn't said yet who it is
    finally:
        os.close(descriptor)


@contextmanager
def holding(
    path: Path,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[Presence], None]]:
    """Hold the file; gives what says there who holds it.

    Raises Busy when another service runs, PlannerError when the file can't be written.
    """
    with ExitStack() as stack:
        try:
            descriptor = stack.enter_context(exclusive(path, _PATIENCE_SECONDS, sleep, monotonic))
        except Busy:
            other = present(path)
            who = f" (process {other.pid})" if other is not None and other.pid else ""
            raise Busy(
                f"A background service runs for this plan already{who}.", "See: planner daemon status"
            ) from None

        def say(presence: Presence) -> None:
            text = json.dumps(asdict(presence)).encode()
            with suppress(OSError):  # a full disk costs the address, not the service
                os.pwrite(descriptor, text, 0)
                os.ftruncate(descriptor, len(text))

        yield say
