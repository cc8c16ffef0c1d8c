"""Progress, as a person says it: done, undone, start, drop, pin, unpin, pause, log."""

from typing import Annotated

import typer

from planner.cli import statements
from planner.cli.acts import item_of, record
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.cli.statements import Statement
from planner.engine.values import ItemKind
from planner.errors import UsageError
from planner.plan.words import WordError, parse_hours
from planner.progress.facts import Noted

app = typer.Typer()

Id = Annotated[str, typer.Argument(metavar="ID", help="The item, as `planner timeline` names it.")]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day it was; default: today.")]
LONGEST_NOTE = 2000


def _say(run: Session, command: str, statement: Statement) -> None:
    """Record a statement and tell what it moves; what was so already is no error."""
    if statement.facts:
        record(run, command, statement.about, statement.facts, statement.said, statement.more)
    elif run.options.json:
        shown = {"schema": f"planner.{command}/1", "item": statement.about}
        run.terminal.show_json(shown | {"moves": [], "message": statement.said})
    else:
        run.terminal.show(statement.said)


@app.command(cls=Command)
def done(ctx: typer.Context, id_: Id, date_: Date = None) -> None:
    """Say that something is done. Completing a step completes its goals and tasks."""
    run = session(ctx)
    _say(run, "done", statements.done(run, id_, date_))


@app.command(cls=Command)
def undone(ctx: typer.Context, id_: Id) -> None:
    """Say that something isn't done after all."""
    run = session(ctx)
    _say(run, "undone", statements.undone(run, id_))


@app.command(cls=Command)
def start(ctx: typer.Context, id_: Id, date_: Date = None) -> None:
    """Say that a step has begun; it keeps that start."""
    run = session(ctx)
    _say(run, "start", statements.started(run, id_, date_))


@app.command(cls=Command)
def drop(ctx: typer.Context, id_: Id) -> None:
    """Let something go: what follows it no longer waits for it."""
    run = session(ctx)
    _say(run, "drop", statements.dropped(run, id_))


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
    _say(run, "pin", statements.pinned(run, id_, date_))


@app.command(cls=Command)
def unpin(ctx: typer.Context, id_: Id) -> None:
    """Let a pinned item move again."""
    run = session(ctx)
    _say(run, "unpin", statements.unpinned(run, id_))


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
    _say(session(ctx), "pause", statements.paused(range_))


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
