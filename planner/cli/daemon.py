"""The background service: `daemon`."""

import typer

from planner.cli import digest, install
from planner.cli.options import Group

app = typer.Typer()
daemon = typer.Typer(cls=Group, help="The background service.")
app.add_typer(daemon, name="daemon")
daemon.registered_commands += [*install.app.registered_commands, *digest.app.registered_commands]
