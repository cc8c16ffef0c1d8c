"""The background service: `daemon`."""

from importlib import import_module

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from planner.cli.options import Group

_MODULE_OF = {"install": "install", "uninstall": "install", "digest": "digest"}


class Daemon(Group):
    """The group. What reads plans is loaded when it is asked for: the service itself stays small."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """All commands."""
        return list(dict.fromkeys([*super().list_commands(ctx), *_MODULE_OF]))

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        """Load the module of one command."""
        if cmd_name not in self.commands and cmd_name in _MODULE_OF:
            module = import_module(f"planner.cli.{_MODULE_OF[cmd_name]}")
            self.commands.update(get_group(module.app).commands)
        return super().get_command(ctx, cmd_name)  # type: ignore[return-value]


app = typer.Typer()
daemon = typer.Typer(cls=Daemon, help="The background service.")
app.add_typer(daemon, name="daemon")


@daemon.callback()
def _group() -> None:
    """The background service."""
