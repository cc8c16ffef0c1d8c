"""An answer as it came, and reading one without trusting it."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse, IncompleteRead

MAX_BYTES = 32 * 1024 * 1024
"""Far above any page that we ask for: what is longer isn't what we asked for."""
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


def read_body(response: HTTPResponse) -> bytes:
    """The body, unpacked. Raises IncompleteRead when its end is missing, TooLarge past `MAX_BYTES`."""
    content = response.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise TooLarge(f"more than {MAX_BYTES} bytes")
    # With a limit given, the library lets a short body pass (`HTTPResponse.read`).
    if response.length:
        raise IncompleteRead(content, response.length)
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
