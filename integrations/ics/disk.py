"""Reading one file and replacing it whole: at any kill, a reader sees the old bytes or the new ones."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from planner.errors import PlannerError, UsageError

# Far above any plan; a larger file is somebody else's, and isn't read into memory.
_MAX_BYTES = 64 * 1024 * 1024
_SUFFIX = ".planner-part"


def read(path: Path) -> bytes | None:
    """Read the regular file at `path`, links followed; None when there is nothing.

    Raises UsageError for anything else than a file of sensible size, PlannerError when it can't be read.
    """
    with _named(path):
        try:
            found = path.stat()
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(found.st_mode):
            raise UsageError(f"{path}: not a regular file", "Name another path, or move away what is there.")
        if found.st_size > _MAX_BYTES:
            raise UsageError(f"{path}: too large for a calendar of ours", "Name another path.")
        # Without blocking, should a FIFO have taken its place meanwhile.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            return file.read()


def replace(path: Path, content: bytes) -> None:
    """Put `content` at `path`, or behind the link there. A new file is for its owner only.

    Raises PlannerError, and leaves what was there, when it can't be written.
    """
    with _named(path):
        # Resolved first: renaming over a link would leave its file behind with old bytes.
        target = Path(os.path.realpath(path))
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o600
        part = target.with_name(f".{target.name}.{token_hex(8)}{_SUFFIX}")
        try:
            fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(fd, "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(fd, mode)
                os.fsync(fd)
            part.replace(target)
        except BaseException:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync_directory(target.parent)


def sweep(path: Path) -> None:
    """Remove what runs left beside `path` that were killed before they could rename.

    Raises PlannerError when the folder can't be read or written.
    """
    with _named(path):
        target = Path(os.path.realpath(path))
        start = f".{target.name}."
        for entry in sorted(target.parent.iterdir()):
            if entry.name.startswith(start) and entry.name.endswith(_SUFFIX):
                entry.unlink()


def _sync_directory(directory: Path) -> None:
    """Make a rename outlive a power cut."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of the system, told with the path that a person knows."""
    try:
        yield
    except OSError as error:
        raise PlannerError(
            f"{path}: {error.strerror or error}",
            "See that its folder exists, has room and lets you write.",
        ) from error
