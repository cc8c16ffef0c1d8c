"""Which calendar a target writes to: the one that is named, the one that is remembered, or a new one.

Never two: whether one was made is on disk before and after, and where that isn't known a person is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from integrations.google import known
from integrations.google.known import Known
from integrations.http.answer import Answer
from planner.errors import DecisionNeeded, OutcomeUnknown, PlannerError

_PREFIX = "google:"


class Maker(Protocol):
    """What makes a calendar; `integrations.google.api.Api` fits."""

    def insert_calendar(self, name: str, zone: str) -> Answer:
        """Make a secondary calendar."""


@dataclass(slots=True)
class Choice:
    """The calendar of one target. `named` is the setting `calendar-id`, `name` the title of a new one,
    `past` the place of the last sync.
    """

    target: str
    plan_id: str
    name: str
    named: str | None
    file: Path
    past: str | None
    _id: str | None = None
    _is_gone: bool = False

    @property
    def place(self) -> str:
        """Where it writes; before there is a calendar, what it would be called. Raises PlannerError."""
        return f"{_PREFIX}{self._known() or f'a new calendar named {self.name}'}"

    def find(self) -> str | None:
        """The calendar's id; None when there is none yet. Raises DecisionNeeded when one may exist."""
        if self._known() is None and not (remembered := self._remembered()).anew:
            if remembered.begun:
                raise self.question("it isn't known whether the last run has made its calendar")
            if known.has_other(self.file, self.plan_id, self.name):
                raise self.question("this plan was synced before, to a calendar of another name")
        return self._id

    def gone(self) -> None:
        """Take the word of the server that there is no such calendar: ask, or allow a new one."""
        if self.named is not None or not self._remembered().anew:
            raise self.question("its calendar is gone, or this account can't see it")
        self._id, self._is_gone = None, True

    def make(self, maker: Maker, zone: str) -> str:
        """Make the calendar. Raises DecisionNeeded when it isn't known whether it was made."""
        self._write(Known(begun=True))
        try:
            answer = maker.insert_calendar(self.name, zone)
        except OutcomeUnknown as error:
            raise self.question("it isn't known whether its calendar was made") from error
        except PlannerError:
            self._write(Known(anew=True))
            raise
        told: Mapping[str, object] = answer.object or {}
        made = told.get("id")
        if answer.status != HTTPStatus.OK:
            self._write(Known(anew=True))
            raise PlannerError(
                f"{self.target}: Google doesn't make a calendar (status {answer.status})", "Sync again later."
            )
        if not isinstance(made, str) or not made:
            raise self.question("Google has made a calendar and didn't say its id")
        self._id = made
        self.remember()
        return made

    def remember(self) -> None:
        """Keep what is in use, unless that is known already. Raises PlannerError."""
        wanted = Known(self._id)
        if self._id is not None and self._remembered() != wanted:
            self._write(wanted)

    def question(self, why: str) -> DecisionNeeded:
        """Both ways on."""
        return DecisionNeeded(
            f"{self.target}: {why}; nothing was changed there",
            f'If it exists, name it in [targets.{self.target}]: calendar-id = "..." (Google Calendar shows it'
            " in the calendar's settings, under Integrate calendar)."
            f" To have a new one: planner targets reset {self.target}",
        )

    def start_anew(self) -> None:
        """Take a person's word: keep to the calendar if it is still there, and else have another one."""
        self._write(Known(self._remembered().calendar or self._of_the_past(), anew=True))

    def _known(self) -> str | None:
        if self._id is None and not self._is_gone:
            self._id = self.named or self._remembered().calendar or self._of_the_past()
        return self._id

    def _remembered(self) -> Known:
        return known.read(self.file, self.plan_id, self.name)

    def _write(self, state: Known) -> None:
        known.write(self.file, self.plan_id, self.name, state)

    def _of_the_past(self) -> str | None:
        place = self.past or ""
        found = place.removeprefix(_PREFIX)
        # A new calendar's place holds spaces, an id never does.
        return found if place.startswith(_PREFIX) and found and " " not in found else None
