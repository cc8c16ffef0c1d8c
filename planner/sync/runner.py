"""The runner: pull -> learn -> schedule -> project -> diff -> guard -> apply, over every target.

It is the one place in `sync` with effects, and has them through two ports: `Remote` and `Ledger`.
Invariants: what a run would send is on disk before the first byte is sent; facts, base and cursor of
a pull are stored together; one target's trouble stays its own, the ledger's ends the run; a dry run
only reads, and takes the same way.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from planner.engine.values import RECURRING, Schedule
from planner.errors import PlannerError
from planner.plan.model import Plan
from planner.progress.facts import BaselineSet, Begun, Entry, Fact
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.sync.guard import check_absences, check_deletions, check_listing
from planner.sync.learn import Lesson, learn, settled
from planner.sync.ledger import Ledger, Stand, WritableLedger
from planner.sync.operations import Operation, diff, fingerprint
from planner.sync.project import Show, explained, project
from planner.sync.report import Report, TargetReport, TargetState, state_of
from planner.sync.values import Intent, Mirrored, Outcome, Remote, Role

SOURCE = "sync"


@dataclass(frozen=True, slots=True)
class Target:
    """A configured target: how to open its remote, and which items it shows (None: its role's own).

    Both are told the place that it wrote to last. `forget` lets it know that a person starts anew.
    """

    name: str
    open: Callable[[str | None], Remote]
    show: frozenset[Show] | None = None
    forget: Callable[[str | None], None] = lambda _: None


@dataclass(slots=True)
class _Visit:
    """One target during a run: what it holds by now, and what became of it.

    `remote` is None until its news is known; a target without it is not written to.
    """

    target: Target
    stand: Stand
    base: dict[str, Mirrored]
    pending: tuple[Intent, ...]
    refused: Mapping[str, str]
    report: TargetReport
    remote: Remote | None = None
    place: str | None = None
    moved: bool = False
    arrived: Mapping[str, Mirrored | None] = field(default_factory=dict)
    lesson: Lesson = field(default_factory=Lesson)
    cursor: str | None = None
    operations: tuple[Operation, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)

    def tell(self, state: TargetState, message: str, hint: str = "") -> None:
        self.report = replace(self.report, state=state, message=message, hint=hint)


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
    """Bring every target and the facts up to date with each other.

    A target's trouble is in its report. Raises PlannerError when the ledger or the schedule fails.
    """
    return _Run(order, ledger, ledger).run(targets)


def _guarded(visit: _Visit, act: Callable[[_Visit], None]) -> bool:
    """Do what may fail at this target without concern for the others; False when it did fail."""
    try:
        act(visit)
    except PlannerError as error:
        visit.tell(state_of(error), error.message, error.hint)
    except Exception as error:  # noqa: BLE001 - a target is third-party code: its bug is its own trouble
        visit.tell(TargetState.FAILED, f"{type(error).__name__} in the target's own code: {error}")
    else:
        return True
    return False


class _Run:
    """One cycle. `write` is None in a dry run."""

    def __init__(self, order: Order, ledger: Ledger, write: WritableLedger | None) -> None:
        self._order = order
        self._ledger = ledger
        self._write = write

    def run(self, targets: Sequence[Target]) -> Report:
        entries = self._ledger.entries()
        done = fold(entries).done
        visits = [self._visit(target) for target in targets]
        for visit in visits:
            if _guarded(visit, lambda visit: self._look(visit, done)) and self._write is not None:
                _take_in(visit, self._write)
        schedule, progress = self._schedule(visits, entries)
        for visit in visits:
            if visit.remote is not None:
                self._apply(visit, visit.remote, schedule, progress)
            if self._write is not None:
                _record(visit, self._write, self._order.now())
        reports = tuple(visit.report for visit in visits)
        return Report(self._order.today, self._write is None, schedule, reports)

    def _visit(self, target: Target) -> _Visit:
        name, ledger = target.name, self._ledger
        return _Visit(
            target,
            ledger.remote(name),
            dict(ledger.base(name)),
            ledger.intents(name),
            ledger.item_errors(name),
            TargetReport(name),
        )

    def _look(self, visit: _Visit, done: Collection[str]) -> None:
        """Find out what a broken run's writes came to, and what the remote tells."""
        name, stand = visit.target.name, visit.stand
        remote = visit.target.open(stand.place)
        visit.moved = stand.place not in {None, remote.place}
        if visit.moved:
            visit.base, visit.pending, visit.refused = {}, (), {}
        cursor = None if visit.moved or visit.pending else stand.cursor
        observation = remote.pull(cursor)
        check_listing(name, observation, asked_for_all=cursor is None)
        visit.arrived = settled(visit.pending, visit.base, observation)
        base = _merged(visit.base, visit.arrived)
        read_back = remote.abilities.read_back
        lesson = learn(name, base, observation, self._order.today, done, read_back=read_back)
        if read_back:
            missing = sum(known is None for known in lesson.base.values())
            check_absences(name, missing, len(base), self._order.allow_deletes)
        visit.remote, visit.place, visit.lesson = remote, remote.place, lesson
        visit.base, visit.cursor = _merged(base, lesson.base), observation.cursor
        message = f"{remote.place} was changed or removed by something other than planner; it is written anew"
        visit.report = replace(
            visit.report,
            learned=lesson.facts,
            texts=lesson.texts,
            operations=lesson.operations,
            message=message if observation.edited and not visit.pending else None,
        )

    def _schedule(self, visits: Sequence[_Visit], entries: tuple[Entry, ...]) -> tuple[Schedule, Progress]:
        """Plan once, from all that is known. The first sync also fixes what was agreed on."""
        progress = fold(entries + _as_entries(visits, entries, self._order.now()))
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

    def _apply(self, visit: _Visit, remote: Remote, schedule: Schedule, progress: Progress) -> None:
        if not _guarded(visit, lambda visit: self._decide(visit, remote, schedule, progress)):
            return
        if self._write is not None and not _push(visit, remote, self._write):
            return
        if visit.failed:
            first = min(visit.failed)
            words = "1 item" if len(visit.failed) == 1 else f"{len(visit.failed)} items"
            visit.tell(TargetState.PARTLY, f"{words} failed; {first}: {visit.failed[first]}")

    def _decide(self, visit: _Visit, remote: Remote, schedule: Schedule, progress: Progress) -> None:
        """Compare what is wanted with what is there. What was refused is tried again once it is another."""
        plan, base, name = self._order.plan, visit.base, visit.target.name
        role = Role.TASK if Role.TASK in remote.abilities.roles else Role.EVENT
        dismissed = progress.dismissed.get(name, frozenset())
        wanted = {
            key: item
            for key, item in project(plan, schedule, visit.target.show, role).items()
            if key not in dismissed or key in base  # what a person deleted and brought back is there
        }
        reasons = {item.id: item.reason for item in schedule.items}
        accounted = explained(plan, schedule, base)
        operations = diff(plan.id, wanted, base, reasons, accounted, self._order.today)
        for one in operations:
            refused, _, words = visit.refused.get(one.item_id, "").partition(" ")
            if refused == fingerprint(one):
                visit.failed[one.item_id] = words
        visit.operations = tuple(one for one in operations if one.item_id not in visit.failed)
        listed = visit.report.operations + visit.operations
        visit.report = replace(visit.report, operations=listed, undone=_names(visit.operations))
        check_deletions(name, visit.operations, len(base), self._order.allow_deletes, emptied=not wanted)
        visit.report = replace(visit.report, undone=frozenset())


def _take_in(visit: _Visit, write: WritableLedger) -> None:
    """Record what a target told. A base is only ever kept together with the place that it is of."""
    name, stand, lesson, place = visit.target.name, visit.stand, visit.lesson, visit.place
    if visit.moved:
        write.forget(name)
    if visit.pending or (lesson.base and stand.place != place):
        write.settle(name, visit.arrived, {}, None if visit.moved else stand.cursor, place)
    if lesson.facts or lesson.base:
        write.learn(name, lesson.facts, lesson.base, visit.cursor)


def _push(visit: _Visit, remote: Remote, write: WritableLedger) -> bool:
    """Send the operations, each of which is on disk before; whatever was answered is settled."""
    name = visit.target.name
    intents = [intent for one in visit.operations if (intent := one.intent) is not None]
    if intents:
        write.propose(name, intents)
    ended: dict[str, Outcome] = {}

    def send(visit: _Visit) -> None:
        for outcome in remote.push(intents):
            ended[outcome.intent.item_id] = outcome
            visit.place = remote.place  # the first write may have made it
        visit.cursor = remote.cursor()

    sent = _guarded(visit, send)
    prints = {one.item_id: fingerprint(one) for one in visit.operations}
    errors = {item: outcome.error for item, outcome in ended.items() if outcome.error is not None}
    done = {item: _agreed(outcome) for item, outcome in ended.items() if outcome.error is None}
    stand, place = write.remote(name), visit.place
    if ended or (sent and (stand.cursor, stand.place) != (visit.cursor, place)):
        failed = {item: f"{prints[item]} {words}" for item, words in errors.items()}
        write.settle(name, done, failed, visit.cursor, place)
    undone = _names(visit.operations) - done.keys()
    visit.failed |= {item: errors.get(item, "it isn't known how that ended") for item in undone}
    visit.report = replace(visit.report, undone=undone)
    return sent


def _record(visit: _Visit, write: WritableLedger, now: datetime) -> None:
    """Keep how a target fares, when that changed."""
    stand, report = write.remote(visit.target.name), visit.report
    message = report.message or "" if report.state is not TargetState.OK else ""
    if (stand.state, stand.message) != (report.state.value, message):
        write.record(visit.target.name, report.state.value, message, now)


def _names(operations: Iterable[Operation]) -> frozenset[str]:
    return frozenset(one.item_id for one in operations)


def _agreed(outcome: Outcome) -> Mirrored | None:
    """The base after a write: what we sent, under the name and etag that it has there."""
    sent, there = outcome.intent.wanted, outcome.mirrored
    return replace(sent, href=there.href, etag=there.etag) if sent is not None and there is not None else None


def dues(schedule: Schedule) -> dict[str, date]:
    """What a baseline holds: the due of every item that happens once."""
    return {item.id: item.due for item in schedule.items if item.kind not in RECURRING}


def _merged(base: Mapping[str, Mirrored], changes: Mapping[str, Mirrored | None]) -> dict[str, Mirrored]:
    merged = {**base, **changes}
    return {name: mirrored for name, mirrored in merged.items() if mirrored is not None}


def _as_entries(visits: Sequence[_Visit], entries: tuple[Entry, ...], now: datetime) -> tuple[Entry, ...]:
    """What was learnt in this run, as it is recorded in a real one."""
    seq = entries[-1].seq if entries else 0
    change = max((entry.change for entry in entries), default=0)
    learnt = [(visit.target.name, fact) for visit in visits for fact in visit.lesson.facts]
    return tuple(
        Entry(seq + number, change + 1, now, name, fact) for number, (name, fact) in enumerate(learnt, 1)
    )
