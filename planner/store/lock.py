"""One run at a time: a lock that the kernel releases at any death of its holder."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.errors import Busy, PlannerError
from planner.store.paths import make_private, open_private

_POLL_SECONDS = 0.05


@contextmanager
def exclusive(
    path: Path,
    wait_seconds: float = 0.0,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[int]:
    """Hold the lock on a file, made if need be; gives its descriptor.

    Raises Busy when another run keeps it for that long.

    Not reliable on network file systems (flock(2)).
    """
    make_private(path.parent)
    try:
        descriptor = open_private(path, os.O_RDWR)
    except OSError as error:
        raise PlannerError(f"The lock {path} can't be opened: {error.strerror}.") from error
    try:
        deadline = monotonic() + wait_seconds
        while not locks(descriptor, fcntl.LOCK_EX):
            if monotonic() >= deadline:
                raise Busy("Another run of planner is at work on this plan.", "Try again when it has ended.")
            sleep(_POLL_SECONDS)
        yield descriptor
    finally:
        os.close(descriptor)


def locks(descriptor: int, kind: int) -> bool:
    """Take a lock of a kind (flock(2)) if nobody keeps it from us; whether that went well."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
