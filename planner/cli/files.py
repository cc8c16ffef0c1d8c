"""Files that a command writes for a person."""

import os
import stat
import tempfile
from pathlib import Path

from planner.errors import PlannerError, UsageError


def write_text(path: Path, text: str, *, new: bool = False) -> None:
    """Write a whole file in UTF-8, as `write_bytes` does."""
    write_bytes(path, text.encode(), new=new)


def write_bytes(path: Path, content: bytes, *, new: bool = False) -> None:
    """Write a whole file, atomically: a reader sees the old one or the new one. Its mode stays.

    `new`: raises UsageError when the file is there already. Raises PlannerError when it can't be written.
    """
    if new and (path.exists() or path.is_symlink()):
        raise UsageError(f"{path} exists already", "Nothing was overwritten. Name another, or move it away.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no regular file", "Name another.")
    target = path.resolve()
    temporary = ""
    try:
        mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.fchmod(file.fileno(), mode)
        Path(temporary).replace(target)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise PlannerError(f"{path} can't be written: {error.strerror}", "Nothing was changed.") from error


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
