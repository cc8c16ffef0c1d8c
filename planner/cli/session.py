"""What a command works with: the plan, the settings, what has happened, and the schedule of today.

Loaded piece by piece, so that a command pays only for what it uses.
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from planner import settings as settings_file
from planner.cli.find_plan import only_plan, published_text
from planner.cli.options import Options, options
from planner.cli.terminal import Terminal
from planner.engine.layout import Layout, lay_out
from planner.engine.resolve import track_of
from planner.engine.schedule import read_off, schedule
from planner.engine.values import Forecast, Schedule
from planner.errors import DecisionNeeded, PlanInvalid, PlannerError, StoreDamaged, UsageError
from planner.plan.document import Document
from planner.plan.identity import ID_LENGTH, slug
from planner.plan.model import Plan
from planner.plan.problems import PlanProblems, Problem
from planner.plan.read import read
from planner.plan.source import read_text
from planner.progress.facts import COMMAND, Entry, Fact, TrackChosen, appended
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.store.paths import database_file, lock_file, state_directory
from planner.store.snapshot import Snapshot, read_store

if TYPE_CHECKING:  # what writes is loaded by those who write, and a forecast by those who show it
    from planner.engine.forecast import Outlook
    from planner.engine.triggers import Proposal
    from planner.store.store import Store

LOCK_SECONDS = 10.0
SOMETHING_TO_DO = 10  # the exit code of --check
OpenedT = TypeVar("OpenedT", bound=Snapshot)


def now() -> datetime:
    """The clock of the shell; nothing below it has one."""
    return datetime.now(UTC)


def zone_of(plan: Plan) -> tzinfo | None:
    """The time zone in which a plan's dates are; None: the system's."""
    if plan.timezone is None:
        return None
    from zoneinfo import ZoneInfo

    return ZoneInfo(plan.timezone)


def today_of(plan: Plan) -> date:
    """The civil date in a plan's time zone, now."""
    return now().astimezone(zone_of(plan)).date()


class Session:
    """One run of one command."""

    def __init__(self, asked: Options, terminal: Terminal) -> None:
        self.options = asked
        self.terminal = terminal
        self._has_told_sharing = False
        self._is_locked = False
        self._weighed: tuple[tuple[Fact, ...], tuple[Fact, ...]] | None = None
        self._layouts: dict[str, Layout] = {}
        self._outlooks: dict[str, Outlook] = {}

    @cached_property
    def settings(self) -> settings_file.Settings:
        """The settings in force."""
        file = settings_file.find(self.options.config, self.options.plan, os.environ)
        self.terminal.detail(f"settings: {file or 'none'}")
        return settings_file.load(file)

    @cached_property
    def plan_file(self) -> Path:
        """`--plan`, else the settings' plan, else plan.yaml, else the only plan in this directory."""
        settings = self.settings
        if self.options.plan is not None:
            return Path(self.options.plan)
        if settings.plan is not None and not settings.plan.exists():
            raise UsageError(
                f"{settings.file}: plan: there is no file {settings.plan}",
                "Mend that line, or name a plan with --plan.",
            )
        return settings.plan or only_plan(Path())

    @cached_property
    def document(self) -> Document:
        """The plan file, read and checked. Raises PlanInvalid with every mistake."""
        self.terminal.detail(f"plan: {self.plan_file}")
        return read(self.text, str(self.plan_file))

    @cached_property
    def text(self) -> str:
        """What the plan file says. Raises UsageError when there is none."""
        return read_text(self.plan_file)

    def fall_back(self) -> PlannerError | None:
        """Where the plan's file can't be used, go on with the plan as it was published last.

        Gives what is wrong with the file; None: nothing. Raises that where nothing was published yet.
        """
        try:
            _ = self.plan
        except (PlanInvalid, UsageError) as mistake:
            text = published_text(state_directory(os.environ), self.plan_file)
            if text is None:
                raise
            self.text = text
            return mistake
        return None

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.document.plan

    @cached_property
    def today(self) -> date:
        """`--today`, else the civil date in the plan's time zone, or the system's."""
        if self.options.today is not None:
            return self.options.today
        return today_of(self.plan)

    @cached_property
    def database(self) -> Path:
        """The state database of this plan."""
        file = database_file(state_directory(os.environ), self.plan.id)
        self.terminal.detail(f"state: {file}")
        return file

    @property
    def lock(self) -> Path:
        """The file that one sync at a time holds. Its time of change is when the last one ended."""
        return lock_file(self.database.parent, self.plan.id)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every fact recorded so far."""
        with self._opened(partial(read_store, self.database)) as snapshot:
            self._own(snapshot)
            return snapshot.entries()

    @cached_property
    def progress(self) -> Progress:
        """What the facts add up to."""
        return fold(self.entries)

    @cached_property
    def schedule(self) -> Schedule:
        """The plan as of today, along the chosen track."""
        return read_off(self.plan, self.progress, self.today, self._layout(None))

    def forecast(self, track: str | None = None) -> Forecast:
        """When a track (None: the one followed) is likely to be over, from today's facts."""
        return self.outlook(track).finish

    def outlook(self, track: str | None = None) -> Outlook:
        """The possible ends of the steps of a track (None: the one followed)."""
        layout = self._layout(track)
        if layout.track not in self._outlooks:
            from planner.engine.forecast import outlook

            self._outlooks[layout.track] = outlook(layout, self.progress)
        return self._outlooks[layout.track]

    def _layout(self, track: str | None) -> Layout:
        """The steps of a track with their days; dates and forecast share it."""
        name = track or track_of(self.plan, self.progress, None).name
        if name not in self._layouts:
            self._layouts[name] = lay_out(self.plan, self.progress, self.today, name, self.holidays)
        return self._layouts[name]

    def plan_schedule(self, progress: Progress, track: str | None = None) -> Schedule:
        """The plan as of today, with other progress or along another track."""
        return schedule(self.plan, progress, self.today, track, self.holidays)

    def plan_as_of(self, progress: Progress, day: date) -> Schedule:
        """The plan as of some day."""
        if day == self.today:
            return self.plan_schedule(progress)
        return schedule(self.plan, progress, day, None, self.holidays_of(self.document, day))

    def planned_from(self, text: str, progress: Progress, day: date) -> Schedule | None:
        """The plan as another text of its file had it; None where that is no plan any more."""
        try:
            document = read(text, str(self.plan_file))
            return schedule(document.plan, progress, day, None, self.holidays_of(document, day))
        except PlannerError:
            return None

    @cached_property
    def backups(self) -> Mapping[str, Schedule]:
        """The schedules of the tracks that aren't followed, by name, as if each were chosen today."""
        return {
            name: self.after([TrackChosen(name, self.today)])
            for name in self.plan.tracks
            if name != self.schedule.track
        }

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The backup tracks that are proposed today."""
        if not any(track.use_when for track in self.plan.tracks.values()):
            return ()
        from planner.engine.triggers import fired

        return fired(self.plan, self.progress, self.schedule, self.forecast())

    @cached_property
    def holidays(self) -> frozenset[date]:
        """The public holidays that the plan counts as away."""
        return self.holidays_of(self.document, self.today)

    def holidays_of(self, document: Document, today: date) -> frozenset[date]:
        """The public holidays that some plan counts as away. Raises PlanProblems for an unknown region."""
        if document.plan.holidays is None:
            return frozenset()
        from planner.cli.holidays import public_holidays

        try:
            return public_holidays(document.plan, today)
        except PlanInvalid as error:
            problem = Problem(document.place("holidays"), error.message, error.hint)
            raise PlanProblems(document.file, [problem]) from None

    def free_id(self, file: Path) -> str:
        """An id for a new plan in this file: its name, with a number when another plan goes by it."""
        stem = slug(file.stem)[: ID_LENGTH - 8] or "plan"
        numbered = (f"{stem}-{number}" for number in itertools.count(2))
        return next(name for name in itertools.chain([stem], numbered) if not self._is_taken(name, file))

    @staticmethod
    def _is_taken(name: str, file: Path) -> bool:
        database = database_file(state_directory(os.environ), name)
        if not database.exists():
            return False
        with read_store(database) as snapshot:
            return snapshot.plan_path() != str(file.resolve())

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """The store, for reading only."""
        with self._opened(partial(read_store, self.database)) as snapshot:
            yield snapshot

    @contextmanager
    def store(self, *, backed_up: bool = False) -> Iterator[Store]:
        """The store, for writing; with `backed_up` (and the lock held) what is there is kept first."""
        from planner.store.store import open_store

        with self._opened(partial(open_store, self.database, now, backed_up=backed_up)) as store:
            self._own(store)
            if store.plan_path() != str(self.plan_file.resolve()):
                store.set_plan_path(str(self.plan_file.resolve()))
            yield store

    def synced(self, snapshot: Snapshot) -> tuple[str, ...]:
        """The configured targets of which anything is known, by name."""
        configured = {one.name for one in settings_file.all_settings(self.settings, self.plan_file)}
        return tuple(name for name in snapshot.targets() if name in configured)

    def record(self, facts: Iterable[Fact]) -> None:
        """Record what a person said and what it moves, as one change."""
        with self.store() as store:
            store.append(self._published(tuple(facts)), COMMAND)

    def after(self, facts: Iterable[Fact]) -> Schedule:
        """The schedule as it would be with these facts, and with what they move."""
        return self.plan_schedule(self.outcome(facts))

    def outcome(self, facts: Iterable[Fact]) -> Progress:
        """Progress as it would be with these facts, and with what they move."""
        return self.progress_after(self._published(tuple(facts)))

    def closer(self, facts: Sequence[Fact]) -> int:
        """How many more dates could come closer, if the person asked for it, with these facts."""
        freed = self.earlier(self.outcome(facts))
        return len(freed - self.earlier(self.progress)) if freed else 0

    def earlier(self, progress: Progress) -> set[str]:
        """The items whose dates could come closer, if the person asked for it."""
        from planner.engine.publish import pulled

        shifts = pulled(self.plan_schedule, progress) if progress.told else ()
        return {shift.item.id for shift in shifts if shift.before and shift.after < shift.before}

    def _published(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts, with what calendars are told because of them."""
        if self._weighed is None or self._weighed[0] != facts:
            from planner.engine.word import with_what_moves

            def planned(progress: Progress) -> Schedule:
                return self.schedule if progress == self.progress else self.plan_schedule(progress)

            self._weighed = facts, with_what_moves(planned, self.entries, facts, now(), self.today)
        return self._weighed[1]

    def progress_after(self, facts: Iterable[Fact]) -> Progress:
        """Progress as it would be with these facts, and nothing that follows from them."""
        return fold((*self.entries, *appended(self.entries, facts, COMMAND, now())))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold this plan's lock; a run that holds it already goes on. Raises Busy after ten seconds."""
        if self._is_locked:
            yield
            return
        from planner.store.lock import exclusive

        with exclusive(self.lock, LOCK_SECONDS):
            self._is_locked = True
            try:
                yield
            finally:
                self._is_locked = False

    def agreed(self, question: str, refused: Mapping[str, object]) -> bool:
        """Ask a person; `refused` is what `--json` shows when the answer isn't yes.

        Raises DecisionNeeded where nobody can be asked and `--yes` wasn't given.
        """
        if self.options.yes:
            return True
        if self.options.json:
            self.terminal.show_json(refused)
        if self.options.no_input or self.options.json or sys.stdin is None or not sys.stdin.isatty():
            raise DecisionNeeded("nothing was changed", "Say --yes to do it.")
        if self.terminal.ask(question):
            return True
        self.terminal.note("Nothing was changed.")
        return False

    def _opened(self, opening: Callable[[], OpenedT]) -> OpenedT:
        """Open the store; a damaged one is set aside and the newest good backup takes its place."""
        try:
            return opening()
        except StoreDamaged:
            from planner.store.recover import recover

            with self.locked():
                told = recover(self.database, now)
            if told:
                self.terminal.note(told)
            return opening()

    def _own(self, snapshot: Snapshot) -> None:
        """Refuse the state of another plan that happens to have the same file name and no `id`.

        With an `id`, the other file may be a copy of this plan: that is said, and goes on.
        """
        known = snapshot.plan_path()
        if known is None or not Path(known).exists() or Path(known).samefile(self.plan_file):
            return
        if "id" not in self.document.places:
            raise UsageError(
                f"{self.plan_file} has no id of its own, and {known} uses the state of that name",
                'Give each plan an "id:" line of its own.',
            )
        if not self._has_told_sharing:
            self._has_told_sharing = True
            self.terminal.note(
                f"{known} has the id {self.plan.id}, too, and what is recorded counts for both files."
                " If they are two plans, give one another id."
            )


def session(ctx: typer.Context) -> Session:
    """The session of a command."""
    asked = options(ctx)
    return Session(asked, Terminal(asked.quiet, asked.no_color, asked.verbose))
