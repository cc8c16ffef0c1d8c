"""What an import adds, what was there, and what couldn't be used: for people and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.plan.edit import NewStep
from planner.plan.edit.writing import Value
from planner.plan.foreign.merge import Merged
from planner.plan.foreign.values import Haul, line_of
from planner.plan.identity import slug, task_id
from planner.render.words import count

SHOWN = 20
LINES_SHOWN = 10


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

    @property
    def has_new(self) -> bool:
        """Whether the plan file changes."""
        return bool(self.merged.steps or self.merged.tasks)


def import_json(outcome: Outcome) -> dict[str, object]:
    """`planner.import/1`."""
    merged = outcome.merged
    steps = {one.id: str(one.fields["title"]) for one in merged.steps}
    return {
        "schema": "planner.import/1",
        "file": str(outcome.path),
        "new": outcome.before is None,
        "format": outcome.haul.format,
        "dry_run": outcome.dry_run,
        "steps": [_row(merged, *one) for one in steps.items()],
        "tasks": [_row(merged, *one) for one in _new_tasks(merged)],
        "there": merged.there,
        "done": {item: str(day) for item, day in outcome.done.items()},
        "unused": [{"line": one.line, "what": one.what, "why": one.why} for one in merged.unused],
        "told": list(outcome.haul.told),
    }


def import_text(outcome: Outcome) -> str:
    """What is added, by its ids."""
    merged = outcome.merged
    there = f"{count(len(merged.there), 'thing')} there already."
    ticked = [f"{count(len(outcome.done), 'thing')} done."] if outcome.done else []
    if not outcome.has_new:
        return " ".join(["There is nothing new to add.", there, *ticked])
    tasks = list(_new_tasks(merged))
    numbers = ((len(merged.steps), "step"), (len(tasks), "task"))
    what = " and ".join(count(number, noun) for number, noun in numbers if number)
    verb = "Would add" if outcome.dry_run else "Added"
    new = " (a new plan)" if outcome.before is None else ""
    rows = [f"  {one.id}  {one.fields['title']}" for one in merged.steps]
    rows += [f"  {item}  {title}" for item, title in tasks]
    said = [f"{verb} {what} to {outcome.path}{new}, read as {outcome.haul.format}:", *rows[:SHOWN]]
    said += [f"  and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return "\n".join([*said, *ticked, *([there] if merged.there else [])])


def import_notes(outcome: Outcome) -> Iterator[str]:
    """How it was understood, and what couldn't be used, that of one sort on one line."""
    yield from outcome.haul.told
    lines: dict[tuple[str, str], list[int]] = {}
    for one in outcome.merged.unused:
        lines.setdefault((one.what, one.why), []).append(one.line)
    for (what, why), where in lines.items():
        more = ", ..." if len(where) > LINES_SHOWN else ""
        numbers = ", ".join(map(str, where[:LINES_SHOWN])) + more
        yield f"line {numbers}: not used: {line_of(what)} ({line_of(why).rstrip('.')})"


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
