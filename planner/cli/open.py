"""`open`: the page in a browser."""

import webbrowser
from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import session
from planner.errors import PlannerError
from planner.store.lock import holder

app = typer.Typer()

LISTEN = "127.0.0.1:8765"
_START = "Start it with: planner daemon run   (or for good: planner daemon install)"


@app.command("open", cls=Command)
def open_(
    ctx: typer.Context,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the address of the page; open nothing.")
    ] = False,
) -> None:
    """Open the page that the daemon serves in your browser."""
    run = session(ctx)
    found = holder(run.daemon_lock)
    running = isinstance(found.get("address"), str) if found else False
    address = f"{found['address']}/" if found and running else f"http://{run.settings.feed.get('listen', LISTEN)}/"
