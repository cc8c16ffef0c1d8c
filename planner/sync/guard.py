"""The guard: pure predicates that stop a target's cycle when what they see looks like an accident.

Each raises DecisionNeeded. Only the number that a person names (`allowed`) lifts one of the counts.
"""

from collections.abc import Collection

from planner.errors import DecisionNeeded
from planner.sync.operations import Op, Operation
from planner.sync.values import Observation

FLOOR = 3
SHARE_PERCENT = 20


def limit(base_size: int) -> int:
    """How many items may vanish in one cycle without a person's word: 3, or a fifth of the base."""
    return max(FLOOR, base_size * SHARE_PERCENT // 100)


def check_listing(target: str, observation: Observation, *, asked_for_all: bool) -> None:
    """Refuse a listing that should be whole and isn't: what it lacks may well be there.

    Without a cursor to go on from, what came wasn't the news since some moment either.
    """
    if not observation.complete and (asked_for_all or observation.cursor is None):
        raise DecisionNeeded(
            f"{target}: only a part of what is there was listed; nothing was changed",
            "Sync again. If that doesn't help, look there whether something is amiss.",
        )


def check_absences(target: str, missing: int, base_size: int, allowed: int | None) -> None:
    """Refuse to take so many absences for deletions, or that of all there was when it was several."""
    emptied = missing == base_size > 1
    if missing > _most(base_size, allowed, emptied=emptied):
        raise DecisionNeeded(
            f"{target}: {missing} of {base_size} items are missing there; nothing was changed",
            f"If you deleted them: planner sync --allow-deletes {missing}. To write them again:"
            f" planner targets reset {target}",
        )


def check_deletions(
    target: str, operations: Collection[Operation], base_size: int, allowed: int | None, *, emptied: bool
) -> None:
    """Refuse to delete more than a change of plan explains. `emptied`: nothing is wanted there any more."""
    unexplained = sum(op.op is Op.DELETE and not op.explained for op in operations)
    if unexplained > _most(base_size, allowed, emptied=emptied):
        raise DecisionNeeded(
            f"{target}: {unexplained} of {base_size} items would be deleted, and no decision of yours"
            " explains it; nothing was changed",
            f"Look at the plan file first. If it is right: planner sync --allow-deletes {unexplained}",
        )


def _most(base_size: int, allowed: int | None, *, emptied: bool) -> int:
    if allowed is not None:
        return allowed
    return 0 if emptied else limit(base_size)
