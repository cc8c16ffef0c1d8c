"""Other ways to the goal: `switch` follows another track, `event` reports what a trigger may wait for."""

from typing import Annotated

import typer

from planner.cli import statements
from planner.cli.options import Command
from planner.cli.prospect import Prospect
from planner.cli.session import Session, session
from planner.engine.compare import compare
from planner.engine.triggers import awaited
from planner.render.moves import moves_json
from planner.render.proposals import proposals_json, proposals_text
from planner.render.switch import switch_text
from planner.render.tracks import arrival_json, switch_json

app = typer.Typer()


@app.command(cls=Command)
def switch(
    ctx: typer.Context,
    track: Annotated[str, typer.Argument(metavar="TRACK", help="The track to follow from now on.")],
) -> None:
    """Follow another track. Shows both arrivals and what is lost, and asks first."""
    run = session(ctx)
    statement = statements.chosen(run, track)
    now = Prospect(run)
    if track == now.schedule.track:
        _stay(run, statement)
        return
    other = now.side(track)
    means = switch_json(other.switch) if other.switch is not None else {}
    effect = compare(now.schedule, other.schedule)
    if not run.options.json:
        run.terminal.show(switch_text(now.followed, other, effect, run.terminal.style))
    shown = {
        "schema": "planner.switch/1",
        "track": track,
        "before": {"track": now.followed.name, **arrival_json(now.followed.arrival)},
        "after": {"track": track, **arrival_json(other.arrival)},
        **means,
    }
    if not run.agreed(f"Follow {track}?", shown | {"switched": False} | moves_json(effect)):
        return
    run.record(statement.facts)
    if run.options.json:
        run.terminal.show_json(shown | {"switched": True} | moves_json(effect))
    else:
        run.terminal.note(f"You follow {track} now.  next: planner sync   (planner undo takes it back)")


def _stay(run: Session, statement: statements.Statement) -> None:
    """Nothing moves, so nothing is asked."""
    if statement.facts:
        run.record(statement.facts)
    if run.options.json:
        shown = {"schema": "planner.switch/1", "track": statement.about, "switched": False}
        run.terminal.show_json(shown | {"moves": [], "message": statement.said})
    else:
        run.terminal.show(statement.said)


@app.command(cls=Command)
def event(
    ctx: typer.Context,
    word: Annotated[str, typer.Argument(metavar="WORD", help="What happened, like layoff.")],
    date_: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="The day it was; default: today.")
    ] = None,
) -> None:
    """Report what happened, and see which track is proposed for that. Nothing switches by itself."""
    run = session(ctx)
    statement = statements.reported(run, word, date_)
    then = Prospect(run, statement.facts)
    run.record(statement.facts)
    known = awaited(run.plan)
    if run.options.json:
        shown = {"schema": "planner.event/1", "word": statement.about, **statement.more}
        run.terminal.show_json(shown | {"awaited": sorted(known), "proposals": proposals_json(then.proposed)})
        return
    style = run.terminal.style
    lines = style.wrap(statement.said)
    if statement.about in known:
        lines += proposals_text(then.followed, then.proposed, style)
        if not then.proposed:
            lines += style.wrap(f"You follow the track that waited for it: {then.schedule.track}.")
    else:
        waits = f"It waits for: {', '.join(known)}." if known else "It waits for no event."
        lines += style.wrap(f"No track of this plan waits for that. {waits}")
    run.terminal.show("\n".join(lines))
    run.terminal.note("Nothing else has changed.  (planner undo takes it back)")
