"""`planner what-if`: what something would change. The same statements as the real commands, and no record."""

from dataclasses import replace
from typing import Annotated

import typer

from planner.cli import statements
from planner.cli.options import Command, Group
from planner.cli.prospect import Prospect
from planner.cli.session import Session, session
from planner.cli.slip import slipped
from planner.cli.statements import Statement
from planner.engine.compare import compare
from planner.engine.tracks import switch as engine_switch
from planner.errors import UsageError
from planner.plan.model import Plan
from planner.plan.words import WordError, parse_rate
from planner.render.what_if import WhatIf, what_if_json, what_if_text
from planner.render.words import hours, number_of_hours

app = typer.Typer()
what_if = typer.Typer(cls=Group, help="What something would change. Records nothing.")
app.add_typer(what_if, name="what-if")

DAYS_A_WEEK = 7
Id = Annotated[str, typer.Argument(metavar="ID", help="The item, as `planner timeline` names it.")]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The day it was; default: today.")]


@what_if.command(cls=Command)
def slip(
    ctx: typer.Context,
    id_: Id,
    by: Annotated[list[str] | None, typer.Argument(metavar="BY", help='By how much, like "5 weeks".')] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Its new date instead.")] = None,
) -> None:
    """If it were late."""
    run = session(ctx)
    _show(run, "slip", slipped(run, id_, " ".join(by or []), to))


@what_if.command(cls=Command)
def done(ctx: typer.Context, id_: Id, date_: Date = None) -> None:
    """If it were done."""
    run = session(ctx)
    _show(run, "done", statements.done(run, id_, date_))


@what_if.command(cls=Command)
def drop(ctx: typer.Context, id_: Id) -> None:
    """If you let it go."""
    run = session(ctx)
    _show(run, "drop", statements.dropped(run, id_))


@what_if.command(cls=Command)
def pin(
    ctx: typer.Context,
    id_: Id,
    date_: Annotated[str, typer.Argument(metavar="DATE", help="The day on which it would be due.")],
) -> None:
    """If it had to be due on that day."""
    run = session(ctx)
    _show(run, "pin", statements.pinned(run, id_, date_))


@what_if.command(cls=Command)
def pause(
    ctx: typer.Context,
    range_: Annotated[str, typer.Argument(metavar="FROM..TO", help="First and last day.")],
) -> None:
    """If nothing were done from one day to another."""
    _show(session(ctx), "pause", statements.paused(range_))


@what_if.command(cls=Command)
def switch(
    ctx: typer.Context, track: Annotated[str, typer.Argument(metavar="TRACK", help="The track.")]
) -> None:
    """If you followed another track."""
    run = session(ctx)
    _show(run, "switch", statements.chosen(run, track))


@what_if.command(cls=Command)
def event(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="WORD", help="The event, like layoff.")],
    date_: Date = None,
) -> None:
    """If that happened: which tracks would be proposed."""
    run = session(ctx)
    _show(run, "event", statements.reported(run, word, date_))


@what_if.command(cls=Command)
def time(
    ctx: typer.Context,
    hours_: Annotated[str, typer.Argument(metavar="HOURS", help="Hours a week, like 4h/week.")],
) -> None:
    """If you had other hours a week."""
    run = session(ctx)
    try:
        rate = parse_rate(hours_)
    except WordError as error:
        raise UsageError(error.message, error.remedy) from None
    plan = replace(run.plan, time=(rate // DAYS_A_WEEK,) * DAYS_A_WEEK)
    instead = f" instead of {hours(sum(run.plan.time))}" if run.plan.time else ""
    said = f"{hours(rate)} a week{instead}"
    _show(run, "time", Statement("", (), said, {"hours": number_of_hours(rate)}), plan)


def _show(run: Session, what: str, statement: Statement, plan: Plan | None = None) -> None:
    now, then = Prospect(run), Prospect(run, statement.facts, plan)
    asked = WhatIf(
        statement.said,
        statement.about,
        now.followed,
        then.followed,
        compare(now.schedule, then.schedule),
        engine_switch(now.progress, now.schedule, then.schedule),
        now.proposed,
        then.proposed,
    )
    if run.options.json:
        told = {"what": what, "about": statement.about, **statement.more}
        run.terminal.show_json(what_if_json(asked, told))
    else:
        run.terminal.show(what_if_text(asked, run.terminal.style))
