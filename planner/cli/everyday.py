"""Where the plan stands: `status` and `next`."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import SOMETHING_TO_DO, Session, now, session
from planner.progress.adoption import unadopted
from planner.progress.moves import moves
from planner.render.next import next_items, next_json, next_text
from planner.render.status import News, TargetLine, due_this_week, status_json, status_text
from planner.store.snapshot import Snapshot

if TYPE_CHECKING:  # loaded once something is odd
    from planner.sync.clock import Doubt

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
    theirs, moved = unadopted(run.plan, run.progress.theirs), moves(run.entries)
    with run.snapshot() as snapshot:
        lines, doubt = target_lines(run, snapshot), doubt_of(run, snapshot)
    if run.options.json:
        news = News(theirs, moved, doubt, run.forecast(), run.outlook().pace)
        shown = status_json(run.plan, run.schedule, lines, news)
        run.terminal.show_json(shown | {"proposals": _proposals_json(run)})
    else:
        news = News(theirs, moved, doubt, run.forecast(), proposals=_proposals(run))
        run.terminal.show(status_text(run.plan, run.schedule, lines, run.terminal.style, news))
    if check and due_this_week(run.schedule, next_items(run.schedule)):
        raise typer.Exit(SOMETHING_TO_DO)


def _proposals(run: Session) -> list[str]:
    """What backup tracks are proposed, in lines; they are only planned and loaded when there are any."""
    if not run.proposals:
        return []
    from planner.cli.prospect import Prospect
    from planner.render.proposals import proposals_text

    prospect = Prospect(run)
    return proposals_text(prospect.followed, prospect.proposed, run.terminal.style)


def _proposals_json(run: Session) -> list[dict[str, object]]:
    if not run.proposals:
        return []
    from planner.cli.prospect import Prospect
    from planner.render.proposals import proposals_json

    return proposals_json(Prospect(run).proposed)


def target_lines(run: Session, snapshot: Snapshot) -> tuple[TargetLine, ...]:
    """How each target's last sync ended, and when the last sync was."""
    known = [(name, snapshot.remote(name)) for name in run.synced(snapshot)]
    if not known:
        return ()
    try:
        minutes = max(0, int((now().timestamp() - run.lock.stat().st_mtime) // 60))
    except OSError:
        minutes = None
    return tuple(TargetLine(name, state.message or state.state or "ok", minutes) for name, state in known)


def doubt_of(run: Session, snapshot: Snapshot) -> "Doubt | None":
    """What is odd about the clock since the last sync; None when nothing is, or a person named the day."""
    last = snapshot.clock() if run.options.today is None else None
    if last is None or last[0] == run.today:
        return None
    from planner.sync.clock import read_clock

    return read_clock(last, now(), run.today, {}).doubt


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
