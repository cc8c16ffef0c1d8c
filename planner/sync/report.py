"""What a sync did, or would do: values for people and programs to read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from planner.engine.publish import Shift
from planner.engine.values import Schedule
from planner.errors import DecisionNeeded, PlannerError, Resting, SignInNeeded
from planner.progress.facts import Fact
from planner.sync.clock import Doubt
from planner.sync.operations import Op, Operation


class TargetState(StrEnum):
    """How a target fared."""

    OK = "ok"
    PARTLY = "partly"
    RESTING = "resting"
    SIGN_IN = "sign-in"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TargetReport:
    """One target's part. `texts` says of each learnt fact's item what happened there.

    `undone` names the items whose operation is listed and doesn't count as done: the guard stopped it,
    the remote refused it, or how it ended isn't known.
    """

    name: str
    state: TargetState = TargetState.OK
    operations: tuple[Operation, ...] = ()
    learned: tuple[Fact, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    message: str | None = None
    hint: str = ""
    undone: frozenset[str] = frozenset()

    def count(self, op: Op) -> int:
        """How many operations of a kind were carried out; in a dry run, would be."""
        return sum(
            one.op is op and (one.intent is None or one.item_id not in self.undone) for one in self.operations
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A whole sync. `today` is the day that was planned by; with a `doubt` about the clock, not its day.
    `shifts` are the dates that it publishes anew.
    """

    today: date
    dry_run: bool
    schedule: Schedule
    targets: tuple[TargetReport, ...]
    shifts: tuple[Shift, ...] = ()
    doubt: Doubt | None = None

    @property
    def exit_code(self) -> int:
        """What a person must act on first: signing in, then deciding, then what failed."""
        states = {target.state for target in self.targets}
        if TargetState.SIGN_IN in states:
            return SignInNeeded.exit_code
        if TargetState.STOPPED in states or self.doubt is not None:
            return DecisionNeeded.exit_code
        if states and states <= {TargetState.FAILED}:
            return PlannerError.exit_code
        return PARTLY_DONE if states - {TargetState.OK} else 0


PARTLY_DONE = 5


def followed(report: Report, again: Report, raced: Mapping[str, frozenset[str]]) -> Report:
    """One report of two runs of which the second went after what changed under the first (`raced`, item
    ids by target).
    """
    later = {target.name: target for target in again.targets}
    targets = tuple(
        _followed(target, later[target.name], raced.get(target.name, frozenset()))
        if target.name in later
        else target
        for target in report.targets
    )
    return replace(again, targets=targets, shifts=report.shifts + again.shifts)


def _followed(target: TargetReport, later: TargetReport, raced: frozenset[str]) -> TargetReport:
    done = tuple(one for one in target.operations if one.intent is None or one.item_id not in raced)
    return replace(
        later,
        operations=done + later.operations,
        learned=target.learned + later.learned,
        texts={**target.texts, **later.texts},
        message=later.message or (target.message if later.state is target.state else None),
        undone=(target.undone - raced) | later.undone,
    )


def state_of(error: PlannerError) -> TargetState:
    """How a target fares that raised this."""
    if isinstance(error, SignInNeeded):
        return TargetState.SIGN_IN
    if isinstance(error, Resting):
        return TargetState.RESTING
    return TargetState.STOPPED if isinstance(error, DecisionNeeded) else TargetState.FAILED
