"""What commands that record progress share: finding the item, recording the facts, telling the effect."""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.cli.session import Session
from planner.engine.compare import compare
from planner.engine.values import ItemKind, Schedule, Scheduled
from planner.errors import UsageError
from planner.plan.words import WordError, parse_days
from planner.progress.facts import Fact
from planner.render.moves import moves_json, moves_text
from planner.render.words import count


def item_of(run: Session, name: str) -> Scheduled:
    """The item a person names. Raises UsageError with the nearest ids for one that isn't there."""
    for item in run.schedule.items:
        if item.id == name:
            return item
    from difflib import get_close_matches

    known = sorted({item.id for item in run.schedule.items} | set(run.plan.steps))
    alike = [other for other in known if ("/" in other) == ("/" in name) and ("@" in other) == ("@" in name)]
    near = get_close_matches(name, alike, n=3) or get_close_matches(name, known, n=3)
    if name in run.plan.steps:
        raise UsageError(f"{name} isn't on the track you follow", "See: planner tracks")
    hint = f"Did you mean {' or '.join(near)}?" if near else "See: planner timeline"
    raise UsageError(f'there is no "{name}" in this plan', hint)


def not_a_deadline(item: Scheduled) -> None:
    """Raise UsageError for a deadline: it's done when its step is."""
    if item.kind is ItemKind.DEADLINE:
        raise UsageError(f"{item.id} is a deadline; it ends with its step", f"Name the step: {item.step}")


def day_of(word: str) -> date:
    """A single day that a person names. Raises UsageError for anything else."""
    try:
        days = parse_days(word)
    except WordError as error:
        raise UsageError(error.message, error.remedy) from None
    if days.first != days.last:
        raise UsageError(f'"{word}" is more than one day', "Write it like 2027-03-15.")
    return days.first


def not_in_future(run: Session, day: date) -> date:
    """The day itself, if it has come. Raises UsageError otherwise."""
    if day > run.today:
        raise UsageError(f"{day} hasn't come yet", f"Today is {run.today}.")
    return day


def record(
    run: Session,
    command: str,
    name: str,
    facts: Sequence[Fact],
    said: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """Record what was said, and tell what it moves."""
    before = run.schedule
    after = run.after(facts)
    run.record(facts)
    tell(run, command, name, before, after, said, more, run.closer(facts))


def tell(
    run: Session,
    command: str,
    name: str,
    before: Schedule,
    after: Schedule,
    said: str,
    more: Mapping[str, object] | None = None,
    closer: int = 0,
) -> None:
    """Print what was said and what it moves; as JSON when asked for. `closer` dates could be earlier now."""
    change = compare(before, after)
    if run.options.json:
        shown = {"schema": f"planner.{command}/1", "item": name, **(more or {}), **moves_json(change)}
        run.terminal.show_json({**shown, "could_come_closer": closer})
        return
    style = run.terminal.style
    lines = [*style.wrap(said), *moves_text(change, name, style)]
    if closer:
        lines += style.wrap(f"{count(closer, 'date')} could come closer now: planner replan", 2)
    run.terminal.show("\n".join(lines))
    run.terminal.note("next: planner sync")
