"""What an observation teaches: facts, and what the target is now known to hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from planner.progress.facts import Completed, Dismissed, Fact, Pinned, Reopened
from planner.sync.operations import Op, Operation
from planner.sync.values import Intent, Mirrored, Observation


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt at one target. `base` holds changes: None where an item is gone."""

    facts: tuple[Fact, ...] = ()
    base: Mapping[str, Mirrored | None] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def settled(intents: tuple[Intent, ...], observation: Observation) -> dict[str, Mirrored | None]:
    """The intents of a broken run that the observation shows to have arrived, as base changes.

    The base becomes the payload that was sent, so that what a person changed since is seen as theirs.
    """
    there = {mirrored.item.id: mirrored for mirrored in observation.present}
    arrived: dict[str, Mirrored | None] = {}
    for intent in intents:
        known = there.get(intent.item_id)
        if intent.wanted is None:
            if observation.complete and known is None:
                arrived[intent.item_id] = None
        elif known is not None and known.item == intent.wanted.item:
            arrived[intent.item_id] = replace(intent.wanted, etag=known.etag)
    return arrived


def learn(
    target: str, base: Mapping[str, Mirrored], observation: Observation, today: date, *, read_back: bool
) -> Lesson:
    """Compare what is there with what was agreed.

    A target that isn't read back only teaches what it holds: its file is ours to write again. Where a
    person's changes count, a tick is Completed, a moved date Pinned and a deletion Dismissed.
    """
    changes: dict[str, Mirrored | None] = {}
    facts: list[Fact] = []
    texts: dict[str, str] = {}
    adopted: list[Operation] = []
    for there in observation.present:
        name, known = there.item.id, base.get(there.item.id)
        if known is None:
            changes[name] = there
            adopted.append(Operation(Op.ADOPT, name, there, there, "ours by its mark"))
        elif known.item != there.item or known.etag != there.etag:
            changes[name] = there
            if read_back:
                learnt = _facts(known, there, today)
                facts += learnt
                if learnt:
                    texts[name] = ", ".join(_text(fact) for fact in learnt)
    gone = _gone(base, observation)
    for name in gone:
        changes[name] = None
        if read_back:
            facts.append(Dismissed(name, target))
            texts[name] = f"you deleted it in {target}"
    return Lesson(tuple(facts), changes, tuple(adopted), texts)


def _facts(known: Mirrored, there: Mirrored, today: date) -> list[Fact]:
    facts: list[Fact] = []
    name = there.item.id
    if there.item.done and not known.item.done:
        facts.append(Completed(name, today))
    elif known.item.done and not there.item.done:
        facts.append(Reopened(name, today))
    if there.item.due != known.item.due:
        facts.append(Pinned(name, there.item.due))
    return facts


def _text(fact: Fact) -> str:
    match fact:
        case Completed():
            return "you ticked it there"
        case Reopened():
            return "you opened it again there"
        case Pinned(to=to):
            return f"you moved it there, to {to.isoformat()}"
        case _:
            return "you changed it there"


def _gone(base: Mapping[str, Mirrored], observation: Observation) -> list[str]:
    if observation.complete:
        there = {mirrored.item.id for mirrored in observation.present}
        return sorted(set(base) - there)
    hrefs = set(observation.gone)
    return sorted(name for name, mirrored in base.items() if mirrored.href in hrefs)
