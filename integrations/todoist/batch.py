"""Commands for a batch of intents: what each one needs, and nothing that is there already. Pure.

Invariants: only fields that differ are written, so that a person's edit of another one survives by itself; a
field that a person changed since it was known is never written; what isn't ours is never deleted along.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from integrations.todoist import MOST_COMMANDS
from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Row
from integrations.todoist.project import MOST_NAME
from integrations.todoist.task import FIELDS, TEXTS, WRITTEN, Frame
from planner.sync.values import Act, Intent, Mirrored

MOST_BYTES = 900_000
"""Todoist takes 1 MiB (documentation, "Request limits")."""
_ENVELOPE = 300
"""More than a command and its closing take beside what it says."""


class Raced(Exception):
    """A person changed the same since the pull."""


@dataclass(slots=True)
class Part:
    """One intent's share. `name` is the task's id, a temporary one for a new task; `uuids` are its commands',
    `needs` those of others without which they can't be done; `known` is what the task was, field by field,
    `touched` what has become as we want it, and `kept` what was left as a person had set it.
    """

    intent: Intent
    name: str
    uuids: list[str] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    known: Mapping[str, str] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Batch:
    """`ours` are the account's tasks by item; `project`, `sections` and `items` are the temporary ids of what
    is made on the way. `closed` closes what is new: it goes last, sub-tasks before what they hang under.
    """

    frame: Frame
    account: Account
    title: str
    note: str
    rows: Mapping[str, Row]
    without: set[str]
    ours: dict[str, str]
    commands: list[dict[str, Any]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    project: str | None = None
    sections: dict[str, str] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    closed: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def all(self) -> list[dict[str, Any]]:
        """The commands in the order in which they are to be done."""
        return [*self.commands, *self.closed]

    def has_room(self, trial: "Batch") -> bool:
        """Whether `trial`, this with one intent more, still fits a request."""
        return not self.parts or (len(trial.all()) <= MOST_COMMANDS and trial.size <= MOST_BYTES)

    def extended(self) -> "Batch":
        """A copy to try one intent more in."""
        return Batch(
            self.frame,
            self.account,
            self.title,
            self.note,
            self.rows,
            self.without,
            self.ours,
            list(self.commands),
            list(self.parts),
            self.project,
            dict(self.sections),
            dict(self.items),
            list(self.closed),
            self.size,
        )

    def create(self, intent: Intent, wanted: Mirrored) -> None:
        """Make a task."""
        part = Part(intent, _uuid(intent, "item_add"))
        fields = tasks.encode(self.frame, wanted, self.account)
        where = self._where(part, wanted)
        given = {name: value for name, value in fields.items() if value is not None}
        self._command(part, "item_add", {**given, **where, "auto_parse_labels": False}, part.name)
        self.items[intent.item_id] = part.name
        if wanted.item.done:
            self.closed.insert(0, self._closing(part, wanted))
        self.parts.append(part)

    def update(self, intent: Intent, wanted: Mirrored, name: str, known: str) -> Part:
        """Write what differs; a part without commands when nothing does. Raises Raced."""
        row = self.rows.get(name)
        before = tasks.hashes_of(known)
        now = tasks.hashes(self.frame, row) if row is not None else before
        fields = tasks.encode(self.frame, wanted, self.account, tasks.phrase_of(known))
        like = {**fields, "checked": wanted.item.done}
        want = {one: tasks.hash_of(one, like) for one in FIELDS if one in like}
        theirs = _theirs(wanted, now)
        differing = {one for one in want if one not in theirs and _differs(before[one], now[one], want[one])}
        changed = {one: fields[one] for one in WRITTEN if one in differing}
        part = Part(intent, name, known=before)
        part.touched = differing | {one for one in want if now[one] == want[one] != before[one]}
        where = self._moved(part, wanted, name)
        moved = now["place"] != before["place"]
        if where and moved:
            where = None
        if where or (where == {} and moved):
            part.touched.add("place")
        if changed:
            self._command(part, "item_update", {"id": name, **changed})
        if "checked" in differing and not wanted.item.done:
            self._command(part, "item_uncomplete", {"id": name})
        if where:
            self._command(part, "item_move", {"id": name, **where})
        if "checked" in differing and wanted.item.done:
            self.commands.append(self._closing(part, wanted))
        if part.uuids:
            self.parts.append(part)
        return part

    def take_over(self, intent: Intent, wanted: Mirrored, name: str, row: Row) -> Part:
        """Put our mark on a person's own task, and what it lacks. What they set stays, but for the day."""
        part = Part(intent, name, kept=tasks.set_in(row))
        texts = [item for one, item in TEXTS.items() if one in part.kept]
        fields = tasks.encode(self.frame, replace(wanted, theirs=(*wanted.theirs, *texts)), self.account)
        if "description" in part.kept:
            fields["description"] = tasks.marked(row["description"], fields["description"])
        given = {one: fields[one] for one in fields if one not in part.kept - {"description"}}
        self._command(part, "item_update", {"id": name, **given})
        if wanted.item.done and row["checked"] is False:
            self.commands.append(self._closing(part, wanted))
        self.parts.append(part)
        return part

    def delete(self, intent: Intent, name: str, going: set[str]) -> None:
        """Delete a task. What hangs under it, at any depth, and isn't `going` is put beside it first."""
        part = Part(intent, name)
        kept = self.account.tasks[name]
        above = next((one for one in self.account.above(name) if one not in going), None)
        aims = {"parent_id": above, "section_id": kept.section, "project_id": kept.project}
        where = next({aim: found} for aim, found in aims.items() if found is not None)
        for child in self.account.staying(name, going):
            self._command(part, "item_move", {"id": child, **where}, purpose=f"item_move {child}")
        self._command(part, "item_delete", {"id": name})
        self.parts.append(part)

    def _moved(self, part: Part, wanted: Mirrored, name: str) -> dict[str, str] | None:
        """Where to move it: nowhere where it is right, None where that is a person's choice."""
        there = self.account.tasks.get(name)
        if there is None or {"parent", "section"} & {*wanted.theirs}:
            return None
        where = self._where(part, wanted)
        if "parent_id" in where:
            right = there.parent == where["parent_id"]
        else:
            at_top = there.parent is None and there.project == self.account.project
            right = at_top and there.section == where.get("section_id")
        return {} if right else where

    def _where(self, part: Part, wanted: Mirrored) -> dict[str, str]:
        """The one place: its parent, else its section, else the project."""
        item = wanted.item
        parent = self.ours.get(item.parent or "") or self.items.get(item.parent or "")
        if item.parent is not None and parent is not None:
            part.needs |= {parent} & {*self.items.values()}
            return {"parent_id": parent}
        project = self._project(part)
        section = self._section(part, item.section, project)
        return {"project_id": project} if section is None else {"section_id": section}

    def _project(self, part: Part) -> str:
        if self.account.project is not None:
            return self.account.project
        if self.project is None:
            self.project = _uuid(part.intent, "project_add")
            made = {"name": self.title[:MOST_NAME], "description": self.note}
            self._command(None, "project_add", made, self.project)
        part.needs.add(self.project)
        return self.project

    def _section(self, part: Part, name: str, project: str) -> str | None:
        if not name or ":" in name or name in self.without:
            return None
        found = self.account.section(name) or self.sections.get(name)
        if found is None:
            most = self.account.limits.max_sections
            if most is not None and len(self.account.sections) + len(self.sections) >= most:
                return None
            found = _uuid(part.intent, "section_add")
            self._command(None, "section_add", {"name": name[:MOST_NAME], "project_id": project}, found)
            self.sections[name] = found
        part.needs |= {found} & {*self.sections.values()}
        return found

    def _closing(self, part: Part, wanted: Mirrored) -> dict[str, Any]:
        """What official clients send; a habit would only go on to its next turn by it."""
        kind = "item_close" if wanted.item.every is None else "item_complete"
        uuid = _uuid(part.intent, kind)
        part.uuids.append(uuid)
        return {"type": kind, "uuid": uuid, "args": {"id": part.name}}

    def _command(
        self, part: Part | None, kind: str, args: Row, temporary: str | None = None, purpose: str = ""
    ) -> None:
        self.size += len(json.dumps(args)) + _ENVELOPE
        uuid = temporary if part is None or temporary else _uuid(part.intent, purpose or kind)
        told: dict[str, Any] = {"type": kind, "uuid": uuid, "args": dict(args)}
        self.commands.append({**told, "temp_id": temporary} if temporary else told)
        if part is not None and uuid is not None:
            part.uuids.append(uuid)


def ordered(intents: list[Intent], known: Account) -> list[Intent]:
    """So that what is done makes room, and what others hang under is there before them."""
    if len({intent.item_id for intent in intents}) < len(intents):
        return intents

    ours = known.ours()

    def rank(intent: Intent) -> tuple[int, bool, bool]:
        item = intent.wanted.item if intent.wanted is not None else None
        if item is None:
            return 1, False, False
        below = item.parent is not None
        if intent.act is Act.CREATE:
            return 2, below, item.done
        if item.parent is not None and item.parent not in ours:
            return 3, False, False
        return 0, not item.done, below is not item.done

    return sorted(intents, key=rank)


def _theirs(wanted: Mirrored, now: Mapping[str, str]) -> set[str]:
    """The fields that stay as a person wants them; a date that they took away stays away."""
    texts = {one for one, name in TEXTS.items() if name in wanted.theirs}
    return texts | ({"due"} if now["due"] == tasks.hash_of("due", {}) else set())


def _differs(before: str, now: str, want: str) -> bool:
    """Whether a field is to be written. What only a person changed isn't. Raises Raced."""
    if want in {now, before}:
        return False
    if now != before:
        raise Raced
    return True


def _uuid(intent: Intent, purpose: str) -> str:
    """The same whenever this write is sent."""
    stamp = intent.wanted.stamp if intent.wanted is not None else None
    name = intent.uuid or f"{intent.act} {intent.item_id} {intent.href} {stamp}"
    return str(uuid5(NAMESPACE_URL, f"planner:{name}:{purpose}"))
