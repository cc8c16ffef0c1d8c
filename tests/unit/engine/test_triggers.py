"""Which backup tracks are proposed, on which day, and why."""

from datetime import date

import pytest

from planner.engine.schedule import schedule
from planner.engine.triggers import Proposal, awaited, fired
from planner.engine.values import Forecast
from planner.plan.read import read
from planner.progress.facts import (
    BaselineSet,
    Completed,
    Dropped,
    Event,
    Fact,
    Pinned,
    Reopened,
    Slipped,
    TrackChosen,
    Undone,
)
from planner.progress.fold import fold
from tests.unit.progress.journal import journal

BY = date(2027, 6, 30)
DAY = date(2027, 6, 1)
PLAN = """
plan: 1
id: p
title: P
start: 2027-01-01
goal: {role: R, by: 2028-12-31}
tracks:
  main: [course, place, job]
  aside:
    path: [course, other, job]
    use-when: USE
steps:
  course: {title: Course, takes: 3 months}
  place: {title: Place, takes: 1 month, by: 2027-06-30}
  other: {title: Other, takes: 6 months}
  job: {title: Job, takes: 2 months}
"""


def proposed(
    use: str, today: date, *facts: Fact, chance: float | None = 0.8, text: str = PLAN
) -> tuple[Proposal, ...]:
    """What is proposed after facts of which each is a change of its own."""
    plan = read(text.replace("USE", use), "p.yaml").plan
    progress = fold(journal(*([fact] for fact in facts)))
    planned = schedule(plan, progress, today)
    return fired(plan, progress, planned, Forecast(planned.finish, planned.finish, chance))


def because(use: str, today: date, *facts: Fact, chance: float | None = 0.8) -> list[str]:
    found = proposed(use, today, *facts, chance=chance)
    assert [one.track for one in found] == ["aside"] * len(found)
    return [one.because for proposal in found for one in proposal.fired]


MISSED = "place missed"


@pytest.mark.parametrize(
    ("today", "facts", "expected"),
    [
        (date(2027, 6, 30), [], []),
        (date(2027, 7, 1), [], ["place isn't done, and its deadline was 30 Jun 2027"]),
        (date(2027, 7, 1), [Completed("place", BY)], []),
        (date(2027, 7, 9), [Completed("place", date(2027, 7, 9))], []),
        (
            date(2027, 7, 1),
            [Completed("place", BY), Reopened("place", BY)],
            ["place isn't done, and its deadline was 30 Jun 2027"],
        ),
        (date(2027, 7, 1), [Pinned("place/by", date(2028, 6, 30))], []),
        (
            date(2028, 7, 1),
            [Pinned("place/by", date(2028, 6, 30))],
            ["place isn't done, and its deadline was 30 Jun 2028"],
        ),
        (DAY, [Dropped("place", DAY)], ["place was dropped on 1 Jun 2027"]),
        (date(2027, 7, 1), [TrackChosen("aside")], []),
    ],
)
def test_a_step_is_missed_when_its_deadline_is_over_or_it_was_dropped(
    today: date, facts: list[Fact], expected: list[str]
) -> None:
    assert because(MISSED, today, *facts) == expected


def test_the_first_day_of_a_proposal_is_known_where_it_has_one() -> None:
    (late,) = proposed(MISSED, date(2027, 9, 1))
    assert late.since == date(2027, 7, 1)
    (dropped,) = proposed(MISSED, date(2027, 9, 1), Dropped("place", date(2027, 8, 1)))
    assert dropped.since == date(2027, 7, 1)
    (both,) = proposed("[layoff, place missed]", date(2027, 9, 1), Event("layoff", DAY))
    assert (both.since, len(both.fired)) == (DAY, 2)


def test_what_nobody_was_to_do_is_not_missed() -> None:
    """`other` belongs to a track that isn't followed."""
    text = PLAN.replace("other: {title: Other,", "other: {title: Other, by: 2027-06-30,")
    text = text.replace("steps:\n", "  third: {path: [course, job], use-when: other missed}\nsteps:\n", 1)
    assert [one.track for one in proposed(MISSED, date(2028, 7, 1), text=text)] == ["aside"]
    followed = proposed("layoff", date(2028, 7, 1), TrackChosen("aside"), text=text)
    assert [one.track for one in followed] == ["third"]


AGREED = BaselineSet(date(2027, 1, 1), {"course": date(2027, 3, 31), "job": date(2027, 6, 30)})


@pytest.mark.parametrize(
    ("lands", "facts", "expected"),
    [
        ("2027-09-30", [AGREED], []),
        ("2027-10-01", [AGREED], ["main lands 93 days after the 30 Jun 2027 that was agreed on"]),
        ("2027-10-01", [], []),
        ("2027-10-01", [AGREED, BaselineSet(DAY, {"job": date(2027, 7, 1)})], []),
        ("2027-10-01", [AGREED, TrackChosen("aside")], []),
    ],
)
def test_a_track_slips_when_it_lands_later_than_agreed_by_more_than_the_length(
    lands: str, facts: list[Fact], expected: list[str]
) -> None:
    late = Slipped("job", date.fromisoformat(lands))
    assert because("main slips 3 months", date(2027, 1, 1), late, *facts) == expected


def test_a_track_that_is_not_followed_does_not_slip() -> None:
    late = Slipped("job", date(2029, 10, 1))
    assert because("aside slips 3 months", date(2027, 1, 1), AGREED, late) == []


def test_a_length_past_the_end_of_the_calendar_never_fires() -> None:
    late = Slipped("job", date(2029, 10, 1))
    assert because("main slips 9999 years", date(2027, 1, 1), AGREED, late) == []


@pytest.mark.parametrize(
    ("chance", "expected"),
    [
        (None, []),
        (0.5, []),
        (0.499, ["the chance to reach the goal in time is 49 %"]),
        (0.0, ["the chance to reach the goal in time is 0 %"]),
    ],
)
def test_a_chance_is_below_only_when_it_is(chance: float | None, expected: list[str]) -> None:
    assert because("chance below 50%", DAY, chance=chance) == expected


LAYOFF = Event("layoff", DAY)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], []),
        ([Event("rejected", DAY)], []),
        ([LAYOFF], ["layoff on 1 Jun 2027"]),
        ([LAYOFF, Event("layoff", date(2027, 6, 2))], ["layoff on 2 Jun 2027"]),
        ([LAYOFF, TrackChosen("main")], []),
        ([TrackChosen("main"), LAYOFF], ["layoff on 1 Jun 2027"]),
        ([LAYOFF, Undone(1)], []),
        ([LAYOFF, TrackChosen("main"), Undone(2)], ["layoff on 1 Jun 2027"]),
        ([LAYOFF, TrackChosen("aside"), Undone(2)], ["layoff on 1 Jun 2027"]),
        ([LAYOFF, TrackChosen("aside"), Undone(2), Undone(3)], []),
        ([LAYOFF, TrackChosen("aside"), TrackChosen("main")], []),
    ],
)
def test_an_event_proposes_until_a_choice_answers_it(facts: list[Fact], expected: list[str]) -> None:
    assert because("layoff", date(2027, 6, 10), *facts) == expected


def test_all_that_speaks_for_a_track_is_told_and_tracks_are_in_the_order_of_the_file() -> None:
    text = PLAN.replace("steps:\n", "  third: {path: [course, job], use-when: [layoff]}\nsteps:\n", 1)
    use = "[chance below 90%, place missed, layoff]"
    first, second = proposed(use, date(2027, 7, 1), LAYOFF, text=text)
    assert [one.because for one in first.fired] == [
        "the chance to reach the goal in time is 80 %",
        "place isn't done, and its deadline was 30 Jun 2027",
        "layoff on 1 Jun 2027",
    ]
    assert (second.track, len(second.fired)) == ("third", 1)


def test_the_words_that_are_awaited_are_known_with_their_tracks() -> None:
    text = PLAN.replace("steps:\n", "  third: {path: [course, job], use-when: [layoff]}\nsteps:\n", 1)
    plan = read(text.replace("USE", "[rejected, place missed, layoff]"), "p.yaml").plan
    assert awaited(plan) == {"rejected": ("aside",), "layoff": ("aside", "third")}
