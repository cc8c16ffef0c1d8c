"""Which calendar a target writes to.

The right that we ask for can't list calendars: whether one was made is on disk before and after, and where
that isn't known a person is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

from integrations.http.answer import Answer
from integrations.own_place import OwnPlace
from planner.errors import OutcomeUnknown, PlannerError

SHOWN = "Google Calendar shows it in the calendar's settings, under Integrate calendar"


class Maker(Protocol):
    """What makes a calendar; `integrations.google.api.Api` fits."""

    def insert_calendar(self, name: str, zone: str) -> Answer:
        """Make a secondary calendar."""


def file_beside(credentials: Path) -> Path:
    """`google.json` -> `google.calendars.json`."""
    return credentials.with_name(f"{credentials.stem}.calendars.json")


@dataclass(slots=True)
class Choice(OwnPlace):
    """The calendar of one target."""

    def find(self) -> str | None:
        """The calendar's id; None when there is none yet. Raises DecisionNeeded when one may exist."""
        found = self.known()
        if found is None and not (remembered := self.remembered()).anew:
            if remembered.begun:
                raise self.question("it isn't known whether the last run has made its calendar")
            if self.memory.has_other():
                raise self.question("this plan was synced before, to a calendar of another name")
        return found

    def make(self, maker: Maker, zone: str) -> str:
        """Make the calendar. Raises DecisionNeeded when it isn't known whether it was made."""
        self.begin()
        try:
            answer = maker.insert_calendar(self.name, zone)
        except OutcomeUnknown as error:
            raise self.question("it isn't known whether its calendar was made") from error
        except PlannerError:
            self.failed()
            raise
        told: Mapping[str, object] = answer.object or {}
        made = told.get("id")
        if answer.status != HTTPStatus.OK:
            self.failed()
            raise PlannerError(
                f"{self.target}: Google doesn't make a calendar (status {answer.status})", "Sync again later."
            )
        if not isinstance(made, str) or not made:
            raise self.question("Google has made a calendar and didn't say its id")
        self.use(made)
        self.remember()
        return made
