"""The runner: pull -> learn -> schedule -> project -> diff -> guard -> apply, over every target.

It is the one place in `sync` with effects, and has them through two ports: `Remote` and `Ledger`.
Invariants: what a run would send is on disk before the first byte is sent; facts, base and cursor of
a pull are stored together; one target's trouble stays its own; a dry run only reads.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Protocol

from planner.engine.values import ItemKind, Schedule
from planner.errors import PlannerError
from planner.plan.model import Plan
from planner.progress.facts import BaselineSet, Begun, Entry, Fact
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.sync.guard import check_absences, check_deletions
from planner.sync.learn import Lesson, learn, settled
from planner.sync.operations import Operation, diff
from planner.sync.project import Show, project
from planner.sync.report import Report, TargetReport, TargetState, state_of
from planner.sync.values import Intent, Mirrored, Outcome, Remote, Role

SOURCE = "sync"
RECURRING = {ItemKind.HABIT, ItemKind.REVIEW}


class Stand(Protocol):
    """What a ledger keeps of a remote beside its items."""

    @property
    def place(self) -> str | None:
        """Where it wrote when the base was agreed on."""

    @property
    def cursor(self) -> str | None:
        """Up to where its news is known."""

    @property
    def state(self) -> str:
        """How it fared last."""

    @property
    def message(self) -> str:
        """Why, in words."""


class Ledger(Protocol):
    """The store as the runner needs it; see `planner.store`. Each writing call is durable on return."""

    def entries(self) -> tuple[Entry, ...]:
        """All facts with their origin."""

    def base(self, target: str) -> Mapping[str, Mirrored]:
        """The last agreed state of a target."""

    def intents(self, target: str) -> tuple[Intent, ...]:
        """Writes begun and not settled."""

    def remote(self, target: str) -> Stand:
        """What is known of a remote."""


class WritableLedger(Ledger, Protocol):
    """A ledger that a real run writes to."""

    def append(self, facts: Iterable[Fact], source: str) -> int:
        """Record facts as one change."""

    def learn(
        self, target: str, facts: Iterable[Fact], base: Mapping[str, Mirrored | None], cursor: str | None
    ) -> None:
        """Take in what a pull told."""

    def propose(self, target: str, intents: Iterable[Intent]) -> None:
        """Put writes on disk before they are sent."""

    def settle(
        self,
        target: str,
        settled: Mapping[str, Mirrored | None],
        failed: Mapping[str, str],
        cursor: str | None,
        place: str | None,
    ) -> None:
        """Take intents as ended."""

    def forget(self, target: str) -> None:
        """Forget what was at a target."""

    def record(self, target: str, state: str, message: str, synced_at: datetime | None) -> None:
        """Keep how a target fares."""


@dataclass(frozen=True, slots=True)
class Target:
    """A configured target: how to open its remote, and which items it shows (None: its role's own)."""

    name: str
    open: Callable[[], Remote]
    show: frozenset[Show] | None = None


@dataclass(slots=True)
class _Visit:
    """One target during a run: what it holds by now, and what became of it."""

    target: Target
    report: TargetReport
    remote: Remote | None = None
    base: Mapping[str, Mirrored] | None = None
    cursor: str | None = None
    lesson: Lesson | None = None

    def fail(self, error: Exception) -> None:
        """End this target's part; the others go on."""
        self.remote = None
        if isinstance(error, PlannerError):
            self.report = replace(self.report, state=state_of(error), message=error.message, hint=error.hint)
        else:
            words = f"{type(error).__name__} in the target's own code: {error}"
            self.report = replace(self.report, state=TargetState.FAILED, message=words)


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for. `plan_schedule` is the engine with the plan filled in."""

    plan: Plan
    today: date
    plan_schedule: Callable[[Progress], Schedule]
    allow_deletes: int | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def dry_run(order: Order, targets: Sequence[Target], ledger: Ledger) -> Report:
    """What `sync` would do from this state. Nothing is changed anywhere."""
    return _Run(order, ledger, None).run(targets)


def sync(order: Order, targets: Sequence[Target], ledger: WritableLedger) -> Report:
    """Bring every target and the facts up to date with each other."""
    return _Run(order, ledger, ledger).run(targets)


class _Run:
    """One cycle. `write` is None in a dry run."""

    def __init__(self, order: Order, ledger: Ledger, write: WritableLedger | None) -> None:
        self._order = order
        self._ledger = ledger
        self._write = write

    def run(self, targets: Sequence[Target]) -> Report:
        visits = [_Visit(target, TargetReport(target.name)) for target in targets]
        for visit in visits:
            self._guarded(visit, self._pull)
        schedule, progress = self._schedule(visits)
        for visit in visits:
            if visit.remote is not None:
                self._guarded(visit, lambda visit: self._apply(visit, schedule, progress))
            self._record(visit)
        reports = tuple(visit.report for visit in visits)
        return Report(self._order.today, self._write is None, schedule, reports)

    def _guarded(self, visit: _Visit, act: Callable[[_Visit], None]) -> None:
        try:
            act(visit)
        except PlannerError as error:
            visit.fail(error)
        except Exception as error:  # noqa: BLE001 - a target is third-party code: its bug is its own trouble
            visit.fail(error)

    def _pull(self, visit: _Visit) -> None:
        """Settle what a broken run left, and learn what the remote tells."""
        name = visit.target.name
        remote = visit.target.open()
        stand = self._ledger.remote(name)
        moved = stand.place not in {None, remote.place}
        base = {} if moved else dict(self._ledger.base(name))
        pending = () if moved else self._ledger.intents(name)
        observation = remote.pull(None if moved or pending else stand.cursor)
        arrived = settled(pending, observation)
        _merge(base, arrived)
        read_back = remote.abilities.read_back
        lesson = learn(name, base, observation, self._order.today, read_back=read_back)
        if read_back:
            missing = sum(known is None for known in lesson.base.values())
            check_absences(name, missing, len(base), self._order.allow_deletes)
        _merge(base, lesson.base)
        visit.remote, visit.base, visit.lesson = remote, base, lesson
        visit.cursor = observation.cursor
        message = f"{remote.place} had been changed by something other than planner; it is written anew"
        visit.report = replace(
            visit.report,
            learned=lesson.facts,
            texts=lesson.texts,
            operations=lesson.operations,
            message=message if observation.edited and not pending else None,
        )
        if self._write is None:
            return
        if moved:
            self._write.forget(name)
        if pending:
            lost = {i.item_id: "not confirmed" for i in pending if i.item_id not in arrived}
            self._write.settle(name, arrived, lost, stand.cursor, remote.place)
        if lesson.facts or lesson.base or (observation.cursor != stand.cursor and base):
            self._write.learn(name, lesson.facts, lesson.base, observation.cursor)

    def _schedule(self, visits: list[_Visit]) -> tuple[Schedule, Progress]:
        """Plan once, from all that is known. The first sync also fixes what was agreed on."""
        entries = self._ledger.entries()
        if self._write is None:
            entries += _as_entries(visits, entries, self._order.now())
        progress = fold(entries)
        first: list[Fact] = []
        if self._order.plan.start is None and progress.begun is None:
            progress = replace(progress, begun=self._order.today)
            first.append(Begun(self._order.today))
        schedule = self._order.plan_schedule(progress)
        if progress.baseline_on is None:
            first.append(BaselineSet(self._order.today, dues(schedule)))
        if first and self._write is not None and any(visit.remote is not None for visit in visits):
            self._write.append(first, SOURCE)
        return schedule, progress

    def _apply(self, visit: _Visit, schedule: Schedule, progress: Progress) -> None:
        remote, base, name = visit.remote, visit.base, visit.target.name
        if remote is None or base is None:
            return
        operations = self._operations(visit, schedule, progress)
        visit.report = replace(visit.report, operations=visit.report.operations + operations)
        check_deletions(name, operations, len(base), self._order.allow_deletes)
        if self._write is None:
            return
        intents = [intent for operation in operations if (intent := operation.intent) is not None]
        if intents:
            self._write.propose(name, intents)
        outcomes = list(remote.push(intents))
        failed = {o.intent.item_id: o.error for o in outcomes if o.error is not None}
        done = {o.intent.item_id: _agreed(o) for o in outcomes if o.error is None}
        cursor = remote.cursor()
        stand = self._ledger.remote(name)
        if outcomes or stand.cursor != cursor or stand.place != remote.place:
            self._write.settle(name, done, failed, cursor, remote.place)
        if failed:
            first = min(failed)
            words = f"{len(failed)} of {len(outcomes)} items failed; {first}: {failed[first]}"
            visit.report = replace(visit.report, state=TargetState.PARTLY, message=words)

    def _operations(self, visit: _Visit, schedule: Schedule, progress: Progress) -> tuple[Operation, ...]:
        remote, base, plan, name = visit.remote, visit.base, self._order.plan, visit.target.name
        if remote is None or base is None:
            return ()
        role = Role.TASK if Role.TASK in remote.abilities.roles else Role.EVENT
        wanted = project(plan, schedule, visit.target.show, role)
        dismissed = progress.dismissed.get(name, frozenset())
        wanted = {key: item for key, item in wanted.items() if key not in dismissed}
        reasons = {item.id: item.reason for item in schedule.items}
        return diff(plan.id, wanted, base, reasons, explained(plan, schedule, base), self._order.today)

    def _record(self, visit: _Visit) -> None:
        """Keep how a target fares, when that changed."""
        if self._write is None:
            return
        stand, report = self._ledger.remote(visit.target.name), visit.report
        message = report.message or "" if report.state is not TargetState.OK else ""
        if (stand.state, stand.message) != (report.state.value, message):
            self._write.record(visit.target.name, report.state.value, message, self._order.now())


def _agreed(outcome: Outcome) -> Mirrored | None:
    """The base after a write: what we sent, under the name and etag that it has there."""
    sent, there = outcome.intent.wanted, outcome.mirrored
    return replace(sent, href=there.href, etag=there.etag) if sent is not None and there is not None else None


def dues(schedule: Schedule) -> dict[str, date]:
    """What a baseline holds: the due of every item that happens once."""
    return {item.id: item.due for item in schedule.items if item.kind not in RECURRING}


def explained(plan: Plan, schedule: Schedule, base: Iterable[str]) -> frozenset[str]:
    """The items that a decision took out: dropped ones, and steps of the plan that aren't on the track."""
    shown = {item.id: item.state.value != "dropped" for item in schedule.items}
    names = set()
    for name in base:
        step = name.split("/")[0].split("@")[0]
        off_track = step in plan.steps and step not in schedule.steps
        unsynced = step in plan.steps and not plan.steps[step].sync
        if off_track or unsynced or shown.get(name) is False:
            names.add(name)
    return frozenset(names)


def _merge(base: dict[str, Mirrored], changes: Mapping[str, Mirrored | None]) -> None:
    for name, mirrored in changes.items():
        if mirrored is None:
            base.pop(name, None)
        else:
            base[name] = mirrored


def _as_entries(visits: list[_Visit], entries: tuple[Entry, ...], now: datetime) -> tuple[Entry, ...]:
    """What a dry run learnt, as if it had been recorded."""
    seq = entries[-1].seq if entries else 0
    change = entries[-1].change if entries else 0
    learnt = [(v.target.name, fact) for v in visits if v.lesson for fact in v.lesson.facts]
    return tuple(
        Entry(seq + number, change + 1, now, name, fact) for number, (name, fact) in enumerate(learnt, 1)
    )
