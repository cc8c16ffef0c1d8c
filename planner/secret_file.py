"""Files with secrets: for their owner only from the first byte on, replaced whole, under a lock."""

import fcntl
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import NoReturn

from planner.errors import Busy, PlannerError, SignInNeeded

_MAX_BYTES = 64 * 1024
_POLL_SECONDS = 0.05


def read(path: Path) -> bytes | None:
    """What the file holds; None when there is none. One that others may read is closed to them first.

    Raises SignInNeeded when it can't be trusted: a link, no regular file, another user's, or one that
    anybody may write. PlannerError when it can't be read.
    """
    try:
        # Without blocking, should it be a FIFO.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        if path.is_symlink():
            _refuse(path, "is a link", "Put the file itself there.")
        raise PlannerError(f"{path} can't be read: {error.strerror}", "Make it readable for you.") from None
    with os.fdopen(descriptor, "rb") as file:
        # Of the file that is open: another one can't take its place between look and use.
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            _refuse(path, "is not a regular file", "Move it out of the way.")
        if found.st_uid != os.geteuid():
            _refuse(path, "belongs to another user", "Move it out of the way.")
        if found.st_mode & stat.S_IWOTH or not _closed(descriptor, found.st_mode):
            _refuse(path, "holds a secret and is open to others", f"Close it to them: chmod 600 {path}")
        if found.st_size > _MAX_BYTES:
            _refuse(path, "is far too large", "Move it out of the way.")
        return file.read(_MAX_BYTES)


def mark(path: Path) -> str:
    """What is another after each change of the file or its rights, and tells nothing of what it holds; empty
    when there is none.
    """
    try:
        found = path.lstat()
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_ctime_ns:x}"


def write(path: Path, content: bytes) -> None:
    """Put `content` there, for its owner only, whatever the umask; folders that are missing are made.

    At any kill the file is the old one or the new one, whole. A link that stands there is replaced, not
    followed. Raises PlannerError, and leaves what was there, when it can't be written.
    """
    part = path.with_name(f".{path.name}.{token_hex(8)}.part")
    try:
        _make_folders(path.parent)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        part.replace(path)
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except BaseException as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise PlannerError(
                f"{path} can't be written: {error.strerror or error}",
                "See that its folder exists, has room and lets you write.",
            ) from None
        raise


@contextmanager
def alone(
    path: Path,
    wait_seconds: float = 60.0,
    sleep: Callable[[float], None] = time.sleep,
    monotonic: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """Be the only one, of all threads and processes, that changes the file; readers needn't wait.

    Raises Busy when another one takes longer than `wait_seconds`.
    """
    # A file beside it: a lock on the file itself would be lost with each replacement.
    lock = path.with_name(f"{path.name}.lock")
    try:
        _make_folders(path.parent)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise PlannerError(
            f"the lock {lock} can't be opened: {error.strerror}", "See that you may write to its folder."
        ) from None
    try:
        deadline = monotonic() + wait_seconds
        while not _locked(descriptor):
            if monotonic() >= deadline:
                raise Busy(f"another run is at work on {path}", "Try again in a minute.")
            sleep(_POLL_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _closed(descriptor: int, mode: int) -> bool:
    """Close an open file to others, if need be."""
    if mode & 0o077:
        with suppress(OSError):
            os.fchmod(descriptor, 0o600)
    return not os.fstat(descriptor).st_mode & 0o077


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _make_folders(folder: Path) -> None:
    for one in reversed([one for one in (folder, *folder.parents) if not one.exists()]):
        one.mkdir(mode=0o700, exist_ok=True)


def _refuse(path: Path, why: str, remedy: str) -> NoReturn:
    raise SignInNeeded(f"{path} {why}", remedy)
