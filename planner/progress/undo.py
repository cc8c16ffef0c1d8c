"""Undo and redo: which changes count, which one comes next, and what it holds.

Undo appends `Undone(change)`; redo appends an `Undone` of that undo. A change counts unless an
`Undone` that itself counts names it, to any depth.
"""

from collections.abc import Iterable, Mapping, Sequence

from planner.progress.facts import ITSELF, Entry, Undone, describe


def in_force(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries whose change counts, in their order."""
    entries = tuple(entries)
    undone: set[int] = set()
    # An undo only names changes before its own, so whether it counts is known once all later ones are read.
    for entry in reversed(entries):
        fact = entry.fact
        if isinstance(fact, Undone) and fact.change < entry.change and entry.change not in undone:
            undone.add(fact.change)
    return tuple(entry for entry in entries if entry.change not in undone)


def undoable(entries: Iterable[Entry]) -> int | None:
    """The change that undo takes back: a person's newest one that counts, typed or made at a target.

    None when there is none.
    """
    return max(_done(in_force(entries)), default=None)


def redoable(entries: Iterable[Entry]) -> int | None:
    """The undo that redo takes back: the newest that counts, while the person did nothing since."""
    entries = tuple(entries)
    counting = in_force(entries)
    changes = _by_change(entries)
    undos = {
        e.change for e in counting if isinstance(e.fact, Undone) and _done(changes.get(e.fact.change, ()))
    }
    newest = max(undos, default=None)
    return newest if newest is not None and newest > max(_done(counting), default=0) else None


def summary(entries: Iterable[Entry], change: int) -> tuple[str, ...]:
    """What a change holds, a sentence per fact; an undo stands for what it takes back."""
    changes = _by_change(entries)

    def sentences(number: int) -> Iterable[str]:
        for entry in changes.get(number, ()):
            if isinstance(entry.fact, Undone) and entry.fact.change < number:
                yield from sentences(entry.fact.change)
            else:
                yield describe(entry.fact)

    return tuple(sentences(change))


def _by_change(entries: Iterable[Entry]) -> Mapping[int, Sequence[Entry]]:
    changes: dict[int, list[Entry]] = {}
    for entry in entries:
        changes.setdefault(entry.change, []).append(entry)
    return changes


def _done(entries: Iterable[Entry]) -> set[int]:
    """The changes in which a person did something other than undoing or redoing."""
    return {e.change for e in entries if e.source != ITSELF and not isinstance(e.fact, Undone)}
