"""What a run leaves: in the ledger what a target told, at the target what it should hold, and in the
ledger how each write ended.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from planner.sync.health import Fare
from planner.sync.ledger import WritableLedger
from planner.sync.operations import Op, fingerprint
from planner.sync.values import Mirrored, Outcome, Remote
from planner.sync.visit import Visit, guarded

Watch = Callable[[str, int, int], None]
"""Is told a target's name, how many of its writes are answered, and how many there are."""


def take_in(visit: Visit, write: WritableLedger) -> None:
    """Record what a target told. A base is only ever kept together with the place that it is of."""
    name, stand, lesson, place = visit.target.name, visit.stand, visit.lesson, visit.place
    if visit.moved:
        write.forget(name)
    if visit.pending or (lesson.base and stand.place != place):
        write.settle(name, visit.arrived, {}, None if visit.moved else stand.cursor, place)
    if lesson.facts or lesson.base:
        write.learn(name, lesson.facts, lesson.base, visit.cursor)


def push(
    visit: Visit, remote: Remote, write: WritableLedger, new_uuid: Callable[[], str], watch: Watch
) -> bool:
    """Send the operations, each of which is on disk before, with a name of its own; whatever was answered is
    settled. False when the target failed meanwhile.
    """
    name = visit.target.name
    intents = [
        replace(intent, uuid=new_uuid()) for one in visit.operations if (intent := one.intent) is not None
    ]
    if intents:
        write.propose(name, intents)
    ended: dict[str, Outcome] = {}

    def send(visit: Visit) -> None:
        for outcome in remote.push(intents):
            ended[outcome.intent.item_id] = outcome
            visit.place = remote.place  # the first write may have made it
            watch(name, len(ended), len(intents))
        visit.cursor = remote.cursor()

    sent = guarded(visit, send)
    prints = {one.item_id: fingerprint(one) for one in visit.operations}
    visit.raced = frozenset(item for item, outcome in ended.items() if outcome.raced)
    if visit.raced:
        # What was there needn't be news since any moment that we know: look at everything.
        visit.cursor = None
    errors = {item: outcome.error for item, outcome in ended.items() if outcome.error is not None}
    passing = {item for item, outcome in ended.items() if outcome.raced or outcome.passing}
    done = {
        item: _agreed(outcome, visit.base.get(item))
        for item, outcome in ended.items()
        if outcome.error is None or outcome.unwritten
    }
    kept = {one.item_id: one.after for one in visit.operations if one.op is Op.KEEP}
    stand, place = write.remote(name), visit.place
    if ended or kept or (sent and (stand.cursor, stand.place) != (visit.cursor, place)):
        failed = {item: f"{prints[item]} {words}" for item, words in errors.items() if item not in passing}
        unchanged = {item: visit.base.get(item) for item in visit.raced}
        write.settle(name, done | kept | unchanged, failed, visit.cursor, place)
    undone = {intent.item_id for intent in intents} - (done.keys() - errors.keys())
    visit.failed |= {item: errors.get(item) or "it isn't known how that ended" for item in undone}
    visit.report = replace(visit.report, undone=frozenset(undone))
    return sent


def record(visit: Visit, write: WritableLedger, now: datetime) -> None:
    """Keep how a target fares, when that changed."""
    stand, fare = write.remote(visit.target.name), visit.fare
    if fare != Fare(stand.state, stand.message, stand.hint, stand.health, stand.refused, stand.ended):
        write.record(visit.target.name, fare, now)


def _agreed(outcome: Outcome, known: Mirrored | None) -> Mirrored | None:
    """The base after a write: what we sent, under the name and etag that it has there, and as spelt there.

    What wasn't written is as it was known.
    """
    sent, there = outcome.intent.wanted, outcome.mirrored
    if sent is None or there is None:
        return None
    before = sent.item if known is None else known.item
    theirs = tuple(sorted({*sent.theirs, *outcome.kept}))
    kept: dict[str, Any] = {name: getattr(there.item, name) for name in outcome.kept}
    old: dict[str, Any] = {name: getattr(before, name) for name in outcome.unwritten}
    item = replace(sent.item, **kept, **old)
    echo = there.item if there.item != item else None
    return replace(sent, item=item, href=there.href, etag=there.etag, theirs=theirs, echo=echo)
