"""Operations: what a sync would do, as values that can be shown, counted and refused."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from planner.progress.canonical import to_plain, to_text
from planner.sync.values import Act, Intent, Item, Mirrored, href


class Op(StrEnum):
    """What happens to an item at a target."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ADOPT = "adopt"
    KEEP = "keep"


ACTS: Mapping[Op, Act] = {Op.CREATE: Act.CREATE, Op.UPDATE: Act.UPDATE, Op.DELETE: Act.DELETE}


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
        return Intent(act, self.item_id, known.href, self.after, self.reason)


def diff(
    plan_id: str,
    wanted: Mapping[str, Item],
    base: Mapping[str, Mirrored],
    reasons: Mapping[str, str],
    explained: frozenset[str],
    today: date,
) -> tuple[Operation, ...]:
    """What to write so that a target holds `wanted`, in the order of the wanted items, deletions last.

    `base` is what it holds. A recurring turn that has passed stays where it is: it is history.
    `explained` names items that a fact has taken out (a dropped step, another track).
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
        before = base[name]
        if "@" in name and before.item.due < today and name not in explained:
            continue
        reason = "no longer followed" if name in explained else "no longer in the plan"
        operations.append(Operation(Op.DELETE, name, before, None, reason, explained=name in explained))
    return tuple(operations)


def fingerprint(operation: Operation) -> str:
    """A hash of what an operation would write, whenever it is written (64 bits of SHA-256)."""
    item = operation.after and operation.after.item
    return sha256(f"{operation.op}\n{to_text(to_plain(item))}".encode()).hexdigest()[:16]


def _yielding(item: Item, before: Mirrored) -> Item:
    """The item with what a person changed there as they want it."""
    theirs: dict[str, Any] = {name: getattr(before.item, name) for name in before.theirs}
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
    return replace(before, item=item, revision=before.revision + moved, stamp=stamp)


def _why(old: Item, new: Item, reason: str) -> str:
    if new.done != old.done:
        return "done" if new.done else "open again"
    if new.due != old.due:
        return reason
    if new.title != old.title:
        return "retitled"
    return "its words changed" if new.at == old.at else "its time changed"
