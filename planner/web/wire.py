"""waitress's parser and tasks (3.0), made stricter about what a request is and silent about what it says.

waitress logs paths where something fails, and a path holds the feed's token: what is here logs nothing.
"""

import logging

from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from planner.web.app import HERE
from planner.web.messages import plain

SILENT = logging.Logger(__name__, logging.CRITICAL + 1)  # noqa: LOG001 - part of no tree
"""A logger that is never loud enough, and passes nothing on."""


class Parser(HTTPRequestParser):
    """Reads one request (RFC 9112)."""

    def received(self, data: bytes) -> int:
        """Take in some bytes, and say how many of them were this request's."""
        taken = super().received(data)
        if self.completed:
            # Who has nothing more to send, or is refused, isn't told to go on: a body would be waited for.
            self.expect_continue = False
        return taken

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head. Raises ParsingError; two lengths of one body are none (RFC 9112 6.3, 11.2)."""
        try:
            super().parse_header(header_plus)
        except ValueError:  # of urlsplit, for an address that is none
            raise ParsingError("the target is no address") from None
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("the length of the body is in doubt")


class Answering(WSGITask):
    """Lets the application answer a request."""

    logger = SILENT

    def get_environment(self) -> dict[str, object]:
        """The request as PEP 3333 has it, and at which address it arrived."""
        environ: dict[str, object] = super().get_environment()
        environ[HERE] = getattr(self.channel, "here", "")
        return environ

    def build_response_header(self) -> bytes:
        """The head of the answer, with ETag spelt as everywhere (waitress capitalises each word)."""
        return super().build_response_header().replace(b"\r\nEtag: ", b"\r\nETag: ", 1)


class Refusing(ErrorTask):
    """Answers what is no request, and closes."""

    logger = SILENT

    def execute(self) -> None:
        """Say the status, and nothing of what came."""
        error = self.request.error  # type: ignore[attr-defined] # the stubs take the request for its error
        response = plain(f"{error.code} {error.reason}")
        self.status = response.status
        self.response_headers = list(response.headers)
        self.set_close_on_finish()
        self.content_length = len(response.body)
        self.write(response.body)


class Threads(ThreadedTaskDispatcher):
    """The threads that answer."""

    logger = SILENT
    queue_logger = SILENT
