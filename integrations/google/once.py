"""How requests to Google travel: each is sent once, follows no redirect, and comes to an end."""

from collections.abc import Mapping
from typing import Any

import httplib2  # type: ignore[import-untyped]  # brings no types

from integrations.http.answer import read_body
from integrations.http.exchange import EXCHANGE_SECONDS, SILENCE_SECONDS, ended

Untyped = Any
"""What comes from libraries that bring no types."""


class _Once(httplib2.Http):  # type: ignore[misc]  # brings no types
    """The library repeats even a POST whose connection was closed unanswered; this doesn't."""

    def _conn_request(
        self, conn: Untyped, request_uri: str, method: str, body: object, headers: Mapping[str, str]
    ) -> tuple[httplib2.Response, bytes]:
        try:
            with ended(conn, EXCHANGE_SECONDS):
                if conn.sock is None:
                    conn.connect()
                conn.request(method, request_uri, body, headers)
                response = conn.getresponse()
                content = read_body(response)
        except BaseException:
            conn.close()
            raise
        told = httplib2.Response(response)
        told.pop("content-encoding", None)
        return told, content


def once() -> httplib2.Http:
    """Sends each request once, and follows no redirect."""
    http = _Once(timeout=SILENCE_SECONDS)
    http.follow_redirects = False
    return http
