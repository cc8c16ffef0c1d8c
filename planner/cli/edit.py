"""`planner edit`: the plan file in a person's editor, and back where it is a plan or they say so."""

import os
import shlex
import shutil
import signal
import subprocess  # nosec B404 - the editor is what the person named, and no shell reads it
import sys
import tempfile
from enum import Enum, auto
from pathlib import Path

import typer

from planner.cli.options import Command
from planner.cli.plan_file import Edit
from planner.cli.session import Session, session
from planner.errors import PlanInvalid, PlannerError, UsageError
from planner.plan.source import read_text
from planner.store.paths import make_private, state_directory

app = typer.Typer()

EDITORS = ("sensible-editor", "nano", "vi")


@app.command(cls=Command)
def edit(ctx: typer.Context) -> None:
    """Open the plan file in your editor, and check it when you save.

    The editor is the one in VISUAL or EDITOR. What you wrote is never lost.
    """
    run = session(ctx)
    path = run.plan_file
    before = read_text(path)
    if run.options.no_input or run.options.json or not _is_terminal():
        raise UsageError("editing needs a terminal", f"The plan file is {path}; check it with: planner check")
    command = _editor()
    copy = _copy(path, before)
    end = _End.BACK
    try:
        end = _rounds(run, command, copy, before)
    finally:
        if copy.exists() and (end is not _End.BACK or copy.read_bytes() == before.encode()):
            copy.unlink()
        elif copy.exists():
            run.terminal.note(f"What you wrote is kept in {copy}")
    if end is _End.BROKEN:
        raise PlanInvalid(f"{path} is no plan as it is", "Mend it with: planner edit")


class _End(Enum):
    """How editing ended; after BACK alone the copy holds what nothing else does."""

    SAVED = auto()
    BROKEN = auto()
    BACK = auto()


def _rounds(run: Session, command: list[str], copy: Path, before: str) -> _End:
    """Edit until it is right, kept as it is, or given up."""
    while True:
        _open(command, copy)
        after = read_text(copy)
        run.text = before
        change = Edit(run, before, after)
        if after == before:
            run.terminal.show("Nothing was changed.")
            return _End.SAVED
        mistakes = _mistakes(change)
        if not mistakes and not _asks(change):
            _keep(run, change)
            return _End.SAVED
        run.terminal.show(mistakes or "\n".join(change.moves(None)))
        match _answer("Edit again, keep it as it is, or go back to what it was?"):
            case "k" if mistakes:
                change.write()
                return _End.BROKEN
            case "k":
                _keep(run, change)
                return _End.SAVED
            case "b":
                run.terminal.show(f"{run.plan_file} is what it was.")
                return _End.BACK


def _mistakes(change: Edit) -> str:
    """What is wrong with the text, a line for each; empty when it is a plan."""
    try:
        _ = change.then.plan
    except PlanInvalid as error:
        return f"{error.message}\n{error.hint}".rstrip()
    return ""


def _asks(change: Edit) -> bool:
    """Whether it brings about something that can't be."""
    return change.change is not None and any(one.code.is_error for one in change.change.fresh)


def _keep(run: Session, change: Edit) -> None:
    moves = change.moves(None)
    change.write()
    run.terminal.show("\n".join([f"Saved {run.plan_file}.", *moves]))
    if renamed := _renamed(run, change):
        run.terminal.note(renamed)
    run.terminal.note("next: planner sync")


def _renamed(run: Session, change: Edit) -> str:
    """A warning where the plan got another id."""
    try:
        old, new = run.plan.id, change.then.plan.id
    except PlannerError:
        return ""
    if old == new:
        return ""
    return f"Its id was {old} and is {new} now: what was recorded under {old} doesn't count for it."


def _is_terminal() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def _editor() -> list[str]:
    """The editor with its arguments. Raises UsageError where there is none."""
    for name in ("VISUAL", "EDITOR"):
        if line := os.environ.get(name, "").strip():
            try:
                return shlex.split(line)
            except ValueError as error:
                raise UsageError(f"{name}: {line}: {error}", f"Name your editor in {name}.") from None
    found = next((one for one in EDITORS if shutil.which(one)), None)
    if found is None:
        raise UsageError("there is no editor", "Name yours in the environment: VISUAL=nano planner edit")
    return [found]


def _copy(path: Path, text: str) -> Path:
    """A copy in the state directory: beside the plan, it would be a second plan there."""
    folder = state_directory(os.environ) / "edits"
    make_private(folder)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=f"{path.stem}-", suffix=path.suffix or ".yaml")
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return Path(name)


def _open(command: list[str], copy: Path) -> None:
    """Run the editor. Ctrl-C is the editor's while it runs. Raises PlannerError when it fails."""
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        code = subprocess.call([*command, str(copy)])  # nosec B603
    except OSError as error:
        raise UsageError(
            f"the editor {command[0]} can't be run: {error.strerror}", "Name another in VISUAL or EDITOR."
        ) from None
    finally:
        signal.signal(signal.SIGINT, previous)
    if code:
        raise PlannerError(f"the editor ended with {code}", "Nothing was changed.")
    if not copy.exists():
        raise PlannerError(f"the editor left nothing: {copy} is gone", "Nothing was changed.")


def _answer(question: str) -> str:
    """One of the three. Whoever says nothing goes back: nothing is lost by that."""
    while True:
        sys.stderr.write(f"{question} [e/k/b] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        said = line.strip().lower()[:1]
        if not line or said in {"e", "k", "b"}:
            return said or "b"
