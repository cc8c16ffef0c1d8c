"""`open`: the page in a browser."""

import webbrowser
from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import session
from planner.errors import PlannerError
from planner.store.presence import presence_file, present

app = typer.Typer()

LISTEN = "127.0.0.1:8765"
_START = "planner daemon run serves it; planner daemon install does from now on."


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
    address = _page(str(service.address if service and served else run.settings.feed.get("listen", LISTEN)))
    opened = served and not only_print and webbrowser.open(address)
    if run.options.json:
        shown = {"schema": "planner.open/1", "address": address, "served": served, "opened": opened}
        run.terminal.show_json(shown)
    elif only_print or opened:
        run.terminal.show(address)
    if not served and only_print:
        run.terminal.note(f"Nothing serves it now. {_START}")
    elif not served:
        raise PlannerError("nothing serves the page now", _START)
    elif not only_print and not opened:
        raise PlannerError("there is no browser that could be started", f"Open it yourself: {address}")


def _page(listen: str) -> str:
    """The page's address, from where the server listens; the page is served to this computer alone."""
    host, _, port = listen.removeprefix("http://").rstrip("/").rpartition(":")
    name = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - read, not listened to
    return f"http://{name}:{port}/"
