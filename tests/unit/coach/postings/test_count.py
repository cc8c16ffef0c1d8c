"""What is asked how often, against what a person has."""

from datetime import UTC, date, datetime

import pytest

from planner.coach.postings.collect import posting, with_posting
from planner.coach.postings.count import Asked, counted, for_role, roles
from planner.coach.postings.offer import new_gaps, offers
from planner.coach.postings.standing import Known, Stand, known_of, standings
from planner.coach.postings.values import Line, Posting
from planner.engine.schedule import schedule
from planner.plan.read import read
from planner.progress.facts import COMMAND, Completed, appended
from planner.progress.fold import fold
from planner.progress.values import Progress
from tests.unit.coach.postings.samples import CLINIC_NURSE, NURSE

DAY = date(2026, 12, 1)
DAY_AND_TIME = datetime(2027, 3, 1, tzinfo=UTC)
PLAN = """\
plan: 1
title: Nurse
start: 2027-01-01
goal: {role: Registered nurse}
gaps:
  licence: No RN licence
  school: {text: Schooling, have: High school diploma}
  spanish: I don't speak Spanish
steps:
  adn: {title: Associate degree in nursing, takes: 2 years}
  nclex: {title: NCLEX, takes: 10 weeks, closes: licence}
  ward: {title: On the ward, experience: 2 years}
  basics: {title: Basic life support, takes: 1 day}
"""


def asking(*lines: str, wished: tuple[str, ...] = (), role: str | None = None) -> Posting:
    all_lines = [*map(Line, lines), *(Line(one, is_required=False) for one in wished)]
    return Posting("A job", "a.txt", DAY, tuple(all_lines), role)


def by_name(asked: tuple[Asked, ...]) -> dict[str, Asked]:
    return {one.name: one for one in asked}


def stands(*postings: Posting, known: tuple[Known, ...] | None = None) -> dict[str, tuple[Stand, str | None]]:
    plan = read(PLAN, "nurse.yaml").plan
    if known is None:
        known = known_of(plan, schedule(plan, Progress(), DAY), {})
    return {one.asked.name: (one.stand, one.by) for one in standings(counted(postings), known, plan)}


def test_a_posting_counts_once_for_a_thing_however_often_it_says_it() -> None:
    found = by_name(counted([asking("RN licence", "Active RN license required"), asking("BLS")]))
    assert (found["RN licence"].times, found["RN licence"].of) == (1, 2)


def test_what_is_required_once_is_not_only_wished_for() -> None:
    found = by_name(counted([asking("BLS", wished=("BLS a plus",)), asking(wished=("BLS",))]))
    assert (found["BLS"].times, found["BLS"].required) == (2, 1)


def test_the_most_often_asked_stands_first() -> None:
    found = counted([asking("BLS", "Spanish"), asking("Spanish"), asking("Spanish", "BLS", "ACLS")])
    assert [one.name for one in found] == ["Spanish", "BLS", "ACLS"]


@pytest.mark.parametrize(
    ("years", "said"), [((1,), "Experience, 1 year"), ((1, 2, 5), "2 years"), ((1, 5), "5 years")]
)
def test_years_are_those_that_satisfy_half_of_the_postings(years: tuple[int, ...], said: str) -> None:
    (found,) = counted([asking(f"{number} years of experience") for number in years])
    assert found.name.endswith(said)
    assert found.years == years


def test_a_degree_is_called_by_the_subject_that_most_name() -> None:
    lines = ("Bachelor's degree in finance or accounting", "Bachelor's degree in Accounting")
    (found,) = counted([asking(line) for line in lines])
    assert found.name == "Bachelor's degree in accounting"


def test_what_a_gap_says_one_has_is_had_and_what_a_step_brings_is_planned() -> None:
    found = stands(
        asking("High school diploma", "RN licence", "Associate degree in nursing", "Spanish", "BLS", "ACLS")
    )
    assert found == {
        "High school diploma": (Stand.HAVE, None),
        "RN licence": (Stand.PLANNED, "nclex"),
        "Associate degree in nursing": (Stand.PLANNED, "adn"),
        "BLS": (Stand.PLANNED, "basics"),
        "Spanish": (Stand.OPEN, None),
        "ACLS": (Stand.OPEN, None),
    }


def test_what_is_done_is_had() -> None:
    plan = read(PLAN, "nurse.yaml").plan
    entries = appended((), [Completed("nclex", date(2027, 3, 1))], COMMAND, DAY_AND_TIME)
    progress = fold(entries)
    known = known_of(plan, schedule(plan, progress, date(2027, 4, 1)), {})
    assert stands(asking("RN licence"), known=known) == {"RN licence": (Stand.HAVE, "nclex")}


def test_what_is_dropped_is_planned_no_more() -> None:
    plan = read(PLAN, "nurse.yaml").plan
    progress = Progress(dropped={"nclex": DAY})
    known = known_of(plan, schedule(plan, progress, DAY), {})
    assert stands(asking("RN licence"), known=known) == {"RN licence": (Stand.OPEN, None)}


@pytest.mark.parametrize(("years", "stand"), [(2, Stand.PLANNED), (3, Stand.OPEN)])
def test_a_gate_brings_the_years_that_it_lasts(years: int, stand: Stand) -> None:
    found = stands(asking(f"{years} years of experience as a nurse"))
    assert [one[0] for one in found.values()] == [stand]


def test_a_higher_degree_holds_a_lower_one_in_the_same_subject_alone() -> None:
    known = (Known(Stand.HAVE, ("Master's degree in accounting",)),)
    found = stands(
        asking("Bachelor's degree in accounting"), asking("Bachelor's degree in history"), known=()
    )
    assert set(found.values()) == {(Stand.OPEN, None)}
    assert stands(asking("Bachelor's degree in accounting"), known=known).popitem()[1] == (Stand.HAVE, None)
    assert stands(asking("Bachelor's degree in history"), known=known).popitem()[1] == (Stand.OPEN, None)
    assert stands(asking("Doctorate"), known=known).popitem()[1] == (Stand.OPEN, None)


def test_what_the_interview_says_one_has_is_had() -> None:
    known = known_of(None, None, {"have": ("BLS certificate", "Excel"), "years": "none"})
    found = stands(asking("BLS", "Advanced Excel", "4 years of experience", "ACLS"), known=known)
    assert [name for name, (stand, _) in found.items() if stand is Stand.OPEN] == ["ACLS"]


def test_gaps_are_what_half_require_and_nobody_plans_and_no_gap_names() -> None:
    plan = read(PLAN, "nurse.yaml").plan
    known = known_of(plan, schedule(plan, Progress(), DAY), {})
    postings = [asking("RN licence", "ACLS", "Spanish", "Teamwork"), asking("ACLS", wished=("PALS",))]
    found = standings(counted(postings), known, plan)
    assert [gap.id for gap in new_gaps(found, None, plan.gaps)] == ["acls"]
    assert [gap.id for gap in new_gaps(found, 1, plan.gaps)] == ["acls", "pals"]
    assert [gap.id for gap in new_gaps(found, None, {"acls"})] == ["acls-2"]


def test_the_interview_is_offered_what_half_of_the_postings_for_the_goal_require() -> None:
    postings = [posting(one.text, "a", DAY, None) for one in (NURSE, CLINIC_NURSE)]
    other = asking("PMP", role="Project manager")
    found = offers([*postings, other], "Registered nurse")
    assert found["required"] == ("RN licence", "Associate degree in nursing", "BLS", "CPR")
    assert "PMP" not in str(found)
    assert "postings" not in found
    assert offers([asking("BLS")] * 10, "Nurse")["postings"] == "yes"
    assert offers([other], "Registered nurse") == {}


def test_each_role_has_its_own_postings_and_the_goal_is_known_by_its_name() -> None:
    goal, named, other = (
        asking("BLS"),
        asking("ACLS", role="registered nurse"),
        asking("CPR", role="Assistant"),
    )
    everything = [other, goal, named]
    assert for_role(everything, None, "Registered nurse") == (goal, named)
    assert for_role(everything, "Registered Nurse", "Registered nurse") == (goal, named)
    assert for_role(everything, "assistant", "Registered nurse") == (other,)
    assert roles(everything, "Registered nurse") == (None, "Assistant")


def test_the_same_text_is_known_again_however_its_lines_break() -> None:
    first = posting(NURSE.text, "a.txt", DAY, None)
    again = posting(NURSE.text.replace("\n", "\r\n").replace("- ", "*   "), "b.txt", DAY, None)
    found = with_posting((first,), again)
    assert (found.postings, found.number, found.is_new) == ((first,), 1, False)
    assert with_posting((first,), posting(CLINIC_NURSE.text, "a.txt", DAY, None)).number == 2


def test_an_address_that_says_something_else_now_replaces_what_it_said() -> None:
    address = "https://jobs.example/1"
    old, new = (posting(one.text, address, DAY, None) for one in (NURSE, CLINIC_NURSE))
    assert with_posting((asking("BLS"), old), new).postings == (asking("BLS"), new)
