"""What of another program's list a plan gets: names, order and tasks, and nothing that it has already."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.plan.edit import NewStep
from planner.plan.edit.tasks import OF_TASKS, taken
from planner.plan.edit.writing import Value
from planner.plan.foreign.values import Found, Haul, Unused, length_of
from planner.plan.identity import ID_LENGTH, is_id, slug, task_id
from planner.plan.model import Plan, Step
from planner.plan.words import WordError, parse_days, parse_hours_range

_STEM = 48
_LINK = re.compile(r"(\d+)(?:FS)?(?:\s*\+\s*(.+))?|([^+]*?)(?:\s*\+\s*(.+))?", re.IGNORECASE)


@dataclass
class Merged:
    """What is to be added: steps (with their tasks), tasks of steps that are there, and what is done already
    (item ids; the day, or True where it isn't known). `there` are ids that the plan has already; `lines`
    tells where in the other file each new step or task stands.
    """

    steps: list[NewStep] = field(default_factory=list)
    tasks: dict[str, list[Mapping[str, Value]]] = field(default_factory=dict)
    done: dict[str, date | bool] = field(default_factory=dict)
    there: list[str] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)


def merge(haul: Haul, plan: Plan | None, into: str | None) -> Merged:
    """The part of a haul that a plan (None: a new one) doesn't have.

    With `into`, a step of the plan, all of it becomes tasks of that.
    """
    known = plan.steps if plan else {}
    above = {one.uid: one.under for one in haul.found if one.uid}
    found = [one._replace(under=into or _top(one.under, above)) for one in haul.found]
    has_time = plan is None or plan.time is not None
    gaps = plan.gaps.keys() if plan else gaps_of(haul)
    return _Merging(found, known, gaps, haul.unused, has_time=has_time).run()


def gaps_of(haul: Haul) -> list[str]:
    """The gaps that steps of a haul close; a new plan gets them."""
    named = (name for one in haul.found for name in _listed(one.fields.get("closes", ())))
    return list(dict.fromkeys(name for name in named if is_id(name)))


def _listed(value: Value) -> list[str]:
    return list(map(str, value)) if isinstance(value, list | tuple) else [str(value)]


def _top(name: str, above: Mapping[str, str]) -> str:
    """The topmost of what a thing stands under: tasks have no tasks. A ring is left where it closes."""
    seen = {name}
    while (higher := above.get(name)) and higher not in seen:
        seen.add(higher)
        name = higher
    return name


class _Merging:
    def __init__(
        self,
        found: list[Found],
        known: Mapping[str, Step],
        gaps: Iterable[str],
        unused: Iterable[Unused],
        *,
        has_time: bool,
    ) -> None:
        self.has_time = has_time
        self.known = known
        self.gaps = set(gaps)
        self.steps = [one for one in found if not one.under]
        self.parts = [one for one in found if one.under]
        self.merged = Merged(unused=list(unused))
        self.ids: dict[int, str] = {}  # line -> id of a step
        self.names: dict[str, str] = {}  # what steps are called elsewhere -> id
        self.homes: dict[str, str] = {}  # what tasks are called elsewhere -> id of their step

    def run(self) -> Merged:
        taken_ids: set[str] = set()
        for one in self.steps:
            self.ids[one.line] = self.own_id(one, taken_ids, self.known)
            taken_ids.add(self.ids[one.line])
        self.names = {name: name for name in self.known}
        numbers = not any(one.uid.isdigit() for one in self.steps)
        for number, one in reversed(list(enumerate(self.steps, 1))):
            for name in (str(number) if numbers else "", slug(one.title), one.title, one.id, one.uid):
                if name:
                    self.names[name] = self.ids[one.line]
        tasks = self.tasks()
        for one in self.steps:
            self.add_step(one, tasks.pop(self.ids[one.line], []))
        self.merged.tasks |= {step: listed for step, listed in tasks.items() if listed}
        return self.merged

    def own_id(self, one: Found, taken_ids: set[str], known: Iterable[str]) -> str:
        """The id that it always gets, whatever the plan holds; where its mark is known, the one with that."""
        if one.mark and (there := next((name for name in known if name.endswith(f"-{one.mark}")), None)):
            return there
        own = "" if one.id.isdigit() else one.id
        wanted = own if is_id(own) else slug(own or one.title)
        stem = wanted[:ID_LENGTH] if own and not one.mark else _short(wanted or "step")
        name = f"{stem}-{one.mark}" if one.mark else stem
        number = 2
        free = name
        while free in taken_ids:
            free = f"{name}-{number}"
            number += 1
        return free

    def add_step(self, one: Found, tasks: list[Mapping[str, Value]]) -> None:
        name = self.ids[one.line]
        if self.is_there(one, name, there=name in self.known):
            if tasks:
                self.merged.tasks[name] = tasks
            return
        fields: dict[str, Value] = {}
        for key, value in one.fields.items():
            kept = self.listed(one, key, value) if key in {"before", "closes"} else value
            if kept and key != "note":
                fields[key] = kept
        waits: list[Value] = []
        for wait in self.waits(one, one.after, name, {}):
            if wait not in waits:
                waits.append(wait)
        if waits:
            fields["after"] = waits[0] if len(waits) == 1 and isinstance(waits[0], str) else waits
        if tasks:
            fields["tasks"] = tasks
        if "note" in one.fields:
            fields["note"] = one.fields["note"]
        self.merged.steps.append(NewStep(name, fields))

    def is_there(self, one: Found, item: str, *, there: bool) -> bool:
        """Note where an item comes from, that it is done, and that the plan has it, as the case may be."""
        self.merged.lines[item] = one.line
        if one.done:
            self.merged.done[item] = one.done
        if there:
            self.merged.there.append(item)
        return there

    def listed(self, one: Found, key: str, value: Value) -> Value:
        """The names in a list that are known."""
        kept: list[Value] = []
        for name in value if isinstance(value, list) else [value]:
            found = self.names.get(str(name)) if key == "before" else str(name)
            if found is None or (key == "closes" and found not in self.gaps):
                self.unusable(
                    one, f"{key}: {name}", f"there is no such {'step' if key == 'before' else 'gap'}"
                )
            else:
                kept.append(found)
        return kept

    def tasks(self) -> dict[str, list[Mapping[str, Value]]]:
        """The new tasks of each step, by its id."""
        homes: dict[str, list[Found]] = {}
        for one in self.parts:
            step = self.names.get(one.under)
            if step is None:
                self.unusable(one, one.title, f"there is no {one.under} that it could be a task of")
            else:
                homes.setdefault(step, []).append(one)
                for name in (one.uid, one.id, slug(one.title), one.title):
                    if name:
                        self.homes.setdefault(name, step)
        return {step: list(self.of_step(step, parts)) for step, parts in homes.items()}

    def of_step(self, step: str, parts: list[Found]) -> Iterator[Mapping[str, Value]]:
        there = taken(self.known[step]) if step in self.known else {"by"}
        mine: set[str] = set()
        siblings: dict[str, str] = {}
        named: list[tuple[Found, str]] = []
        for one in parts:
            name = self.own_id(one, mine, there)
            mine.add(name)
            siblings |= {key: name for key in (one.uid, one.id, slug(one.title)) if key}
            if not self.is_there(one, task_id(step, name), there=name in there):
                named.append((one, name))
        for one, name in named:
            yield self.task(step, one, name, siblings)

    def task(self, step: str, one: Found, name: str, siblings: Mapping[str, str]) -> Mapping[str, Value]:
        fields: dict[str, Value] = {} if slug(one.title) == name else {"id": name}
        fields |= {key: value for key, value in one.fields.items() if key in OF_TASKS}
        if "date" in one.fields:
            fields.setdefault("by", one.fields["date"])
        lost = [key for key in one.fields if key not in OF_TASKS and key != "date"]
        if lost:
            self.unusable(
                one, f"{', '.join(lost)} of {one.title}", "a task has none; add it as a step if need be"
            )
        for key, parse in (("by", parse_days), ("effort", parse_hours_range)):
            if key in fields:
                try:
                    parse(str(fields[key]))
                except WordError as error:
                    self.unusable(one, f"{key} of {one.title}", f"{error.message} {error.remedy}")
                    del fields[key]
        if "effort" in fields and not self.has_time:
            self.unusable(one, f"effort of {one.title}", 'it needs a time in the plan, like "time: 8h/week"')
            del fields["effort"]
        waits = [wait for wait in self.waits(one, one.after, step, siblings) if isinstance(wait, str)]
        if waits:
            fields["after"] = waits
        return fields

    def waits(
        self, one: Found, names: Iterable[str], own: str, siblings: Mapping[str, str]
    ) -> Iterator[Value]:
        """What it waits for, by our ids; for a task of another step, that step."""
        for name in names:
            if name.startswith("any ") and name not in self.names:
                options = [self.wait(one, option, own, siblings) for option in name[4:].split(" or ")]
                yield {"any": [option for option in options if option]}
            elif wait := self.wait(one, name, own, siblings):
                yield wait

    def wait(self, one: Found, name: str, own: str, siblings: Mapping[str, str]) -> str:
        link = _LINK.fullmatch(name.strip())
        plain, lag = (link[1] or link[3] or "", link[2] or link[4] or "") if link else (name, "")
        for known in (siblings, self.names, self.homes):
            for spelled in (name, plain, slug(plain)):
                if spelled in known and (known is siblings or known[spelled] != own):
                    waited = known[spelled]
                    return f"{waited} + {length_of(lag)}" if lag and spelled != name else waited
        itself = own in {self.names.get(name), self.homes.get(name)}
        self.unusable(
            one, f"after: {name}", "it would wait for itself" if itself else "there is no such step"
        )
        return ""

    def unusable(self, one: Found, what: str, why: str) -> None:
        self.merged.unused.append(Unused(one.line, what, why))


def _short(name: str) -> str:
    return name if len(name) <= _STEM else name[:_STEM].rpartition("-")[0] or name[:_STEM]
