"""A small file with a secret, for its owner alone from the first byte on, and replaced whole."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from planner.errors import PlannerError
from planner.store.paths import keep_directory, make_private, open_private

_MAX_BYTES = 4096


def read_private(path: Path) -> bytes | None:
    """What the file holds, at most 4096 bytes; None when there is none.

    One that others may read is closed to them. Raises PlannerError when it can't be trusted (a link, no
    regular file, another user's, one that others may write) or can't be read.
    """
    try:
        # Without blocking, should it be a FIFO.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlannerError(f"{path} can't be read: {error.strerror}.", "Move it out of the way.") from error
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise PlannerError(f"{path} is not a file of your own.", "Move it out of the way.")
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise PlannerError(
                f"{path} holds a secret, and others may write to it.", f"Close it to them: chmod 600 {path}"
            )
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            with suppress(OSError):
                os.fchmod(descriptor, 0o600)
        return file.read(_MAX_BYTES)


def write_private(path: Path, content: bytes) -> None:
    """Put `content` there, durable, 0600 whatever the umask; at any kill the file is the old or the new one.

    Hold a lock that other writers respect. Raises PlannerError, and leaves what was there, when it can't be
    written.
    """
    make_private(path.parent)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a run that was killed
        with os.fdopen(open_private(part, os.O_WRONLY | os.O_EXCL), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        keep_directory(path.parent)
    except OSError as error:
        raise PlannerError(f"{path} can't be written: {error.strerror}.") from error
