"""`daemon install` and `daemon uninstall`: the background service as units of systemd."""

import os
import shlex
import subprocess  # nosec B404 - our own program
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.config import unit_template
from planner.daemon import units
from planner.daemon.install import DAEMON, TIMER, Installation, service, timer, wanted_by
from planner.daemon.jobs import every
from planner.daemon.systemd import Systemd, is_there
from planner.daemon.tell_settings import read_tell
from planner.errors import PlannerError
from planner.settings import all_settings
from planner.store.paths import make_private, state_directory
from planner.targets import calendar_files, configured
from planner.web.settings import read_feed

app = typer.Typer()
_KEPT = ("PLANNER_STATE_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
_SECRET = "PLANNER_TODOIST_TOKEN"  # noqa: S105 # nosec B105 - a name


@app.command(cls=Command)
def install(
    ctx: typer.Context,
    by_timer: Annotated[
        bool, typer.Option("--timer", help="No daemon: a timer that starts a sync now and then.")
    ] = False,
) -> None:
    """Install the background service for this plan, and start it.

    Once more after the plan, the settings or the program moved.
    """
    run = session(ctx)
    what = _checked(run)
    if not is_there():
        cron = shlex.join(what.command("sync", "--unattended"))
        raise PlannerError(
            "there is no systemd here; nothing was installed",
            f"Start it by other means: planner daemon run. Or let cron sync: */15 * * * * {cron}",
        )
    systemd = Systemd()
    answers = systemd.answers()
    what = replace(what, namespaces=systemd.grants_namespaces(answers=answers))
    texts = _timer(what, _interval(run)) if by_timer else _daemon(what)
    others = [unit for unit in _own(what.plan_id) if unit.file not in texts]
    edited = [unit.file for unit in (*others, *units.standing(list(texts))) if unit.is_edited]
    shown: dict[str, object] = {
        "schema": "planner.daemon-install/1",
        "unit": next(reversed(texts)).name,
        "files": [str(file) for file in texts],
    }
    if edited:
        run.terminal.note(f"Changed by hand, and would be lost: {', '.join(map(str, edited))}")
        if not run.agreed("Write anew?", shown | {"installed": False}):
            return
    for unit in others:
        _take_away(systemd, unit.file, answers=answers)
    changed = [file for file, text in texts.items() if units.put(file, text)]
    main = next(reversed(texts))
    if answers:
        systemd.reload()
        systemd.start(main.name)
    else:
        units.enable_offline(main, wanted_by(texts[main]))
    shown |= {
        "installed": True,
        "changed": bool(changed),
        "removed": [str(unit.file) for unit in others],
        "started": answers,
        "hardened": what.namespaces,
        "lingers": systemd.lingers(),
    }
    if run.options.json:
        run.terminal.show_json(shown)
        return
    run.terminal.show(f"{'Installed' if changed else 'Installed already'}: {main}")
    for line in _told(main.name, shown):
        run.terminal.note(line)


@app.command(cls=Command)
def uninstall(ctx: typer.Context) -> None:
    """Stop the background service of this plan, and take it away."""
    run = session(ctx)
    try:
        run.fall_back()
        found = _own(run.plan.id)
    except PlannerError:  # the plan is gone: its file's name is what is left
        file = str(run.plan_file.absolute())
        found = [unit for unit in units.installed(_directory()) if unit.mark and unit.mark.plan == file]
    shown: dict[str, object] = {
        "schema": "planner.daemon-uninstall/1",
        "files": [str(unit.file) for unit in found],
        "state": str(state_directory(os.environ)),
    }
    edited = [unit.file for unit in found if unit.is_edited]
    if edited:
        run.terminal.note(f"Changed by hand, and would be lost: {', '.join(map(str, edited))}")
        if not run.agreed("Remove it?", shown | {"removed": False}):
            return
    systemd = Systemd()
    answers = bool(found) and is_there() and systemd.answers()
    for unit in found:
        _take_away(systemd, unit.file, answers=answers)
    if answers:
        systemd.reload()
    if run.options.json:
        run.terminal.show_json(shown | {"removed": bool(found)})
    elif not found:
        run.terminal.show("Nothing is installed for this plan.")
    else:
        run.terminal.show("\n".join(f"Removed: {unit.file}" for unit in found))
        run.terminal.note(f"Left as it is: what was recorded, with the feed's address ({shown['state']}).")


def _checked(run: Session) -> Installation:
    """What is to be installed, once it is known that it could start. Raises PlannerError."""
    settings = run.settings
    configured(settings, run.plan, run.plan_file)
    read_tell(settings.tell, settings.file or Path("settings"))
    read_feed(str(settings.file or "settings"), settings.feed)
    _interval(run)
    _ = run.schedule
    environment = {name: str(Path(value).absolute()) for name in _KEPT if (value := os.environ.get(name))}
    path = [part for part in os.environ.get("PATH", os.defpath).split(os.pathsep) if part.startswith("/")]
    environment |= {"PATH": os.pathsep.join(path), "PYTHONSAFEPATH": "1"}
    what = Installation(
        (sys.executable, "-m", "planner"),
        run.plan_file.absolute(),
        run.plan.id,
        settings.file.absolute() if settings.file else None,
        _writable(run),
        environment,
    )
    ended = subprocess.run(  # nosec B603
        [*what.program, "--version"],
        cwd=what.plan.parent,
        env={"HOME": str(Path.home()), **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    if ended.returncode != 0:
        raise PlannerError(
            f"{shlex.join(what.program)} doesn't run outside of this folder",
            "Install planner: make install, or pipx.",
        )
    return what


def _writable(run: Session) -> tuple[Path, ...]:
    """The folders that a sync writes to; those of our own are made, so that a unit may open them."""
    state = state_directory(os.environ)
    make_private(state)
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share").absolute() / "planner"
    make_private(data)
    beside = (run.settings.file or run.plan_file).absolute().parent
    files = [run.plan_file.absolute(), *calendar_files(run.settings, run.plan, run.plan_file).values()]
    for target in all_settings(run.settings, run.plan_file):
        named = (
            value for key, value in target.rest.items() if key.endswith("-file") and isinstance(value, str)
        )
        files += [beside / Path(value).expanduser() for value in named]
    folders = [folder for file in files for folder in (file.parent, file.resolve().parent)]
    return tuple(dict.fromkeys([*folders, state, data]))


def _daemon(what: Installation) -> dict[Path, str]:
    name = units.choose(_directory(), DAEMON, what.plan_id)
    return {
        _directory() / f"{name}.service": service(unit_template("planner.service"), what, "daemon", "run")
    }


def _interval(run: Session) -> timedelta:
    """How often to sync."""
    return every(run.settings.daemon, str(run.settings.file or "settings"))


def _timer(what: Installation, interval: timedelta) -> dict[Path, str]:
    """Service and timer; the last one is what is enabled."""
    name = units.choose(_directory(), TIMER, what.plan_id)
    one = service(unit_template("planner-sync.service"), what, "sync", "--unattended")
    when = timer(
        unit_template("planner-sync.timer"), what, f"{name}.service", int(interval / timedelta(minutes=1))
    )
    return {_directory() / f"{name}.service": one, _directory() / f"{name}.timer": when}


def _directory() -> Path:
    return units.unit_directory(os.environ)


def _own(plan_id: str) -> list[units.Unit]:
    return [unit for unit in units.installed(_directory()) if unit.mark and unit.mark.plan_id == plan_id]


def _take_away(systemd: Systemd, file: Path, *, answers: bool) -> None:
    if answers:
        systemd.stop(file.name)
    units.remove(file)


def _told(unit: str, shown: dict[str, object]) -> Sequence[str]:
    """What comes next, and what isn't as it might be thought."""
    lines = []
    if shown["started"]:
        lines.append("It runs now, and starts each time you log in.")
    else:
        lines += [
            "systemd doesn't answer here, so it doesn't run yet: it starts when you log in next. Or now:",
            f"  systemctl --user daemon-reload && systemctl --user start {unit}",
            "or, without systemd: planner daemon run",
        ]
    if shown["lingers"] is not True:
        lines.append("It ends when you log out. To let it run all the time: loginctl enable-linger")
    if not shown["hardened"]:
        lines.append(
            "This system grants no user namespaces, so the unit does without the directives that need one."
        )
    if os.environ.get(_SECRET):
        lines.append(f"{_SECRET} isn't written into the unit: keep the token with planner auth todoist.")
    is_timer = unit.endswith(".timer")
    return [*lines, f"next: {'systemctl --user list-timers' if is_timer else 'planner daemon status'}"]
