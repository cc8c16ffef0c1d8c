"""The feed: `/f/<token>/<name>.ics`, with the bytes of the calendar file behind that name."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote_to_bytes

from planner.web.conditions import is_fresh, wants_gzip, write_date
from planner.web.messages import NOT_FOUND, Request, Response, plain
from planner.web.shelf import Content
from planner.web.tokens import Verdict

MAX_AGE = 60
"""Seconds for which a client needn't ask again: an edit is seen soon, and a storm of asking is spared."""

_PATH = re.compile(r"/f/([^/]+)/([^/]+)")
_NOT_ALLOWED = plain("405 Method Not Allowed", ("Allow", "GET, HEAD"))
_GONE = plain("410 Gone")


def respond(
    request: Request,
    calendars: Mapping[str, Path],
    judge: Callable[[str], Verdict],
    read: Callable[[Path], Content | None],
    now: datetime,
) -> Response:
    """Answer a request for a calendar.

    The method is judged before the token and the token before the name, so that nobody learns without a token
    what there is.
    """
    found = _PATH.fullmatch(request.target)
    if found is None:
        return NOT_FOUND
    if request.method not in {"GET", "HEAD"}:
        return _NOT_ALLOWED
    verdict = judge(found[1])
    if verdict is Verdict.ROTATED:
        return _GONE
    path = calendars.get(_name(found[2])) if verdict is Verdict.IN_FORCE else None
    content = read(path) if path is not None else None
    return NOT_FOUND if content is None else _calendar(request, content, now)


def _calendar(request: Request, content: Content, now: datetime) -> Response:
    packed = wants_gzip(request.headers.get("accept-encoding"))
    etag = content.packed_etag if packed else content.etag
    # A file that comes from the future was changed now, at the latest (RFC 9110 8.8.2.1).
    modified = min(content.modified, int(now.timestamp()))
    kept = (
        ("Cache-Control", f"private, max-age={MAX_AGE}"),
        ("ETag", etag),
        ("Last-Modified", write_date(modified)),
        ("Vary", "Accept-Encoding"),
        ("X-Content-Type-Options", "nosniff"),
    )
    if is_fresh(request.headers, etag, modified, now):
        return Response("304 Not Modified", kept)
    coding = (("Content-Encoding", "gzip"),) if packed else ()
    return Response(
        "200 OK",
        (("Content-Type", "text/calendar; charset=utf-8"), *coding, *kept),
        content.packed if packed else content.body,
    )


def _name(raw: str) -> str:
    return unquote_to_bytes(raw).decode(errors="replace")
