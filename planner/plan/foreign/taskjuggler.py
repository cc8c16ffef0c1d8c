"""TaskJuggler's tasks (version 3): how long they take, what they wait for, bounds, and what is inside them.

A task with tasks inside becomes a milestone that waits for them; they wait for what it waits for. Effort is
in TaskJuggler's own units: a day of 8 hours, a week of 5 days, unless the file says otherwise.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from planner.plan.edit.writing import Value
from planner.plan.foreign.values import Found, Haul, Unreadable, Unused, date_of, line_of
from planner.plan.identity import slug

START = re.compile(r"\s*(?:(?:#|//).*\n|/\*.*?\*/|\s)*(?:project|task)\s+(?:[\w-]+\s+)?[\"']", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<gap>\s+|(?:#|//)[^\n]*|/\*.*?\*/)"
    r"|-8<-(?P<cut>.*?)->8-"
    r"|\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)'"
    r"|(?P<word>[^\s\"'{},]+)"
    r"|(?P<sign>[{},])",
    re.DOTALL,
)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)(min|h|d|w|m|y)")
_SPANS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_EARLIEST, _LATEST = frozenset({"start", "minstart"}), frozenset({"end", "maxend"})
_TAKEN = frozenset({"effort", "duration", "length", "complete", "note", "priority"}) | _EARLIEST | _LATEST
_LINKS = frozenset({"depends", "precedes"})
_BARE = frozenset({"milestone", "scheduled"})
_WORDS = _TAKEN | _LINKS | _BARE | {"task", "allocate"}


@dataclass
class _Token:
    text: str
    line: int
    is_text: bool = False


@dataclass
class _Task:
    path: str
    title: str
    line: int
    inner: list["_Task"] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)
    after: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


class _Reader:
    """One pass over the tokens."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.unused: list[Unused] = []
        self.day_hours = 8.0
        self.title = ""

    def next(self) -> _Token | None:
        if self.at == len(self.tokens):
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def file(self) -> list[_Task]:
        tasks: list[_Task] = []
        while (token := self.next()) is not None:
            if token.text == "task" and not token.is_text:
                tasks.append(self.task("", token.line))
            elif token.text == "project" and not token.is_text:
                self.project()
            elif token.text == "{" and not token.is_text:
                self.skip_block(token.line)
        return tasks

    def project(self) -> None:
        while (token := self.peek()) is not None and token.text != "{":
            self.next()
            if token.is_text:
                self.title = line_of(token.text)
                break

    def task(self, parent: str, line: int) -> _Task:
        name = self.next()
        title = name if name is None or name.is_text else self.next()
        if name is None or title is None or not title.is_text:
            raise Unreadable(f'line {line}: a task is written as task id "title" {{ ... }}')
        own = f"_{line}" if name.is_text else name.text
        found = _Task(f"{parent}.{own}" if parent else own, line_of(title.text), line)
        token = self.peek()
        if token is not None and token.text == "{" and not token.is_text:
            self.next()
            self.body(found)
        return found

    def body(self, task: _Task) -> None:
        while (token := self.next()) is not None:
            if token.text == "}" and not token.is_text:
                return
            if token.text == "{" and not token.is_text:
                self.skip_block(token.line)
            elif token.text == "task" and not token.is_text:
                task.inner.append(self.task(task.path, token.line))
            else:
                self.attribute(task, token)
        raise Unreadable(f"line {task.line}: the task {task.path} has no end")

    def attribute(self, task: _Task, name: _Token) -> None:
        """A word and its values: what isn't known takes the rest of its line, up to a word that is."""
        word = name.text.rpartition(":")[2]
        words = [] if word in _BARE else self.values(name.line, is_known=word in _TAKEN | _LINKS)
        if word == "depends":
            task.after += [_full(one, task.path) for one in words]
        elif word == "precedes":
            task.before += [_full(one, task.path) for one in words]
        elif word in _TAKEN:
            task.words[word] = words
        elif word not in _BARE:
            self.unused.append(Unused(name.line, word, "planner has no word for it"))

    def values(self, line: int, *, is_known: bool) -> list[str]:
        """One value, or several with commas between; of the block that each may have, a gap counts."""
        found: list[str] = []
        goes_on = True
        while (token := self.peek()) is not None and (token.is_text or token.text != "}"):
            if token.text == "{" and not token.is_text:
                self.next()
                found[-1:] = [f"{one} + {gap}" if (gap := self.gap()) else one for one in found[-1:]]
                self.skip_block(token.line)
            elif token.text == "," and not token.is_text:
                self.next()
                goes_on = True
                continue
            elif goes_on or (not is_known and token.line == line and token.text not in _WORDS):
                self.next()
                found.append(token.text)
            else:
                break
            goes_on = False
        return found

    def gap(self) -> str:
        """The wait at the beginning of a link's block; empty: none."""
        word, amount = self.tokens[self.at : self.at + 2] if self.at + 2 <= len(self.tokens) else (None, None)
        if word is None or amount is None or word.text not in {"gapduration", "gaplength"}:
            return ""
        return _span(amount.text, is_working=word.text == "gaplength")

    def skip_block(self, line: int) -> None:
        depth = 1
        while depth and (token := self.next()) is not None:
            if not token.is_text:
                depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth:
            raise Unreadable(f"line {line}: the bracket that opens here is never closed")


def read_taskjuggler(text: str) -> Haul:
    """The tasks of a project. Raises Unreadable."""
    reader = _Reader(text)
    if hours := re.search(r"\bdailyworkinghours\s+(\d+(?:\.\d+)?)", text):
        reader.day_hours = float(hours[1])
    tasks = reader.file()
    every = list(_every(tasks))
    names = {task.path for task in every}
    befores = [(other.partition(" + ")[0], task.path) for task in every for other in task.before]
    found = []
    for task, inherited in _with_inherited(tasks, []):
        after = [*inherited, *task.after, *(inner.path for inner in task.inner)]
        after += [path for other, path in befores if other == task.path]
        known = [name for name in after if name.partition(" + ")[0] in names]
        lost = [name for name in after if name not in known]
        reader.unused += [Unused(task.line, f"depends {name}", "there is no such task") for name in lost]
        waits = tuple(dict.fromkeys(known))
        found.append(_found(task, waits, reader))
    return Haul("taskjuggler", found, reader.unused, title=reader.title)


def _tokens(text: str) -> Iterator[_Token]:
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unreadable(f"line {line}: this is not TaskJuggler's: {text[at : at + 20]!r}")
        kind = found.lastgroup or ""
        if kind != "gap":
            is_text = kind in {"double", "single", "cut"}
            whole = found[kind]
            yield _Token(re.sub(r"\\(.)", r"\1", whole) if is_text else whole, line, is_text)
        line += found[0].count("\n")
        at = found.end()


def _full(name: str, path: str) -> str:
    """A name as written in a task: each `!` goes one level up from it; without any it is absolute."""
    ups = len(name) - len(name.lstrip("!"))
    if not ups:
        return name
    above = path.split(".")[: -ups or None]
    return ".".join([*above, name[ups:]])


def _every(tasks: list[_Task]) -> Iterator[_Task]:
    for task in tasks:
        yield task
        yield from _every(task.inner)


def _with_inherited(tasks: list[_Task], inherited: list[str]) -> Iterator[tuple[_Task, list[str]]]:
    """Each task, after those inside it, with what it waits for because of those around it."""
    for task in tasks:
        yield from _with_inherited(task.inner, [*inherited, *task.after])
        yield task, inherited


def _found(task: _Task, after: tuple[str, ...], reader: _Reader) -> Found:
    fields: dict[str, Value] = {"title": task.title}
    values = {key: " ".join(words) for key, words in task.words.items()}
    if "effort" in values and (hours := _hours(values["effort"], reader.day_hours)):
        fields["effort"] = hours
    elif span := _span(
        values.get("duration") or values.get("length", ""), is_working="duration" not in values
    ):
        fields["takes"] = span
    earliest = [date_of(values[key][:10]) for key in values if key in _EARLIEST]
    latest = [date_of(values[key][:10]) for key in values if key in _LATEST]
    if earliest and not task.inner and not {"effort", "takes"} & fields.keys() and not latest:
        fields["date"] = earliest[0]
    elif earliest:
        fields["from"] = max(earliest)
    if latest:
        fields["by"] = min(latest)
    if note := values.get("note"):
        fields["note"] = note.strip()
    is_done = values.get("complete", "").rstrip("%") == "100"
    return Found(task.line, fields, task.path, _id(task.path), "", after, "", is_done)


def _id(path: str) -> str:
    """`course.week_1` as an id of a step; a task without one of its own has that of its title."""
    return "" if "_" in path and path.rpartition(".")[2].startswith("_") else slug(path.replace("_", "-"))


def _hours(text: str, day_hours: float) -> str:
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return ""
    # Of its manual: a week has 5 working days, a year 260.714, a month a twelfth of that.
    days = {"min": 1 / 60 / day_hours, "h": 1 / day_hours, "d": 1, "w": 5, "m": 260.714 / 12, "y": 260.714}
    hours = round(float(found[1]) * days[found[2]] * day_hours * 20) / 20
    return f"{hours:g}h" if hours else ""


def _span(text: str, is_working: bool) -> str:
    """`duration` is calendar time, `length` counts working days."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return ""
    count, unit = float(found[1]), found[2]
    if unit in {"min", "h"} or count != int(count):
        count, unit = (
            max(1, round(count * {"min": 1 / 1440, "h": 1 / 24, "d": 1, "w": 7, "m": 30.4, "y": 365}[unit])),
            "d",
        )
    name = f"business {_SPANS[unit]}" if is_working and unit == "d" else _SPANS[unit]
    return f"{int(count)} {name}{'' if count == 1 else 's'}"
