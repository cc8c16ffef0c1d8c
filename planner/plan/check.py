"""What can't be, over the whole plan: circles, waits without end, gaps that nothing closes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from typing import TypeAlias

from planner.plan.document import Places
from planner.plan.model import After, AnyOf, Every, Plan, Step
from planner.plan.problems import Report
from planner.plan.walk import circles, stuck

Waits: TypeAlias = dict[str, list[str]]

_NAMED = 12
_END_IT = "Give the habit a last day: to."


def check(plan: Plan, places: Places, report: Report) -> None:
    """Note the contradictions between the parts of a plan; unknown names are left alone."""
    _Order(plan, places, report).check()
    _habits(plan, places, report)
    _gaps(plan, places, report)
    if plan.goal and plan.goal.by and plan.start and plan.goal.by < plan.start:
        message = f"by: the goal's last day is before the plan begins, {plan.start}."
        report.error(places.nearest("goal", "by"), message, "Change one of the two.")


def sound(plan: Plan) -> Plan:
    """What is left of a plan with mistakes once names that stand for nothing and circles are taken out.

    Whatever is taken out only held dates back, so what comes too late here comes too late in the whole.
    """
    order = _Order(plan, Places({}), Report(""))
    for step in plan.steps.values():
        order.collect(step)
    ring = set(stuck(list(order.waits), order.waits, order.choices))
    steps = {name: _sound_step(step, plan, ring) for name, step in plan.steps.items()}
    tracks = {
        name: replace(track, steps=tuple(filter(steps.__contains__, track.steps)), path=False)
        for name, track in plan.tracks.items()
    }
    return replace(plan, steps=steps, tracks=tracks, windows={})


def _sound_step(step: Step, plan: Plan, ring: set[str]) -> Step:
    after = tuple(wait for wait in step.after if isinstance(wait, After) and wait.id in plan.steps)
    before = tuple(name for name in step.before if name in plan.steps and name not in ring)
    return replace(step, after=() if step.id in ring else after, before=before)


class _Order:
    """What waits for what, whichever key says so."""

    def __init__(self, plan: Plan, places: Places, report: Report) -> None:
        self.plan = plan
        self.places = places
        self.report = report
        self.waits: Waits = {name: [] for name in plan.steps}
        self.choices: dict[str, list[list[str]]] = {}

    def check(self) -> None:
        for step in self.plan.steps.values():
            self.collect(step)
        if self.named(list(self.waits), self.waits, ""):
            return
        for track in self.plan.tracks.values():
            if track.path:
                waits = dict(self.waits)
                for before, after in pairwise(track.steps):
                    if after in waits:
                        waits[after] = [*waits[after], before]
                self.named(self.needed(track.steps, waits), waits, track.name)

    def needed(self, steps: Sequence[str], waits: Waits) -> list[str]:
        """The steps, and whatever must be done before them."""
        found = dict.fromkeys(steps)
        queue = list(found)
        for name in queue:
            for other in chain(waits.get(name, ()), *self.choices.get(name, ())):
                if other not in found:
                    found[other] = None
                    queue.append(other)
        return queue

    def collect(self, step: Step) -> None:
        """A task that waits for a step makes its own step end after that one: the same circle."""
        own = self.waits[step.id]
        for wait in step.after:
            if isinstance(wait, AnyOf):
                self.choices.setdefault(step.id, []).append([option.id for option in wait.options])
            else:
                own.append(wait.id)
        for later in step.before:
            if later in self.waits:
                self.waits[later].append(step.id)
        for task in step.tasks:
            if task.after:
                siblings = {other.id for other in step.tasks}
                own += [after.id for after in task.after if after.id not in siblings and after.id != step.id]

    def named(self, names: list[str], waits: Waits, track: str) -> bool:
        """Name every circle; true when there is one."""
        left = stuck(names, waits, self.choices)
        if not left:
            return False
        members = set(left)
        blocking = {
            name: waits[name]
            + [
                other
                for options in self.choices.get(name, ())
                if members.issuperset(options)
                for other in options
            ]
            for name in left
        }
        for ring in circles(left, blocking):
            self.name(ring, track)
        return True

    def name(self, ring: list[str], track: str) -> None:
        lines = {name: self.places.nearest("steps", name).line for name in ring}
        first = ring.index(min(ring, key=lambda name: lines[name]))
        ring = ring[first:] + ring[:first]
        if len(ring) == 1:
            message = f"{ring[0]} waits for itself."
        else:
            links = [f"{name} (line {lines[name]})" for name in ring[:_NAMED]]
            links += [f"{len(ring) - _NAMED:,} more"] if len(ring) > _NAMED else []
            message = f"these steps wait for each other: {' after '.join([*links, ring[0]])}."
        place = (
            self.places.nearest("tracks", track) if track else self.places.nearest("steps", ring[0], "after")
        )
        self.report.error(
            place, f"track {track}: {message}" if track else message, "Remove one link of the circle."
        )


def _habits(plan: Plan, places: Places, report: Report) -> None:
    endless = {
        step.id for step in plan.steps.values() if isinstance(step.extent, Every) and step.extent.to is None
    }
    if endless:
        for name, keys, who in _followed(plan, endless):
            report.error(places.nearest(*keys), f"{who} waits for {name}, a habit that never ends.", _END_IT)


_Wait: TypeAlias = tuple[str, Sequence[str], str]


def _followed(plan: Plan, endless: set[str]) -> Iterator[_Wait]:
    """Each endless habit that something waits for, where that is said, and what waits."""
    for step in plan.steps.values():
        yield from _followed_by_step(step, endless)
    for track in plan.tracks.values():
        if track.path:
            for name, follower in pairwise(track.steps):
                if name in endless:
                    yield name, ("tracks", track.name), follower
    for window in plan.windows.values():
        yield from (
            (n, ("windows", window.id, "all"), f"window {window.id}") for n in window.steps if n in endless
        )
    if plan.goal:
        yield from ((n, ("goal", "requires"), "the goal") for n in plan.goal.requires if n in endless)


def _followed_by_step(step: Step, endless: set[str]) -> Iterator[_Wait]:
    for wait in step.after:
        options = [option.id for option in wait.options] if isinstance(wait, AnyOf) else [wait.id]
        if endless.issuperset(options):
            yield options[0], ("steps", step.id, "after"), step.id
    if step.id in endless and step.before:
        yield step.id, ("steps", step.id, "before"), step.before[0]
    siblings = {task.id for task in step.tasks}
    for task in step.tasks:
        for after in task.after:
            if after.id in endless and after.id not in siblings:
                yield after.id, (f"{step.id}/{task.id}",), f"the task {task.id}"


def _gaps(plan: Plan, places: Places, report: Report) -> None:
    closed = {gap for step in plan.steps.values() for gap in step.closes}
    for gap in plan.gaps:
        if gap not in closed:
            message = f"no step closes the gap {gap}."
            report.warn(places.nearest("gaps", gap), message, f'Add "closes: [{gap}]" to the step that does.')
