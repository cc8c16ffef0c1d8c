"""Proposals and switches over generated plans: what must hold, whatever the plan, the facts and the day."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.engine.schedule import schedule
from planner.engine.tracks import switch
from planner.engine.triggers import fired
from planner.engine.values import Forecast, State
from planner.progress.values import Progress
from tests.checker.facts import Situation, situations

often = settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def lived(situation: Situation, *, is_reported: bool, late: int, track: str | None) -> Progress:
    """With a baseline that lies `late` days before the dates of today, and perhaps an event."""
    today = situation.today
    dated = schedule(situation.plan, situation.progress, today, track, situation.holidays)
    agreed = {name: max(today.min, item.due - timedelta(late)) for name, item in dated.steps.items()}
    return replace(
        situation.progress,
        track=track,
        events=MappingProxyType({"layoff": today} if is_reported else {}),
        baseline=MappingProxyType(agreed),
        baseline_on=today,
    )


@often
@given(
    situations(10),
    st.booleans(),
    st.integers(0, 900),
    st.sampled_from(["main", "backup", None]),
    st.floats(0, 1),
)
def test_proposals_and_switches_are_sound(
    situation: Situation, is_reported: bool, late: int, track: str | None, chance: float
) -> None:
    plan, today = situation.plan, situation.today
    followed = track if track in plan.tracks else None
    progress = lived(situation, is_reported=is_reported, late=late, track=followed)
    dated = schedule(plan, progress, today, None, situation.holidays)
    proposals = fired(plan, progress, dated, Forecast(dated.finish, dated.finish, chance))
    assert proposals == fired(plan, progress, dated, Forecast(dated.finish, dated.finish, chance))
    names = [proposal.track for proposal in proposals]
    assert dated.track not in names
    assert names == [name for name in plan.tracks if name in names]
    for proposal in proposals:
        assert {one.trigger for one in proposal.fired} <= set(plan.tracks[proposal.track].use_when)
        assert all(one.because for one in proposal.fired)
        assert proposal.since is None or proposal.since <= today
    for name in plan.tracks:
        other = schedule(plan, replace(progress, track=name), today, None, situation.holidays)
        told = switch(progress, dated, other)
        kept = {step for step, item in dated.steps.items() if item.state is not State.DROPPED}
        then = {step for step, item in other.steps.items() if item.state is not State.DROPPED}
        leaves, comes = {left.step.id for left in told.leaves}, {step.id for step in told.comes}
        assert leaves == kept - set(other.steps)
        assert comes == then - set(dated.steps)
        assert {step.id for step in told.shared} == then & set(dated.steps)
        assert name != dated.track or not leaves | comes
