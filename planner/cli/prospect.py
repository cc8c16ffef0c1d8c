"""How things stand, or would stand with some facts more: dates, chances, and which tracks are proposed."""

from collections.abc import Sequence
from functools import cached_property

from planner.cli.session import Session
from planner.engine.forecast import outlook
from planner.engine.layout import lay_out
from planner.engine.publish import between, published, untold
from planner.engine.schedule import read_off
from planner.engine.tracks import Side, arrival, switch
from planner.engine.triggers import Proposal, fired
from planner.engine.values import Forecast, Schedule
from planner.plan.model import Plan
from planner.progress.facts import Fact, TrackChosen
from planner.progress.values import Progress


class Prospect:
    """What follows from what is recorded and from `facts`, or from another plan than the file's.

    Nothing is recorded, and each part is worked out when it is asked for.
    """

    def __init__(self, run: Session, facts: Sequence[Fact] = (), plan: Plan | None = None) -> None:
        self._run = run
        self._facts = tuple(facts)
        self._is_real = not facts and plan is None
        self._is_edited = plan is not None
        self.plan = plan or run.plan

    @cached_property
    def progress(self) -> Progress:
        """What the facts add up to, with what they move."""
        if self._is_real:
            return self._run.progress
        return self._edited() if self._is_edited else self._run.outcome(self._facts)

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule along the track that is followed."""
        return self._run.schedule if self._is_real else self._seen[0]

    @cached_property
    def forecast(self) -> Forecast:
        """When that track is likely to land."""
        return self._run.forecast() if self._is_real else self._seen[1]

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """The tracks that are proposed."""
        if self._is_real:
            return self._run.proposals
        return fired(self.plan, self.progress, self.schedule, self.forecast)

    @cached_property
    def followed(self) -> Side:
        """The track that is followed."""
        return Side(self.schedule, arrival(self.plan, self.schedule, self.forecast))

    @cached_property
    def proposed(self) -> tuple[Side, ...]:
        """The tracks that are proposed, in the order of the plan file."""
        return tuple(self.side(proposal.track) for proposal in self.proposals)

    def side(self, track: str) -> Side:
        """Any track: as if it were chosen today. Raises UsageError for one that isn't in the plan."""
        if track == self.schedule.track:
            return self.followed
        facts = (*self._facts, TrackChosen(track, self._run.today))
        chosen = untold(self._run.progress_after(facts)) if self._is_edited else self._run.outcome(facts)
        other, likely = self._see(chosen)
        reasons = {proposal.track: proposal.fired for proposal in self.proposals}
        return Side(
            other,
            arrival(self.plan, other, likely),
            switch(self.progress, self.schedule, other),
            reasons.get(track, ()),
        )

    @cached_property
    def _seen(self) -> tuple[Schedule, Forecast]:
        return self._see(self.progress)

    def _edited(self) -> Progress:
        """What is recorded, with what calendars would be told after such an edit of the plan file."""
        known = self._run.progress
        if not known.told:
            return known
        old, new = self._run.plan_schedule(untold(known)), self._see(untold(known))[0]
        fact = published(self._run.today, between(old, new, known, ""))
        return known if fact is None else self._run.progress_after((fact,))

    def _see(self, progress: Progress) -> tuple[Schedule, Forecast]:
        """Dates and forecast of the track that is followed with this progress, laid out once for both."""
        today = self._run.today
        layout = lay_out(self.plan, progress, today, None, self._run.holidays)
        return read_off(self.plan, progress, today, layout), outlook(layout, progress).finish
