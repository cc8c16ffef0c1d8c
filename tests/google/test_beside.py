"""However Google breaks, the .ics file beside it has every date, the exit code says what a person must act
on, nothing is asked again and again, and when it works again one event is there for each item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from integrations.google import once
from planner.sync.report import TargetState
from tests.cycle import nurse
from tests.google import proxy
from tests.google.beside import STEP, Beside, at_google, settled
from tests.google.proxy import Fault, Reply
from tests.google.world import GoogleWorld
from tests.unit.integrations.http.world import START

MOST_TRIES = 6
PATIENCE = 0.2
"""Seconds that we wait for an answer in these tests."""


@pytest.fixture
def beside(google: GoogleWorld, tmp_path: Path) -> Beside:
    found = Beside(google, nurse(tmp_path))
    found.begin()
    return found


@dataclass(frozen=True)
class Case:
    """What happens for ever, what becomes of Google, the exit code, and the most requests."""

    fault: Fault
    state: TargetState
    code: int
    most: int


FOR_EVER: Mapping[str, Case] = {
    "closed": Case(proxy.cut(done=False), TargetState.RESTING, 5, 5),
    "reset": Case(proxy.cut(done=False, reset=True), TargetState.RESTING, 5, 5),
    "half a body": Case(proxy.half, TargetState.RESTING, 5, 5),
    "half a JSON": Case(proxy.broken_json, TargetState.RESTING, 5, 5),
    "HTML with 200": Case(proxy.html(done=True), TargetState.RESTING, 5, 5),
    "another JSON": Case(lambda *_: Reply(200, b"[]"), TargetState.RESTING, 5, 5),
    "led elsewhere": Case(lambda *_: Reply(302, b"", {"Location": "/login"}), TargetState.RESTING, 5, 5),
    "500": Case(proxy.server_error(done=False), TargetState.RESTING, 5, 5),
    "503": Case(proxy.server_error(done=False, status=503), TargetState.RESTING, 5, 5),
    "hang": Case(proxy.hang(3 * PATIENCE), TargetState.FAILED, 5, 2),
    "429": Case(proxy.refuse(429), TargetState.FAILED, 5, MOST_TRIES),
    "429, seconds": Case(proxy.refuse(429, retry_after="30"), TargetState.FAILED, 5, MOST_TRIES),
    "429, no time": Case(proxy.refuse(429, retry_after="0"), TargetState.FAILED, 5, MOST_TRIES),
    "429, 10^9 s": Case(proxy.refuse(429, retry_after="1000000000"), TargetState.RESTING, 5, 1),
    "429, a date": Case(
        proxy.refuse(429, retry_after=format_datetime(START + timedelta(days=9), usegmt=True)),
        TargetState.RESTING,
        5,
        1,
    ),
    "429, a past date": Case(
        proxy.refuse(429, retry_after="Mon, 01 Jan 2001 00:00:00 GMT"), TargetState.FAILED, 5, MOST_TRIES
    ),
    "429, nonsense": Case(proxy.refuse(429, retry_after="soon"), TargetState.FAILED, 5, MOST_TRIES),
    "rateLimitExceeded": Case(proxy.refuse(403, "rateLimitExceeded"), TargetState.FAILED, 5, MOST_TRIES),
    "userRateLimitExceeded": Case(
        proxy.refuse(403, "userRateLimitExceeded"), TargetState.FAILED, 5, MOST_TRIES
    ),
    "quotaExceeded": Case(proxy.refuse(403, "quotaExceeded"), TargetState.RESTING, 5, 1),
    "dailyLimitExceeded": Case(proxy.refuse(403, "dailyLimitExceeded"), TargetState.RESTING, 5, 1),
    "forbidden": Case(proxy.refuse(403, "forbidden"), TargetState.SIGN_IN, 4, 1),
    "403, HTML": Case(lambda *_: Reply(403, b"<html>"), TargetState.SIGN_IN, 4, 1),
    "insufficientPermissions": Case(proxy.refuse(403, "insufficientPermissions"), TargetState.SIGN_IN, 4, 1),
    "401": Case(proxy.refuse(401, "authError"), TargetState.SIGN_IN, 4, 3),
    "404": Case(proxy.refuse(404, "notFound"), TargetState.STOPPED, 6, 1),
    "410": Case(proxy.refuse(410, "gone"), TargetState.FAILED, 5, 2),
}


@pytest.mark.parametrize("case", FOR_EVER.values(), ids=FOR_EVER)
def test_what_never_gets_better_stays_with_google(
    beside: Beside, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "SILENCE_SECONDS", PATIENCE)
    beside.google.proxy.arm("*", case.fault, times=999)
    report = beside.both()
    found = at_google(report)
    assert (found.state, report.exit_code) == (case.state, case.code)
    assert found.message
    log = beside.google.proxy.log
    assert len(log) <= case.most
    if len(log) > MOST_TRIES // 2:
        assert len(beside.google.clock.slept) >= len(log) - 1
        assert all(beside.google.clock.slept)
    assert beside.due(STEP) in [day for _, day in beside.file()]

    beside.mended()
    settled(beside)
