"""The background service: `daemon run`, `daemon status`, `daemon logs`."""

import os
import time
from typing import Annotated

import typer

from planner.cli.options import Command, Group, options

app = typer.Typer()
daemon = typer.Typer(cls=Group, help="The background service.")
app.add_typer(daemon, name="daemon")

NOT_RUNNING = 1
_FOLLOW_SECONDS = 0.5


@daemon.command(cls=Command)
def run(ctx: typer.Context) -> None:
    """Sync in the background, and serve the feed and the page, until it is stopped.

    One for each plan. Stops at Ctrl-C; reads the settings again at SIGHUP.
    """
    from planner.daemon.run import run as run_service

    asked = options(ctx)
    code = run_service(asked.plan, asked.config, os.environ)
    if code:
        raise typer.Exit(code)
