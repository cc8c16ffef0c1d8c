"""Forecasts: by when things are likely to be over, and the chance that they are in time."""

from datetime import date, timedelta

import pytest

from planner.engine.forecast import Outlook, forecast, outlook
from planner.engine.layout import lay_out
from planner.engine.schedule import schedule
from planner.engine.uncertainty import NONE
from planner.plan.civil import DateRange
from planner.plan.model import Plan
from planner.progress.values import Progress, Slip
from tests.unit.engine.dates import MONDAY, NOTHING, plan


def seen(made: Plan, progress: Progress = NOTHING, today: date = MONDAY) -> Outlook:
    return outlook(lay_out(made, progress, today), progress)


def in_days(number: int) -> date:
    return MONDAY + timedelta(number)


def test_without_doubt_the_forecast_is_the_schedule() -> None:
    made = plan("""
        course: {title: C, takes: 9..12 months, load: 3h/week}
        study: {title: S, effort: 80..140h}
        gate: {title: G, experience: 1 year, after: study + 2 weeks}
        more: {title: M, effort: 30h, after: course}
        end: {title: E, after: [gate, more]}
    """)
    found = outlook(lay_out(made, NOTHING, MONDAY), NOTHING, uncertainty=NONE).finish
    assert found.p50 == found.p80 == schedule(made, NOTHING, MONDAY).finish


def test_effort_spreads_around_the_schedule_and_further_to_late() -> None:
    made = plan("a: {title: A, effort: 100h}")
    finish, found = schedule(made, NOTHING, MONDAY).finish, forecast(made, NOTHING, MONDAY)
    assert abs((found.p50 - finish).days) < 20
    assert 25 < (found.p80 - finish).days < 80
    assert found.chance is None


def test_fixed_days_and_gates_are_certain() -> None:
    made = plan("""
        exam: {title: X, date: 2027-05-03}
        gate: {title: G, experience: 2 years, after: exam}
    """)
    found = forecast(made, NOTHING, MONDAY)
    assert found.p50 == found.p80 == schedule(made, NOTHING, MONDAY).finish


def test_a_span_stays_in_its_range() -> None:
    found = seen(plan("a: {title: A, takes: 20..40 weeks}")).of("a")
    assert found is not None
    assert abs((found.p50 - in_days(30 * 7 - 1)).days) <= 2
    assert abs((found.p80 - in_days(36 * 7 - 1)).days) <= 2


def test_the_chance_grows_with_the_time_that_is_left() -> None:
    chances = []
    for month in (5, 6, 7, 8, 10):
        goal = f"time: 7h/week\ngoal: {{role: R, by: 2027-{month:02}-15}}"
        chance = forecast(plan("a: {title: A, effort: 100h}", goal), NOTHING, MONDAY).chance
        assert chance is not None
        chances.append(chance)
    assert chances == sorted(chances)
    assert chances[0] < 0.4
    assert chances[-1] > 0.9


def test_the_median_has_even_odds_and_p80_has_four_in_five() -> None:
    base = forecast(plan("a: {title: A, effort: 300h}"), NOTHING, MONDAY)
    for day, chance in ((base.p50, 0.5), (base.p80, 0.8)):
        made = plan("a: {title: A, effort: 300h}", f"time: 7h/week\ngoal: {{role: R, by: {day}}}")
        assert forecast(made, NOTHING, MONDAY).chance == pytest.approx(chance, abs=0.011)


def test_a_step_has_the_chance_of_its_own_deadline() -> None:
    outlook_ = seen(plan("a: {title: A, effort: 50h, by: 2027-04-20}\nb: {title: B, effort: 50h, after: a}"))
    first, last = outlook_.of("a"), outlook_.of("b")
    assert first is not None
    assert last is not None
    assert 0.2 < (first.chance or 0) < 0.8
    assert last.chance is None
    assert last == outlook_.finish
    assert outlook_.of("nothing") is None


def test_what_is_done_has_no_spread_and_its_chance_is_known() -> None:
    top = "time: 7h/week\ngoal: {role: R, by: 2027-04-15}"
    made = plan("a: {title: A, effort: 100h}", top)
    for day, chance in ((date(2027, 4, 15), 1.0), (date(2027, 4, 16), 0.0)):
        found = forecast(made, Progress(done={"a": day}), date(2027, 6, 1))
        assert found == (day, day, chance)


def test_spent_hours_count_against_what_is_really_needed() -> None:
    made = plan("a: {title: A, effort: 100h}")
    late = date(2027, 6, 1)
    some = forecast(made, Progress(spent={"a": 30 * 420}), late)
    half = forecast(made, Progress(spent={"a": 50 * 420}), late)
    over = forecast(made, Progress(spent={"a": 150 * 420}), late)
    assert late < half.p50 < some.p50
    assert late < over.p50 < over.p80


def test_what_is_overdue_goes_on_for_a_while() -> None:
    made = plan("a: {title: A, takes: 10 weeks}\nb: {title: B, takes: 1 week, after: a}")
    today = in_days(100)
    step = seen(made, NOTHING, today).of("a")
    assert step is not None
    assert today <= step.p50 < step.p80 < today + timedelta(60)


def test_a_span_in_work_is_at_least_as_long_as_it_has_been() -> None:
    made = plan("a: {title: A, takes: 10..20 weeks}")
    early, late = (forecast(made, NOTHING, in_days(days)) for days in (7, 15 * 7))
    assert early.p50 < late.p50
    assert abs((late.p50 - in_days(round(17.5 * 7))).days) <= 4


def test_a_load_makes_effort_wait_in_every_future() -> None:
    made = plan("""
        first: {title: F, effort: 40h, before: course}
        course: {title: C, takes: 20 weeks, load: 7h/week}
        other: {title: O, effort: 40h, after: course}
    """)
    outlook_ = seen(made)
    first, course, other = (outlook_.of(name) for name in ("first", "course", "other"))
    assert first
    assert course
    assert other
    assert (course.p50 - first.p50).days > 110
    assert (other.p50 - course.p50).days > 25


def test_two_loads_that_do_not_fit_together_follow_each_other() -> None:
    made = plan("""
        a: {title: A, takes: 10 weeks, load: 5h/week}
        b: {title: B, takes: 10 weeks, load: 5h/week}
    """)
    found = forecast(made, NOTHING, MONDAY)
    assert found.p50 > in_days(19 * 7)


def test_pins_slips_and_pauses_are_believed() -> None:
    made = plan("a: {title: A, effort: 20h}\nb: {title: B, takes: 5 weeks}")
    pinned = forecast(made, Progress(pinned={"b": in_days(200)}), MONDAY)
    slipped = forecast(made, Progress(slipped={"b": Slip(in_days(200))}), MONDAY)
    assert pinned == slipped == (in_days(200), in_days(200), None)
    one = plan("a: {title: A, effort: 20h}")
    paused = forecast(one, Progress(pauses=(DateRange(MONDAY, in_days(59)),)), MONDAY)
    assert (paused.p50 - forecast(one, NOTHING, MONDAY).p50).days >= 59


def test_tracks_share_what_they_draw_for_shared_steps() -> None:
    made = plan(
        "a: {title: A, effort: 60h}\nb: {title: B, effort: 60h}\nc: {title: C, effort: 10h}",
        "time: 7h/week\ntracks: {main: [a, b], plan-b: {path: [a, c], use-when: layoff}}",
    )
    main, other = (outlook(lay_out(made, NOTHING, MONDAY, track), NOTHING) for track in ("main", "plan-b"))
    assert main.of("a") == other.of("a")
    assert forecast(made, NOTHING, MONDAY, "plan-b").p80 < forecast(made, NOTHING, MONDAY).p80


def test_another_seed_gives_other_futures_and_nearly_the_same_forecast() -> None:
    steps = "\n".join(f"s{n}: {{title: S, effort: 20h}}" for n in range(12))
    one, two = (forecast(plan(steps), NOTHING, MONDAY, seed=seed) for seed in (0, 1))
    assert one != two
    assert abs((one.p80 - two.p80).days) < 15


@pytest.mark.parametrize(
    ("steps", "top"),
    [
        ("walk: {title: W, every: 2 weeks, from: 2027-03-01}", "time: 1h/week"),
        ("a: {title: A}", "away: []"),
        ("a: {title: A, effort: 90000h}", "time: 1h/week"),
        ("a: {title: A, takes: 9000 years}\nb: {title: B, after: a + 900 years}", "away: []"),
        ("a: {title: A, date: 2027-01-01}", "time: 1h/week"),
        ("a: {title: A, effort: 5h, load: 1h/week}", "time: {mon: 1h}"),
    ],
)
def test_odd_plans_have_a_forecast_too(steps: str, top: str) -> None:
    found = forecast(plan(steps, top), NOTHING, MONDAY)
    assert found.p50 <= found.p80


def test_nothing_left_on_the_track_is_a_forecast_of_today() -> None:
    made = plan("a: {title: A, effort: 5h}", "time: 1h/week\ngoal: {role: R, by: 2027-03-01}")
    found = forecast(made, Progress(dropped={"a": MONDAY}), MONDAY)
    assert found == (MONDAY, MONDAY, 1.0)
