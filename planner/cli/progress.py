"""Progress, as a person says it: done, undone, start, drop, pin, unpin, pause, log."""

from datetime import date
from typing import Annotated

import typer

from planner.cli.acts import day_of, item_of, not_a_deadline, not_in_future, record
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.engine.values import ItemKind, Scheduled, State
from planner.errors import UsageError
from planner.plan.words import WordError, parse_hours, parse_range
from planner.progress.facts import (
    Completed,
    Dropped,
    Noted,
    Paused,
    Pinned,
    Reopened,
    Started,
    Unpinned,
)
from planner.render.words import day as in_words

app = typer.Typer()

Id = Annotated[str, typer.Argument(metavar="ID", help="The item, as `planner timeline` names it.")]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day it was; default: today.")]
LONGEST_NOTE = 2000


def _day(run: Session, word: str | None) -> date:
    return run.today if word is None else not_in_future(run, day_of(word))


def _already(run: Session, command: str, item: Scheduled, said: str) -> None:
    """Say that there is nothing to record; that is no error."""
    if run.options.json:
        run.terminal.show_json(
            {"schema": f"planner.{command}/1", "item": item.id, "moves": [], "message": said}
        )
    else:
        run.terminal.show(said)


def _still_open(item: Scheduled) -> None:
    """Raise UsageError for what is done: its dates are history."""
    if item.state is State.DONE:
        raise UsageError(f"{item.id} is done; its date is history", f"If it isn't: planner undone {item.id}")


@app.command(cls=Command)
def done(ctx: typer.Context, id_: Id, date_: Date = None) -> None:
    """Say that something is done. Completing a step completes its goals and tasks."""
    run = session(ctx)
    item = item_of(run, id_)
    not_a_deadline(item)
    on = _day(run, date_)
    if item.id in run.progress.done:
        _already(
            run, "done", item, f"{item.title} was done on {in_words(run.progress.done[item.id])} already."
        )
        return
    record(
        run,
        "done",
        item.id,
        [Completed(item.id, on)],
        f"Done on {in_words(on)}: {item.title}",
        {"on": str(on)},
    )


@app.command(cls=Command)
def undone(ctx: typer.Context, id_: Id) -> None:
    """Say that something isn't done after all."""
    run = session(ctx)
    item = item_of(run, id_)
    not_a_deadline(item)
    if item.state is not State.DONE:
        _already(run, "undone", item, f"{item.title} is open.")
        return
    record(run, "undone", item.id, [Reopened(item.id, run.today)], f"Open again: {item.title}")


@app.command(cls=Command)
def start(ctx: typer.Context, id_: Id, date_: Date = None) -> None:
    """Say that a step has begun; it keeps that start."""
    run = session(ctx)
    item = _step(run, id_)
    on = _day(run, date_)
    _still_open(item)
    record(
        run,
        "start",
        item.id,
        [Started(item.id, on)],
        f"Begun on {in_words(on)}: {item.title}",
        {"on": str(on)},
    )


@app.command(cls=Command)
def drop(ctx: typer.Context, id_: Id) -> None:
    """Let something go: what follows it no longer waits for it."""
    run = session(ctx)
    item = item_of(run, id_)
    not_a_deadline(item)
    _still_open(item)
    record(run, "drop", item.id, [Dropped(item.id, run.today)], f"Dropped: {item.title}")


@app.command(cls=Command)
def pin(
    ctx: typer.Context,
    id_: Id,
    date_: Annotated[str, typer.Argument(metavar="DATE", help="The day on which it is due.")],
) -> None:
    """Fix the day on which something is due.

    Other things move around it.
    """
    run = session(ctx)
    item = item_of(run, id_)
    to = day_of(date_)
    _still_open(item)
    said = f"Pinned to {in_words(to)}: {item.title}"
    record(run, "pin", item.id, [Pinned(item.id, to)], said, {"to": str(to)})


@app.command(cls=Command)
def unpin(ctx: typer.Context, id_: Id) -> None:
    """Let a pinned item move again."""
    run = session(ctx)
    item = item_of(run, id_)
    if item.id not in run.progress.pinned:
        _already(run, "unpin", item, f"{item.title} isn't pinned.")
        return
    record(run, "unpin", item.id, [Unpinned(item.id)], f"No longer pinned: {item.title}")


@app.command(cls=Command)
def pause(
    ctx: typer.Context,
    range_: Annotated[
        str, typer.Argument(metavar="FROM..TO", help="First and last day, like 2027-07..2027-08.")
    ],
) -> None:
    """Pause the plan for a while.

    There are no hours then, and experience does not grow.
    """
    run = session(ctx)
    try:
        days = parse_range(range_)
    except WordError as error:
        raise UsageError(error.message, error.remedy) from None
    said = f"Paused from {in_words(days.first)} to {in_words(days.last)}"
    record(
        run,
        "pause",
        "",
        [Paused(days.first, days.last)],
        said,
        {"from": str(days.first), "to": str(days.last)},
    )


@app.command(cls=Command)
def log(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What you did, in your words.")],
    on: Annotated[str | None, typer.Option("--on", metavar="ID", help="The item it belongs to.")] = None,
    hours: Annotated[str | None, typer.Option("--hours", metavar="H", help="Hours spent, like 1.5.")] = None,
) -> None:
    """Keep a note of what you did, with the hours if you like."""
    run = session(ctx)
    item = item_of(run, on) if on is not None else None
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise UsageError(f"a note has 1 to {LONGEST_NOTE} characters", "Say it in other words.")
    parts = _parts(hours) if hours is not None else None
    if parts is not None and item is not None and item.kind not in {ItemKind.STEP, ItemKind.TASK}:
        raise UsageError(f"hours belong to a step or a task, and {item.id} is neither", f"Name {item.step}.")
    note = Noted(text.strip(), run.today, item.id if item else None, parts)
    record(run, "log", item.id if item else "", [note], "Noted.")


def _parts(hours: str) -> int:
    try:
        return parse_hours(hours if hours.rstrip().endswith(("h", "n")) else f"{hours}h")
    except WordError as error:
        raise UsageError(error.message, error.remedy) from None


def _step(run: Session, name: str) -> Scheduled:
    item = item_of(run, name)
    if item.kind is not ItemKind.STEP:
        raise UsageError(f"{item.id} is no step", f"Name the step: {item.step}" if item.step else "")
    return item
