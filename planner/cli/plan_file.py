"""Changing the plan file by command: whole, only if nobody else changed it, and told like a person's edit."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from difflib import SequenceMatcher
from functools import cached_property

from planner.cli.files import write_text
from planner.cli.session import Session
from planner.engine.compare import Change, compare
from planner.engine.publish import between, published, untold
from planner.engine.values import Schedule
from planner.errors import DecisionNeeded, PlanInvalid, PlannerError
from planner.plan.source import read_text
from planner.render.moves import moves_json, moves_text

_MARK = "\ufeff"  # a byte order mark, which reading leaves out


class Edit:
    """A plan file as it is, and as it is to be. Nothing is written before `write`."""

    def __init__(self, run: Session, before: str, after: str) -> None:
        self._run = run
        self.before = before
        self.after = after
        self.then = Session(run.options._replace(plan=str(run.plan_file)), run.terminal)
        self.then.text = after

    def write(self) -> None:
        """Replace the file. Raises DecisionNeeded where it isn't what it was, PlannerError otherwise."""
        path = self._run.plan_file
        with self._lock():
            if read_text(path) != self.before:
                raise DecisionNeeded(f"{path} was changed meanwhile; it was left alone", "Try again.")
            with path.open("rb") as file:
                has_mark = file.read(len(_MARK.encode())) == _MARK.encode()
            write_text(path, (_MARK if has_mark else "") + self.after)

    def _lock(self) -> AbstractContextManager[None]:
        """The plan's lock. A file that is no plan, before and after, has none."""
        for run in (self._run, self.then):
            try:
                _ = run.plan
            except PlanInvalid:
                continue
            return run.locked()
        return nullcontext()

    @property
    def added(self) -> list[str]:
        """The lines that are new or other than before."""
        old, new = self.before.splitlines(), self.after.splitlines()
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        return [line for code, _, _, first, last in codes if code != "equal" for line in new[first:last]]

    @cached_property
    def change(self) -> Change | None:
        """What it moves; None where it can't be said: it was no plan before, or is another one now."""
        try:
            before = self._run.schedule
            if self._run.plan.id != self.then.plan.id:
                return None
            return compare(before, self._schedule())
        except PlannerError:
            return None

    def _schedule(self) -> Schedule:
        """The plan as it will be, with what calendars will be told because of the edit."""
        known = self._run.progress
        if not known.told:
            return self.then.schedule
        shifts = between(
            self._run.plan_schedule(untold(known)), self.then.plan_schedule(untold(known)), known, ""
        )
        fact = published(self._run.today, shifts)
        return self.then.plan_schedule(known if fact is None else self._run.progress_after((fact,)))

    def moves(self, but: str | None) -> list[str]:
        """What it moves, in lines; `but` is left out as known."""
        return [] if self.change is None else moves_text(self.change, but, self._run.terminal.style)

    def moves_json(self) -> Mapping[str, object]:
        """The same for `--json`."""
        nothing: dict[str, object] = {"moves": [], "conflicts": [], "mended": [], "deadlines": []}
        return nothing if self.change is None else moves_json(self.change)
