"""`planner import`: what other programs keep becomes steps and tasks of the plan file."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from planner.cli.files import write_text
from planner.cli.find_plan import only_plan
from planner.cli.options import Command
from planner.cli.plan_file import Edit
from planner.cli.session import Session, session, zone_of
from planner.config import SCHEMA
from planner.errors import UsageError
from planner.plan.edit import Mistaken, NewStep, add_steps, add_tasks
from planner.plan.edit.writing import Manner, Value, inline, scalar
from planner.plan.foreign.formats import FORMATS, read_foreign
from planner.plan.foreign.merge import Merged, gaps_of, merge
from planner.plan.foreign.values import Haul, Unused, line_of
from planner.plan.identity import slug, task_id, task_ids
from planner.plan.source import SIZE_LIMIT
from planner.progress.facts import Completed
from planner.render.words import count

app = typer.Typer()

SCHEMA_FILE = SCHEMA.name
STDIN = "-"
STEPS = "steps"
HOURS = "8h/week"
SHOWN = 20


class Outcome(NamedTuple):
    """What an import comes to. `before` is the plan's text as it was, None for a plan that is made; `done`
    says when what is done was done.
    """

    path: Path
    haul: Haul
    merged: Merged
    before: str | None
    after: str
    done: Mapping[str, date]
    dry_run: bool


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
    after = _whole(run, path, before, haul, merged)
    then = Session(run.options._replace(plan=str(path)), run.terminal)
    then.text = after
    known = run.progress.done if plan else {}
    items = _items(then) if merged.done else set()
    done = {item: day for item, day in merged.done.items() if item in items and item not in known}
    outcome = Outcome(path, haul, merged, before, after, _days(then, done) if done else {}, dry_run)
    if not dry_run:
        _write(run, then, outcome)
    _told(run, outcome)


def _write(run: Session, then: Session, outcome: Outcome) -> None:
    """The file first: should recording fail, its steps are there to be ticked."""
    path, has_new = outcome.path, bool(outcome.merged.steps or outcome.merged.tasks)
    if has_new and outcome.before is None:
        write_text(path, outcome.after, new=True)
        beside = path.with_name(SCHEMA_FILE)
        if not beside.exists():
            write_text(beside, SCHEMA.read_text(encoding="utf-8"))
    elif has_new and outcome.before is not None:
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
    try:
        return only_plan(Path()), False
    except UsageError as error:
        if "several" in error.message:
            raise
    stem = "plan" if file == STDIN else Path(file).stem
    return Path(f"{stem}.yaml"), True


def _whole(run: Session, path: Path, before: str | None, haul: Haul, merged: Merged) -> str:
    """The text with all that can be in it; what can't is moved to `merged.unused`."""
    text = before if before is not None else _head(run, path, haul, merged)
    while merged.steps:
        try:
            text = add_steps(text, str(path), merged.steps)
            break
        except Mistaken as error:
            _leave_out(merged, error)
    for step, tasks in list(merged.tasks.items()):
        text = _with_tasks(text, path, step, tasks, merged)
    return text


def _with_tasks(text: str, path: Path, step: str, tasks: list[Mapping[str, Value]], merged: Merged) -> str:
    """The text with tasks in a step that it has; where they can't be there, without them."""
    try:
        return add_tasks(text, str(path), step, tasks)
    except Mistaken as error:
        first = merged.lines.get(f"{step}/{tasks[0].get('id')}", 0)
        merged.unused.append(Unused(first, f"{count(len(tasks), 'task')} of {step}", error.message))
        del merged.tasks[step]
        return text


def _leave_out(merged: Merged, error: Mistaken) -> None:
    """Take what is wrong out of the new steps. Raises the error where it is about no single one of them."""
    gone: set[int] = set()
    for mistake in error.mistakes:
        if mistake.part is None:
            raise error
        name, fields = merged.steps[mistake.part]
        line, why = merged.lines[name], f"{mistake.message}. {mistake.remedy}"
        if mistake.key in {None, "title"}:
            gone.add(mistake.part)
            merged.unused.append(Unused(line, str(fields["title"]), why))
        elif mistake.key in fields:
            merged.unused.append(Unused(line, f"{mistake.key} of {name}", why))
            left = {key: value for key, value in fields.items() if key != mistake.key}
            merged.steps[mistake.part] = NewStep(name, left)
    merged.steps = [one for number, one in enumerate(merged.steps) if number not in gone]


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


def _told(run: Session, outcome: Outcome) -> None:
    """What is added, what was there, and what couldn't be used."""
    merged, haul = outcome.merged, outcome.haul
    tasks = dict(_new_tasks(merged))
    if run.options.json:
        steps = {one.id: str(one.fields["title"]) for one in merged.steps}
        run.terminal.show_json(
            {
                "schema": "planner.import/1",
                "file": str(outcome.path),
                "new": outcome.before is None,
                "format": haul.format,
                "dry_run": outcome.dry_run,
                "steps": [_row(merged, *one) for one in steps.items()],
                "tasks": [_row(merged, *one) for one in tasks.items()],
                "there": merged.there,
                "done": {item: str(day) for item, day in outcome.done.items()},
                "unused": [{"line": one.line, "what": one.what, "why": one.why} for one in merged.unused],
                "told": list(haul.told),
            }
        )
        return
    for line in [*haul.told, *_unused(merged.unused)]:
        run.terminal.note(line)
    there = f"{count(len(merged.there), 'thing')} there already."
    ticked = [f"{count(len(outcome.done), 'thing')} done."] if outcome.done else []
    if not merged.steps and not tasks:
        run.terminal.show(" ".join(["There is nothing new to add.", there, *ticked]))
        return
    numbers = ((len(merged.steps), "step"), (len(tasks), "task"))
    what = " and ".join(count(number, noun) for number, noun in numbers if number)
    verb = "Would add" if outcome.dry_run else "Added"
    new = " (a new plan)" if outcome.before is None else ""
    rows = [f"  {one.id}  {one.fields['title']}" for one in merged.steps]
    rows += [f"  {item}  {title}" for item, title in tasks.items()]
    said = [f"{verb} {what} to {outcome.path}{new}, read as {haul.format}:", *rows[:SHOWN]]
    said += [f"  and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    run.terminal.show("\n".join([*said, *ticked, *([there] if merged.there else [])]))
    after = "planner check, then: planner timeline"
    run.terminal.note("Nothing was changed (dry run)." if outcome.dry_run else f"next: {after}")


def _row(merged: Merged, item: str, title: str) -> dict[str, object]:
    return {"id": item, "title": title, "line": merged.lines[item]}


def _new_tasks(merged: Merged) -> Iterator[tuple[str, str]]:
    """The ids and titles of the new tasks, of old steps and new ones."""
    listed = [*merged.tasks.items(), *((one.id, _tasks_of(one)) for one in merged.steps)]
    for step, tasks in listed:
        for one in tasks:
            title = str(one["title"])
            yield task_id(step, str(one.get("id") or slug(title))), title


def _tasks_of(step: NewStep) -> Sequence[Mapping[str, Value]]:
    listed = step.fields.get("tasks")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _unused(unused: Sequence[Unused]) -> Iterator[str]:
    """What couldn't be used, that of one sort on one line."""
    lines_of: dict[tuple[str, str], list[int]] = {}
    for one in unused:
        lines_of.setdefault((one.what, one.why), []).append(one.line)
    for (what, why), where in lines_of.items():
        numbers = ", ".join(map(str, where[:10])) + (", ..." if len(where) > 10 else "")  # noqa: PLR2004
        yield f"line {numbers}: not used: {line_of(what)} ({line_of(why).rstrip('.')})"
