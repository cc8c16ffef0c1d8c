"""Starting: `init` and `check`."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.files import write_text
from planner.cli.find_plan import only_plan
from planner.cli.options import Command
from planner.cli.session import Session, now, session, today_of
from planner.config import SCHEMA, about, template, templates
from planner.engine.schedule import impossible, schedule
from planner.engine.values import Conflict, ConflictCode
from planner.errors import PlanInvalid
from planner.plan.document import Document
from planner.plan.identity import slug
from planner.plan.problems import PlanProblems, Problem
from planner.plan.read import load
from planner.progress.values import Progress

app = typer.Typer()

SCHEMA_FILE = "plan.schema.json"


@app.command(cls=Command)
def init(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Option("--template", metavar="NAME", help="The plan to start from; see --list.")
    ] = "plan",
    list_: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
) -> None:
    """Write a plan file to begin with, and a schema for editors."""
    run = session(ctx)
    if list_:
        _list_templates(run)
        return
    text = template(name, run.options.today or now().date())
    path = Path(run.options.plan or f"{name}.yaml")
    own = run.free_id(path)
    text = re.sub(r"^id: *\S+", f"id: {own}", text, count=1, flags=re.MULTILINE)
    write_text(path, f"# yaml-language-server: $schema={SCHEMA_FILE}\n{text}", new=True)
    beside = path.with_name(SCHEMA_FILE)
    if not beside.exists():
        write_text(beside, SCHEMA.read_text(encoding="utf-8"))
    if run.options.json:
        run.terminal.show_json(
            {"schema": "planner.init/1", "plan": str(path), "id": own, "editor_schema": str(beside)}
        )
        return
    run.terminal.show(f"Wrote {path}, and {beside.name} for your editor.")
    if own != slug(path.stem):
        run.terminal.note(f"Its id is {own}: that of another plan of yours is {slug(path.stem)}.")
    run.terminal.note(f"next: make it yours, then: planner check {path}")


def _list_templates(run: Session) -> None:
    """What there is to start from, and how sure its figures are."""
    known = templates()
    told = {name: about(name) for name in known}
    if run.options.json:
        shown = {
            name: {"meaning": meaning, "figures": {label.value: n for label, n in figures.items()}}
            for name, (meaning, figures) in told.items()
        }
        run.terminal.show_json({"schema": "planner.templates/1", "templates": known, "about": shown})
        return
    wide = max(map(len, known))
    for name, (meaning, figures) in told.items():
        sure = ", ".join(f"{number} {label}" for label, number in figures.items() if number)
        run.terminal.show(f"{name:<{wide}}  {meaning}\n{'':<{wide}}  figures: {sure}")


@app.command(cls=Command)
def check(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The plan file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Count warnings as errors.")] = False,
) -> None:
    """Find every mistake of a plan file, and what in it can't be."""
    run = session(ctx)
    path = file or (Path(run.options.plan) if run.options.plan else run.settings.plan or only_plan(Path()))
    problems: tuple[Problem, ...]
    try:
        document = load(path)
        problems = (*document.warnings, *_conflicts(run, document))
    except PlanProblems as error:
        problems = (*error.problems, *(_certain(run, error.document) if error.document else ()))
    ordered = sorted(problems, key=lambda problem: (problem.place.line, problem.place.column))
    failed = any(problem.is_error or strict for problem in ordered)
    if run.options.json:
        run.terminal.show_json(_json(path, ordered, failed=failed))
    else:
        for problem in ordered:
            run.terminal.show(problem.rendered(str(path)))
        errors = sum(problem.is_error for problem in ordered)
        if ordered:
            run.terminal.note(f"{errors} errors, {len(ordered) - errors} warnings in {path}")
        else:
            run.terminal.show(f"{path} is fine.")
            run.terminal.note("next: planner timeline")
    if failed:
        raise typer.Exit(PlanInvalid.exit_code)


def _conflicts(run: Session, document: Document) -> list[Problem]:
    """What the plan on paper can't keep: every track, from its first day, before anything happened."""
    plan = document.plan
    start = plan.start or run.options.today or today_of(plan)
    holidays, unknown = _holidays(run, document, start)
    seen = {problem.message: problem for problem in unknown}
    for name in plan.tracks:
        found = schedule(plan, Progress(), start, name, holidays).conflicts
        for conflict in found:
            if conflict.code is ConflictCode.OVERDUE:
                continue  # that is about what happened, not about the plan
            seen.setdefault(conflict.message, _problem(document, name, conflict))
    return list(seen.values())


def _certain(run: Session, document: Document) -> list[Problem]:
    """What can't be, whichever way the mistakes of the file are mended."""
    plan = document.plan
    if plan.start is None and "start" in document.places:
        return []
    start = plan.start or run.options.today or today_of(plan)
    _, unknown = _holidays(run, document, start)
    return [*unknown, *(_problem(document, "", conflict) for conflict in impossible(plan, start))]


def _holidays(run: Session, document: Document, start: date) -> tuple[frozenset[date], Sequence[Problem]]:
    try:
        return run.holidays_of(document, start), ()
    except PlanProblems as error:
        return frozenset(), error.problems


def _problem(document: Document, track: str, conflict: Conflict) -> Problem:
    item = conflict.items[0] if conflict.items else ""
    step, _, part = item.partition("/")
    match conflict.code:
        case ConflictCode.GOAL:
            place = document.place("goal", "by")
        case ConflictCode.DEADLINE if part:
            place = document.place(item)
        case ConflictCode.DEADLINE:
            place = document.place("steps", step, "by")
        case _:
            place = document.place("steps", step)
    where = f" (track {track})" if track and len(document.plan.tracks) > 1 else ""
    remedy = " Or: ".join(conflict.ways_out)
    return Problem(place, f"{conflict.message}{where}.", remedy, is_error=conflict.code.is_error)


def _json(path: Path, problems: list[Problem], *, failed: bool) -> dict[str, object]:
    return {
        "schema": "planner.check/1",
        "file": str(path),
        "ok": not failed,
        "problems": [
            {
                "line": problem.place.line,
                "column": problem.place.column,
                "level": "error" if problem.is_error else "warning",
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in problems
        ],
    }
