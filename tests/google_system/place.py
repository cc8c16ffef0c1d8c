"""A small plan, the real program and a simulated Google: a place that can be put back as it was."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.google.proxy import ROOT, Request
from tests.google.world import SPARE, GoogleWorld, control, google_world
from tests.system.program import Ended, Program

PLAN = """\
plan: 1
id: nurse
title: To registered nurse
steps:
  register: {title: Register, takes: 2 weeks}
  course: {title: Course, takes: 3 weeks, after: [register]}
  exam: {title: Exam, takes: 1 month, after: [course]}
"""
ITEMS = ("register", "course", "exam")
CALENDARS = "google.calendars.json"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
Told = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What people have from syncs: the events of each calendar that is in use, and the dates."""

    calendars: tuple[tuple[Told, ...], ...]
    timeline: Told


@dataclass
class Place:
    program: Program
    google: GoogleWorld
    _kept: list[Any] = field(default_factory=list)

    def settings(self, **more: object) -> None:
        """Write the settings file, with more settings or other values; None: without that one."""
        endpoint = f"http://127.0.0.1:{self.google.proxy.port}{ROOT}"
        every = {
            "type": "google",
            "calendar": "Career",
            "credentials-file": "google.json",
            "endpoint": endpoint,
            **{name.replace("_", "-"): value for name, value in more.items()},
        }
        self.program.settings(google=every)

    @property
    def requests(self) -> list[str]:
        """The requests that would change something, like "events.insert"."""
        return [one.name for one in self.google.proxy.log if one.method in WRITES]

    def sync(self, *options: str) -> Ended:
        """Sync; the request log then holds its requests."""
        self.google.proxy.log.clear()
        return self.program.run_warm("sync", *options)

    def synced(self) -> Told:
        """Sync, which has to go well; what it tells of the target."""
        ended = self.sync("--json")
        assert ended.code == 0, ended
        (target,) = ended.json["targets"]
        assert isinstance(target, dict)
        return target

    def events(self, calendar: str) -> tuple[Told, ...]:
        """What people see, and our marks, in the order of their ids."""
        address = f"{ROOT}calendar/v3/calendars/{quote(calendar)}/events"
        headers = {"Authorization": f"Bearer {self.google.token}"}
        told = json.loads(self.google.proxy.work(Request("GET", address, headers=headers)).body)
        names = ("id", "summary", "description", "start", "end", "extendedProperties")
        shown = [{name: one.get(name) for name in names} for one in told["items"]]
        return tuple(sorted(shown, key=lambda one: str(one["id"])))

    def result(self) -> Result:
        calendars = [found for one in SPARE if (found := self.events(one))]
        return Result(tuple(calendars), self.program.must("timeline", "--json").json)

    def rest(self) -> None:
        self.google.proxy.server.wait_until_alone()

    @property
    def known_calendar(self) -> Told:
        """What is kept of the calendar beside the credentials."""
        file = self.program.folder / CALENDARS
        told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        found = told.get("nurse", {}).get("Career", {})
        assert isinstance(found, dict)
        return found

    def keep(self) -> None:
        """Remember everything as it is, on both sides."""
        proxy = self.google.proxy
        told = control(proxy.upstream, "POST", f"/envs/{self.google.name}/snapshot", {})
        self._kept = [told["snapshot_id"], list(proxy.spare), list(proxy.made)]
        self.program.keep()

    def put_back(self) -> None:
        """Make everything what it was when it was remembered."""
        proxy = self.google.proxy
        snapshot, proxy.spare, proxy.made = self._kept[0], list(self._kept[1]), list(self._kept[2])
        control(proxy.upstream, "POST", f"/envs/{self.google.name}/restore", {"snapshot_id": snapshot})
        proxy.calm()
        proxy.log.clear()
        self.program.put_back()


@contextmanager
def place(simulator_port: int, directory: Path) -> Iterator[Place]:
    """A plan of three steps in a row, that was never synced, and a sign-in."""
    program = Program(directory)
    program.folder.mkdir()
    (program.folder / "nurse.yaml").write_text(PLAN, encoding="utf-8")
    with google_world(simulator_port, program.folder) as google:
        made = Place(program, google)
        made.settings()
        yield made
