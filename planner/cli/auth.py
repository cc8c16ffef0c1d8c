"""`planner auth TARGET`: sign in to what a target writes to."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.errors import PlannerError, UsageError
from planner.settings import TargetSettings
from planner.sync.target import Setup, SignIn
from planner.targets import installed, load_type

app = typer.Typer()


@app.command(cls=Command)
def auth(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="TARGET", help="The target, or its type.")],
    client: Annotated[
        Path | None,
        typer.Option("--client", metavar="FILE", help="Your OAuth client file; later it's remembered."),
    ] = None,
    headless: Annotated[
        bool, typer.Option("--headless", help="There is no browser on this computer: show the address.")
    ] = False,
) -> None:
    """Sign in to what a target writes to, and keep the sign-in in a file that only you can read."""
    run = session(ctx)
    target = _target(run, name)
    sign_in = load_type(target.type).sign_in
    if sign_in is None:
        raise UsageError(f"{name} needs no sign-in", "planner plugins lists the types of targets.")
    asked = run.options
    told = sign_in(
        SignIn(
            settings=target.rest,
            directory=_directory(run),
            client=client,
            headless=headless,
            say=_say,
            browse=_browse,
            typed=sys.stdin,
            attended=not (asked.no_input or asked.json),
        )
    )
    if run.options.json:
        run.terminal.show_json({"schema": "planner.auth/1", "target": target.name, "message": told})
        return
    run.terminal.show(told)
    run.terminal.note("next: planner sync --dry-run")


def examined(run: Session) -> Iterator[tuple[str, PlannerError | str]]:
    """The targets whose sign-in doesn't hold, with what is wrong, and those with a remark on it."""
    for target in run.settings.targets:
        examine = load_type(target.type).examine
        if examine is None:
            continue
        try:
            remark = examine(Setup(run.plan.id, run.plan.title, _directory(run), target.rest, target.name))
        except PlannerError as error:
            yield target.name, error
        else:
            if remark is not None:
                yield target.name, remark


def _target(run: Session, name: str) -> TargetSettings:
    """The target of that name; else the only one of that type; else one of that type without settings."""
    targets = run.settings.targets
    if named := [target for target in targets if target.name == name]:
        return named[0]
    if name not in installed():
        raise UsageError(
            f'there is no target "{name}", and no type of that name',
            f"Targets: {', '.join(target.name for target in targets) or 'none'}. "
            f"Types: {', '.join(installed())}.",
        )
    of_type = [target for target in targets if target.type == name]
    if len(of_type) > 1:
        raise UsageError(
            f"there are several targets of the type {name}",
            f"Name one: {', '.join(target.name for target in of_type)}.",
        )
    return of_type[0] if of_type else TargetSettings(name, name)


def _directory(run: Session) -> Path:
    """What relative paths in the settings count from."""
    return (run.settings.file or Path("settings")).absolute().parent


def _say(text: str) -> None:
    """Show a text that the sign-in can't do without: not even `--quiet` hides it."""
    typer.echo(text, err=True)


def _browse(address: str) -> bool:
    """Open a graphical browser, or the one in BROWSER; a browser of the terminal would take it over."""
    import webbrowser

    if sys.platform == "linux" and not any(map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"))):
        return False
    try:
        return webbrowser.open(address)
    except (webbrowser.Error, OSError):
        return False
