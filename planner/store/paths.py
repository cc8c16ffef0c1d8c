"""Where the state lives, and that only its owner can reach it.

Directories are 0700 and files 0600 from their creation on, whatever the umask.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from planner.errors import PlannerError

SIDE_SUFFIXES = ("-wal", "-shm", "-journal")
"""The files that SQLite keeps beside a database, and reads."""

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
_LONGEST = 180  # of 255 bytes, so that suffixes and timestamps still fit


def state_directory(environ: Mapping[str, str]) -> Path:
    """The directory that holds the state of all plans; it need not exist yet.

    `PLANNER_STATE_DIR`, else `planner` in `XDG_STATE_HOME` (XDG Base Directory Specification: only
    when absolute), else in `~/.local/state`. Raises PlannerError when others could write there.
    """
    if own := environ.get("PLANNER_STATE_DIR"):
        directory = Path(own).absolute()
    else:
        state_home = Path(environ.get("XDG_STATE_HOME", ""))
        if not state_home.is_absolute():
            state_home = Path(environ.get("HOME") or Path.home()) / ".local" / "state"
        directory = state_home / "planner"
    check_private(directory)
    return directory


def database_file(directory: Path, plan_id: str) -> Path:
    """The database of a plan."""
    return directory / f"{_file_stem(plan_id)}.db"


def lock_file(directory: Path, plan_id: str) -> Path:
    """The file whose lock means that a run may change this plan's state."""
    return directory / f"{_file_stem(plan_id)}.lock"


def address_file(database: Path) -> Path:
    """The file beside a database that alone holds the secret of the feed's address."""
    return database.with_suffix(".feed")


def check_private(directory: Path) -> None:
    """Raise PlannerError unless the directory is absent, or the user's own and closed to other writers.

    A sticky one may be open, like a fresh tmpfs: others can't replace our files there (see `check_files`).
    """
    try:
        facts = [directory.lstat(), directory.stat()]
    except FileNotFoundError:
        if directory.is_symlink():
            raise PlannerError(f"The state directory {directory} is a link that leads nowhere.") from None
        return
    except OSError as error:
        raise PlannerError(f"The state directory {directory} can't be used: {error.strerror}.") from error
    if not stat.S_ISDIR(facts[-1].st_mode):
        raise PlannerError(f"The state directory {directory} is not a directory.")
    if any(one.st_uid != os.geteuid() for one in facts):
        raise PlannerError(
            f"The state directory {directory} belongs to another user.",
            "Name one of your own in PLANNER_STATE_DIR.",
        )
    mode = facts[-1].st_mode
    if mode & (stat.S_IWGRP | stat.S_IWOTH) and not mode & stat.S_ISVTX:
        raise PlannerError(
            f"Other users can write to the state directory {directory}.",
            f"Close it to them: chmod 700 {directory}",
        )


def make_private(directory: Path) -> None:
    """Make the directory, and those above it, where they're missing.

    Raises PlannerError when that fails or the directory can't be written to.
    """
    check_private(directory)
    missing = [one for one in (directory, *directory.parents) if not one.exists()]
    try:
        for one in reversed(missing):
            one.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise PlannerError(f"The state directory {directory} can't be made: {error.strerror}.") from error
    if not os.access(directory, os.W_OK | os.X_OK):
        raise PlannerError(f"The state directory {directory} can't be written to.")


def check_files(path: Path) -> None:
    """Raise PlannerError when a file that makes up the database is no file, or somebody else's."""
    for part in (path, *(path.with_name(path.name + suffix) for suffix in SIDE_SUFFIXES)):
        try:
            found = part.lstat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise PlannerError(f"{part} can't be used: {error.strerror}.") from error
        if not stat.S_ISREG(found.st_mode):
            raise PlannerError(f"{part} is not a regular file.", "Move it out of the way.")
        if found.st_uid != os.geteuid():
            raise PlannerError(f"{part} belongs to another user.", "Move it out of the way.")


def open_private(path: Path, flags: int) -> int:
    """A file descriptor of the file, made if need be; never through a link. Raises OSError."""
    return os.open(path, flags | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def keep_directory(directory: Path) -> None:
    """Make names that were added to or removed from the directory last through a power cut."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _file_stem(plan_id: str) -> str:
    """A file name for any plan id, the same under every locale: `%41` for each byte that isn't plain."""
    stem = "".join(
        chr(byte) if chr(byte) in _PLAIN else f"%{byte:02x}"
        for byte in plan_id.encode("utf-8", "surrogatepass")
    )
    if stem.startswith("."):
        stem = f"%2e{stem[1:]}"
    if len(stem) > _LONGEST:
        from hashlib import sha256

        stem = f"{stem[: _LONGEST - 17]}~{sha256(plan_id.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return stem
