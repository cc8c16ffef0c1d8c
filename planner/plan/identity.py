"""Names that stay: what an item is called in every calendar and task list, for years.

A step's id is what the person wrote. All else is derived from it, never from a position in the file.
"""

import re
import unicodedata
from datetime import date

from planner.plan.model import Step

ID_LENGTH = 80
DEADLINE = "by"
_OTHER = re.compile(r"[^a-z0-9]+")


def is_id(text: str) -> bool:
    """True for a valid id: a letter or digit of any script, then letters, digits, `-`, `_`, `.`.

    Letters with accents are in their composed form (NFC), so that one id has one spelling.
    """
    if not 0 < len(text) <= ID_LENGTH or not text[0].isalnum():
        return False
    if text.isascii():
        return text.replace("-", "").replace("_", "").replace(".", "").isalnum()
    return unicodedata.is_normalized("NFC", text) and all(_in_word(c) or c in "-_." for c in text)


def slug(title: str) -> str:
    """A title as an id: NFKC, lower case, every run of other characters than letters and digits
    one `-`. Empty when the title has no letter and no digit.
    """
    if title.isascii():
        return _OTHER.sub("-", title.lower()).strip("-")
    lowered = unicodedata.normalize("NFKC", title).lower()
    return "-".join("".join(c if _in_word(c) else " " for c in lowered).split())


def _in_word(character: str) -> bool:
    """Letters, digits, and the marks that many scripts write vowels with."""
    return character.isalnum() or (not character.isascii() and unicodedata.category(character)[0] == "M")


def task_id(step: str, task: str) -> str:
    """The id of a step's task, given the id or slug it has within the step."""
    return f"{step}/{task}"


def step_of(item: str) -> str:
    """The id of the step that an item is a part or a turn of; its own when it is a step."""
    return item.partition("@")[0].partition("/")[0]


def task_ids(step: Step) -> tuple[str, ...]:
    """The ids of a step's tasks, in their order."""
    return tuple(task_id(step.id, task.id) for task in step.tasks)


def goal_id(step: str, number: int) -> str:
    """The id of a step's n-th goal, counted from 1, where goals have no titles."""
    return f"{step}/goal-{number}"


def goal_ids(step: Step, count: int = 0) -> tuple[str, ...]:
    """The ids of a step's goals, in their order; `count` is how many a rhythm (`monthly`) yields."""
    goals = step.goals
    if goals is None:
        return ()
    if goals.titles:
        return tuple(f"{step.id}/{slug(title)}" for title in goals.titles)
    return tuple(goal_id(step.id, number) for number in range(1, (goals.count or count) + 1))


def deadline_id(step: str) -> str:
    """The id of a step's deadline (`by`)."""
    return f"{step}/{DEADLINE}"


def ended_by(item: str) -> str:
    """The item that is done when a person ticks this one: a deadline stands for its step."""
    return item.removesuffix(f"/{DEADLINE}")


def turn_id(habit: str, day: date) -> str:
    """The id of one turn of a habit."""
    return f"{habit}@{day.isoformat()}"


def review_id(name: str, day: date) -> str:
    """The id of one review, by its name in the file."""
    return f"review/{name}@{day.isoformat()}"
