"""`open`: the page in a browser."""

import webbrowser
from typing import Annotated

import typer

from planner.cli.feed import SERVE_IT
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.errors import PlannerError
from planner.store.presence import presence_file, present
from planner.web.address import base_of
from planner.web.settings import read_feed

app = typer.Typer()


@app.command("open", cls=Command)
def open_(
    ctx: typer.Context,
    only_print: Annotated[
        bool, typer.Option("--print", help="Print the address of the page; open nothing.")
    ] = False,
) -> None:
    """Open the page that the daemon serves in your browser."""
    run = session(ctx)
    run.fall_back()
    service = present(presence_file(run.database))
    served = service is not None and service.address is not None
    address = service.address if service and service.address else _would_be(run)
    opened = served and not only_print and webbrowser.open(address)
    if run.options.json:
        shown = {"schema": "planner.open/1", "address": address, "served": served, "opened": opened}
        run.terminal.show_json(shown)
    elif only_print or opened:
        run.terminal.show(address)
    if not served and only_print:
        run.terminal.note(f"Nothing serves it now. {SERVE_IT}")
    elif not served:
        raise PlannerError("nothing serves the page now", SERVE_IT)
    elif not only_print and not opened:
        raise PlannerError("there is no browser that could be started", f"Open it yourself: {address}")


def _would_be(run: Session) -> str:
    """Where the page would be."""
    settings = read_feed(str(run.settings.file), run.settings.feed)
    return f"{base_of(settings.listen)}/"
