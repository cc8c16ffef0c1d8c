"""Understanding the plan: `timeline`, `why`, `gaps`, `tracks`, `history`."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.acts import item_of
from planner.cli.files import write_text
from planner.cli.options import Command
from planner.cli.session import session, zone_of
from planner.engine.values import ItemKind
from planner.errors import UsageError

app = typer.Typer()


@app.command(cls=Command)
def timeline(
    ctx: typer.Context,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write a picture.")] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page.")] = None,
) -> None:
    """Show the whole plan over time."""
    from planner.render.timeline import timeline_json, timeline_text

    run = session(ctx)
    for path in (svg, html):
        if path is not None and path.exists() and path.samefile(run.plan_file):
            raise UsageError(f"{path} is the plan itself", "Name another file.")
    if svg is not None:
        from planner.render.svg import timeline_svg

        write_text(svg, timeline_svg(run.plan, run.schedule, run.backups))
        run.terminal.note(f"Wrote {svg}")
    if html is not None:
        from planner.cli.page import picture_of

        write_text(html, picture_of(run))
        run.terminal.note(f"Wrote {html}")
    if run.options.json:
        run.terminal.show_json(timeline_json(run.plan, run.schedule, run.forecast()))
    elif svg is None and html is None:
        style = run.terminal.style
        run.terminal.show(timeline_text(run.plan, run.schedule, run.backups, style, run.forecast()))


@app.command(cls=Command)
def why(ctx: typer.Context, id_: Annotated[str, typer.Argument(metavar="ID", help="The item.")]) -> None:
    """Explain a date: what sets it, and how much slack there is."""
    from planner.progress.moves import moves
    from planner.render.why import why_json, why_text

    run = session(ctx)
    item = item_of(run, id_)
    forecast = run.outlook().of(item.id) if item.kind is ItemKind.STEP else None
    if run.options.json:
        run.terminal.show_json(why_json(run.schedule, item.id, forecast, moves(run.entries)))
    else:
        style = run.terminal.style
        run.terminal.show(why_text(run.schedule, item.id, style, forecast, moves(run.entries)))


@app.command(cls=Command)
def gaps(ctx: typer.Context) -> None:
    """Show what is between you and the goal, and what closes it."""
    from planner.render.gaps import gaps_json, gaps_text

    run = session(ctx)
    if run.options.json:
        run.terminal.show_json(gaps_json(run.plan, run.schedule))
    else:
        run.terminal.show(gaps_text(run.plan, run.schedule, run.terminal.style))


@app.command(cls=Command)
def tracks(ctx: typer.Context) -> None:
    """Compare the tracks: dates, chances, hours and cost."""
    from planner.cli.prospect import Prospect
    from planner.render.tracks import tracks_json, tracks_text

    run = session(ctx)
    prospect = Prospect(run)
    sides = [prospect.side(name) for name in run.plan.tracks]
    if run.options.json:
        run.terminal.show_json(tracks_json(run.plan, sides))
    else:
        run.terminal.show(tracks_text(run.plan, sides, run.terminal.style))


@app.command(cls=Command)
def history(
    ctx: typer.Context,
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="Only what concerns this item.")] = None,
) -> None:
    """Show what was recorded, when, and from where."""
    from planner.render.history import history_json, history_text

    run = session(ctx)
    if run.options.json:
        run.terminal.show_json(history_json(run.entries, id_))
    else:
        run.terminal.show(history_text(run.entries, run.terminal.style, id_, zone_of(run.plan)))
