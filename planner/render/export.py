"""The schedule for other programs: a table, JSON, a checklist in Markdown, or Taskwarrior's tasks."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from typing import NamedTuple

from planner.engine.values import ItemKind, Schedule, Scheduled, State
from planner.plan.edit.writing import Value
from planner.plan.foreign.cells import KEYS, cell, keys_line
from planner.plan.foreign.taskwarrior import OWN, OWN_KEYS, uuid_of
from planner.plan.foreign.values import line_of
from planner.plan.identity import task_id
from planner.plan.model import Plan
from planner.plan.spelling import step_fields, task_fields
from planner.render.items import iso
from planner.render.words import day as in_words

FORMATS = ("csv", "json", "markdown", "taskwarrior")

_COLUMNS = ("id", "under", *KEYS)
_PLANNED = ("planned start", "planned finish", "planned state", "done")
_PRIORITIES = {"high": "H", "low": "L"}


class Row(NamedTuple):
    """A step, or a task `under` one, with its keys and dates; none on a track that isn't followed."""

    id: str
    under: str
    fields: Mapping[str, Value]
    item: Scheduled | None


def rows(plan: Plan, schedule: Schedule) -> Iterator[Row]:
    """Every step of a plan, each with its tasks behind it."""
    items = {item.id: item for item in schedule.items if item.kind in {ItemKind.STEP, ItemKind.TASK}}
    for step in plan.steps.values():
        yield Row(step.id, "", step_fields(step), items.get(step.id))
        for task in step.tasks:
            fields = {key: value for key, value in task_fields(task).items() if key != "id"}
            yield Row(task.id, step.id, fields, items.get(task_id(step.id, task.id)))


@dataclass(frozen=True, slots=True)
class Export:
    """A plan and its schedule, to be written in some format. `zone` is that of its days."""

    plan: Plan
    schedule: Schedule
    zone: tzinfo | None

    def text(self, name: str) -> str:
        """All of it in the format `name`."""
        writers = {
            "csv": self.csv,
            "json": self.json,
            "markdown": self.markdown,
            "taskwarrior": self.taskwarrior,
        }
        return writers[name]()

    def csv(self) -> str:
        """A table (RFC 4180, but for its line ends): columns that nothing stands in are left out."""
        found = list(rows(self.plan, self.schedule))
        used = [name for name in _COLUMNS if any(name in row.fields for row in found)]
        names = ["id", "under", *(name for name in used if name not in {"id", "under"})]
        written = io.StringIO(newline="")
        table = csv.writer(written, lineterminator="\n")
        table.writerow([*names, *_PLANNED])
        for row in found:
            own = {"id": row.id, "under": row.under, **{k: cell(k, v) for k, v in row.fields.items()}}
            table.writerow([*(own.get(name, "") for name in names), *_planned(row.item)])
        return written.getvalue()

    def json(self) -> str:
        """`planner.export/1`."""
        steps: list[dict[str, object]] = []
        tasks: dict[str, list[dict[str, object]]] = {}
        for row in rows(self.plan, self.schedule):
            told: dict[str, object] = {"id": row.id, **row.fields}
            told |= dict(zip(("start", "due", "state", "done"), map(_null, _planned(row.item)), strict=True))
            if row.under:
                tasks[row.under].append(told)
            else:
                tasks[row.id] = []
                steps.append(told | {"tasks": tasks[row.id]})
        whole = {
            "schema": "planner.export/1",
            "plan": self.plan.id,
            "title": self.plan.title,
            "today": iso(self.schedule.today),
            "track": self.schedule.track,
            "steps": steps,
        }
        return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"

    def markdown(self) -> str:
        """A checklist with dates for people; what else the plan says is in comments, which aren't shown."""
        lines = [f"# {self.plan.title}", ""]
        for row in rows(self.plan, self.schedule):
            is_done = row.item is not None and row.item.state is State.DONE
            told: dict[str, Value] = {"id": row.id, **row.fields}
            del told["title"]
            if is_done and row.item is not None and row.item.done_at is not None:
                told["done"] = row.item.done_at.isoformat()
            said = keys_line(told)
            date = "" if row.item is None else f" \u2014 {in_words(row.item.published_due)}"
            box = f"- [{'x' if is_done else ' '}]"
            lines.append(f"{'  ' if row.under else ''}{box} {row.fields['title']}{date} <!-- {said} -->")
        return "\n".join(lines) + "\n"

    def taskwarrior(self) -> str:
        """What `task import` takes. `due` is the day that calendars show."""
        found = list(rows(self.plan, self.schedule))
        return "[\n" + ",\n".join(json.dumps(self._task(row), ensure_ascii=False) for row in found) + "\n]\n"

    def _task(self, row: Row) -> dict[str, object]:
        item = row.item
        own = task_id(row.under, row.id) if row.under else row.id
        task: dict[str, object] = {"uuid": uuid_of(self.plan.id, own), "description": row.fields["title"]}
        task["status"] = "pending"
        if item is not None and item.state is State.DONE:
            task |= {"status": "completed", "end": self._moment(item.done_at or item.due)}
        elif item is not None and item.state is State.DROPPED:
            task |= {"status": "deleted", "end": self._moment(item.due)}
        if item is not None:
            task |= {"due": self._moment(item.published_due)}
        task["entry"] = self._moment(self.schedule.start)
        task["project"] = f"{self.plan.id}.{row.under or row.id}"
        if depends := [uuid_of(self.plan.id, one) for one in self._depends(row)]:
            task["depends"] = depends
        if priority := _PRIORITIES.get(str(row.fields.get("priority"))):
            task["priority"] = priority
        task[OWN] = own
        task[OWN_KEYS] = keys_line({key: value for key, value in row.fields.items() if key != "title"})
        if "note" in row.fields:
            lines = [line_of(line) for line in str(row.fields["note"]).splitlines() if line.strip()]
            task["annotations"] = [{"entry": task["entry"], "description": line} for line in lines]
        return task

    def _depends(self, row: Row) -> Iterator[str]:
        """What it waits for; of alternatives and waits there is no word there."""
        siblings = {task.id for task in self.plan.steps[row.under].tasks} if row.under else set()
        after = row.fields.get("after", ())
        for wait in after if isinstance(after, list) else []:
            if isinstance(wait, str):
                name = wait.partition(" + ")[0]
                yield task_id(row.under, name) if name in siblings else name

    def _moment(self, day: object) -> str:
        """Midnight of a day in the plan's zone, as UTC."""
        local = datetime.combine(datetime.fromisoformat(str(day)).date(), time())
        moment = local.replace(tzinfo=self.zone) if self.zone else local.astimezone()
        return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _planned(item: Scheduled | None) -> list[str]:
    if item is None:
        return ["", "", "", ""]
    done = item.done_at.isoformat() if item.state is State.DONE and item.done_at else ""
    return [item.start.isoformat(), item.published_due.isoformat(), item.state.value, done]


def _null(text: str) -> str | None:
    return text or None
