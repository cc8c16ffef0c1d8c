"""The runner: pull -> learn -> schedule -> project -> diff -> guard -> apply, over every target.

With `visit` and `apply` it is the one place in `sync` with effects, and has them through two ports:
`Remote` and `Ledger`. Invariants: what a run would send is on disk before the first byte is sent; facts,
base and cursor of a pull are stored together; one target's trouble stays its own, the ledger's ends the
run; a dry run only reads, and takes the same way.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from uuid import uuid4

from planner.engine.publish import Shift, untold
from planner.engine.values import RECURRING, Schedule
from planner.plan.model import Plan
from planner.progress.adoption import item_for
from planner.progress.facts import ITSELF, BaselineSet, Begun, Entry, Fact, appended
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.sync.apply import Watch, push, record, take_in
from planner.sync.clock import Doubt, read_clock
from planner.sync.done import Done
from planner.sync.guard import check_deletions
from planner.sync.ledger import Ledger, WritableLedger
from planner.sync.operations import diff, fingerprint, in_conflict
from planner.sync.project import explained, fitting, project
from planner.sync.report import Report, TargetState, followed
from planner.sync.tell import tell
from planner.sync.values import Item, Mirrored, Remote
from planner.sync.visit import Target, Terms, Visit, ask, guarded, hear, visit

_FULL = "as much as fits is there, what is due next first; {} more follow as others are done"


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked for. `plan_schedule` is the engine with the plan filled in, as of a day, `text` the
    plan's file, and `planned_from` the engine with another text of it (None where that is no plan any more);
    `typed`: a person asked for it just now. `watch` is told the target that is visited, and how many of how
    many writes it has answered.

    `by_clock`: today is what the clock says, and no person's word; then the clock has to be believed first,
    and `accept_clock` is a person's word for it.
    """

    plan: Plan
    today: date
    plan_schedule: Callable[[Progress, date], Schedule]
    allow_deletes: int | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    typed: bool = True
    by_clock: bool = False
    accept_clock: bool = False
    new_uuid: Callable[[], str] = lambda: str(uuid4())
    watch: Watch = lambda *_: None
    text: str | None = None
    planned_from: Callable[[str, Progress, date], Schedule | None] = lambda *_: None


def dry_run(order: Order, targets: Sequence[Target], ledger: Ledger) -> Report:
    """What `sync` would do from this state. Nothing is changed anywhere."""
    return _Run(order, ledger, None).run(targets)


def sync(order: Order, targets: Sequence[Target], ledger: WritableLedger) -> Report:
    """Bring every target and the facts up to date with each other.

    Where a person changed something while it ran, it runs once more, so that their word is taken in
    everywhere. A target's trouble is in its report. Raises PlannerError when the ledger or the schedule
    fails.
    """
    first = _Run(order, ledger, ledger)
    report = first.run(targets)
    if not first.raced:
        return report
    sound = {one.name for one in report.targets if one.state in {TargetState.OK, TargetState.PARTLY}}
    again = _Run(order, ledger, ledger).run([target for target in targets if target.name in sound])
    return followed(report, again, first.raced)


class _Run:
    """One cycle. `write` is None in a dry run; `raced` names the items that changed under it, by target."""

    def __init__(self, order: Order, ledger: Ledger, write: WritableLedger | None) -> None:
        self._order = order
        self._ledger = ledger
        self._write = write
        self.raced: dict[str, frozenset[str]] = {}
        self.shifts: tuple[Shift, ...] = ()

    def run(self, targets: Sequence[Target]) -> Report:
        order, entries = self._order, self._ledger.entries()
        known, now = fold(entries), order.now()
        terms = Terms(now, order.typed, order.allow_deletes)
        visits = [visit(target, self._ledger) for target in targets]
        for one in visits:
            order.watch(one.target.name, 0, 0)
            guarded(one, lambda one: ask(one, terms))
        doubt = self._set_day(visits, now)
        done = Done(known, self._planned)
        for one in visits:
            guarded(one, lambda one: hear(one, self._order.today, known.theirs, done))
            if one.remote is not None and self._write is not None:
                take_in(one, self._write)
        schedule, progress, facts = self._schedule(visits, entries)
        decided = []
        for one in visits:
            remote = one.remote
            if remote is not None and guarded(one, partial(self._decide, remote, schedule, progress)):
                decided.append((one, remote))
        if decided and self._write is not None:
            self._keep(facts, self._write)
        for one, remote in decided:
            self._push(one, remote)
        for one in visits:
            if self._write is not None:
                record(one, self._write, order.now())
        self.raced = {one.target.name: one.raced for one in visits if one.raced}
        reports = tuple(one.report for one in visits)
        return Report(self._order.today, self._write is None, schedule, reports, self.shifts, doubt)

    def _set_day(self, visits: Sequence[Visit], now: datetime) -> Doubt | None:
        """Settle which day it is: after the services have said what time they have, and before anything is
        dated by it.
        """
        order = self._order
        if not order.by_clock:
            return None
        times = {one.target.name: one.time for one in visits if one.time is not None}
        reading = read_clock(self._ledger.clock(), now, order.today, times, accepted=order.accept_clock)
        if reading.keep is not None and self._write is not None:
            self._write.see(reading.keep)
        self._order = replace(order, today=reading.today)
        return reading.doubt

    def _schedule(
        self, visits: Sequence[Visit], entries: tuple[Entry, ...]
    ) -> tuple[Schedule, Progress, list[Fact]]:
        """Plan from all that is known, with what is told anew, and the facts of that. The first sync also
        fixes what was agreed on.
        """
        order, planned = self._order, self._planned
        progress = fold(_with_learnt(entries, visits, order.now()))
        facts: list[Fact] = []
        if order.plan.start is None and progress.begun is None:
            progress = replace(progress, begun=order.today)
            facts.append(Begun(order.today))
        schedule = planned(progress)
        if progress.baseline_on is None:
            facts.append(BaselineSet(order.today, dues(schedule)))
        told = tell(planned, schedule, progress, self._before_edit(progress))
        self.shifts = told.shifts
        return told.schedule, told.progress, [*facts, *told.facts]

    def _planned(self, progress: Progress) -> Schedule:
        return self._order.plan_schedule(progress, self._order.today)

    def _keep(self, facts: list[Fact], write: WritableLedger) -> None:
        """Record what is told, once a target can take it: a plan that the guard stops everywhere was told to
        nobody.
        """
        if facts:
            write.append(facts, ITSELF)
        text = self._order.text
        if text is not None and text != write.plan_text():
            write.keep_plan_text(text)

    def _before_edit(self, progress: Progress) -> Schedule | None:
        """The plan as its file was when it was published last; None where it is the same."""
        text, known = self._order.text, self._ledger.plan_text()
        if text is None or known is None or text == known:
            return None
        return self._order.planned_from(known, untold(progress), self._order.today)

    def _push(self, visit: Visit, remote: Remote) -> None:
        if self._write is not None and not push(
            visit, remote, self._write, self._order.new_uuid, self._order.watch
        ):
            return
        if visit.failed:
            first = min(visit.failed)
            words = "1 item" if len(visit.failed) == 1 else f"{len(visit.failed)} items"
            visit.tell(TargetState.PARTLY, f"{words} failed; {first}: {visit.failed[first]}")

    def _decide(self, remote: Remote, schedule: Schedule, progress: Progress, visit: Visit) -> None:
        """Compare what is wanted with what is there. What was refused is tried again once it is another."""
        plan, name = self._order.plan, visit.target.name
        dismissed = progress.dismissed.get(name, frozenset())
        wanted = {
            key: item
            for key, item in project(plan, schedule, visit.target.show, remote.abilities).items()
            if key not in dismissed or key in visit.base  # what a person deleted and brought back is there
        }
        base = visit.base = _with_adopted(plan, visit.base, wanted, progress, name)
        wanted, left = fitting(wanted, base, remote.abilities.room)
        reasons = {item.id: item.published_reason for item in schedule.items}
        accounted = explained(plan, schedule, base)
        operations = diff(plan.id, wanted, base, reasons, accounted, self._order.today)
        for one in operations:
            refused, _, words = visit.refused.get(one.item_id, "").partition(" ")
            if refused == fingerprint(one):
                visit.failed[one.item_id] = words
        visit.operations = tuple(one for one in operations if one.item_id not in visit.failed)
        learnt = tuple(in_conflict(one, wanted.get(one.item_id)) for one in visit.report.operations)
        visit.report = replace(
            visit.report,
            operations=learnt + visit.operations,
            undone=frozenset(one.item_id for one in visit.operations),
            message=visit.report.message or (_FULL.format(left) if left else None),
        )
        check_deletions(name, visit.operations, len(base), self._order.allow_deletes, emptied=not wanted)
        visit.report = replace(visit.report, undone=frozenset())


def _with_adopted(
    plan: Plan, base: dict[str, Mirrored], wanted: Mapping[str, Item], progress: Progress, target: str
) -> dict[str, Mirrored]:
    """The base with the tasks that a person added there and that the plan has by now; not what their
    descriptions say, so each is written to once, and marked as ours by that.
    """
    theirs = {item: task for task in progress.theirs if (item := item_for(plan, task)) is not None}
    adopted = theirs | {item: task for (_, item), task in progress.adopted.items()}
    taken = {
        item: Mirrored(task.href, replace(wanted[item], title=task.title, description="", done=task.done))
        for item, task in adopted.items()
        if task.target == target and item in wanted and item not in base
    }
    return {**base, **taken}


def dues(schedule: Schedule) -> dict[str, date]:
    """What a baseline holds: the due of every item that happens once."""
    return {item.id: item.due for item in schedule.items if item.kind not in RECURRING}


def _with_learnt(entries: tuple[Entry, ...], visits: Sequence[Visit], now: datetime) -> tuple[Entry, ...]:
    """The entries with what was learnt in this run, as it is recorded in a real one."""
    for one in visits:
        entries += appended(entries, one.lesson.facts, one.target.name, now)
    return entries
