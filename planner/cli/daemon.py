"""The background service: `daemon run`, `daemon status`, `daemon logs`; the group that the others join."""

import os
import time
from collections.abc import Mapping
from typing import Annotated, ClassVar

import typer

from planner.cli.options import Command, LazyGroup, options


class Daemon(LazyGroup):
    """The group. What reads plans is loaded when it is asked for: the service itself stays small."""

    module_of: ClassVar[Mapping[str, str]] = {
        "install": "install",
        "uninstall": "install",
        "digest": "digest",
    }


app = typer.Typer()
daemon = typer.Typer(cls=Daemon, help="The background service.")
app.add_typer(daemon, name="daemon")

NOT_RUNNING = 1
_LINES = 50
_FOLLOW_SECONDS = 0.5


@daemon.command(cls=Command)
def run(ctx: typer.Context) -> None:
    """Sync in the background, and serve the feed and the page, until it is stopped.

    One for each plan. Stops at Ctrl-C; reads the settings again at SIGHUP.
    """
    # Nothing of a plan is loaded here: this process stays for months, and small.
    from planner.daemon.run import run as run_service
    from planner.daemon.terms import Asked

    asked = options(ctx)
    code = run_service(Asked(asked.plan, asked.config, asked.today), os.environ)
    if code:
        raise typer.Exit(code)


@daemon.command(cls=Command)
def status(ctx: typer.Context) -> None:
    """Show whether the service runs, and how its work goes. Exits with 1 when it doesn't run."""
    from planner.cli.session import session, zone_of
    from planner.daemon.log import log_file
    from planner.daemon.report import Standing, standing_json, standing_text
    from planner.daemon.work import read_jobs
    from planner.store.presence import presence_file, present

    run = session(ctx)
    mistake = run.fall_back()
    with run.snapshot() as snapshot:
        standing = Standing(
            present(presence_file(run.database)),
            str(run.plan_file.absolute()),
            mistake.message if mistake else None,
            read_jobs(snapshot.notes),
            {name: snapshot.remote(name) for name in run.synced(snapshot)},
            str(log_file(run.database)),
            zone_of(run.plan),
        )
    if run.options.json:
        run.terminal.show_json(standing_json(standing))
    else:
        run.terminal.show(standing_text(standing))
    if standing.presence is None:
        run.terminal.note("next: planner daemon install   (or, in this terminal: planner daemon run)")
        raise typer.Exit(NOT_RUNNING)


@daemon.command(cls=Command)
def logs(
    ctx: typer.Context,
    count: Annotated[
        int, typer.Option("-n", "--lines", min=0, metavar="N", help="How many of the last lines.")
    ] = _LINES,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on as lines are added.")] = False,
) -> None:
    """Show what the service did, the newest last."""
    from planner.cli.session import session
    from planner.daemon.log import added, log_file, tail
    from planner.errors import UsageError

    run = session(ctx)
    if follow and run.options.json:
        raise UsageError("--follow goes on without an end, which is no JSON", "Leave out one of them.")
    run.fall_back()
    file = log_file(run.database)
    lines = tail(file, count)
    if run.options.json:
        run.terminal.show_json({"schema": "planner.daemon-logs/1", "file": str(file), "lines": lines})
        return
    if not lines and not follow:
        run.terminal.note(f"There is nothing in {file}.")
    for line in lines:
        run.terminal.show(line)
    if follow:
        for line in added(file, lambda: time.sleep(_FOLLOW_SECONDS)):
            run.terminal.show(line)
