"""The work of the service: starts what is due, one sync at a time, and keeps how each job fares.

Decisions are `planner.daemon.jobs`'; here they meet the clock, the children and the database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from planner.daemon import jobs, words
from planner.daemon.child import Ended
from planner.daemon.children import Children
from planner.daemon.jobs import Draw, Ending, Job
from planner.daemon.once import Once
from planner.daemon.telling import due
from planner.daemon.terms import Terms
from planner.errors import PlanInvalid, PlannerError, StoreDamaged
from planner.store.codec import decode, encode

SYNC, DAY, DIGEST, REVIEW = "sync", "day", "digest", "review"
NAMES = (SYNC, DAY, DIGEST, REVIEW)
SYNC_SECONDS, TELLING_SECONDS = 600.0, 180.0
MOST_PRINTED = 2 * 1024 * 1024  # bytes of a report; a longer one is not read
PREFIX = "job:"


class Notes(Protocol):
    """Where jobs are kept. Both raise PlannerError."""

    def read(self, names: tuple[str, ...]) -> Mapping[str, str]:
        """The texts of these names that there are."""

    def write(self, texts: Mapping[str, str]) -> None:
        """Keep texts by name, all or none."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What the work needs of the world. `seen` says what a sync depends on, as a text to compare."""

    now: Callable[[], datetime]
    draw: Draw
    seen: Callable[[], str]
    notes: Notes
    log: Callable[[str], None]
    warn: Callable[[str], None]


class Work:
    """What runs, what is due, and how each job fares. `terms` may be replaced at any time."""

    def __init__(self, terms: Terms, children: Children, ports: Ports) -> None:
        self.terms = terms
        self._children = children
        self._ports = ports
        self._once = Once(ports.warn)
        self._kept: dict[str, Job] = {}
        self._jobs = read_jobs(ports.notes.read)

    @property
    def jobs(self) -> Mapping[str, Job]:
        """How each job fares."""
        return self._jobs

    def turn(self) -> None:
        """Start what is due. Raises PlannerError when a command can't be started or nothing can be kept."""
        now = self._ports.now()
        today = self.terms.local(now).date()
        self._arrange(now, today)
        seen = self._ports.seen()
        reason = jobs.why_sync(self._jobs[SYNC], self._jobs[DAY], now, seen)
        if reason is not None and not self._children.runs(SYNC):
            self._start_sync(reason, seen, now, today)
        if not self._children.runs(DIGEST):
            self._tell(now, today)
        self._keep()

    def _arrange(self, now: datetime, today: date) -> None:
        sync, day = self._jobs[SYNC], self._jobs[DAY]
        self._jobs[SYNC] = jobs.arranged(sync, now, self.terms.every, self._ports.draw)
        self._jobs[DAY] = jobs.arranged_day(day, now, today, self._ports.draw)

    def _start_sync(self, reason: str, seen: str, now: datetime, today: date) -> None:
        # What changes from here on isn't in `seen`, and so brings the next sync, however this one ends.
        def ended(how: Ended) -> None:
            self._jobs[SYNC] = replace(self._jobs[SYNC], seen=seen)
            self._synced(how, reason, today)

        try:
            self._children.start(SYNC, ("sync", "--unattended"), SYNC_SECONDS, MOST_PRINTED, ended)
        except PlannerError as error:
            self._jobs[SYNC] = replace(self._jobs[SYNC], seen=seen)
            self._failed(SYNC, error.message, now)
            raise

    def _failed(self, name: str, message: str, now: datetime) -> None:
        job = self._jobs[name]
        self._jobs[name] = jobs.after(job, Ending.FAILED, now, self.terms.every, message, self._ports.draw)

    def _synced(self, ended: Ended, reason: str, date_of_start: date) -> None:
        now, how = self._ports.now(), jobs.ending(ended.code)
        report = words.printed(ended)
        troubles = words.troubles(report)
        is_targets = ended.code in {4, 5, 6} and troubles  # else it is the run's own
        message = "" if ended.code == 0 else troubles[0] if is_targets else words.complaint(ended)
        job, every, draw = self._jobs[SYNC], self.terms.every, self._ports.draw
        self._jobs[SYNC] = job = jobs.after(job, how, now, every, message, draw)
        if how is Ending.DONE:
            day = self._jobs[DAY]
            on = date_of_start if jobs.wants_day(day, date_of_start) else day.on
            self._jobs[DAY] = replace(day, on=on, ran=now, due=None)
        changed = words.changes(report)
        if changed:
            self._ports.log(f"Synced, because {reason}: {changed}")
        self._once.say("targets", "; ".join(troubles), "All targets are well again.")
        if how is Ending.BUSY:
            self._jobs[DAY] = replace(self._jobs[DAY], due=job.due)  # both wait
            return
        failed = "" if how is Ending.DONE else message
        self._once.say("sync", f"The sync failed: {failed}" if failed else "", "The sync works again.")
        broken = message if ended.code == PlanInvalid.exit_code else ""
        self._once.say(
            "plan",
            f"The plan file is broken, so the plan published last goes on: {broken}" if broken else "",
            "The plan file is fine again.",
        )
        self._keep()

    def _tell(self, now: datetime, today: date) -> None:
        job = self._jobs[DIGEST]
        if job.failures and job.due is not None and now < job.due:
            return
        digest, review = (self._jobs[name].on for name in (DIGEST, REVIEW))
        what = due(self.terms.tell, self.terms.local(now), digest, review)
        if what is None:
            return
        before = dict(self._jobs)
        # On disk before it is sent: a message that may have gone out is never sent twice.
        self._jobs[DIGEST] = replace(job, on=today)
        if what == REVIEW:
            self._jobs[REVIEW] = replace(self._jobs[REVIEW], on=today)
        try:
            self._keep()
        except PlannerError:
            self._jobs = before
            raise

        def ended(how: Ended) -> None:
            self._sent(how, what, {name: before[name].on for name in (DIGEST, REVIEW)})

        asked = ("daemon", "digest", "--send", *(["--week"] if what == REVIEW else []))
        try:
            self._children.start(DIGEST, asked, TELLING_SECONDS, MOST_PRINTED, ended)
        except PlannerError as error:
            self._not_sent({name: before[name].on for name in (DIGEST, REVIEW)}, error.message, now)
            raise

    def _sent(self, ended: Ended, what: str, before: Mapping[str, date | None]) -> None:
        now, how = self._ports.now(), jobs.ending(ended.code)
        message = "" if ended.code == 0 else words.complaint(ended)
        if how is Ending.DONE:
            for name in {DIGEST, what}:
                self._jobs[name] = replace(self._jobs[name], ran=now, failures=0, message=message, due=None)
        elif how is Ending.UNKNOWN:
            self._jobs[DIGEST] = replace(self._jobs[DIGEST], message=message, due=None)
        elif how is Ending.BUSY:
            self._not_sent(before, message, now)
            self._jobs[DIGEST] = replace(self._jobs[DIGEST], due=now + jobs.SOON)
        else:
            self._not_sent(before, message, now)
        self._once.say(
            "telling", f"The {what} wasn't told: {message}" if message else "", "Telling works again."
        )
        self._keep()

    def _not_sent(self, before: Mapping[str, date | None], message: str, now: datetime) -> None:
        for name, on in before.items():
            self._jobs[name] = replace(self._jobs[name], on=on)
        self._failed(DIGEST, message, now)

    def _keep(self) -> None:
        changed = {name: job for name, job in self._jobs.items() if self._kept.get(name) != job}
        if changed:
            self._ports.notes.write({PREFIX + name: encode(job) for name, job in changed.items()})
            self._kept |= changed


def read_jobs(read: Callable[[tuple[str, ...]], Mapping[str, str]]) -> dict[str, Job]:
    """How each job fared when it was kept last; what can't be read counts as never run."""
    found = read(tuple(PREFIX + name for name in NAMES))
    return {name: _read(found.get(PREFIX + name)) for name in NAMES}


def _read(text: str | None) -> Job:
    try:
        return decode(Job, text) if text is not None else Job()
    except StoreDamaged:
        return Job()
