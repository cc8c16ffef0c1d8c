"""The service's log: to stderr, which systemd's journal takes, and to one small file beside the state."""

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from planner.store.paths import open_private

NAME = "planner.daemon"
MOST_BYTES, KEPT = 256 * 1024, 1
_FORMAT, _IN_JOURNAL = "%(asctime)s %(levelname)s %(message)s", "%(message)s"
_TIME = "%Y-%m-%d %H:%M:%S"


def log_file(database: Path) -> Path:
    """The log of a plan's service, by the plan's database."""
    return database.with_suffix(".log")


class _Private(RotatingFileHandler):
    """A rotating file that is the owner's only."""

    def _open(self) -> TextIOWrapper:
        return open(  # noqa: SIM115 - the handler closes it
            self.baseFilename, "a", encoding="utf-8", errors="backslashreplace", opener=_opener
        )


def _opener(path: str, flags: int) -> int:
    return open_private(Path(path), flags)


class _OneLine(logging.Formatter):
    """A record is a line: what others said mustn't look like several."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(super().format(record).split("\n"))


def open_log(file: Path, *, in_journal: bool) -> logging.Logger:
    """A logger that writes to stderr and to the file, if that can be written; a failing disk costs the log only."""
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
        if len(lines) >= count or not one.exists():
            break
        older = one.read_text(encoding="utf-8", errors="replace").splitlines()
        lines = older[max(0, len(older) - (count - len(lines))) :] + lines if count else []
    return lines


def size_and_inode(file: Path) -> tuple[int, int]:
    """What tells whether a log went on or was rotated; zeros when there is none."""
    try:
        found = os.stat(file)  # noqa: PTH116
    except OSError:
        return 0, 0
    return found.st_size, found.st_ino
