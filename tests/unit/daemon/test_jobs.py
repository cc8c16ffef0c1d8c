from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.daemon.jobs import (
    EVERY,
    LONGEST_WAIT,
    Ending,
    Job,
    after,
    arranged,
    arranged_day,
    ending,
    every,
    wait,
    wants_day,
    why_sync,
)
from planner.errors import UsageError
from tests.unit.daemon.world import utc

NOW = utc(2027, 3, 1, 12)
QUARTER = timedelta(minutes=15)


def most(low: float, high: float) -> float:
    del low
    return high


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (None, EVERY),
        ("1 minute", timedelta(minutes=1)),
        ("90 minutes", timedelta(minutes=90)),
        (" 2hours ", timedelta(hours=2)),
        ("7 days", timedelta(days=7)),
    ],
)
def test_how_often_is_a_length(said: str | None, meant: timedelta) -> None:
    assert every({"every": said}, "planner.toml") == meant


@pytest.mark.parametrize(
    "said",
    ["", "soon", "15", 15, "0 minutes", "59 seconds", "-1 hours", "8 days", "999999 days", "\u0661 hour", []],
)
def test_what_is_no_length_names_file_key_and_remedy(said: object) -> None:
    with pytest.raises(UsageError) as error:
        every({"every": said}, "planner.toml")
    assert "planner.toml: [daemon] every" in error.value.message
    assert "15 minutes" in error.value.hint


@pytest.mark.parametrize(
    ("code", "how"),
    [
        *((code, Ending.DONE) for code in (0, 3, 4, 5, 6)),
        *((code, Ending.FAILED) for code in (1, 2, 10, 130)),
        (75, Ending.BUSY),
        (-9, Ending.UNKNOWN),
        (None, Ending.UNKNOWN),
    ],
)
def test_how_a_run_counts(code: int | None, how: Ending) -> None:
    assert ending(code) is how


def test_a_job_that_never_ran_is_due() -> None:
    assert arranged(Job(), NOW, QUARTER, most).due == NOW


def test_a_due_time_that_can_be_believed_stays() -> None:
    for due in (NOW - QUARTER, NOW, NOW + QUARTER):
        assert arranged(Job(due=due), NOW, QUARTER, most).due == due


@pytest.mark.parametrize("away", [timedelta(days=-3), timedelta(days=1), timedelta(days=4000)])
def test_a_due_time_long_ago_or_far_ahead_becomes_one_run_within_a_minute(away: timedelta) -> None:
    job = arranged(Job(due=NOW + away), NOW, QUARTER, most)
    assert job.due == NOW + timedelta(seconds=60)
    assert arranged(job, NOW + timedelta(seconds=1), QUARTER, most) == job


def test_due_times_are_counted_from_the_one_before() -> None:
    job = after(Job(due=NOW), Ending.DONE, NOW + timedelta(minutes=2), QUARTER, "", most)
    assert job.due == NOW + QUARTER
    late = after(Job(due=NOW), Ending.DONE, NOW + timedelta(minutes=50), QUARTER, "", most)
    assert late.due == NOW + 4 * QUARTER


def test_a_run_well_before_its_time_leaves_the_due_time() -> None:
    due = NOW + timedelta(minutes=2)
    assert after(Job(due=due), Ending.DONE, NOW, QUARTER, "", most).due == due


def test_a_run_shortly_before_its_time_has_done_its_work() -> None:
    due = NOW + timedelta(seconds=50)
    assert after(Job(due=due), Ending.DONE, NOW, QUARTER, "", most).due == due + QUARTER


def test_a_busy_run_is_tried_again_in_a_minute_and_is_no_failure() -> None:
    job = after(Job(due=NOW), Ending.BUSY, NOW, QUARTER, "busy", most)
    assert job == Job(due=NOW + timedelta(minutes=1))


def test_failures_wait_longer_and_longer_up_to_a_limit_and_end_with_a_success() -> None:
    job, waits = Job(due=NOW), []
    for _ in range(12):
        job = after(job, Ending.FAILED, NOW, QUARTER, "no disk", most)
        assert job.due is not None
        waits.append(job.due - NOW)
    assert waits[:3] == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert waits[-1] == LONGEST_WAIT
    assert (job.failures, job.message) == (12, "no disk")
    assert after(job, Ending.DONE, NOW, QUARTER, "", most).failures == 0


def test_the_wait_after_failures_is_drawn_from_nothing_up_to_its_length() -> None:
    assert wait(3, LONGEST_WAIT, lambda low, _: low) == timedelta(0)
    assert wait(500, LONGEST_WAIT, most) == LONGEST_WAIT


@pytest.mark.parametrize(
    ("on", "wanted"),
    [
        (None, True),
        (date(2027, 2, 28), True),
        (date(2027, 3, 1), False),
        (date(2027, 3, 2), False),  # the clock was put back, or the person travelled west
        (date(2027, 3, 3), True),  # said by a clock that was wrong
        (date(2031, 1, 1), True),
    ],
)
def test_a_date_wants_its_run_once(on: date | None, *, wanted: bool) -> None:
    assert wants_day(Job(on=on), date(2027, 3, 1)) is wanted


def test_a_new_date_is_due_soon_after_it_began_and_stays_so() -> None:
    job = arranged_day(Job(on=date(2027, 2, 28)), NOW, date(2027, 3, 1), most)
    assert job.due == NOW + timedelta(seconds=60)
    assert arranged_day(job, NOW + timedelta(hours=1), date(2027, 3, 1), most) == job
    assert arranged_day(replace(job, on=date(2027, 3, 1)), NOW, date(2027, 3, 1), most).due is None


def test_a_sync_runs_for_what_changed_what_is_due_and_a_new_date_alone() -> None:
    sync = Job(due=NOW + QUARTER, seen="a")
    assert why_sync(sync, Job(), NOW, "a") is None
    assert why_sync(sync, Job(), NOW, "b") == "something changed"
    assert why_sync(replace(sync, due=NOW), Job(), NOW, "a") == "it was due"
    assert why_sync(sync, Job(due=NOW), NOW, "a") == "a new day"
    assert why_sync(replace(sync, failures=1), Job(due=NOW), NOW, "a") is None
