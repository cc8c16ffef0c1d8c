"""What is due, and when next: pure functions over values that outlive the process.

Instants are in UTC, dates are civil dates in the plan's time zone. A due time is counted from the one before,
so that runs don't drift; whatever was missed is made up for once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from planner.errors import UsageError

EVERY = timedelta(minutes=15)
MOST_OFTEN, MOST_SELDOM = timedelta(minutes=1), timedelta(days=7)
SOON = timedelta(seconds=60)
"""Within that a missed run is made up for, and a busy one tried again."""
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
_LENGTH = re.compile(r"(\d{1,6}) *(minute|hour|day)s?", re.ASCII)

Draw = Callable[[float, float], float]
"""A number between two, as `random.uniform` gives it."""


@dataclass(frozen=True, slots=True)
class Job:
    """How a job fares: when it is due next, when it ran to its end last, and the date that it did so for.

    `failures` in a row, the last for the reason in `message`. `seen` is what the last run had before it.
    """

    due: datetime | None = None
    ran: datetime | None = None
    on: date | None = None
    failures: int = 0
    message: str = ""
    seen: str = ""


class Ending(StrEnum):
    """How a run counts. DONE says nothing about targets: they have waits of their own."""

    DONE = "done"
    BUSY = "busy"
    FAILED = "failed"
    UNKNOWN = "unknown"


def ending(code: int | None) -> Ending:
    """How a command's exit code counts; None or less than 0: it was killed.

    3 is a broken plan: the run did what can be done, and the next edit brings the next one.
    """
    if code is None or code < 0:
        return Ending.UNKNOWN
    return {75: Ending.BUSY, **dict.fromkeys((0, 3, 4, 5, 6), Ending.DONE)}.get(code, Ending.FAILED)


def every(table: Mapping[str, object], file: str) -> timedelta:
    """How often to sync, of the `[daemon]` table of a settings file. Raises UsageError."""
    said = table.get("every")
    if said is None:
        return EVERY
    found = _LENGTH.fullmatch(said.strip()) if isinstance(said, str) else None
    if found is None:
        raise UsageError(f"{file}: [daemon] every: {said!r} is not a length", 'Write it like "15 minutes".')
    length = timedelta(**{f"{found[2]}s": int(found[1])})
    if not MOST_OFTEN <= length <= MOST_SELDOM:
        raise UsageError(
            f"{file}: [daemon] every: {said} is not between 1 minute and 7 days",
            'Write it like "15 minutes".',
        )
    return length


def arranged(job: Job, now: datetime, interval: timedelta, draw: Draw) -> Job:
    """The job with a due time that can be believed: soon, after a suspend or a clock that was put back."""
    longest = max(interval, LONGEST_WAIT) if job.failures else interval + SOON
    if job.due is None:
        return replace(job, due=now)
    if now - job.due > interval or job.due - now > longest:
        return replace(job, due=now + draw(0, SOON.total_seconds()) * timedelta(seconds=1))
    return job


def wants_day(job: Job, today: date) -> bool:
    """Whether a job that runs once a date has this one before it.

    A date that has begun isn't gone back on by a day; one further ahead came from a clock that was wrong.
    """
    return job.on is None or today > job.on or job.on - today > timedelta(days=1)


def arranged_day(job: Job, now: datetime, today: date, draw: Draw) -> Job:
    """The job that runs once a date, due soon after its date began; not due (None) when it ran."""
    if not wants_day(job, today):
        return replace(job, due=None)
    if job.due is None or job.due - now > SOON:
        return replace(job, due=now + draw(0, SOON.total_seconds()) * timedelta(seconds=1))
    return job


def why_sync(sync: Job, day: Job, now: datetime, seen: str) -> str | None:
    """Why a sync is to run now, in a word or two; None: it isn't."""
    if seen != sync.seen:
        return "something changed"
    if sync.due is not None and sync.due <= now:
        return "it was due"
    # After failures the wait counts, also on a new date.
    return "a new day" if day.due is not None and day.due <= now and not sync.failures else None


def after(job: Job, how: Ending, now: datetime, interval: timedelta, message: str, draw: Draw) -> Job:
    """The job after a run that ended now. A run well before its time leaves the due time as it is; one that
    came shortly before it, for another reason, has done its work.
    """
    if how is Ending.BUSY:
        return replace(job, due=now + SOON)
    if how is not Ending.DONE:
        failures = job.failures + 1
        return replace(
            job,
            failures=failures,
            message=message,
            due=now + wait(failures, max(LONGEST_WAIT, interval), draw),
        )
    due, reached = job.due or now, now + min(SOON, interval / 2)
    if due <= reached:
        due += ((reached - due) // interval + 1) * interval
    return replace(job, due=due, ran=now, failures=0, message=message)


def wait(failures: int, longest: timedelta, draw: Draw) -> timedelta:
    """How long to leave a job alone that failed: exponential, with full jitter, up to `longest`."""
    most = min(longest, FIRST_WAIT * 2 ** min(failures, 20))
    return timedelta(seconds=draw(0, most.total_seconds()))
