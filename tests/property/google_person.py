"""A person at their Google calendar, and what must stay of what they did there.

It reads and writes what is on the wire, with nothing of the adapter: an event is planner's when planner
made it, its item is what it was made for, a tick is a tick before the title.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from planner.sync.values import Item
from tests.google.fake import Event, Fake
from tests.google.proxy import ROOT, Reply, Request

TICK = "✓ "
_CALENDARS = f"{ROOT}calendar/v3/calendars"


def is_live(event: Event) -> bool:
    return bool(event["status"] != "cancelled")


def title_of(event: Event) -> str:
    return str(event.get("summary", "")).removeprefix(TICK)


@dataclass
class Watched(Fake):
    """A fake that sees each write of planner's as it is done, and keeps what was wrong with it.

    `made`: planner's events and the items that they are for. `kept`: fields that a person gave an event.
    `foreign`: events that aren't planner's. `may_go`: whether planner has a reason to delete an item.
    """

    made: dict[str, str] = field(default_factory=dict)
    kept: dict[str, dict[str, object]] = field(default_factory=dict)
    foreign: dict[str, Event] = field(default_factory=dict)
    wrongs: list[str] = field(default_factory=list)
    writes: int = 0
    may_go: Callable[[str], bool] = lambda _: False

    @property
    def events(self) -> dict[str, dict[str, Any]]:
        """All that is in the one calendar, deleted ones included."""
        return next(iter(self.calendars.values())).events if self.calendars else {}

    def work(self, request: Request) -> Reply:
        name = request.parts[2] if len(request.parts) > 2 else ""
        before = self.events.get(name)
        reply = super().work(request)
        if request.method != "GET":
            self.writes += 1
        if request.method != "GET" and reply.status < 300:
            told = json.loads(reply.body or b"{}")
            if request.name == "calendars.insert":
                self._note(len(self.calendars) > 1, "a second calendar was made")
            elif request.name == "events.insert":
                self.made[told["id"]] = told["extendedProperties"]["private"]["plannerItem"]
            elif before is not None:
                self._changed(name, before, told if request.name == "events.update" else None)
        return reply

    def _changed(self, name: str, before: Event, after: Event | None) -> None:
        """Planner has updated an event, or deleted it."""
        self._note(name not in self.made, f"{name} isn't planner's, and was changed")
        if after is None:
            item = self.made.get(name, "")
            self._note(is_live(before) and not self.may_go(item), f"{item} was deleted without a reason")
        if after is None or not is_live(before):
            self.kept.pop(name, None)
            return
        now = {**after, "title": title_of(after)}
        for what, theirs in self.kept.get(name, {}).items():
            self._note(now.get(what) != theirs, f"{self.made.get(name)}: the person's {what} was lost")

    def _note(self, wrong: bool, words: str) -> None:
        if wrong:
            self.wrongs.append(words)


@dataclass
class Person:
    """What they do at the calendar; the items are what they see of planner's."""

    server: Watched

    @property
    def live(self) -> dict[str, Event]:
        """Planner's events by item; which is only so while there is one for each."""
        events = self.server.events
        return {item: events[name] for name, item in self.server.made.items() if is_live(events[name])}

    @property
    def items(self) -> Mapping[str, Item]:
        return {
            item: Item(
                item,
                title_of(event),
                date.fromisoformat(event["start"]["date"]),
                done=event.get("summary", "").startswith(TICK),
            )
            for item, event in self.live.items()
        }

    def tick(self, item_id: str) -> None:
        self.edit(item_id, summary=TICK + self.live[item_id]["summary"])

    def drag(self, item_id: str, due: date) -> None:
        after = (due + timedelta(days=1)).isoformat()
        self.edit(item_id, start={"date": due.isoformat()}, end={"date": after})

    def retitle(self, item_id: str, title: str) -> None:
        there = self.live[item_id]
        tick = TICK if there["summary"].startswith(TICK) else ""
        self.server.kept.setdefault(there["id"], {})["title"] = title
        self.edit(item_id, summary=tick + title)

    def give(self, item_id: str, what: str, value: str) -> None:
        """Write a description, choose a colour, name a place."""
        told = self.edit(item_id, **{what: value})
        self.server.kept.setdefault(told["id"], {})[what] = told[what]

    def delete(self, item_id: str) -> None:
        name = self.live[item_id]["id"]
        self._ask("DELETE", name)
        self.server.kept.pop(name, None)

    def undelete(self, name: str) -> None:
        self.server.restore(next(iter(self.server.calendars)), name)

    def add(self, body: Mapping[str, object]) -> None:
        """An event of their own, whatever it looks like."""
        told = self._ask("POST", "", body)
        self.server.foreign[told["id"]] = told

    def copy(self, item_id: str) -> None:
        own = {"id", "iCalUID", "etag"}
        self.add({name: value for name, value in self.live[item_id].items() if name not in own})

    def delete_calendar(self) -> None:
        for held in (self.server.calendars, self.server.made, self.server.kept, self.server.foreign):
            held.clear()

    def edit(self, item_id: str, **changes: object) -> dict[str, Any]:
        there = self.live[item_id]
        return self._ask("PUT", there["id"], {**there, **changes})

    def _ask(self, method: str, name: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        calendar = quote(next(iter(self.server.calendars)))
        path = f"{_CALENDARS}/{calendar}/events{f'/{name}' if name else ''}"
        content = json.dumps(body).encode() if body is not None else b""
        reply = Fake.work(self.server, Request(method, path, content))
        assert reply.status < 300, reply
        told: dict[str, Any] = json.loads(reply.body or b"{}")
        return told
