"""`planner import`: what other programs keep becomes steps and tasks of the plan file."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.files import write_text
from planner.cli.find_plan import only_plan, plans_in
from planner.cli.options import Command
from planner.cli.plan_file import Edit
from planner.cli.session import Session, session, zone_of
from planner.config import SCHEMA
from planner.errors import UsageError
from planner.plan.edit.writing import Manner, inline, scalar
from planner.plan.foreign.formats import FORMATS, read_foreign
from planner.plan.foreign.merge import Merged, gaps_of, merge
from planner.plan.foreign.values import Haul
from planner.plan.foreign.written import written
from planner.plan.identity import task_ids
from planner.plan.source import SIZE_LIMIT
from planner.progress.facts import Completed
from planner.render.imported import Outcome, import_json, import_notes, import_text

app = typer.Typer()

SCHEMA_FILE = SCHEMA.name
STDIN = "-"
STEPS = "steps"
HOURS = "8h/week"


@app.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="What to take over; - is standard input.")],
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="FORMAT", help=f"{', '.join(FORMATS)}; default: what it looks like."),
    ] = None,
    into: Annotated[
        str, typer.Option("--into", metavar="steps|STEP", help="Add it as tasks of this step.")
    ] = STEPS,
    dry_run: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Show what would be added; change nothing.")
    ] = False,
) -> None:
    """Write what another program keeps into the plan file, as steps and tasks.

    Without a plan, one is made. What is there already isn't added again.
    """
    run = session(ctx)
    text, told = _read(file)
    path, is_new = _place(run, file)
    plan = None if is_new else run.plan
    if into != STEPS and (plan is None or into not in plan.steps):
        raise UsageError(f'there is no step "{into}" to add tasks to', "See: planner status")
    haul = read_foreign(text, from_, zone_of(plan) if plan else None)
    haul = haul._replace(told=[*told, *haul.told])
    merged = merge(haul, plan, None if into == STEPS else into)
    before = None if is_new else run.text
    text = before if before is not None else _head(run, path, haul, merged)
    after = written(text, str(path), merged)
    then = Session(run.options._replace(plan=str(path)), run.terminal)
    then.text = after
    known = run.progress.done if plan else {}
    items = _items(then) if merged.done else set()
    done = {item: day for item, day in merged.done.items() if item in items and item not in known}
    outcome = Outcome(path, haul, merged, before, after, _days(then, done) if done else {}, dry_run)
    if not dry_run:
        _write(run, then, outcome)
    if run.options.json:
        run.terminal.show_json(import_json(outcome))
        return
    for line in import_notes(outcome):
        run.terminal.note(line)
    run.terminal.show(import_text(outcome))
    if dry_run:
        run.terminal.note("Nothing was changed (dry run).")
    elif outcome.has_new:
        run.terminal.note("next: planner check, then: planner timeline")


def _write(run: Session, then: Session, outcome: Outcome) -> None:
    """The file first: should recording fail, its steps are there to be ticked."""
    path = outcome.path
    if outcome.has_new and outcome.before is None:
        write_text(path, outcome.after, new=True)
        beside = path.with_name(SCHEMA_FILE)
        if not beside.exists():
            write_text(beside, SCHEMA.read_text(encoding="utf-8"))
    elif outcome.has_new and outcome.before is not None:
        Edit(run, outcome.before, outcome.after).write()
    if outcome.done:
        then.record([Completed(item, day) for item, day in outcome.done.items()])


def _read(file: str) -> tuple[str, list[str]]:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, as spreadsheets write them; and a
    word on the last, which is a guess.
    """
    try:
        if file == STDIN:
            raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{file} can't be read: {reason}") from None
    if len(raw) > SIZE_LIMIT:
        raise UsageError(f"{file} is larger than {SIZE_LIMIT // 1024 // 1024} MiB", "Is it the right file?")
    for encoding in ("utf-16",) if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, ["It is no UTF-8: read as Windows-1252."] if encoding == "cp1252" else []
    raise UsageError(f"{file} is no text", "Is it the right file?")


def _place(run: Session, file: str) -> tuple[Path, bool]:
    """The plan file, and whether it is to be made."""
    if run.options.plan is not None:
        path = Path(run.options.plan)
        return path, not path.exists()
    if run.settings.plan is not None:
        return run.plan_file, False
    if plans_in(Path()):
        return only_plan(Path()), False
    stem = "plan" if file == STDIN else Path(file).stem
    return Path(f"{stem}.yaml"), True


def _head(run: Session, path: Path, haul: Haul, merged: Merged) -> str:
    """The beginning of a new plan, up to its steps."""
    own = run.free_id(path)
    title = haul.title or path.stem.replace("-", " ").replace("_", " ").strip().capitalize() or own
    needs_time = any("effort" in inline(one.fields, Manner()) for one in merged.steps)
    time = f"time: {HOURS:<20} # what you can give; make it yours\n" if needs_time else ""
    closed = "".join(f"  {gap}: {scalar(gap)}\n" for gap in gaps_of(haul))
    gaps = f"gaps:\n{closed}" if closed else ""
    return (
        f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
        f"plan: 1\nid: {own}\ntitle: {scalar(title[:200])}\n{time}{gaps}\nsteps:\n"
    )


def _items(then: Session) -> set[str]:
    """The steps and tasks that there will be."""
    steps = then.plan.steps
    return set(steps).union(*map(task_ids, steps.values()))


def _days(then: Session, done: Mapping[str, date | bool]) -> dict[str, date]:
    """When what is done was done: today where that isn't known or hasn't come."""
    return {item: min(day, then.today) if isinstance(day, date) else then.today for item, day in done.items()}
