"""Tracks side by side: what each asks, and what a switch leaves, brings and shares."""

from datetime import date
from decimal import Decimal

import pytest

from planner.engine.schedule import schedule
from planner.engine.tracks import Arrival, Left, arrival, switch
from planner.engine.values import Forecast, Schedule
from planner.plan.model import PARTS_PER_HOUR
from planner.plan.read import read
from planner.progress.facts import Completed, Dropped, Fact, Progressed, Slipped, Started, TrackChosen
from planner.progress.fold import fold
from planner.progress.values import Progress
from tests.unit.progress.journal import journal

TODAY = date(2027, 3, 1)
PLAN = read(
    """
plan: 1
id: p
title: P
start: 2027-03-01
time: 7h/week
goal: {role: R, by: 2027-12-31}
tracks:
  main: [course, place, study, job]
  aside: {path: [course, other, job], use-when: [layoff]}
steps:
  course: {title: Course, effort: 14h, cost: 100 USD}
  place: {title: Place, takes: 1 month, cost: 40 EUR, reimbursed: 50%}
  study: {title: Study, effort: 70h, tasks: [Read]}
  other: {title: Other, takes: 6 months, load: 3.5h/week, cost: 900 USD}
  job: {title: Job, takes: 2 months}
  beside: {title: Beside, takes: 1 week, after: [study]}
""",
    "p.yaml",
).plan


def on(track: str, *facts: Fact, today: date = TODAY) -> tuple[Progress, Schedule]:
    progress = fold(journal(facts))
    return progress, schedule(PLAN, progress, today, track)


def lands(track: str, *facts: Fact, today: date = TODAY) -> Arrival:
    planned = on(track, *facts, today=today)[1]
    return arrival(PLAN, planned, Forecast(planned.finish, planned.finish))


def test_an_arrival_counts_what_lies_ahead() -> None:
    main = lands("main")
    assert (main.track, main.steps, main.hours) == ("main", 5, 84 * PARTS_PER_HOUR)
    assert main.cost == {"EUR": Decimal(20), "USD": Decimal(100)}
    assert main.slack == (date(2027, 12, 31) - main.finish).days
    assert lands("aside").cost == {"USD": Decimal(1000)}


def test_what_is_done_dropped_or_behind_is_not_ahead() -> None:
    main = lands("main", Completed("course", TODAY), Dropped("place", TODAY))
    assert (main.steps, main.hours, main.cost) == (3, 70 * PARTS_PER_HOUR, {})
    half = lands("main", Progressed("course", 10 * PARTS_PER_HOUR))
    assert half.hours == 74 * PARTS_PER_HOUR
    # 26 weeks of 3.5 hours, the first 4 of which are over.
    before = lands("aside", Completed("course", TODAY), Started("other", date(2027, 3, 2)))
    after = lands(
        "aside",
        Completed("course", TODAY),
        Started("other", date(2027, 3, 2)),
        today=date(2027, 3, 29),
    )
    assert before.hours - after.hours == 13 * PARTS_PER_HOUR + PARTS_PER_HOUR // 2


def test_a_switch_tells_what_goes_comes_and_stays() -> None:
    done = (Completed("course", TODAY), Progressed("study/read", 420), Progressed("study", 840))
    progress, main = on("main", *done)
    _, aside = on("aside", *done)
    told = switch(progress, main, aside)
    assert [step.id for step in told.comes] == ["other"]
    assert [step.id for step in told.shared] == ["course", "job"]
    assert [(left.step.id, left.spent, left.begun) for left in told.leaves] == [
        ("place", 0, False),
        ("study", 1260, True),
        ("beside", 0, False),
    ]
    back = switch(progress, aside, main)
    assert [step.id for step in back.comes] == ["place", "study", "beside"]
    assert [left.step.id for left in back.leaves] == ["other"]


def test_a_step_is_begun_when_it_runs_or_hours_went_into_it() -> None:
    facts = (Completed("course", TODAY), Started("place", date(2027, 3, 2)))
    progress, main = on("main", *facts, today=date(2027, 3, 10))
    place: Left = switch(progress, main, on("aside", *facts, today=date(2027, 3, 10))[1]).leaves[0]
    assert (place.step.id, place.begun, place.spent) == ("place", True, 0)


def test_what_was_dropped_is_not_lost_again() -> None:
    progress, main = on("main", Dropped("place", TODAY))
    assert [left.step.id for left in switch(progress, main, on("aside")[1]).leaves] == ["study", "beside"]


CHOSEN = date(2028, 5, 1)


def begins(name: str, *facts: Fact, track: str | None = None, today: date = date(2028, 6, 1)) -> date:
    """The first day of a step; the course was over in March 2027."""
    progress = fold(journal((Completed("course", date(2027, 3, 14)), *facts)))
    return schedule(PLAN, progress, today, track).steps[name].start


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([TrackChosen("aside", CHOSEN)], CHOSEN),
        ([TrackChosen("aside")], date(2027, 3, 15)),
        ([TrackChosen("aside", CHOSEN), TrackChosen("aside", date(2028, 5, 9))], CHOSEN),
        ([TrackChosen("aside", CHOSEN), Started("other", date(2028, 2, 1))], date(2028, 2, 1)),
        (
            [TrackChosen("aside", CHOSEN), Slipped("other", date(2029, 1, 1), date(2028, 7, 1))],
            date(2028, 7, 1),
        ),
        ([TrackChosen("aside", CHOSEN), Slipped("other", date(2029, 1, 1), date(2028, 4, 1))], CHOSEN),
        (
            [
                TrackChosen("aside", CHOSEN),
                TrackChosen("main", date(2028, 5, 9)),
                TrackChosen("aside", TODAY),
            ],
            TODAY.replace(day=15),
        ),
    ],
)
def test_what_runs_by_itself_runs_since_its_track_was_chosen(facts: list[Fact], expected: date) -> None:
    assert begins("other", *facts) == expected


def test_a_track_that_is_only_looked_at_counts_as_chosen_today() -> None:
    assert begins("other", track="aside") == date(2028, 6, 1)
    assert begins("other", track="aside", today=date(2027, 3, 1)) == date(2027, 3, 15)


def test_what_was_followed_all_along_keeps_its_start() -> None:
    assert begins("place") == date(2027, 3, 15)
    assert begins("place", TrackChosen("main", CHOSEN)) == date(2027, 3, 15)
    back = (TrackChosen("aside", CHOSEN), TrackChosen("main", date(2028, 5, 9)))
    assert begins("place", *back) == date(2028, 5, 9)
