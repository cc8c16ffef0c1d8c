"""Pace: how a person's hours compare with the plan's, learnt from what is done.

Two ratios: effort really needed to effort planned, and hours really worked to hours budgeted. How long work
takes is their quotient, and for that it makes no difference whether hours are logged: with nothing but
ticks, a step counts as worked in the hours it was planned for, and all that is learnt goes into the other
ratio.

The logarithm of the quotient is taken to be normal, around 0 before anything is known. What shows of it in a
budget of B parts has a variance of v / B, so the facts weigh PERSON² / (PERSON² + v / B), the same for both
ratios. `v` comes of steps and weeks being uneven, and is itself learnt from how uneven they have been.
"""

from datetime import date
from math import sqrt
from typing import NamedTuple

from planner.engine.evidence import Evidence
from planner.engine.layout import Layout, lay_out
from planner.engine.uncertainty import USUAL, Uncertainty
from planner.plan.model import Effort, Plan
from planner.progress.values import Progress

LEAST, MOST = 0.25, 4.0  # of either ratio: beyond, the facts are odd rather than the person
_STRETCH_WEEKS = 4  # of the past, to be compared with other stretches of it
_USUAL_STRETCHES = 3  # what is usual counts like so many of them
_MOST_NOISE = 16.0


class Pace(NamedTuple):
    """What is learnt: the two ratios, and the share of `evidence` in them, from 0 (none) to 1.

    `spread` is the standard deviation of the logarithm of `stretch`, and `noise` how the variance of single
    weeks and steps compares with the usual one. `at` is the step that a person who logs no hours must be at,
    and `since` the parts of budget that have gone by since anything was done.
    """

    effort: float = 1.0
    hours: float = 1.0
    evidence: float = 0.0
    spread: float = 0.0
    noise: float = 1.0
    at: str | None = None
    since: float = 0.0

    @property
    def stretch(self) -> float:
        """Parts of budget that a planned part really takes."""
        return self.effort / self.hours


def pace(
    plan: Plan,
    progress: Progress,
    today: date,
    track: str | None = None,
    holidays: frozenset[date] = frozenset(),
) -> Pace:
    """The pace along a track, as of `today`. Raises as `planner.engine.schedule.schedule` does."""
    return pace_of(lay_out(plan, progress, today, track, holidays), progress)


def pace_of(layout: Layout, progress: Progress, uncertainty: Uncertainty = USUAL) -> Pace:
    """The pace that shows in a layout and in what is known of its steps; without `time`, none does."""
    if not layout.plot.calendar.budgeted or not uncertainty.person:
        return Pace(spread=uncertainty.person)
    seen = Evidence(layout, progress)
    if not seen.budget:
        return Pace(spread=uncertainty.person)
    effort = _bounded(seen.needed / seen.planned) if seen.needed else 1.0
    done = seen.planned + seen.ticked + seen.partly + seen.besides / effort
    if seen.at is not None:
        # Time without a word goes into that step, at the pace known so far. Only more than all of it tells.
        known = seen.budget - seen.since
        done += min(seen.left, seen.since * done / known if done and known else seen.since)
    steps, weeks = _usual_variance(layout, uncertainty)
    noise = _noise(seen.stretches(max(_STRETCH_WEEKS * layout.plot.calendar.weekly, steps)), steps + weeks)
    # What is done by some day are the shorter steps; the longer ones are still in work.
    done /= 1 + noise * steps / seen.budget
    hours = _bounded(done * effort / seen.budget)
    weight = uncertainty.person**2 / (uncertainty.person**2 + noise * (steps + weeks) / seen.budget)
    spread = uncertainty.person * sqrt(1 - weight)
    return Pace(effort**weight, hours**weight, weight, spread, noise, seen.at, seen.since)


def _usual_variance(layout: Layout, uncertainty: Uncertainty) -> tuple[float, float]:
    """The variance of what a part of budget brings, for steps being uneven and for weeks being so."""
    efforts = [node.extent for node in layout.plot.nodes.values() if isinstance(node.extent, Effort)]
    total = sum(effort.expected for effort in efforts)
    steps = sum(uncertainty.of_effort(effort) ** 2 for effort in efforts) / total
    return steps, uncertainty.week**2 * layout.plot.calendar.weekly


def _noise(stretches: list[tuple[float, int]], usual: float) -> float:
    """How the variance that shows compares with the usual one.

    Each stretch of the past, a budget and what was done in it, should have brought as much for its budget as
    all of them together.
    """
    budget, done = (sum(each) for each in zip(*stretches, strict=True)) if stretches else (0, 0)
    if len(stretches) < 2 or not done:  # noqa: PLR2004 - one has nothing to be compared with
        return 1.0
    shown = sum((budget / done * d - b) ** 2 / b for b, d in stretches) / usual
    noise = (_USUAL_STRETCHES + shown) / (_USUAL_STRETCHES + len(stretches) - 1)
    return min(_MOST_NOISE, max(1 / _MOST_NOISE, noise))


def _bounded(ratio: float) -> float:
    return min(MOST, max(LEAST, ratio))
