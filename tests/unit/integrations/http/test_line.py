"""A line keeps its manners whatever the server does, and says when it goes on."""

import traceback
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from integrations.http.answer import Answer
from integrations.http.judge import Next, Verdict
from integrations.http.line import Limits, Line
from planner.errors import OutcomeUnknown, PlannerError, Resting, SignInNeeded
from planner.sync.health import FAILURES, FIRST_WINDOW, LONGEST_WINDOW, Health
from planner.sync.report import TargetState, state_of
from tests.unit.integrations.http.world import START, Clock, answer, script

OK = answer(200)


class Counted:
    def __init__(self, *steps: Answer | Exception) -> None:
        self._send = script(*steps)
        self.count = 0

    def __call__(self) -> Answer:
        self.count += 1
        return self._send()


def line(clock: Clock, limits: Limits | None = None, past: Health | None = None) -> Line:
    return Line("Shop", "Sign in.", world=clock.world(), limits=limits or Limits(), past=past or Health())


def test_what_is_taken_or_refused_is_asked_once() -> None:
    for status in (200, 400, 404, 409, 412):
        clock, server = Clock(), Counted(answer(status))
        assert line(clock).ask(server, harmless=False).status == status
        assert (server.count, clock.slept) == (1, [])


def test_it_knows_what_time_the_server_told_last() -> None:
    clock = Clock()
    one = line(clock)
    assert one.time is None
    earlier, now = "Mon, 01 Mar 2027 07:59:00 GMT", "Mon, 01 Mar 2027 08:00:00 GMT"
    html = Answer(200, {"date": "Tue, 01 Mar 2033 08:00:00 GMT"}, b"<html>")
    told = list[datetime | None]()
    for reply in (answer(200, date=earlier), answer(404, date=now), answer(200, date="noon"), answer(200)):
        one.ask(script(html, reply), harmless=True)
        told.append(one.time)
    assert told == [START - timedelta(minutes=1), START, None, None]


def test_it_waits_as_long_as_the_server_says_and_goes_on() -> None:
    clock, server = Clock(), Counted(answer(429, retry_after="30"), OK)
    assert line(clock).ask(server, harmless=False) == OK
    assert clock.slept == [31.5]


@pytest.mark.parametrize(
    "again",
    [answer(429), answer(429, retry_after="0"), answer(429, retry_after="Mon, 01 Jan 2001 00:00:00 GMT")],
)
def test_waits_without_a_word_double(again: Answer) -> None:
    clock, server = Clock(), Counted(again, again, again, OK)
    line(clock).ask(server, harmless=False)
    assert clock.slept == [1.0, 2.0, 4.0]


def test_a_named_wait_holds_also_for_looking_what_became_of_a_request() -> None:
    clock = Clock()
    with pytest.raises(OutcomeUnknown):
        line(clock).ask(Counted(answer(503, retry_after="30")), harmless=False)
    assert clock.slept == [31.5]
    with pytest.raises(Resting) as rest:
        line(clock).ask(Counted(answer(503, retry_after="3600")), harmless=False)
    assert rest.value.named


def test_a_long_named_wait_becomes_a_rest_until_then() -> None:
    for value, least in (("3600", 3600), ("1000000000", 6 * 3600)):
        clock, server = Clock(), Counted(answer(429, retry_after=value))
        with pytest.raises(Resting) as rest:
            line(clock).ask(server, harmless=True)
        assert START + timedelta(seconds=least) <= rest.value.until <= START + timedelta(hours=7)
        assert (rest.value.named, clock.slept, server.count) == (True, [], 1)
        assert (rest.value.exit_code, state_of(rest.value)) == (5, TargetState.RESTING)


def test_what_may_have_been_done_is_repeated_only_if_harmless() -> None:
    for fault in (answer(500), ConnectionResetError(), answer(200, b"<html>")):
        server = Counted(fault, OK)
        with pytest.raises(OutcomeUnknown):
            line(Clock()).ask(server, harmless=False)
        assert server.count == 1
        assert line(Clock()).ask(Counted(fault, OK), harmless=True) == OK


def test_what_never_left_is_repeated() -> None:
    assert line(Clock()).ask(Counted(ConnectionRefusedError(), OK), harmless=False) == OK


def test_a_service_that_cannot_be_reached_is_soon_left_alone() -> None:
    clock, server = Clock(), Counted(ConnectionRefusedError())
    with pytest.raises(PlannerError, match="can't be reached"):
        line(clock).ask(server, harmless=True)
    assert (server.count, clock.slept) == (2, [1.0])


def test_a_service_that_does_not_answer_gets_one_more_try() -> None:
    server = Counted(TimeoutError())
    with pytest.raises(PlannerError, match="doesn't answer"):
        line(Clock()).ask(server, harmless=True)
    assert server.count == 2


def test_refused_access_is_asked_once() -> None:
    for status in (401, 403):
        server = Counted(answer(status))
        with pytest.raises(SignInNeeded) as error:
            line(Clock()).ask(server, harmless=True)
        assert (server.count, error.value.hint) == (1, "Sign in.")


def test_five_failures_open_the_breaker_and_one_probe_a_window_is_let_through() -> None:
    clock, server = Clock(), Counted(answer(500))
    with pytest.raises(Resting):
        line(clock).ask(server, harmless=True)
    assert server.count == FAILURES
    kept = Health(FAILURES, clock.moment + FIRST_WINDOW)
    for _ in range(10):
        with pytest.raises(Resting) as rest:
            line(clock, past=kept).ask(server, harmless=True)
        assert (rest.value.until, rest.value.named) == (kept.until, False)
    assert server.count == FAILURES
    clock.moment += FIRST_WINDOW
    again = line(clock, past=kept)
    with pytest.raises(Resting):
        again.ask(server, harmless=True)
    assert server.count == FAILURES + 1
    assert again.health == Health(FAILURES + 1, clock.moment + 2 * FIRST_WINDOW)


def test_an_answer_closes_the_breaker() -> None:
    half = line(Clock(), past=Health(FAILURES, START))
    half.ask(Counted(OK), harmless=True)
    assert half.health == Health()


def test_a_person_may_probe_an_open_breaker() -> None:
    kept = Health(FAILURES, START + FIRST_WINDOW)
    assert line(Clock(), past=kept.probing()).ask(Counted(OK), harmless=True) == OK


def test_a_named_wait_is_kept_for_the_next_run_and_ends() -> None:
    clock, asked = Clock(), line(Clock())
    with pytest.raises(Resting):
        asked.ask(Counted(answer(429, retry_after="3600")), harmless=True)
    server = Counted(OK)
    with pytest.raises(Resting) as rest:
        line(clock, past=asked.health).ask(server, harmless=True)
    assert (rest.value.named, rest.value.until, server.count) == (True, asked.health.until, 0)
    clock.moment += timedelta(hours=2)
    later = line(clock, past=asked.health)
    later.ask(server, harmless=True)
    assert later.health == Health()


def test_the_pace_is_kept_over_runs_that_follow_each_other() -> None:
    clock = Clock()
    first = line(clock, Limits(a_minute=60))
    for _ in range(60):
        first.ask(Counted(OK), harmless=True)
    assert clock.slept == []
    second = line(clock, Limits(a_minute=60), past=first.health)
    second.ask(Counted(OK), harmless=True)
    assert sum(clock.slept) == 60


def test_a_run_that_asked_little_leaves_nothing_to_keep() -> None:
    asked = line(Clock())
    for _ in range(10):
        asked.ask(Counted(OK), harmless=True)
    assert asked.health == Health()


def test_a_window_never_grows_past_its_bound() -> None:
    breaker = Health()
    for _ in range(1000):
        breaker = breaker.failed(START)
    assert breaker.until == START + LONGEST_WINDOW


def test_the_pace_is_kept_over_any_minute() -> None:
    clock, times = Clock(), []
    asked = line(clock, Limits(a_minute=10))

    def send() -> Answer:
        times.append(clock.moment)
        return OK

    for _ in range(35):
        asked.ask(send, harmless=True)
    for first, eleventh in zip(times, times[10:], strict=False):
        assert eleventh - first >= timedelta(minutes=1)


def test_a_cycle_ends_when_its_budget_is_used_up() -> None:
    server = Counted(OK)
    asked = line(Clock(), Limits(requests=3))
    for _ in range(3):
        asked.ask(server, harmless=True)
    with pytest.raises(Resting):
        asked.ask(server, harmless=True)
    assert server.count == 3


def test_a_cycle_ends_when_every_call_hangs() -> None:
    clock = Clock()

    def hang() -> Answer:
        clock.moment += timedelta(seconds=60)
        raise TimeoutError

    asked = line(clock)
    with pytest.raises(PlannerError):
        asked.ask(hang, harmless=True)
    assert clock.moment - START < timedelta(minutes=3)
    for _ in range(100):
        with suppress(OutcomeUnknown, Resting):
            asked.ask(hang, harmless=False)
    assert asked.health.rests(clock.moment)
    assert clock.moment - START < timedelta(minutes=10)


def test_a_vendor_says_what_its_own_refusals_mean() -> None:
    def read(found: Answer, _: object) -> Verdict | None:
        return Verdict(Next.PARK, "quota used up") if found.status == 403 else None

    clock = Clock()
    parked = Line("Shop", "", read, clock.world())
    with pytest.raises(Resting) as rest:
        parked.ask(Counted(answer(403)), harmless=True)
    assert rest.value.until == START + Limits().park
    assert rest.value.named


def test_endless_refusal_for_now_ends() -> None:
    server = Counted(answer(429))
    with pytest.raises(PlannerError):
        line(Clock()).ask(server, harmless=True)
    assert server.count == Limits().tries


def test_our_own_errors_pass_through() -> None:
    with pytest.raises(SignInNeeded, match="no"):
        line(Clock()).ask(Counted(SignInNeeded("no")), harmless=True)


def test_what_no_library_should_raise_is_told_without_its_words_and_not_repeated() -> None:
    server = Counted(ValueError("Invalid header value b'Bearer CANARY'"))
    with pytest.raises(PlannerError, match="ValueError") as harmless:
        line(Clock()).ask(server, harmless=True)
    with pytest.raises(OutcomeUnknown, match="ValueError") as harmful:
        line(Clock()).ask(server, harmless=False)
    assert server.count == 2
    for told in (harmless, harmful):
        assert "CANARY" not in "".join(traceback.format_exception(told.value))
