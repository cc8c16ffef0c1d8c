"""Operations: what a sync would do, as values that can be shown, counted and refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from planner.progress.canonical import to_plain, to_text
from planner.sync.values import EXISTENCE, Act, Intent, Item, Mirrored, href


class Op(StrEnum):
    """What happens to an item at a target."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ADOPT = "adopt"
    KEEP = "keep"


ACTS: Mapping[Op, Act] = {Op.CREATE: Act.CREATE, Op.UPDATE: Act.UPDATE, Op.DELETE: Act.DELETE}

_UNWANTED = "no longer in the plan; as you changed it there, it stays"


@dataclass(frozen=True, slots=True)
class Operation:
    """One change. `before` and `after` are what the target holds; `explained`: a fact or the plan's
    own calendar accounts for a deletion.
    """

    op: Op
    item_id: str
    before: Mirrored | None
    after: Mirrored | None
    reason: str = ""
    explained: bool = False

    @property
    def title(self) -> str:
        """The title that people know it by."""
        known = self.after or self.before
        return known.item.title if known else self.item_id

    @property
    def intent(self) -> Intent | None:
        """The write that carries this out; None when nothing is written."""
        act, known = ACTS.get(self.op), self.after or self.before
        if act is None or known is None:
            return None
        etag = self.before.etag if self.before is not None else None
        return Intent(act, self.item_id, known.href, self.after, self.reason, etag)


def diff(
    plan_id: str,
    wanted: Mapping[str, Item],
    base: Mapping[str, Mirrored],
    reasons: Mapping[str, str],
    explained: frozenset[str],
    today: date,
) -> tuple[Operation, ...]:
    """What to write so that a target holds `wanted`, in the order of the wanted items, deletions last.

    `base` is what it holds. A recurring turn that has passed stays where it is: it is history. What holds a
    person's own words is only deleted by a decision of theirs: `explained` names items that a fact has taken
    out (a dropped step, another track).
    """
    midnight = datetime.combine(today, time(), UTC)
    operations = []
    for name, item in wanted.items():
        before, reason = base.get(name), reasons.get(name, "")
        if before is None:
            after = Mirrored(href(plan_id, name), item, 0, midnight)
            operations.append(Operation(Op.CREATE, name, None, after, reason))
        elif before.item != (new := _yielding(item, before)):
            after = _revised(before, new, midnight)
            operations.append(Operation(Op.UPDATE, name, before, after, _why(before.item, new, reason)))
    for name in sorted(set(base) - set(wanted)):
        before, decided = base[name], name in explained
        if before.theirs and not decided:
            if EXISTENCE not in before.theirs:
                operations.append(Operation(Op.KEEP, name, before, _released(before), _UNWANTED))
        elif "@" not in name or before.item.due >= today or decided:
            reason = "no longer followed" if decided else "no longer in the plan"
            operations.append(Operation(Op.DELETE, name, before, None, reason, explained=decided))
    return tuple(operations)


def in_conflict(kept: Operation, wanted: Item | None) -> Operation:
    """A change of a person's that was learnt, with a word on it when the plan has just changed the same."""
    if kept.op is not Op.KEEP or kept.before is None or kept.after is None or wanted is None:
        return kept
    known, theirs = kept.before.item, kept.after.item
    for name in Item.__slots__:
        values = [getattr(known, name), getattr(theirs, name), getattr(wanted, name)]
        if name in kept.after.theirs and all(values.count(value) == 1 for value in values):
            return replace(kept, reason=f"{kept.reason}, and the plan changed it too: yours stays")
    return kept


def fingerprint(operation: Operation) -> str:
    """A hash of what an operation would write, whenever it is written (64 bits of SHA-256)."""
    item = operation.after and operation.after.item
    return sha256(f"{operation.op}\n{to_text(to_plain(item))}".encode()).hexdigest()[:16]


def _released(before: Mirrored) -> Mirrored:
    return replace(before, theirs=tuple(sorted({*before.theirs, EXISTENCE})))


def _yielding(item: Item, before: Mirrored) -> Item:
    """The item with what a person changed there as they want it."""
    theirs: dict[str, Any] = {name: getattr(before.item, name) for name in before.theirs if name != EXISTENCE}
    return replace(item, **theirs)


def _revised(before: Mirrored, item: Item, midnight: datetime) -> Mirrored:
    """The next revision. Its stamp rises even within a day; its number when a reader must notice."""
    old = before.item
    moved = (old.due, old.at, old.zone, old.minutes, old.done) != (
        item.due,
        item.at,
        item.zone,
        item.minutes,
        item.done,
    )
    stamp = midnight if before.stamp is None else max(midnight, before.stamp + timedelta(seconds=1))
    return replace(before, item=item, revision=before.revision + moved, stamp=stamp, echo=None)


def _why(old: Item, new: Item, reason: str) -> str:
    if new.done != old.done:
        return "done" if new.done else "open again"
    if new.due != old.due:
        return reason
    if new.title != old.title:
        return "retitled"
    return "its words changed" if new.at == old.at else "its time changed"
