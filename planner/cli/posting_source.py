"""Where a posting's text comes from: a file, standard input, or a page on the web, each within limits."""

import os
import stat
import sys
from pathlib import Path

from planner.cli.page_on_web import PASTE, fetched
from planner.errors import PlannerError, UsageError

SIZE_LIMIT = 2 * 1024 * 1024
STDIN = "-"

_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32)})
_DOCUMENTS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a document or archive"),
    (b"\xd0\xcf\x11\xe0", "a document"),
)


def text_from(source: str) -> str:
    """The text of FILE, `-` or an http(s) address. Raises UsageError for what isn't text or is too large."""
    if "://" in source:
        page = fetched(source, SIZE_LIMIT)
        return decoded(page.content, source, page.charset)
    return decoded(_stdin() if source == STDIN else _file(Path(source)), source)


def decoded(raw: bytes, source: str, charset: str | None = None) -> str:
    """The text in UTF-8, UTF-16 with its mark, what the server said, or else Windows-1252."""
    name = "standard input" if source == STDIN else source
    if len(raw) > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024 // 1024
        raise UsageError(f"{name} is larger than {limit} MiB", "Is it a posting? Keep its text alone.")
    for beginning, what in _DOCUMENTS:
        if raw.startswith(beginning):
            raise UsageError(f"{name} is {what}", "Copy its text, and paste it into: planner postings add -")
    has_mark = raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if has_mark else ("utf-8-sig", charset or "cp1252", "cp1252"):
        try:
            text = raw.decode("cp1252" if encoding.lower() in {"iso-8859-1", "latin-1"} else encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if not has_mark and len(raw.translate(None, _CONTROLS)) < len(raw):
            break
        if not text.strip():
            raise UsageError(f"{name} is empty", PASTE)
        return text
    raise UsageError(f"{name} is no text", "Is it the right file?")


def _stdin() -> bytes:
    if sys.stdin is None:
        raise UsageError("there is no standard input", "Name a file.")
    if sys.stdin.isatty():
        sys.stderr.write("Paste the posting, then press Ctrl-D on a line of its own.\n")
        sys.stderr.flush()
    return sys.stdin.buffer.read(SIZE_LIMIT + 1)


def _file(path: Path) -> bytes:
    """At most SIZE_LIMIT bytes and one of a regular file; never waits for a writer, as a FIFO would."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{path} can't be read: {reason}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UsageError(
            f"{path} is no regular file", "What a program prints is read from: planner postings add -"
        )
    with os.fdopen(descriptor, "rb") as file:
        try:
            return file.read(SIZE_LIMIT + 1)
        except OSError as error:
            raise PlannerError(f"{path} can't be read: {error.strerror}") from None
