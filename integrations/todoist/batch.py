"""Writes as commands of `/sync`: in order, at most a hundred a request, each with a uuid that was on disk before.

https://developer.todoist.com/api/v1/, "Sync/Overview". A uuid that was done isn't done again, so a batch whose
answer is lost may be sent once more.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from integrations.todoist import task as tasks
from integrations.todoist.account import Account, Row
from integrations.todoist.news import ours
from integrations.todoist.task import Frame
from planner.sync.values import Act, Intent

MOST_COMMANDS = 100
MOST_BYTES = 900_000


@dataclass(slots=True)
class Batch:
    """Commands that go together. `made` maps items and sections to temporary ids, `uuids` an intent's item to
    those of its commands.
    """

    frame: Frame
    account: Account
    project: str
    commands: list[Row] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)
    uuids: dict[str, list[str]] = field(default_factory=dict)

    def add(self, intent: Intent) -> bool:
        """Add what carries an intent out; False when it doesn't fit any more. Raises an error of `UNFIT`."""
        before = len(self.commands)
        self._write(intent)
        new = self.commands[before:]
        fits = len(self.commands) <= MOST_COMMANDS and len(json.dumps(self.commands)) <= MOST_BYTES
        if not fits and before:
            del self.commands[before:]
            return False
        self.uuids[intent.item_id] = [str(command["uuid"]) for command in new]
        return True

    def add_project(self, name: str, uuid: str) -> None:
        """Make the project with what follows."""
        self.project = self._made("project_add", {"name": name}, uuid, "project")

    def _write(self, intent: Intent) -> None:
        wanted = intent.wanted
        known = ours(self.frame, self.account, intent.item_id)
        if intent.act is Act.DELETE or wanted is None:
            name = known or intent.href
            if name in self.account.tasks:
                self._command("item_delete", {"id": name}, intent.uuid)
            return
        fields = tasks.encode(self.frame, wanted, self.account, tasks.phrase_of(wanted.etag))
        if known is None:
            place = self._place(intent)
            name = self._made("item_add", {**fields, **place}, intent.uuid, intent.item_id)
            if wanted.item.done:
                self._command("item_close", {"id": name}, _other(intent.uuid, "done"))
            return
        changed = self._changed(wanted.etag, fields)
        if changed:
            self._command("item_update", {"id": known, **changed}, intent.uuid)
        if wanted.item.done != self.account.tasks[known].done:
            kind = "item_close" if wanted.item.done else "item_uncomplete"
            self._command(kind, {"id": known}, _other(intent.uuid, kind))
        place = self._place(intent)
        if not {"parent", "section"} & set(wanted.theirs) and not self._stands(known, place):
            where = {name: place[name] for name in ("parent_id", "section_id") if place.get(name)}
            one = dict(list(where.items())[:1]) or {"project_id": self.project}
            self._command("item_move", {"id": known, **one}, _other(intent.uuid, "move"))

    def _changed(self, etag: str | None, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Only what differs from what is there: what a person changes meanwhile then stays."""
        if etag is None:
            return dict(fields)
        before, after = tasks.hashes_of(etag), tasks.hashes(self.frame, {**_EMPTY, **fields})
        return {name: value for name, value in fields.items() if before.get(name) != after.get(name)}

    def _place(self, intent: Intent) -> dict[str, str | None]:
        item = intent.wanted.item if intent.wanted is not None else None
        parent = item.parent if item is not None else None
        above = parent and (self.made.get(parent) or ours(self.frame, self.account, parent))
        if above:
            return {"project_id": self.project, "parent_id": above}
        section = item.section if item is not None else ""
        if not section:
            return {"project_id": self.project}
        key = f"section {section}"
        known = self.account.section(section) or self.made.get(key)
        if known is None:
            args = {"name": section, "project_id": self.project}
            known = self._made("section_add", args, _other(intent.uuid, key), key)
        return {"project_id": self.project, "section_id": known}

    def _stands(self, name: str, place: Mapping[str, str | None]) -> bool:
        kept = self.account.tasks[name]
        if place.get("parent_id"):
            return kept.parent == place["parent_id"]
        return kept.parent is None and kept.section == place.get("section_id")

    def _made(self, kind: str, args: Row, uuid: str, key: str) -> str:
        temporary = _other(uuid, "temporary")
        self.commands.append({"type": kind, "uuid": uuid, "temp_id": temporary, "args": _shown(args)})
        self.made[key] = temporary
        return temporary

    def _command(self, kind: str, args: Row, uuid: str) -> None:
        self.commands.append({"type": kind, "uuid": uuid, "args": dict(args)})


_EMPTY: Row = {"project_id": None, "section_id": None, "parent_id": None, "checked": False, "labels": []}


def _shown(args: Row) -> dict[str, Any]:
    """A new object is made without what is None."""
    return {name: value for name, value in args.items() if value is not None}


def _other(uuid: str, purpose: str) -> str:
    """A name for a further command of the same write: the same each time."""
    return str(uuid5(NAMESPACE_URL, f"{uuid} {purpose}"))


def statuses(told: Row, uuids: Sequence[str]) -> list[object]:
    """What became of commands: "ok", an error, or None where nothing is said."""
    status = told.get("sync_status")
    known = status if isinstance(status, dict) else {}
    return [known.get(uuid) for uuid in uuids]
