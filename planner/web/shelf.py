"""The files that the feed serves: read whole, once for each change, and shared by all who are sent them."""

import os
import stat
import zlib
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock

MAX_BYTES = 64 * 1024 * 1024
"""As large as a calendar of ours may be (see `integrations.ics`)."""

_Mark = tuple[int, ...]


@dataclass(frozen=True)
class Content:
    """A file as it was at one moment. `modified`: when it was written, in seconds since 1970.

    A sync writes the file only where its bytes change, so that is when the content changed.
    """

    body: bytes
    modified: int

    @cached_property
    def etag(self) -> str:
        """A strong validator (RFC 9110 8.8.3): other bytes, another tag."""
        return f'"{sha256(self.body).hexdigest()[:40]}"'

    @cached_property
    def packed(self) -> bytes:
        """The same with gzip (RFC 1952), without a time in it: equal bytes give equal bytes."""
        return zlib.compress(self.body, level=6, wbits=31)

    @property
    def packed_etag(self) -> str:
        """The validator of the packed bytes."""
        return f'{self.etag[:-1]}-gzip"'


class Shelf:
    """Reads files. Writers replace them whole (`integrations.ics.disk`): what is read is never a part."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[Path, tuple[_Mark, Content]] = {}

    def read(self, path: Path) -> Content | None:
        """What the file holds; None where there is no regular file of sensible size that we may read."""
        with self._lock:
            try:
                return self._read(path)
            except OSError:
                self._known.pop(path, None)
                return None

    def _read(self, path: Path) -> Content | None:
        # Without blocking, should it be a FIFO.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            mark = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
            known = self._known.get(path)
            if known is not None and known[0] == mark:
                return known[1]
            if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_BYTES:
                self._known.pop(path, None)
                return None
            content = Content(file.read(MAX_BYTES), int(found.st_mtime))
        self._known[path] = mark, content
        return content
