"""`review`: a page on what was done and what comes, for oneself or to hand over."""

from typing import Annotated

import typer

from planner.cli.acts import day_of, not_in_future
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.engine.period import ReviewKind
from planner.errors import PlannerError
from planner.plan.civil import DateRange
from planner.plan.source import read_text

app = typer.Typer()


@app.command(cls=Command)
def review(
    ctx: typer.Context,
    kind: Annotated[ReviewKind, typer.Argument(metavar="KIND", help="week, month, manager or year.")],
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="The first day; default: that of the last such review."),
    ] = None,
    notes: Annotated[
        bool, typer.Option("--notes", help="Put what you logged on the page for a manager, too.")
    ] = False,
) -> None:
    """Write a page to go through, print or send: done, moved and why, next, asks."""
    from planner.cli.prospect import Prospect
    from planner.progress.undo import in_force
    from planner.render.review import Material, review_json, review_markdown
    from planner.render.review_pages import review_sections

    run = session(ctx)
    prospect = Prospect(run)
    material = Material(
        kind=kind,
        period=_period(run, kind, since),
        plan=run.plan,
        schedule=run.schedule,
        progress=run.progress,
        entries=in_force(run.entries),
        followed=prospect.followed,
        pace=run.outlook().pace,
        proposed=prospect.proposed,
        with_words=notes,
        why_job=_why_job(run) if kind in {ReviewKind.MONTH, ReviewKind.YEAR} else (),
    )
    sections = review_sections(material)
    if run.options.json:
        run.terminal.show_json(review_json(material, sections))
    else:
        run.terminal.show(review_markdown(material, sections))


def _period(run: Session, kind: ReviewKind, since: str | None) -> DateRange:
    if since is not None:
        return DateRange(not_in_future(run, day_of(since)), run.today)
    from planner.engine.period import period

    return period(kind, run.plan, run.progress, run.schedule.start, run.today)


def _why_job(run: Session) -> tuple[str, ...]:
    """Why jobs were taken, as the interview keeps it beside the plan; a broken file is said."""
    from planner.coach import answers
    from planner.coach.values import UNKNOWN

    kept = answers.beside(run.plan_file)
    if not kept.exists():
        return ()
    try:
        found = answers.read(read_text(kept), str(kept)).answers
    except PlannerError as error:
        run.terminal.note(f"{kept} was left out: {error.message.splitlines()[0]}")
        return ()
    rounds = (found.current, *found.earlier)
    told = (known.reply for one in rounds if (known := one.get("why-job")) is not None)
    return tuple(dict.fromkeys(why for why in told if isinstance(why, str) and why != UNKNOWN))
