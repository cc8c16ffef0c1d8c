"""What the work of the service says, keeps and tells."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from planner.daemon.child import Ended
from planner.daemon.jobs import Job
from planner.daemon.work import DIGEST, SYNC
from planner.errors import PlannerError
from tests.unit.daemon.world import DAILY_AND_ON_SUNDAYS, SYNCED, World, utc

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def report(code: int = 0, err: str = "", **target: object) -> Ended:
    shown = {"targets": [{"name": "google", "state": "ok", **target}]}
    return Ended(code, json.dumps(shown).encode(), err)


def answering(*answers: Ended) -> World:
    """A world in which syncs end one after the other like this, and then well."""
    left = list(answers)
    world = World(utc(2027, 3, 1), answer=lambda _: left.pop(0) if left else SYNCED)
    for number in range(len(answers)):
        world.seen = f"edit {number}"
        world.turn(timedelta(seconds=2))
    return world


def test_a_sync_without_news_is_not_worth_a_line() -> None:
    assert answering(SYNCED, SYNCED).log == []


def test_what_a_sync_changed_is_one_line() -> None:
    world = answering(report(created=3, updated=0, deleted=1, learned=[{"item": "a"}]))
    assert world.log == ["Synced, because something changed: google +3 -1 1 taken over from you"]


def test_a_target_s_trouble_is_told_once_and_when_it_is_over() -> None:
    resting = [report(5, state="resting", message=f"tried again after 14:0{n}") for n in range(3)]
    world = answering(*resting, report(4, state="sign-in", message="sign in"), SYNCED)
    assert world.log == [
        "google: resting: tried again after 14:00",
        "google: sign-in: sign in",
        "All targets are well again.",
    ]
    assert world.work.jobs[SYNC].failures == 0


def test_a_clock_that_isn_t_believed_is_told() -> None:
    shown = json.dumps({"clock": {"message": "The clock says 2031."}, "targets": []}).encode()
    assert answering(Ended(6, shown)).log == ["The clock says 2031."]


def test_a_broken_plan_is_told_once_and_is_no_failure() -> None:
    broken = report(3, "Synced is the plan as it was published last, because:\nplanner: p.yaml:2:1  no\n")
    world = answering(broken, broken, SYNCED)
    assert world.log == [
        "The plan file is broken, so the plan published last goes on: p.yaml:2:1  no",
        "The plan file is fine again.",
    ]
    assert answering(broken).work.jobs[SYNC].message == "p.yaml:2:1  no"
    assert answering(broken).work.jobs[SYNC].failures == 0


@pytest.mark.parametrize(
    ("ended", "why"),
    [
        (Ended(1, err="planner: no disk\n  Make room.\n"), "no disk"),
        (Ended(2, err="something else\n"), "something else"),
        (Ended(None), "it took too long and was ended"),
        (Ended(-11), "it was killed by signal 11"),
        (Ended(10), "it ended with 10"),
    ],
)
def test_why_a_sync_failed_is_told(ended: Ended, why: str) -> None:
    world = answering(ended)
    assert world.log == [f"The sync failed: {why}"]
    job = world.work.jobs[SYNC]
    assert (job.failures, job.message) == (1, why)


@pytest.mark.parametrize("out", [b"", b"[]", b"\xff", b'{"targets": 7, "clock": 8}', b'{"targets": [1, {}]}'])
def test_what_a_command_prints_is_never_believed_blindly(out: bytes) -> None:
    world = answering(Ended(0, out))
    assert world.work.jobs[SYNC].failures == 0


def test_another_sync_at_work_is_waited_for_in_silence() -> None:
    world = answering(Ended(75, err="planner: Another run is at work."))
    assert world.log == []
    started = world.at
    world.live(started + 2 * MINUTE, timedelta(seconds=5))
    assert world.starts("sync")[1] - started <= MINUTE + timedelta(seconds=5)
    assert len(world.starts("sync")) == 2


def test_a_lock_that_is_held_is_asked_for_once_a_minute_also_on_a_new_day() -> None:
    world = World(utc(2027, 3, 1), answer=lambda _: Ended(75, err="planner: Another run is at work."))
    world.live(utc(2027, 3, 1, 0, 10), timedelta(seconds=1))
    assert 9 <= len(world.starts("sync")) <= 11


def test_how_jobs_fare_outlives_the_process() -> None:
    world = answering(Ended(1, err="planner: no disk"))
    before = dict(world.work.jobs)
    world.restart()
    assert world.work.jobs == before


def test_a_disk_that_keeps_nothing_stops_no_sync() -> None:
    world = World(utc(2027, 3, 1))
    world.memory.fails = True
    for number in range(5):
        world.seen = str(number)
        with pytest.raises(PlannerError, match="disk is full"):
            world.turn(MINUTE)
    assert len(world.starts("sync")) == 5


def test_a_command_that_can_t_be_started_is_a_failure_with_a_wait() -> None:
    def refuse(_: Sequence[str]) -> Ended:
        raise PlannerError("no process can be made")

    world = World(utc(2027, 3, 1), answer=refuse)
    with pytest.raises(PlannerError, match="no process"):
        world.turn()
    job = world.work.jobs[SYNC]
    assert (job.failures, job.message) == (1, "no process can be made")


class Telling:
    """A world that tells each day from half past seven, with what came of it."""

    def __init__(self, *answers: Ended) -> None:
        self.left = list(answers)
        self.world = World(utc(2027, 3, 1), tell=DAILY_AND_ON_SUNDAYS, answer=self.answer)

    def answer(self, words: Sequence[str]) -> Ended:
        if "digest" not in words:
            return SYNCED
        return self.left.pop(0) if self.left else SYNCED

    def days(self, count: int) -> Counter[date]:
        """How often it was tried on each date."""
        self.world.live(self.world.at + timedelta(days=count), MINUTE)
        return Counter(at.date() for at in self.world.starts("digest"))


def test_a_day_is_told_once_also_through_restarts() -> None:
    telling = Telling()
    for _ in range(20):
        telling.days(0)
        telling.world.live(telling.world.at + 7 * HOUR, MINUTE)
        telling.world.restart()
    tried = telling.days(1)
    assert set(tried.values()) == {1}
    assert len(tried) in {6, 7}


def test_what_wasn_t_sent_is_tried_again_the_same_day_with_waits() -> None:
    tried = Telling(*[Ended(1, err="planner: no server")] * 3).days(1)
    assert tried == {date(2027, 3, 1): 4}


@pytest.mark.parametrize("ended", [Ended(None), Ended(-9)])
def test_what_may_have_been_sent_is_never_sent_again_that_day(ended: Ended) -> None:
    assert Telling(ended).days(2) == {date(2027, 3, 1): 1, date(2027, 3, 2): 1}


def test_a_death_while_sending_counts_as_sent() -> None:
    telling = Telling()
    telling.world.takes = HOUR
    telling.world.live(utc(2027, 3, 1, 6, 35), MINUTE)
    assert len(telling.world.starts("digest")) == 1
    telling.world.restart()
    telling.world.live(utc(2027, 3, 1, 22), MINUTE)
    assert len(telling.world.starts("digest")) == 1


def test_nothing_is_sent_that_couldn_t_be_noted_before() -> None:
    telling = Telling()
    telling.world.turn()
    telling.world.memory.fails = True
    telling.world.at = utc(2027, 3, 1, 12)
    for _ in range(3):
        with pytest.raises(PlannerError):
            telling.world.turn(MINUTE)
    assert telling.world.starts("digest") == []
    telling.world.memory.fails = False
    telling.world.turn(MINUTE)
    assert len(telling.world.starts("digest")) == 1


def test_partly_sent_is_sent() -> None:
    telling = Telling(Ended(5, err="planner: mail: no server"))
    assert telling.days(1) == {date(2027, 3, 1): 1}
    assert telling.world.work.jobs[DIGEST].message == "mail: no server"


def test_a_date_told_by_a_wrong_clock_silences_nothing() -> None:
    telling = Telling()
    telling.world.at = utc(2031, 1, 1, 12)
    telling.world.turn()
    telling.world.at = utc(2027, 3, 1)
    tried = telling.days(2)
    assert tried[date(2027, 3, 1)] == tried[date(2027, 3, 2)] == 1


def test_jobs_begin_as_never_run() -> None:
    assert set(World(utc(2027, 3, 1)).work.jobs.values()) == {Job()}
