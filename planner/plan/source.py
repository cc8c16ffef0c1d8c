"""The bytes of a plan file, taken in so that no file can hang, flood or crash the program."""

import os
import stat
from pathlib import Path

from planner.errors import PlanInvalid, UsageError
from planner.plan.problems import Place, PlanProblems, Problem

SIZE_LIMIT = 8 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def read_text(path: Path) -> str:
    """The text of a plan file, without a byte order mark.

    A symlink to a regular file is followed. Raises UsageError for what isn't a readable file, and
    PlanInvalid for what isn't text, or is larger than SIZE_LIMIT bytes.
    """
    raw = _read_bytes(path).removeprefix(_BOM)
    nul = raw.find(b"\0")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start if nul < 0 else min(error.start, nul)
        message = f"this byte (0x{raw[at]:02x}) is not UTF-8 text."
        raise _not_text(path, raw, at, message) from None
    if nul >= 0:
        raise _not_text(path, raw, nul, "a NUL byte has no place in a text file.")
    return text


def _read_bytes(path: Path) -> bytes:
    """At most SIZE_LIMIT bytes of a regular file; never waits for a writer, as a FIFO would."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UsageError(f"{path}: there is no such plan file.", 'Run "planner init" to make one.') from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{path}: the plan file can't be opened: {reason}.") from None
    # Looked at before it is wrapped: Python's files refuse directories in their own words.
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UsageError(f"{path}: a plan is a regular file, and this is {_sort(status.st_mode)}.")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > SIZE_LIMIT:
            raise _too_large(path)
        try:
            raw = file.read(SIZE_LIMIT + 1) or b""
        except OSError as error:
            raise UsageError(f"{path}: the plan file can't be read: {error.strerror}.") from None
    if len(raw) > SIZE_LIMIT:
        raise _too_large(path)
    return raw


def _sort(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "a directory"
    return "a pipe" if stat.S_ISFIFO(mode) else "a device"


def _too_large(path: Path) -> PlanInvalid:
    message = f"the file is larger than {SIZE_LIMIT // 1024 // 1024} MiB, too large for a plan."
    return PlanProblems(str(path), [Problem(Place(1, 1), message, "Is it the right file?")])


def _not_text(path: Path, raw: bytes, at: int, message: str) -> PlanInvalid:
    before = raw[:at]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    place = Place(before.count(b"\n") + 1, column)
    return PlanProblems(str(path), [Problem(place, message, "Save the file as UTF-8 text.")])
