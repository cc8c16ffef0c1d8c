"""The service's log: to stderr, which systemd's journal takes, and to one small file beside the state."""

import logging
import sys
from collections.abc import Callable, Iterator
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from planner.store.paths import open_private

NAME = "planner.daemon"
MOST_BYTES, KEPT = 256 * 1024, 1
_FORMAT, _IN_JOURNAL = "%(asctime)s %(levelname)s %(message)s", "%(message)s"
_MOST_AT_ONCE = 65_536
_TIME = "%Y-%m-%d %H:%M:%S"


def log_file(database: Path) -> Path:
    """The log of a plan's service, by the plan's database."""
    return database.with_suffix(".log")


class _Private(RotatingFileHandler):
    """A rotating file that is the owner's only."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=_opener)


def _opener(path: str, flags: int) -> int:
    return open_private(Path(path), flags)


class _OneLine(logging.Formatter):
    """A record is a line: what others said mustn't look like several."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split("\n"))


def open_log(file: Path, *, in_journal: bool) -> logging.Logger:
    """A logger that writes to stderr, and to the file as far as the disk lets it."""
    logging.raiseExceptions = False
    log = logging.getLogger(NAME)
    log.setLevel(logging.INFO)
    log.propagate = False
    close_log()
    to_stderr = logging.StreamHandler(sys.stderr)
    to_stderr.setFormatter(_OneLine(_IN_JOURNAL if in_journal else _FORMAT, _TIME))
    log.addHandler(to_stderr)
    try:
        to_file = _Private(file, maxBytes=MOST_BYTES, backupCount=KEPT, encoding="utf-8")
    except OSError as error:
        log.warning("The log file %s can't be written: %s.", file, error.strerror)
        return log
    to_file.setFormatter(_OneLine(_FORMAT, _TIME))
    log.addHandler(to_file)
    return log


def close_log() -> None:
    """Let go of the file."""
    log = logging.getLogger(NAME)
    for one in list(log.handlers):
        log.removeHandler(one)
        one.close()


def tail(file: Path, count: int) -> list[str]:
    """The last lines of a log, also from before it was rotated; none when there is no log."""
    lines: list[str] = []
    for one in (file, file.with_name(f"{file.name}.1")):
        if len(lines) < count and one.exists():
            older = one.read_text(encoding="utf-8", errors="replace").splitlines()
            lines = older[-(count - len(lines)) :] + lines
    return lines


def added(file: Path, rest: Callable[[], None]) -> Iterator[str]:
    """The lines that are added to a log from now on, without an end; a log that is rotated goes on in the new
    one. `rest` waits between looks.
    """
    position, inode, rest_of_line = *_measured(file), ""
    while True:
        size, now_inode = _measured(file)
        if now_inode != inode or size < position:
            position, inode = 0, now_inode
        if size > position:
            got = _read(file, position)
            position += len(got)
            *lines, rest_of_line = (rest_of_line + got.decode(errors="replace")).split("\n")
            yield from lines
        else:
            rest()


def _read(file: Path, position: int) -> bytes:
    try:
        with file.open("rb") as log:
            log.seek(position)
            return log.read(_MOST_AT_ONCE)
    except FileNotFoundError:  # rotated since it was measured
        return b""


def _measured(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_ino
