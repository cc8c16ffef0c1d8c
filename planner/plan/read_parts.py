"""What comes of a step: its goals and tasks, and the names they get."""

import re
from datetime import date

from planner.plan import phrases
from planner.plan.fields import Fields, Reading, Reference, section
from planner.plan.identity import DEADLINE, slug
from planner.plan.keys import TASK
from planner.plan.model import After, Effort, Goals, Task
from planner.plan.nodes import Mark, Node, Scalar, Sequence
from planner.plan.problems import shown
from planner.plan.words import parse_days, parse_hours_range

GOALS_LIMIT = 1000
_BY = re.compile(r"(.*\S) by ([0-9]{4}(?:-\S*)?) *")
_COUNTED = re.compile("goal-([1-9][0-9]{0,3})")


class LocalNames:
    """The names taken within one step. What stays unique here is unique in every remote."""

    def __init__(self, reading: Reading, step: str, fields: Fields) -> None:
        self.reading = reading
        self.step = step
        self.taken: dict[str, Mark] = {DEADLINE: fields.mark(DEADLINE)} if DEADLINE in fields else {}
        self.counted: tuple[int, Mark] | None = None

    def claim(self, name: str, mark: Mark) -> None:
        """Take `name` for what stands at `mark`, or note the collision."""
        other = self.taken.get(name)
        number = _COUNTED.fullmatch(name)
        if other is None and self.counted and number and int(number[1]) <= self.counted[0]:
            other = self.counted[1]
        if other is None:
            self.taken[name] = mark
            self.reading.marks[f"{self.step}/{name}"] = mark
            return
        here = f"{self.step}/{name}"
        message = f"{shown(here)} is the name of this and of what stands in line {other.line + 1}."
        self.reading.error(mark, message, "Write another title, or give the task an id of its own.")

    def slug(self, title: str, mark: Mark, remedy: str) -> str:
        """The title as a name; a title without letters and digits has none, which is noted."""
        name = slug(title)
        if not name:
            self.reading.error(mark, f"no name can be made of {shown(title)}.", remedy)
        return name


def read_goals(local: LocalNames, node: Node) -> Goals | None:
    """Titles, a number, or a rhythm."""
    reading = local.reading
    if type(node) is Sequence:
        titles = []
        for member in node.items:
            title = reading.word(member, "goals", phrases.title)
            if title and (name := local.slug(title, member.mark, "Use letters or digits in it.")):
                local.claim(name, member.mark)
                titles.append(title)
        return Goals(titles=tuple(titles)) if titles else None
    if type(node) is Scalar and node.plain and node.text[:1].isdigit():
        count = reading.number(node, "goals", 1, GOALS_LIMIT, "1")
        goals = Goals(count=int(count)) if count else None
    else:
        goals = reading.word(node, "goals", phrases.goals_rhythm)
    if goals:
        local.counted = goals.count or GOALS_LIMIT, node.mark
    return goals


def read_tasks(local: LocalNames, node: Node) -> tuple[Task, ...]:
    """The tasks of a step. What they name in `after` is a sibling before it is a step."""
    reading = local.reading
    read = []
    for number, member in enumerate(reading.nodes(node, "tasks")):
        if found := _task(local, member, number):
            read.append(found)
    ids = {task.id for task, _ in read}
    slugs = {slug(task.title): task.id for task, _ in reversed(read)}
    tasks = []
    for task, waits in read:
        after = []
        for wait, mark in waits:
            name = wait.id if wait.id in ids else slugs.get(wait.id)
            if name is None:
                reading.references.append(Reference("steps", wait.id, mark, "after"))
            after.append(wait if name is None else After(name, wait.lag))
        tasks.append(_with_after(task, tuple(after)))
    return tuple(tasks)


def _with_after(task: Task, after: tuple[After, ...]) -> Task:
    return Task(task.id, task.title, task.by, task.effort, after) if after else task


def _titled(reading: Reading, node: Scalar) -> tuple[str | None, date | None]:
    """A task on one line: what stands before ` by DATE`, and the date's last day."""
    title = reading.word(node, "tasks", phrases.title)
    found = _BY.fullmatch(title) if title else None
    if found is None:
        return title, None
    days = reading.word(Scalar(node.mark, found[2], plain=False), "tasks", parse_days)
    return found[1], days.last if days else None


def _task(local: LocalNames, node: Node, number: int) -> tuple[Task, list[tuple[After, Mark]]] | None:
    reading = local.reading
    waits: list[tuple[After, Mark]] = []
    effort = None
    if type(node) is Scalar:
        title, by = _titled(reading, node)
        if title is None:
            return None
        name = ""
    else:
        fields = section(reading, node, TASK, f"steps.{local.step}.tasks.{number}")
        title = fields.word("title", phrases.title) if fields else None
        if fields is None or title is None:
            return None
        days, hours = fields.word("by", parse_days), fields.word("effort", parse_hours_range)
        by = days.last if days else None
        effort = Effort(*hours) if hours else None
        if effort and not reading.has_time:
            fields.wrong("effort", "hours need a time to come from.", 'Add "time: 8h/week" at the top.')
        if "after" in fields:
            waits = reading.words(fields.items["after"], "after", phrases.task_after)
        name = fields.word("id", phrases.identifier) or ""
    name = name or local.slug(title, node.mark, "Give it an id: {id: ..., title: ...}.")
    if not name:
        return None
    local.claim(name, node.mark)
    return Task(name, title, by, effort), waits
