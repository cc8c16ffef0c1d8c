"""What an observation teaches: facts, and what the target is now known to hold."""

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from planner.plan.civil import add, in_words
from planner.plan.identity import ended_by, turn_id
from planner.progress.facts import Appeared, Completed, Dismissed, Fact, Pinned, Reopened, Vanished
from planner.progress.values import Theirs
from planner.sync.clean import clean_line, one_spelling
from planner.sync.operations import Op, Operation
from planner.sync.values import Act, Added, Intent, Item, Mirrored, Observation

# What a person may change there that no fact carries: it stays theirs. A time is one thing.
TIME = ("at", "zone", "minutes")
PLACE = ("parent", "section")
OWN = (
    *(("title",), ("description",), ("url",), ("categories",)),
    *(("deadline",), ("effort",), ("priority",), ("every",), TIME, PLACE),
)
WORDS = {TIME: "time", PLACE: "place", ("categories",): "labels", ("every",): "rhythm"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt at one target. `base` holds changes: None where an item is gone."""

    facts: tuple[Fact, ...] = ()
    base: Mapping[str, Mirrored | None] = field(default_factory=dict)
    operations: tuple[Operation, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def settled(
    intents: tuple[Intent, ...], base: Mapping[str, Mirrored], observation: Observation
) -> dict[str, Mirrored | None]:
    """What a broken run's writes came to, as base changes, from a complete observation.

    Where one arrived, the base becomes the payload that was sent, not what is there now: what a person
    changed in between is then seen as theirs.
    """
    there = {mirrored.href: mirrored for mirrored in observation.present}
    # A service that gives names of its own knows what was made by its mark alone.
    made = {mirrored.item.id: mirrored for mirrored in reversed(observation.present)}
    return {
        one.item_id: _settled(one, base.get(one.item_id), there.get(one.href) or _made(one, made))
        for one in intents
    }


def _made(intent: Intent, made: Mapping[str, Mirrored]) -> Mirrored | None:
    return made.get(intent.item_id) if intent.act is Act.CREATE else None


def _settled(intent: Intent, known: Mirrored | None, there: Mirrored | None) -> Mirrored | None:
    sent = intent.wanted
    if there is None:
        return None if sent is None else known
    if sent is None or not _arrived(known, sent, there):
        return known
    if not _alike(there.item, sent.item):
        return replace(sent, href=there.href, etag=None)
    return replace(sent, href=there.href, etag=there.etag, echo=_echo(sent.item, there.item))


def _arrived(known: Mirrored | None, sent: Mirrored, there: Mirrored) -> bool:
    """Whether the object shows a write: its stamp, or any of the fields that only the write changed."""
    if known is None or (there.stamp == sent.stamp != known.stamp):
        return True
    changed = [name for name in Item.__slots__ if getattr(known.item, name) != getattr(sent.item, name)]
    return any(getattr(there.item, name) == getattr(sent.item, name) for name in changed)


def learn(
    target: str,
    base: Mapping[str, Mirrored],
    observation: Observation,
    today: date,
    done: Container[str],
    *,
    read_back: bool,
    theirs: Collection[Theirs] = (),
) -> Lesson:
    """Compare what is there with what was agreed; `done` are the items that are done already, `theirs` the
    tasks already known to be a person's own.

    A target that isn't read back only teaches what it holds: its file is ours to write again. Where a
    person's changes count, a tick is Completed, a moved date Pinned, a deletion Dismissed, and any other
    change theirs to keep. A tick needs no base to count.
    """
    lessons: dict[str, Lesson] = {}
    for there in observation.present:
        name, known = there.item.id, base.get(there.item.id)
        if known is None:
            # A second object of one item isn't ours to touch.
            lessons.setdefault(name, _adopted(there, today, done, read_back=read_back))
        elif known.href == there.href and _differs(known, there):
            lessons[name] = _changed(known, there, today) if read_back else Lesson(base={name: there})
    for name in _gone(base, observation):
        facts = (Dismissed(name, target),) if read_back else ()
        lessons[name] = Lesson(facts, {name: None}, texts={name: f"you deleted it in {target}"})
    added = tuple(_added(target, observation.added, theirs))
    return Lesson(
        tuple(fact for lesson in lessons.values() for fact in lesson.facts) + added,
        {name: lesson.base[name] for name, lesson in lessons.items()},
        tuple(one for lesson in lessons.values() for one in lesson.operations),
        {name: text for lesson in lessons.values() if lesson.facts for name, text in lesson.texts.items()},
    )


def _added(target: str, added: tuple[Added, ...], theirs: Collection[Theirs]) -> Iterator[Fact]:
    """What a person put under ours, as far as it is news."""
    known = {task.href: task for task in theirs if task.target == target}
    for one in added:
        task = Theirs(target, one.href, one.parent, clean_line(one.title), one.due, one.done)
        if one.gone:
            if one.href in known:
                yield Vanished(target, one.href)
        elif known.get(one.href) != task:
            yield Appeared(task.parent, target, task.href, task.title, task.due, task.done)


def _differs(known: Mirrored, there: Mirrored) -> bool:
    """Whether it changed there. With its etag unchanged it didn't."""
    if known.etag is not None and known.etag == there.etag:
        return False
    return _shown(known) != there.item or known.etag != there.etag


def _shown(known: Mirrored) -> Item:
    """What a person sees there of what we wrote."""
    return known.item if known.echo is None else known.echo


def _echo(wanted: Item, there: Item) -> Item | None:
    return there if there != wanted else None


def _alike(one: Item, other: Item) -> bool:
    """Whether they are the same, apart from the spellings that servers choose."""
    return all(_same(getattr(one, name), getattr(other, name)) for name in Item.__slots__)


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one_spelling(one) == one_spelling(other)
    return one == other


def _adopted(there: Mirrored, today: date, done: Container[str], *, read_back: bool) -> Lesson:
    name = there.item.id
    operation = Operation(Op.ADOPT, name, there, there, "ours by its mark")
    is_news = read_back and there.item.done and ended_by(name) not in done
    facts = (Completed(ended_by(name), min(there.item.due, today)),) if is_news else ()
    return Lesson(facts, {name: there}, (operation,), {name: _text(facts)})


def _changed(known: Mirrored, there: Mirrored, today: date) -> Lesson:
    name, shown = there.item.id, _shown(known)
    facts = tuple(_facts(shown, there.item, today))
    own = tuple(_own(shown, there.item))
    # What nobody changed there stays as it was sent, however it is spelt there.
    taken: dict[str, Any] = {field: getattr(there.item, field) for field in (*own, "due", "done")}
    item = replace(known.item, **taken)
    theirs = tuple(sorted({*known.theirs, *own}))
    changed = replace(known, item=item, etag=there.etag, theirs=theirs, echo=_echo(item, there.item))
    words = f"you changed its {', '.join(_named(own))} there"
    kept = (Operation(Op.KEEP, name, known, changed, words),) if own else ()
    return Lesson(facts, {name: changed}, kept, {name: _text(facts)})


def _facts(known: Item, there: Item, today: date) -> Iterator[Fact]:
    """A done item that was moved to a day which has come was done on that day."""
    if known.every is not None and known.turn is not None and not there.done and there.every is not None:
        yield from _turns(known, there.due, today)
        return
    moved = there.due != known.due
    past = moved and there.due <= today
    if there.done and (past or not known.done):
        yield Completed(ended_by(there.id), there.due if past else today)
        if past:
            return
    elif known.done and not there.done:
        yield Reopened(ended_by(there.id), today)
    if moved:
        yield Pinned(there.id, there.due)


def _turns(known: Item, due: date, today: date) -> Iterator[Fact]:
    """A recurring task that was ticked stands at a later turn. The one that it stood at is done, and of those
    between any that lie ahead: what lay behind was passed over. Off its rhythm, its turn was moved.
    """
    if known.every is None or known.turn is None or due == known.due:
        return
    passed, day, number = [known.turn], known.due, 1
    while (day := add(known.due, replace(known.every, count=number * known.every.count))) < due:
        if day > today:
            passed.append(turn_id(known.id, day))
        number += 1
    if day != due:
        yield Pinned(known.turn, due)
        return
    for turn in passed:
        yield Completed(turn, min(known.due, today))


def _own(known: Item, there: Item) -> Iterator[str]:
    for group in OWN:
        if not all(_same(getattr(known, name), getattr(there, name)) for name in group):
            yield from group


def _named(own: tuple[str, ...]) -> Iterator[str]:
    """The words for what a person changed."""
    for group in OWN:
        if group[0] in own:
            yield WORDS.get(group, group[0])


def _text(facts: tuple[Fact, ...]) -> str:
    return ", ".join(map(_words, facts))


def _words(fact: Fact) -> str:
    match fact:
        case Completed(on=on):
            return f"you ticked it there, done on {in_words(on)}"
        case Reopened():
            return "you opened it again there"
        case Pinned(to=to):
            return f"you moved it there, to {in_words(to)}"
        case _:
            return "you changed it there"


def _gone(base: Mapping[str, Mirrored], observation: Observation) -> list[str]:
    """The items whose objects are gone: told so, or absent from a complete listing."""
    if observation.complete:
        there = {mirrored.href for mirrored in observation.present}
        return sorted(name for name, mirrored in base.items() if mirrored.href not in there)
    return sorted(name for name, mirrored in base.items() if mirrored.href in observation.gone)
