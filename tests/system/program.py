"""The program as a person runs it: a process of its own, in a folder of its own, with a home of its own."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.store.snapshot import Snapshot, read_store
from tests.system.warm import warm

TODAY = "2026-12-01"
PLAN = "nurse.yaml"
CALENDAR = "nurse.ics"

# What keeps root, as which tests may run, from writing where nobody may.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@dataclass(frozen=True)
class Ended:
    """How one run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


@dataclass(frozen=True)
class Program:
    """Runs commands in `place/plan`, with the state in `place/state`."""

    place: Path
    today: str | None = TODAY
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.place / "plan"

    @property
    def state(self) -> Path:
        return self.place / "state"

    @property
    def home(self) -> Path:
        return self.place / "home"

    @property
    def database(self) -> Path:
        return self.state / "nurse.db"

    @property
    def calendar(self) -> bytes:
        return (self.folder / CALENDAR).read_bytes()

    @property
    def environment(self) -> dict[str, str]:
        own = {"HOME": str(self.home), "PLANNER_STATE_DIR": str(self.state)}
        # A developer's own keyring is nothing that a test may read or write.
        own["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **own, **self.variables}

    def command(self, *arguments: str, options: Sequence[str] = ()) -> list[str]:
        day = ["--today", self.today] if self.today else []
        return [sys.executable, *options, "-m", "planner", *day, *arguments]

    def run(
        self, *arguments: str, before: Sequence[str] = (), options: Sequence[str] = (), typed: str = ""
    ) -> Ended:
        """Run a command without a terminal; `before` is a program that runs it, `options` are Python's."""
        ended = subprocess.run(
            [*before, *self.command(*arguments, options=options)],
            cwd=self.folder,
            env=self.environment,
            input=typed.encode(),
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    def run_warm(self, *arguments: str, tracer: Sequence[str] = ()) -> Ended:
        """The same, sooner: in a process forked from a Python that has imported the program.

        What only an interpreter of its own can heed, such as a locale, gets one.
        """
        if any(not name.startswith("PLANNER_") for name in self.variables):
            assert not tracer
            return self.run(*arguments)
        command = self.command(*arguments)
        asked = command[command.index("planner") + 1 :]
        code, out, err = warm().run(asked, self.folder, self.environment, tracer=tracer)
        return Ended(code, out.decode(), err.decode())

    def must(self, *arguments: str) -> Ended:
        """Run a command that has to go well."""
        ended = self.run_warm(*arguments)
        assert ended.code == 0, ended
        return ended

    def facts(self) -> list[str]:
        """What is recorded, in words."""
        return [fact["text"] for fact in self.must("history", "--json").json["facts"]]

    def tree(self) -> dict[str, str]:
        """Every file with its content, mode and time of change, and every folder.

        A folder's own time isn't: SQLite makes and removes files beside a database that is read.
        """
        found = {}
        for path in sorted([self.folder, self.state, *self.place.rglob("*")]):
            if not path.exists():
                continue
            about = path.stat()
            found[str(path)] = f"{about.st_mode:o}"
            if path.is_file():
                found[str(path)] += f" {about.st_mtime_ns} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        return found

    def settings(self, **targets: Mapping[str, object]) -> None:
        """Write the settings file: each target with its settings, but for those that are None."""
        lines = []
        for target, values in targets.items():
            lines.append(f"[targets.{target}]")
            lines += [f"{name} = {json.dumps(value)}" for name, value in values.items() if value is not None]
        (self.folder / "planner.toml").write_text("\n".join([*lines, ""]), encoding="utf-8")

    @contextmanager
    def copy_of_state(self) -> Iterator[Snapshot]:
        """What is on disk, read without a change to it."""
        copied = self.place / "copied"
        shutil.rmtree(copied, ignore_errors=True)
        if self.state.exists():
            shutil.copytree(self.state, copied)
        with read_store(copied / self.database.name) as snapshot:
            yield snapshot

    def keep(self) -> None:
        """Remember folder, state and home as they are."""
        for path in (self.folder, self.state, self.home):
            shutil.rmtree(path.with_suffix(".kept"), ignore_errors=True)
            if path.exists():
                shutil.copytree(path, path.with_suffix(".kept"))

    def put_back(self) -> None:
        """Make folder, state and home what they were when they were remembered."""
        for path in (self.folder, self.state, self.home):
            shutil.rmtree(path, ignore_errors=True)
            if path.with_suffix(".kept").exists():
                shutil.copytree(path.with_suffix(".kept"), path)


def program(place: Path, template: str | None = "nurse") -> Program:
    """A fresh place, with a plan made from a template."""
    made = Program(place)
    made.folder.mkdir(parents=True)
    if template is not None:
        made.must("init", "--template", template)
    return made
