"""Pace: what done steps, logged hours and silence say about a person."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from planner.engine.pace import Pace, pace
from planner.plan.civil import DateRange
from planner.progress.facts import COMMAND, Completed, Dropped, Entry, Fact, Noted, Paused
from planner.progress.fold import fold
from planner.progress.values import Progress
from tests.bench.lives.life import LEARNT
from tests.unit.engine.dates import MONDAY, plan

HOUR = 420
CHAIN = "\n".join(
    f"s{n}: {{title: S, effort: 14h{f', after: s{n - 1}' if n else ''}}}" for n in range(40)
)  # two weeks each, at an hour a day


def said(*facts: Fact) -> Progress:
    return fold([Entry(n, n, LEARNT, COMMAND, fact) for n, fact in enumerate(facts, 1)])


def day(number: int) -> date:
    """The last day after so many days of the plan."""
    return MONDAY + timedelta(number - 1)


def done(count: int, days: float) -> list[Fact]:
    """So many steps, each after `days` days more."""
    return [Completed(f"s{n}", day(round(days * (n + 1)))) for n in range(count)]


def found(facts: Sequence[Fact], after: int, steps: str = CHAIN, top: str = "time: 7h/week") -> Pace:
    return pace(plan(steps, top), said(*facts), day(after + 1))


def test_nothing_is_known_at_first() -> None:
    first = found([], 0)
    assert (first.effort, first.hours, first.evidence) == (1, 1, 0)
    assert first.spread == 0.5


@pytest.mark.parametrize(("days", "stretch"), [(14, 1.0), (21, 1.5), (10, 10 / 14)])
def test_steps_that_take_longer_show_a_slower_pace(days: float, stretch: float) -> None:
    learnt = found(done(16, days), round(16 * days))
    assert learnt.stretch == pytest.approx(stretch, rel=0.06)
    assert learnt.effort == 1
    assert learnt.evidence > 0.85
    assert learnt.spread < 0.2


def test_little_evidence_moves_little() -> None:
    few, many = found(done(1, 21), 21), found(done(12, 21), 252)
    assert 1 < few.stretch < many.stretch < 1.5
    assert few.spread > many.spread


def test_logged_hours_part_the_ratios_and_leave_their_quotient() -> None:
    ticks = done(10, 20)
    logged = [Noted("Worked.", day(20), f"s{n}", 18 * HOUR) for n in range(10)]
    plain, parted = found(ticks, 200), found([*ticks, *logged], 200)
    assert parted.stretch == pytest.approx(plain.stretch)
    assert parted.effort > 1.15
    assert plain.effort == 1 > parted.hours > plain.hours


def test_hours_logged_on_some_steps_only_leave_the_quotient_too() -> None:
    ticks = done(10, 20)
    some = [Noted("Worked.", day(20), f"s{n}", 18 * HOUR) for n in range(0, 10, 3)]
    assert found([*ticks, *some], 200).stretch == pytest.approx(found(ticks, 200).stretch)


def test_what_was_done_before_the_plan_began_does_not_count() -> None:
    before = [Completed(f"s{n}", MONDAY - timedelta(30)) for n in range(20)]
    since = [Completed(f"s{n + 20}", day(21 * (n + 1))) for n in range(8)]
    assert found(before, 0) == found([], 0)
    assert found([*before, *since], 168).stretch == pytest.approx(found(done(8, 21), 168).stretch)


def test_a_pause_and_days_away_are_no_time_in_which_nothing_was_done() -> None:
    ticks = [*done(8, 14), *(Completed(f"s{n}", day(14 * (n + 1) + 56)) for n in range(8, 16))]
    slow, paused = found(ticks, 280), found([*ticks, Paused(day(113), day(168))], 280)
    away = found(ticks, 280, top=f"time: 7h/week\naway: [{day(113)}..{day(168)}]")
    assert slow.stretch > 1.1
    assert paused.stretch == pytest.approx(1, rel=0.04)
    assert away.stretch == paused.stretch


def test_time_without_effort_to_work_on_does_not_count() -> None:
    steps = f"wait: {{title: W, takes: 20 weeks, before: s0}}\n{CHAIN}"
    ticks = [Completed("wait", day(140)), *(Completed(f"s{n}", day(140 + 14 * (n + 1))) for n in range(10))]
    assert found(ticks, 280, steps).stretch == pytest.approx(1, rel=0.05)


def test_what_loads_took_of_the_days_does_not_count() -> None:
    steps = f"course: {{title: C, takes: 2 years, load: 3.5h/week}}\n{CHAIN}"
    assert found(done(10, 28), 280, steps).stretch == pytest.approx(1, rel=0.05)


def test_silence_tells_nothing_until_it_is_longer_than_the_step_in_work() -> None:
    ticks = done(8, 14)
    now, soon, late = (found(ticks, 112 + more) for more in (0, 12, 90))
    assert soon.stretch == pytest.approx(now.stretch, rel=0.02)
    assert (soon.at, soon.since) == ("s8", 12 * HOUR)
    assert late.stretch > 1.4 * now.stretch


def test_silence_of_a_person_who_logs_hours_is_time_not_worked() -> None:
    ticks = done(8, 14)
    logged = [Noted("Worked.", day(14), f"s{n}", 14 * HOUR) for n in range(8)]
    now, later = found([*ticks, *logged], 112), found([*ticks, *logged], 126)
    assert later.at is None
    assert later.stretch > now.stretch * 1.05


def test_hours_on_what_was_dropped_were_worked() -> None:
    ticks = done(8, 28)
    wasted = [Noted("Worked.", day(14 + n), "s20", 14 * HOUR) for n in range(8)]
    dropped = [*ticks, *wasted, Dropped("s20", day(224))]
    assert found(dropped, 224).hours > found(ticks, 224).hours * 1.3


def test_uneven_steps_leave_more_doubt_than_even_ones() -> None:
    even = found(done(16, 20), 320)
    days = [6, 6, 34, 34] * 4
    uneven = found([Completed(f"s{n}", day(sum(days[: n + 1]))) for n in range(16)], 320)
    wild = [Completed(f"s{n}", day(5 * (n + 1) if n < 8 else 40 + 35 * (n - 7))) for n in range(16)]
    assert even.noise < 1
    assert even.noise < uneven.noise < found(wild, 320).noise
    assert even.spread < found(wild, 320).spread


def test_facts_that_can_hardly_be_are_bounded() -> None:
    quick = found([Completed(f"s{n}", day(1)) for n in range(39)], 1)
    idle = found([], 5000)
    assert 0.25 <= 1 / quick.hours <= 4
    assert idle.hours >= 0.25


def test_without_time_there_is_no_pace() -> None:
    bare = pace(
        plan("a: {title: A, takes: 3 months}", top="away: []"), said(Completed("a", day(30))), day(60)
    )
    assert (bare.effort, bare.hours, bare.evidence) == (1, 1, 0)


def test_a_pause_over_all_of_the_past_leaves_nothing_to_learn_from() -> None:
    progress = Progress(pauses=(DateRange(MONDAY, day(100)),))
    assert pace(plan(CHAIN), progress, day(50)).evidence == 0
