"""`planner export`: the schedule for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.files import write_text
from planner.cli.options import Command
from planner.cli.session import session, zone_of
from planner.errors import UsageError
from planner.render.export import FORMATS, Export

app = typer.Typer()

STDOUT = "-"
_ENDINGS = {".csv": "csv", ".json": "json", ".md": "markdown", ".markdown": "markdown"}


@app.command(cls=Command)
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Where to; - is standard output.")] = STDOUT,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; else as FILE ends."),
    ] = None,
) -> None:
    """Write the steps and tasks with their dates for another program."""
    run = session(ctx)
    otherwise = "json" if run.options.json and file == STDOUT else "csv"
    name = format_ or _ENDINGS.get(Path(file).suffix.lower(), otherwise)
    if name not in FORMATS:
        raise UsageError(f'there is no format "{name}"', f"Choose one of {', '.join(FORMATS)}.")
    text = Export(run.plan, run.schedule, zone_of(run.plan)).text(name)
    if file == STDOUT:
        run.terminal.show(text.removesuffix("\n"))
        return
    path = Path(file)
    if path.exists() and path.samefile(run.plan_file):
        raise UsageError(f"{path} is the plan itself", "Nothing was overwritten. Name another.")
    write_text(path, text)
    if run.options.json:
        run.terminal.show_json({"schema": "planner.export-file/1", "file": str(path), "format": name})
    else:
        run.terminal.show(f"Wrote {path}.")
