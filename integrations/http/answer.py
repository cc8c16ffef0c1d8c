"""An answer as it came, and reading one without trusting it."""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead
from time import monotonic

MAX_BYTES = 32 * 1024 * 1024
"""Far above any page that we ask for: what is longer isn't what we asked for."""
MAX_SECONDS = 120.0
"""For a whole body. A time-out alone is never met by a server that sends a byte now and then."""
_PART = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


class TooLarge(HTTPException):
    """More came than `MAX_BYTES`; the rest wasn't read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers with their names in lower case, and the whole body."""

    status: int
    headers: Mapping[str, str]
    content: bytes = b""

    @property
    def object(self) -> Mapping[str, object] | None:
        """The body as a JSON object; None when it is anything else, like the page of a captive portal."""
        try:
            value = json.loads(self.content)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None


def read_body(response: HTTPResponse, clock: Callable[[], float] = monotonic) -> bytes:
    """The body, unpacked. Raises IncompleteRead when its end is missing, TooLarge past `MAX_BYTES`, and
    TimeoutError after `MAX_SECONDS` of `clock`.
    """
    content = b"".join(_parts(response, clock))
    # The library lets a short body pass that is read in parts (`HTTPResponse.read1`).
    if response.length:
        raise IncompleteRead(content, response.length)
    # It ends by itself only where it is read as a whole, and a connection takes one answer at a time.
    response.close()
    if response.headers.get("Content-Encoding", "").lower() != "gzip":
        return content
    unpacking = zlib.decompressobj(_GZIP)
    try:
        unpacked = unpacking.decompress(content, MAX_BYTES)
    except zlib.error:
        raise IncompleteRead(content) from None
    if unpacking.unconsumed_tail:
        raise TooLarge(f"more than {MAX_BYTES} bytes")
    if not unpacking.eof:
        raise IncompleteRead(content)
    return unpacked


def _parts(response: HTTPResponse, clock: Callable[[], float]) -> Iterator[bytes]:
    size, end = 0, clock() + MAX_SECONDS
    while part := response.read1(_PART):
        size += len(part)
        if size > MAX_BYTES:
            raise TooLarge(f"more than {MAX_BYTES} bytes")
        if clock() > end:
            raise TimeoutError(f"not whole after {MAX_SECONDS:.0f} seconds")
        yield part
