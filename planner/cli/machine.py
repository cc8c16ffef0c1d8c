"""The machine's side: `doctor`, `config`, `schema`, `backup`, `restore`, `plugins`."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from planner import settings as settings_file
from planner.cli.doctor import diagnose, show_findings
from planner.cli.options import Command, Group
from planner.cli.session import Session, now, session
from planner.errors import UsageError
from planner.plan.schema import schema as plan_schema
from planner.settings import all_settings
from planner.store.backups import back_up
from planner.store.recover import recover
from planner.store.restore import check_backup
from planner.store.restore import restore as restore_store
from planner.targets import calendar_files, installed, load_type

app = typer.Typer()
config = typer.Typer(cls=Group, help="The settings in force.")
app.add_typer(config, name="config")


@app.command(cls=Command)
def doctor(ctx: typer.Context) -> None:
    """Look for what is wrong, and say how to mend it."""
    run = session(ctx)
    show_findings(run, "doctor", diagnose(run))


@config.command(cls=Command)
def show(ctx: typer.Context) -> None:
    """Show the settings in force, and where each comes from."""
    run = session(ctx)
    mistake = run.fall_back()
    _show_settings(run)
    if mistake is not None:
        raise mistake


def _show_settings(run: Session) -> None:
    known = run.settings
    targets = [
        {"name": t.name, "type": t.type, **({"items": list(t.items)} if t.items else {}), **t.rest}
        for t in all_settings(known, run.plan_file)
    ]
    if run.options.json:
        run.terminal.show_json(
            {
                "schema": "planner.config/1",
                "file": str(known.file) if known.file else None,
                "plan": str(run.plan_file),
                "id": run.plan.id,
                "timezone": run.plan.timezone,
                "targets": targets,
                "feed": dict(known.feed),
                "daemon": dict(known.daemon),
                "tell": dict(known.tell),
                "calendar_files": {
                    name: str(file) for name, file in calendar_files(known, run.plan, run.plan_file).items()
                },
                "state": str(run.database),
            }
        )
        return
    lines = [
        f"# {known.file or 'no settings file: these are the defaults'}",
        f"plan = {json.dumps(str(run.plan_file))}",
    ]
    for target in targets:
        lines += ["", f"[targets.{target['name']}]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in target.items() if key != "name"]
    for name, table in (("feed", known.feed), ("daemon", known.daemon), ("tell", known.tell)):
        if table:
            lines += _table(name, table)
    lines += ["", f"# state: {run.database}"]
    run.terminal.show("\n".join(lines))


def _table(name: str, table: Mapping[str, object]) -> list[str]:
    """A table of the settings as TOML, with the tables in it below."""
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    own = [f"{key} = {json.dumps(value, default=str)}" for key, value in table.items() if key not in inner]
    lines = ["", f"[{name}]", *own]
    for key, value in inner.items():
        lines += _table(f"{name}.{key}", value)
    return lines


@config.command(cls=Command)
def path(ctx: typer.Context) -> None:
    """Show which settings file is used."""
    run = session(ctx)
    found = settings_file.find(run.options.config, run.options.plan, os.environ)
    if run.options.json:
        run.terminal.show_json({"schema": "planner.config-path/1", "file": str(found) if found else None})
    else:
        run.terminal.show(str(found) if found else "none: the defaults are used")


@app.command(cls=Command)
def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of plan files, for editors."""
    session(ctx).terminal.show(json.dumps(plan_schema(), indent=2, ensure_ascii=False))


@app.command(cls=Command)
def backup(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the copy.")]
) -> None:
    """Copy what was recorded to a file."""
    run = session(ctx)
    if file.exists():
        raise UsageError(f"{file} exists already", "Nothing was overwritten. Name another.")
    if not file.parent.is_dir():
        raise UsageError(f"there is no folder {file.parent}", "Make it, or name another.")
    with run.store() as store:
        store.backup(file)
    if run.options.json:
        run.terminal.show_json({"schema": "planner.backup/1", "file": str(file)})
    else:
        run.terminal.show(f"Wrote {file}")


@app.command(cls=Command)
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
) -> None:
    """Put back what a backup holds. Asks first."""
    run = session(ctx)
    if not file.is_file():
        raise UsageError(f"there is no backup {file}", "Name a file that planner backup wrote.")
    check_backup(file, run.database)
    shown = {"schema": "planner.restore/1", "file": str(file)}
    run.terminal.note(f"{file} takes the place of what is recorded now; that is backed up first.")
    if not run.agreed("Restore it?", shown | {"restored": False}):
        return
    with run.locked():
        if run.database.exists():
            told = recover(run.database, now)
            if told:
                run.terminal.note(told)
            if run.database.exists():
                back_up(run.database, now)
        restore_store(file, run.database)
    if run.options.json:
        run.terminal.show_json(shown | {"restored": True})
    else:
        run.terminal.show(f"Restored {file}")
        run.terminal.note("next: planner sync --dry-run")


@app.command(cls=Command)
def plugins(ctx: typer.Context) -> None:
    """List the target types that are installed."""
    run = session(ctx)
    kinds = [load_type(name) for name in installed()]
    if run.options.json:
        rows = [
            {
                "name": kind.name,
                "meaning": kind.meaning,
                "settings": [
                    {"name": s.name, "meaning": s.meaning, "default": s.default} for s in kind.settings
                ],
            }
            for kind in kinds
        ]
        run.terminal.show_json({"schema": "planner.plugins/1", "plugins": rows})
        return
    for kind in kinds:
        run.terminal.show(f"{kind.name:<8}  {kind.meaning}")
        for setting in kind.settings:
            default = f" (default: {setting.default})" if setting.default else ""
            run.terminal.show(f"          {setting.name}: {setting.meaning}{default}")
