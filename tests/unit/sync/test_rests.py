"""A service that fails or refuses is left alone, over runs, and a person may ask all the same."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from integrations.memory import Memory
from planner.errors import OutcomeUnknown, PlannerError, Resting, SignInEnded, SignInNeeded
from planner.store.snapshot import read_store
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.health import LONGEST_REST, Health
from planner.sync.report import Report, TargetReport, TargetState
from planner.sync.values import Intent, Observation, Outcome, Remote
from planner.sync.visit import Target
from tests.unit.sync.world import World, noon

HOUR = timedelta(hours=1)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def only(report: Report) -> TargetReport:
    (target,) = report.targets
    return target


class Moody(Memory):
    """A service with a mood: what it raises when it is asked, and how it fares then."""

    def __init__(self) -> None:
        super().__init__("moody")
        self.mood: PlannerError | None = None
        self.fares = Health()
        self.opened_with = Health()
        self.mark = "first sign-in"
        self.asked = 0
        self.breaks = False

    @property
    def health(self) -> Health:
        return self.fares

    @property
    def credentials(self) -> str:
        return self.mark

    def pull(self, cursor: str | None) -> Observation:
        self.asked += 1
        if self.mood is not None:
            raise self.mood
        self.fares = self.fares.succeeded()
        return super().pull(cursor)

    def push(self, intents: Sequence[Intent]) -> Iterator[Outcome]:
        if self.breaks:
            raise OutcomeUnknown("moody: the connection broke off")
        return super().push(intents)

    def open(self, _place: str | None, health: Health) -> Remote:
        self.opened_with = self.fares = health
        return self


def run(world: World, moody: Moody, at: datetime, *, typed: bool = True, at_once: int = 1) -> TargetReport:
    order = replace(world.order(), now=lambda: at, typed=typed)
    with open_store(world.path, noon) as store:
        return only(runner.sync(order, [Target("moody", moody.open, at_once=at_once)], store))


def test_a_service_that_rests_is_left_alone_until_its_time(world: World) -> None:
    moody = _resting(world, named=False)
    moody.mood, asked = None, moody.asked
    for _ in range(3):
        report = run(world, moody, noon() + HOUR / 2, typed=False)
        assert (report.state, report.message) == (TargetState.RESTING, "slow down")
    assert moody.asked == asked
    assert run(world, moody, noon() + HOUR, typed=False).state is TargetState.OK
    with read_store(world.path) as snapshot:
        assert snapshot.remote("moody").health == Health()


def test_a_person_gets_one_try_at_a_service_that_rests(world: World) -> None:
    moody = _resting(world, named=False)
    moody.mood = None
    assert run(world, moody, noon()).state is TargetState.OK
    assert moody.opened_with == Health(5)


def test_a_wait_that_the_service_named_binds_a_person_too(world: World) -> None:
    moody = _resting(world, named=True)
    moody.mood, asked = None, moody.asked
    report = run(world, moody, noon())
    assert (report.state, moody.asked) == (TargetState.RESTING, asked)
    assert "tried again after" in report.hint
    assert run(world, moody, noon() + HOUR).state is TargetState.OK


def _resting(world: World, *, named: bool) -> Moody:
    moody, until = Moody(), noon() + HOUR
    moody.mood = Resting("moody: slow down", until, named=named)

    def pull(cursor: str | None) -> Observation:
        moody.fares = Health(0 if named else 5, until, named)
        return Moody.pull(moody, cursor)

    moody.pull = pull  # type: ignore[method-assign]  # it fails from now on
    assert run(world, moody, noon()).state is TargetState.RESTING
    del moody.pull
    return moody


@pytest.mark.parametrize("named", [False, True])
def test_a_rest_that_a_wrong_clock_began_is_over_once_the_clock_is_right(world: World, named: bool) -> None:
    moody = _resting(world, named=named)
    moody.mood, asked = None, moody.asked
    assert run(world, moody, noon() + HOUR - LONGEST_REST, typed=False).state is TargetState.RESTING
    assert moody.asked == asked
    assert run(world, moody, noon() - LONGEST_REST, typed=False).state is TargetState.OK


def test_a_sign_in_that_has_ended_is_not_tried_before_somebody_signs_in(world: World) -> None:
    moody = Moody()
    moody.mood = SignInEnded("moody: the sign-in has ended", "planner auth moody")
    for _ in range(3):
        report = run(world, moody, noon())
        assert (report.state, report.message) == (TargetState.SIGN_IN, "the sign-in has ended")
        assert report.hint == "planner auth moody"
    assert moody.asked == 1
    moody.mood, moody.mark = None, "second sign-in"
    assert run(world, moody, noon()).state is TargetState.OK


def test_a_refusal_that_may_pass_is_tried_again_when_a_person_asks(world: World) -> None:
    moody = Moody()
    moody.mood = SignInNeeded("moody: access was refused", "planner auth moody")
    run(world, moody, noon())
    for _ in range(3):
        assert run(world, moody, noon(), typed=False).state is TargetState.SIGN_IN
    assert moody.asked == 1
    moody.mood = None
    assert run(world, moody, noon()).state is TargetState.OK
    with read_store(world.path) as snapshot:
        assert snapshot.remote("moody").refused == ""


def test_how_much_was_sent_is_no_news_once_it_is_little(world: World) -> None:
    moody = Moody()
    run(world, moody, noon())
    moody.fares = Health(sent=400, sent_by=noon())
    with open_store(world.path, noon) as store:
        report = runner.sync(world.order(), [Target("moody", lambda *_: moody)], store)
    assert report.exit_code == 0
    before = world.path.read_bytes()
    moody.fares = Health()
    with open_store(world.path, noon) as store:
        runner.sync(world.order(), [Target("moody", lambda *_: moody)], store)
    assert world.path.read_bytes() == before


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_what_a_broken_run_may_have_sent_counts_in_requests(world: World, at_once: int) -> None:
    moody = Moody()
    moody.breaks = True
    meant = len(run(world, moody, noon()).operations)
    assert meant > 2
    run(world, moody, noon(), at_once=at_once)
    assert moody.opened_with.sent == {1: meant, 2: (meant + 1) // 2, 100: 1}[at_once]
