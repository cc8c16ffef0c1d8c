"""Forecasts of generated plans and of simulated lives: what holds of all of them."""

from random import Random
from statistics import median

import pytest
from hypothesis import given, settings

from planner.engine.forecast import outlook
from planner.engine.layout import lay_out
from planner.engine.uncertainty import NONE
from planner.plan.model import Effort, Step
from tests.bench.lives.judge import judged
from tests.bench.lives.life import Says
from tests.bench.lives.people import PEOPLE, made_plan
from tests.checker.facts import Situation, situations

MONTHS_DIFFER = 21
"""Days that lengths in months, taken from where the schedule puts a step, may add up to."""


def _capped(step: Step) -> bool:
    is_effort = isinstance(step.extent, Effort) or (step.extent is None and any(t.effort for t in step.tasks))
    return is_effort and step.load is not None


@settings(max_examples=400, deadline=None)
@given(situations(14))
def test_without_doubt_a_forecast_is_the_schedule(situation: Situation) -> None:
    layout = lay_out(situation.plan, situation.progress, situation.today)
    found = outlook(layout, situation.progress, uncertainty=NONE).finish
    assert found.p50 == found.p80
    # Where hours don't suffice, or are held for a pin, a forecast may give them to another step.
    contended = layout.dated.overfull or situation.progress.pinned
    if not contended and not any(map(_capped, situation.plan.steps.values())):
        assert abs(found.p50.toordinal() - layout.finish) <= MONTHS_DIFFER


@settings(max_examples=200, deadline=None)
@given(situations(14))
def test_a_forecast_can_be_told_of_every_plan(situation: Situation) -> None:
    seen = outlook(lay_out(situation.plan, situation.progress, situation.today), situation.progress)
    for found in (seen.finish, *map(seen.of, situation.plan.steps)):
        if found is not None:
            assert found.p50 <= found.p80
            assert found.chance is None or 0 <= found.chance <= 1
    assert 0.25 <= seen.pace.effort <= 4
    assert 0.25 <= seen.pace.hours <= 4


@settings(max_examples=100, deadline=None)
@given(situations(14))
def test_a_later_goal_has_no_smaller_chance(situation: Situation) -> None:
    layout = lay_out(situation.plan, situation.progress, situation.today)
    chances = []
    for days in (-200, -20, 0, 30, 200):
        plot = layout.plot._replace(goal_by=layout.finish + days)
        chance = outlook(layout._replace(plot=plot), situation.progress).finish.chance
        assert chance is not None
        chances.append(chance)
    assert chances == sorted(chances)


@pytest.mark.parametrize("says", Says)
def test_learning_halves_the_error_of_a_noisy_life(says: Says) -> None:
    found = [
        judged(made_plan(random, 140), PEOPLE["noisy"], says, random, (26,))
        for random in map(Random, range(8))
    ]
    learnt = median(abs(one.error) for life in found for one in life)
    assert learnt <= 0.5 * median(abs(one.unlearnt) for life in found for one in life)


def test_four_of_five_goals_that_were_given_80_percent_are_reached() -> None:
    found = [
        one
        for number, random in enumerate(map(Random, range(120)))
        for one in judged(
            made_plan(random, 40, spans=number % 3),
            PEOPLE["believed"],
            Says.HOURS if number % 2 else Says.TICKS,
            random,
            (0, 6, 20),
        )
    ]
    assert 0.75 <= sum(one.kept for one in found) / len(found) <= 0.85
