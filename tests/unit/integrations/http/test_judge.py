"""Every answer has one meaning; what isn't understood is never taken for success."""

import ssl
from http.client import IncompleteRead, RemoteDisconnected
from socket import gaierror

import pytest

from integrations.http.judge import Next, judge, judge_error
from tests.unit.integrations.http.world import START, answer


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (200, b'{"kind": "x"}', Next.TAKE),
        (204, b"", Next.TAKE),
        (200, b"", Next.TAKE),
        (200, b"<html>Sign in to the hotel</html>", Next.LOOK),
        (200, b'{"kind": "x', Next.LOOK),
        (200, b'"half a text"', Next.LOOK),
        (200, b"[" * 100_000, Next.LOOK),
        (200, b"\xff\xfe", Next.LOOK),
        (302, b"", Next.LOOK),
        (307, b"{}", Next.LOOK),
        (400, b"{}", Next.REFUSED),
        (404, b"{}", Next.REFUSED),
        (409, b"{}", Next.REFUSED),
        (410, b"{}", Next.REFUSED),
        (412, b"{}", Next.REFUSED),
        (401, b"{}", Next.SIGN_IN),
        (403, b"{}", Next.SIGN_IN),
        (407, b"{}", Next.SIGN_IN),
        (408, b"{}", Next.LOOK),
        (429, b"{}", Next.WAIT),
        (500, b"{}", Next.LOOK),
        (502, b"<html>", Next.LOOK),
        (503, b"{}", Next.LOOK),
        (511, b"<html>", Next.WAIT),
    ],
)
def test_what_an_answer_means(status: int, content: bytes, expected: Next) -> None:
    assert judge(answer(status, content), START).next is expected


def test_the_wait_that_a_server_names_is_kept() -> None:
    for status in (429, 503):
        assert judge(answer(status, retry_after="30"), START).wait == 30


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ConnectionRefusedError(), Next.WAIT),
        (gaierror(), Next.WAIT),
        (ssl.SSLCertVerificationError(), Next.WAIT),
        (ConnectionResetError(), Next.LOOK),
        (RemoteDisconnected(""), Next.LOOK),
        (IncompleteRead(b"{"), Next.LOOK),
        (TimeoutError(), Next.LOOK),
        (BrokenPipeError(), Next.LOOK),
    ],
)
def test_what_a_broken_connection_means(error: Exception, expected: Next) -> None:
    verdict = judge_error(error)
    assert verdict is not None
    assert verdict.next is expected


def test_a_mistake_of_ours_is_no_broken_connection() -> None:
    assert judge_error(KeyError("items")) is None
