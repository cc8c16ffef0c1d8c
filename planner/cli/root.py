"""The tree of commands."""

from typing import Annotated, Any

import typer
from typer.main import get_group

from planner import __version__
from planner.cli.options import LazyGroup

MODULES = {
    "start": ("init", "check"),
    "interview": ("interview",),
    "postings": ("postings",),
    "add": ("add",),
    "edit": ("edit",),
    "foreign": ("import",),
    "export": ("export",),
    "everyday": ("status", "next"),
    "progress": ("done", "undone", "start", "drop", "pin", "unpin", "pause", "log"),
    "slip": ("slip",),
    "understand": ("timeline", "why", "gaps", "tracks", "history"),
    "review": ("review",),
    "what_if": ("what-if",),
    "switch": ("switch", "event"),
    "change": ("replan", "baseline", "undo", "redo"),
    "outside": ("sync", "targets"),
    "feed": ("feed",),
    "adopt": ("adopt",),
    "auth": ("auth",),
    "open": ("open",),
    "page": ("page",),
    "daemon": ("daemon",),
    "machine": ("doctor", "config", "schema", "backup", "restore", "plugins"),
}
MODULE_OF = {command: module for module, commands in MODULES.items() for command in commands}


class Root(LazyGroup):
    """`planner` itself, with its commands in the order of a person's day. Without one it shows the status."""

    module_of = MODULE_OF

    def resolve_command(self, ctx: typer.Context, args: list[str]) -> Any:  # type: ignore[override] # noqa: ANN401
        """Find the command; a mistyped one is answered with the nearest."""
        if args and args[0] not in MODULE_OF:
            for name in MODULE_OF:
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def root() -> Root:
    """The whole command line."""

    def show_version(value: bool) -> None:
        if value:
            typer.echo(f"planner {__version__}")
            raise typer.Exit

    app = typer.Typer(
        name="planner",
        cls=Root,
        invoke_without_command=True,
        add_completion=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def planner(
        ctx: typer.Context,
        version: Annotated[
            bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")
        ] = False,
    ) -> None:
        """Turn a career plan into dates, and keep them where you already look.

        Without a command: `planner status`.
        """
        del version
        if ctx.invoked_subcommand is None:
            from planner.cli.everyday import show_status

            show_status(ctx, check=False)

    group = get_group(app)
    if not isinstance(group, Root):
        raise TypeError
    return group
