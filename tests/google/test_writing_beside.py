"""What breaks while Google is written to: half of it is there then, and the next sync does the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from integrations.google import once
from planner.sync.report import TargetState
from tests.cycle import nurse
from tests.google import proxy
from tests.google.beside import STEP, Beside, at_google, settled
from tests.google.proxy import Fault, Reply
from tests.google.world import GoogleWorld

WRITTEN = 3
"""How many writes go well before it breaks."""
PATIENCE = 0.2


@dataclass(frozen=True)
class Case:
    """What happens from then on, what becomes of Google, the exit code, and the most requests after it."""

    fault: Fault
    state: TargetState
    code: int
    most: int


BREAKS: Mapping[str, Case] = {
    "401": Case(proxy.refuse(401, "authError"), TargetState.SIGN_IN, 4, 3),
    "forbidden": Case(proxy.refuse(403, "forbidden"), TargetState.SIGN_IN, 4, 1),
    "quotaExceeded": Case(proxy.refuse(403, "quotaExceeded"), TargetState.RESTING, 5, 1),
    "rateLimitExceeded": Case(proxy.refuse(403, "rateLimitExceeded"), TargetState.FAILED, 5, 6),
    "429": Case(proxy.refuse(429), TargetState.FAILED, 5, 6),
    "429 for long": Case(proxy.refuse(429, retry_after="100000"), TargetState.RESTING, 5, 1),
    "503 for long": Case(proxy.refuse(503, "backendError", retry_after="100000"), TargetState.RESTING, 5, 1),
    # It may be the event alone that is gone: then it could be made anew.
    "404": Case(proxy.refuse(404, "notFound"), TargetState.STOPPED, 6, 2),
    "500": Case(proxy.server_error(done=False), TargetState.RESTING, 5, 5),
    "500 after the work": Case(proxy.server_error(done=True), TargetState.RESTING, 5, 5),
    "closed": Case(proxy.cut(done=False), TargetState.RESTING, 5, 5),
    "closed after the work": Case(proxy.cut(done=True), TargetState.RESTING, 5, 5),
    "reset after the work": Case(proxy.cut(done=True, reset=True), TargetState.RESTING, 5, 5),
    "half a body": Case(proxy.half, TargetState.RESTING, 5, 5),
    "HTML with 200": Case(proxy.html(done=True), TargetState.RESTING, 5, 5),
    "hang": Case(proxy.hang(3 * PATIENCE), TargetState.FAILED, 5, 5),
}


@pytest.fixture
def beside(google: GoogleWorld, tmp_path: Path) -> Beside:
    return Beside(google, nurse(tmp_path))


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_a_first_push_that_breaks_off_is_finished_later(
    beside: Beside, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "SILENCE_SECONDS", PATIENCE)
    # The calendar comes first.
    beside.google.proxy.arm("*", case.fault, times=999, after=1 + WRITTEN)
    report = beside.both()
    found = at_google(report)
    assert (found.state, report.exit_code) == (case.state, case.code)
    assert len(beside.google.proxy.log) <= 1 + WRITTEN + case.most
    assert beside.file()

    beside.mended()
    settled(beside)


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_changes_that_break_off_are_finished_later(
    beside: Beside, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once, "SILENCE_SECONDS", PATIENCE)
    beside.begin()
    beside.google.proxy.arm("*", case.fault, times=999, after=1 + WRITTEN)
    report = beside.both()
    found = at_google(report)
    assert (found.state, report.exit_code) == (case.state, case.code)
    assert len(beside.google.proxy.log) <= 1 + WRITTEN + case.most
    assert beside.due(STEP) in [day for _, day in beside.file()]

    beside.mended()
    settled(beside)


def test_a_token_that_ends_in_mid_run_is_renewed_unseen(beside: Beside) -> None:
    beside.google.proxy.arm("events.insert", proxy.refuse(401, "authError"), after=WRITTEN)
    assert at_google(beside.both()).state is TargetState.OK
    settled(beside)


def test_a_sign_in_that_was_taken_back_is_said_and_kept(beside: Beside) -> None:
    beside.begin()
    good = beside.google.token
    beside.google.token = "taken back"  # noqa: S105 - the name of one that isn't valid
    beside.google.sign_in()
    file = beside.google.directory / "google.json"
    before = file.read_bytes()
    report = beside.both()
    found = at_google(report)
    assert (found.state, report.exit_code) == (TargetState.SIGN_IN, 4)
    assert "planner auth google" in found.hint
    assert file.read_bytes() == before
    assert len(beside.google.proxy.log) <= 1

    beside.google.token = good
    beside.mended()
    settled(beside)


def test_a_redirect_is_not_followed_with_the_token(beside: Beside) -> None:
    beside.begin()
    elsewhere = {"Location": f"http://127.0.0.1:{beside.google.proxy.port}/elsewhere"}
    for status in (301, 302, 303, 307, 308):
        beside.google.proxy.arm("events.list", lambda *_, s=status: Reply(s, b"", elsewhere))
    at_google(beside.both())
    assert not [request for request in beside.google.proxy.log if "elsewhere" in request.path]
    beside.mended()
    settled(beside)
