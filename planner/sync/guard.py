"""The guard: a pure predicate over operations that stops what looks like an accident."""

from collections.abc import Collection

from planner.errors import DecisionNeeded
from planner.sync.operations import Op, Operation

FLOOR = 3
SHARE_PERCENT = 20


def limit(base_size: int) -> int:
    """How many items may vanish in one cycle without a person's word: 3, or a fifth of the base."""
    return max(FLOOR, base_size * SHARE_PERCENT // 100)


def check_deletions(
    target: str, operations: Collection[Operation], base_size: int, allowed: int | None
) -> None:
    """Raise DecisionNeeded when more would be deleted than a change of plan explains.

    `allowed` is the number that a person named, in place of the limit.
    """
    unexplained = sum(op.op is Op.DELETE and not op.explained for op in operations)
    most = limit(base_size) if allowed is None else allowed
    if unexplained > most:
        raise DecisionNeeded(
            f"{target}: {unexplained} of {base_size} items would be deleted, and no decision of yours"
            " explains it; nothing was changed",
            f"Look at the plan file first. If it is right: planner sync --allow-deletes {unexplained}",
        )


def check_absences(target: str, missing: int, base_size: int, allowed: int | None) -> None:
    """Raise DecisionNeeded when more is missing at a target than a person is likely to have deleted."""
    if missing > (limit(base_size) if allowed is None else allowed):
        raise DecisionNeeded(
            f"{target}: {missing} of {base_size} items are missing there; nothing was changed",
            f"If you deleted them: planner sync --allow-deletes {missing}. To write them again:"
            f" planner targets reset {target}",
        )
