"""Where the plan stands: `status` and `next`."""

from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import SOMETHING_TO_DO, Session, now, session
from planner.progress.adoption import unadopted
from planner.render.next import next_items, next_json, next_text
from planner.render.status import TargetLine, due_this_week, status_json, status_text

app = typer.Typer()


@app.command(cls=Command)
def status(
    ctx: typer.Context,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 10 when something is due this week.")
    ] = False,
) -> None:
    """Show where you stand and what this week asks."""
    show_status(ctx, check=check)


def show_status(ctx: typer.Context, *, check: bool) -> None:
    """Print the status; with `check`, raise typer.Exit(10) when something is due this week."""
    run = session(ctx)
    lines, theirs = target_lines(run), unadopted(run.plan, run.progress.theirs)
    if run.options.json:
        pace = run.outlook().pace
        known = pace if pace.evidence else None
        run.terminal.show_json(status_json(run.plan, run.schedule, lines, theirs, run.forecast(), known))
    else:
        style = run.terminal.style
        run.terminal.show(status_text(run.plan, run.schedule, lines, style, theirs, run.forecast()))
    if check and due_this_week(run.schedule, next_items(run.schedule)):
        raise typer.Exit(SOMETHING_TO_DO)


def target_lines(run: Session) -> tuple[TargetLine, ...]:
    """How each target's last sync ended, and when the last sync was."""
    with run.snapshot() as snapshot:
        known = [(name, snapshot.remote(name)) for name in snapshot.targets()]
    if not known:
        return ()
    try:
        minutes = max(0, int((now().timestamp() - run.lock.stat().st_mtime) // 60))
    except OSError:
        minutes = None
    return tuple(TargetLine(name, state.message or state.state or "ok", minutes) for name, state in known)


@app.command("next", cls=Command)
def next_(
    ctx: typer.Context,
    count: Annotated[int, typer.Option("-n", "--count", min=1, metavar="N", help="How many to show.")] = 5,
) -> None:
    """Show what to do next, most pressing first."""
    run = session(ctx)
    if run.options.json:
        run.terminal.show_json(next_json(run.schedule, count))
    else:
        run.terminal.show(next_text(run.schedule, count, run.terminal.style))
