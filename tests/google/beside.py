"""Google and an .ics file, synced together: what breaks at one must not touch the other."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import icalendar

from integrations.ics import TARGET as ICS
from planner.progress.facts import Pinned
from planner.store.store import open_store
from planner.sync import runner
from planner.sync.report import Report, TargetReport, TargetState
from planner.sync.target import Setup
from tests.cycle import TODAY
from tests.google.cycle import Cycle
from tests.google.world import PLAN

STEP = "ma-certificate"
"""It lies ahead, and others wait for it."""


@dataclass
class Beside(Cycle):
    """Both targets, on the clock that our side of the wire has."""

    def begin(self) -> None:
        """All is there at both, and then the plan moves some of it."""
        self.google.clock.moment = datetime.combine(TODAY, datetime.min.time(), UTC)
        assert self.both().exit_code == 0
        self.move()

    def move(self) -> None:
        self.record(Pinned(STEP, self.due(STEP) + timedelta(days=60)))

    def both(self) -> Report:
        self.google.proxy.log.clear()
        self.google.clock.slept.clear()
        setup = Setup(PLAN, "To registered nurse", self.google.directory, {"path": "nurse.ics"}, "ics")
        google = self._target()
        ics = replace(google, name="ics", open=lambda *_: ICS.open(setup), forget=lambda _: None)
        with open_store(self.database, self._now) as store:
            return runner.sync(self._order(None), [google, ics], store)

    def mended(self) -> None:
        """A day later there are no faults any more, and somebody has signed in anew."""
        self.google.proxy.calm()
        self.google.sign_in()
        self.google.clock.moment += timedelta(days=1)

    def file(self) -> list[tuple[str, date]]:
        """What people read in the .ics file, and its days."""
        told = icalendar.Calendar.from_ical((self.google.directory / "nurse.ics").read_bytes())
        return sorted((str(one["SUMMARY"]), _day(one.start)) for one in told.events)

    def calendar(self) -> list[tuple[str, date]]:
        """The same at Google, where each item has one event."""
        events = self.google.events()
        items = [event["extendedProperties"]["private"]["plannerItem"] for event in events]
        assert len(set(items)) == len(items)
        return sorted((event["summary"], _day(_moment(event["start"]))) for event in events)

    def _now(self) -> datetime:
        return self.google.clock.moment


def at_google(report: Report) -> TargetReport:
    """What is told of Google, after checking that the .ics file fared well."""
    google, ics = report.targets
    assert (ics.state, ics.message) == (TargetState.OK, None)
    return google


def settled(beside: Beside) -> None:
    """Two clean syncs later both say the same, and nothing is left to do."""
    assert beside.both().exit_code == 0
    again = at_google(beside.both())
    assert again.operations == ()
    assert beside.google.proxy.names == ["events.list"]
    assert beside.calendar() == beside.file()
    assert len(beside.google.proxy.made) == 1


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _moment(told: dict[str, str]) -> date:
    return date.fromisoformat(told["date"]) if "date" in told else datetime.fromisoformat(told["dateTime"])
