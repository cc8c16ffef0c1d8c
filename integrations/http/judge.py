"""What an answer, or the lack of one, means for what to do next. Pure."""

import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPException
from socket import gaierror

from integrations.http.answer import Answer
from integrations.http.waiting import retry_after

_FEW = 2
"""Tries where each one costs a person's patience, and the next is hardly ever better."""


class Next(StrEnum):
    """What to do next.

    TAKE: the answer is what was asked for. REFUSED: the server won't do this one; the caller reads why.
    WAIT: it wasn't done, and may be later. LOOK: whether it was done isn't known. SIGN_IN: our
    credentials don't do. PARK: nothing for hours. STOP: nothing until a person mends it over there.
    """

    TAKE = "take"
    REFUSED = "refused"
    WAIT = "wait"
    LOOK = "look"
    SIGN_IN = "sign in"
    PARK = "park"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do next, why in words, how many seconds the server wants us to wait, if it said so, and how
    many tries it is worth, if fewer than usual.
    """

    next: Next
    words: str = ""
    wait: float | None = None
    tries: int | None = None


Reading = Callable[[Answer, datetime], Verdict | None]
"""What a vendor knows better about an answer that came at some time; None: nothing."""


def named_wait(answer: Answer, now: datetime) -> float | None:
    """The seconds that the server wants us to wait; None when it doesn't say."""
    return retry_after(answer.headers.get("retry-after"), now)


def judge(answer: Answer, now: datetime) -> Verdict:
    """The meaning of an answer after RFC 9110 15, RFC 6585 4 and 6, of a server that speaks JSON objects."""
    status, wait = answer.status, named_wait(answer, now)
    if status == HTTPStatus.NO_CONTENT or (HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES):
        if not answer.content or answer.object is not None:
            return Verdict(Next.TAKE)
        return Verdict(Next.LOOK, "something else than the service has answered, or only a part came")
    if status < HTTPStatus.BAD_REQUEST:
        # Followed, it would carry credentials to where somebody else wants them.
        return Verdict(Next.LOOK, f"the way led elsewhere (status {status}); it wasn't followed")
    if status == HTTPStatus.NETWORK_AUTHENTICATION_REQUIRED:
        return Verdict(Next.WAIT, "the network wants you to sign in to it first")
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Verdict(Next.WAIT, "the service asks us to slow down", wait)
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Verdict(Next.LOOK, f"the service is out of order (status {status})", wait)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}:
        return Verdict(Next.SIGN_IN, f"access was refused (status {status})")
    return Verdict(Next.REFUSED, f"it was refused (status {status})")


def judge_error(error: Exception) -> Verdict | None:
    """The meaning of a connection's end; None for an error that isn't one."""
    if isinstance(error, ssl.SSLCertVerificationError):
        words = "the certificate isn't valid: a wrong clock, or somebody in between"
        return Verdict(Next.WAIT, words, tries=_FEW)
    if isinstance(error, (gaierror, ConnectionRefusedError)):
        return Verdict(Next.WAIT, "the service can't be reached", tries=_FEW)
    if isinstance(error, TimeoutError):
        return Verdict(Next.LOOK, "the service doesn't answer", tries=_FEW)
    if isinstance(error, (OSError, HTTPException)):
        return Verdict(Next.LOOK, "the connection broke off")
    return None
