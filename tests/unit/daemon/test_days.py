"""Virtual days: each job runs as often as it should, whatever happens to process and clock."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from planner.daemon.child import Ended
from planner.daemon.jobs import Job
from planner.daemon.work import DAY, SYNC
from tests.unit.daemon.world import DAILY_AND_ON_SUNDAYS, SYNCED, World, utc

MINUTE, HOUR, A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def dates(moments: Sequence[datetime]) -> list[date]:
    return [at.date() for at in moments]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize("start", [utc(2027, 2, 20), utc(2027, 9, 10)])
def test_sixty_days_with_a_restart_each(zone: str, start: datetime) -> None:
    world = World(start, ZoneInfo(zone), tell=DAILY_AND_ON_SUNDAYS, takes=timedelta(seconds=20))
    chance = random.Random(60)  # noqa: S311 - chance that repeats
    for day in range(60):
        awake_from = start + day * A_DAY + chance.uniform(0, 6) * HOUR
        awake_until = start + (day + 1) * A_DAY - chance.uniform(0, 2) * HOUR
        world.at = max(world.at, awake_from)
        world.restart()
        world.live(awake_until, MINUTE * 2)

    digests = dates(world.starts("digest"))
    assert Counter(digests).most_common(1)[0][1] == 1
    assert len(digests) in {59, 60, 61}  # the zone's dates begin within the first and the last day
    assert len(world.starts("--week")) in {8, 9}
    syncs = world.starts("sync")
    first = start.astimezone(ZoneInfo(zone)).date()
    assert set(dates(syncs)) >= {first + n * A_DAY for n in range(60)}
    # About 20 hours a day awake, four times an hour; one more after each restart and at each new date.
    assert 60 * 19 * 4 <= len(syncs) <= 60 * (24 * 4 + 2)


def test_a_seldom_sync_still_judges_each_date_once_soon_after_midnight() -> None:
    world = World(utc(2027, 3, 1), every=timedelta(days=7))
    world.live(utc(2027, 4, 30), MINUTE)
    counted = Counter(dates(world.starts("sync")))
    assert sum(counted.values()) - len(counted) <= 9  # the weekly ones
    assert all((date(2027, 3, 1) + n * A_DAY) in counted for n in range(60))
    assert all(at.hour == 0 and at.minute <= 3 for at in world.starts("sync")[1:] if at.weekday() == 3)


def test_a_process_that_is_restarted_all_the_time_syncs_no_more_often() -> None:
    world = World(utc(2027, 3, 1))
    world.turn()
    before = len(world.begun)
    for _ in range(100):
        world.restart()
        world.turn(timedelta(seconds=2))
    assert len(world.begun) == before


def test_three_days_of_sleep_are_made_up_for_once_within_a_minute() -> None:
    world = World(utc(2027, 3, 1, 12, 7))
    world.live(utc(2027, 3, 1, 13), MINUTE)
    world.begun.clear()
    world.at += timedelta(days=3)
    woke = world.at
    world.live(woke + timedelta(minutes=14), timedelta(seconds=1))
    (caught_up,) = world.starts("sync")
    assert caught_up - woke <= timedelta(seconds=62)


@pytest.mark.parametrize("back", [HOUR, A_DAY, 400 * A_DAY])
def test_a_clock_put_back_stalls_nothing_and_bursts_nothing(back: timedelta) -> None:
    world = World(utc(2027, 3, 10, 12))
    world.live(utc(2027, 3, 10, 13), MINUTE)
    world.begun.clear()
    world.at -= back
    start = world.at
    world.live(start + 6 * HOUR, MINUTE)
    assert 23 <= len(world.starts("sync")) <= 26
    assert world.starts("sync")[0] - start <= timedelta(minutes=16)


def test_a_date_that_comes_again_isn_t_judged_again() -> None:
    world = World(utc(2027, 3, 10, 12), every=timedelta(days=7))
    world.live(utc(2027, 3, 11, 12), MINUTE)
    world.at -= A_DAY
    world.begun.clear()
    world.live(utc(2027, 3, 11, 22), MINUTE)
    assert world.starts("sync") == []
    world.live(utc(2027, 3, 12, 12), MINUTE)
    assert len(world.starts("sync")) == 1


def test_a_date_said_by_a_wrong_clock_is_not_waited_for() -> None:
    world = World(utc(2031, 1, 1, 12))
    world.turn()
    world.at = utc(2027, 3, 10, 12)
    world.live(world.at + MINUTE * 5, timedelta(seconds=10))
    assert world.work.jobs[DAY].on == date(2027, 3, 10)


def test_the_end_of_summer_time_leaves_no_gap() -> None:
    world = World(utc(2027, 10, 30, 12))
    world.live(utc(2027, 11, 1, 12), MINUTE)
    syncs = [at.astimezone(UTC) for at in world.starts("sync")]
    assert max(later - sooner for sooner, later in pairwise(syncs)) <= timedelta(minutes=16)


def test_failures_are_tried_again_ever_more_seldom_and_the_day_waits_with_them() -> None:
    world = World(utc(2027, 3, 1), answer=lambda _: Ended(1, err="planner: no space left\n  Make room.\n"))
    world.live(utc(2027, 3, 4), MINUTE)
    assert 60 <= len(world.begun) <= 250  # half an hour on average; three days of quarters would be 288
    assert [line for line in world.log if "no space left" in line] == ["The sync failed: no space left"]
    world.answer = lambda _: SYNCED
    world.live(world.at + 2 * HOUR, MINUTE)
    assert world.log[-1] == "The sync works again."
    assert world.work.jobs[SYNC].failures == 0


def test_no_two_syncs_run_at_once() -> None:
    world = World(utc(2027, 3, 1), takes=timedelta(hours=2))
    for number in range(60):
        world.seen = str(number)
        world.turn(MINUTE)
    assert len(world.begun) == 1


def test_what_is_said_during_a_sync_brings_the_next_one() -> None:
    world = World(utc(2027, 3, 1), takes=timedelta(minutes=3))
    world.turn()
    world.seen = "a task was ticked"
    world.turn(MINUTE)
    assert len(world.begun) == 1
    world.live(world.at + timedelta(minutes=4), timedelta(seconds=10))
    assert len(world.begun) == 2


def test_what_changed_while_nothing_ran_is_synced_at_the_start() -> None:
    world = World(utc(2027, 3, 1))
    world.turn()
    world.seen = "edited"
    world.restart()
    world.turn(timedelta(seconds=1))
    assert len(world.begun) == 2


def test_a_change_whose_sync_died_with_the_process_is_synced_at_the_start() -> None:
    world = World(utc(2027, 3, 1))
    world.turn()
    world.seen, world.takes = "edited", HOUR
    world.turn(MINUTE)
    world.turn(MINUTE)
    world.restart()
    world.turn(timedelta(seconds=1))
    assert len(world.begun) == 3


def test_jobs_that_can_t_be_read_count_as_never_run() -> None:
    world = World(utc(2027, 3, 1))
    world.turn()
    world.memory.texts["job:sync"] = '{"due": 7}'
    world.restart()
    assert world.work.jobs[SYNC] == Job()
    world.turn(timedelta(seconds=1))
    assert len(world.begun) == 2
