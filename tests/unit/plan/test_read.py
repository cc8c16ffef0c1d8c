"""A plan file is read whole, or refused with all its mistakes."""

import gc
import string
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import PlanInvalid, PlannerError
from planner.plan.civil import DateRange, Length, Unit
from planner.plan.model import (
    PARTS_PER_HOUR,
    After,
    AnyOf,
    ChanceBelow,
    Effort,
    Every,
    Experience,
    Gap,
    Goals,
    Missed,
    Money,
    OnDay,
    Reported,
    Review,
    Slips,
    Step,
    Takes,
    Task,
    Track,
    Window,
)
from planner.plan.problems import PlanProblems, Problem
from planner.plan.read import load, read

NURSE = Path(__file__).parents[3] / "config/templates/nurse.yaml"
HEAD = "plan: 1\ntime: 7h/week\nsteps:\n  a: {title: a}\n  b: {title: b}\n"


def step(body: str, head: str = HEAD) -> Step:
    """The step `s` of a plan that has `a` and `b` as well."""
    return read(f"{head}  s:\n    title: s\n    {body}\n", "f.yaml").plan.steps["s"]


def problems(text: str) -> list[str]:
    """What is wrong with a text, as `line:column message remedy`."""
    with pytest.raises(PlanProblems) as caught:
        read(text, "f.yaml")
    assert caught.value.exit_code == 3
    return [problem.rendered("f")[2:] for problem in caught.value.problems]


def test_the_nurse_plan_is_read_whole() -> None:
    document = load(NURSE)
    plan = document.plan
    assert document.warnings == ()
    assert (plan.id, plan.start, plan.away) == (
        "nurse",
        date(2027, 1, 1),
        (DateRange(date(2027, 12, 20), date(2028, 1, 3)),),
    )
    assert plan.time == (8 * PARTS_PER_HOUR // 7,) * 7
    assert plan.goal
    assert plan.goal.by == date(2033, 6, 30)
    assert list(plan.steps)[:3] == ["manager-talk", "volunteer", "ma-certificate"]
    assert plan.tracks["main"].path
    assert plan.tracks["lpn-bridge"].use_when == (
        Missed("adn-place"),
        Slips("main", Length(9, Unit.MONTHS)),
        Reported("layoff"),
    )
    certificate = plan.steps["ma-certificate"]
    assert certificate.cost == Money(Decimal(2400), "USD")
    assert (certificate.reimbursed, certificate.load) == (50, 6 * PARTS_PER_HOUR)
    assert certificate.tasks[1] == Task("register", "Register", by=date(2027, 2, 10))
    assert plan.reviews == (
        Review("weekly", weekday=6, at=time(18)),
        Review("monthly", weekday=5, ordinal=1),
        Review("manager", every=Length(6, Unit.MONTHS), first=date(2027, 1, 18)),
    )


def test_places_lead_to_the_file() -> None:
    document = load(NURSE)
    first = NURSE.read_text().splitlines().index("  ma-certificate:") + 1
    assert document.place("steps", "ma-certificate").line == first
    register = document.place("ma-certificate/register")
    assert NURSE.read_text().splitlines()[register.line - 1].strip() == "- Register by 2027-02-10"
    assert document.place("steps", "ma-certificate", "cost", "x") == document.place(
        "steps", "ma-certificate", "cost"
    )
    assert document.place("steps", "ma-certificate", "by") == document.place("steps", "ma-certificate")
    assert document.place("adn-place/by") == document.place("steps", "adn-place", "by")
    assert document.place("volunteer@2027-02-13") == document.place("steps", "volunteer")
    assert document.place("ma-certificate/goal-3") == document.place("steps", "ma-certificate", "goals")
    assert document.place("review/weekly@2027-01-03") == document.place("reviews", "weekly")
    assert (document.place("nothing").line, document.place("nothing").column) == (1, 1)
    with pytest.raises(KeyError):
        document.places["steps.nothing"]


def test_a_file_without_an_id_is_called_by_its_name() -> None:
    text = "plan: 1\nsteps: {a: {title: x}}\n"
    assert read(text, "/home/me/My Plan.yaml").plan.id == "my-plan"
    assert read(text, "???.yaml").plan.id == "plan"
    assert read(text, "x.yaml").plan.title == "x"


def test_a_file_without_tracks_has_one_set_of_all_steps() -> None:
    assert read(HEAD, "f.yaml").plan.tracks == {"main": Track("main", ("a", "b"), path=False)}


@pytest.mark.parametrize(
    ("body", "extent"),
    [
        ("date: 2027-01-18", OnDay(date(2027, 1, 18))),
        ("takes: 9..12 months", Takes(Length(9, Unit.MONTHS), Length(12, Unit.MONTHS))),
        ("effort: 80..140h", Effort(80 * PARTS_PER_HOUR, 140 * PARTS_PER_HOUR)),
        ("every: 2 weeks", Every(Length(2, Unit.WEEKS))),
        ("every: 2 weeks\n    to: 2027", Every(Length(2, Unit.WEEKS), date(2027, 12, 31))),
        ("experience: 2 years", Experience(Length(2, Unit.YEARS))),
        ("experience: {years: 1.5}", Experience(Length(18, Unit.MONTHS))),
        ("experience: 2 years\n    at: 32h/week", Experience(Length(2, Unit.YEARS), at=32 * PARTS_PER_HOUR)),
        (
            "experience: {years: 3, hours: 4000, within: 8 years, at: 20h/week}",
            Experience(
                Length(3, Unit.YEARS), 4000 * PARTS_PER_HOUR, Length(8, Unit.YEARS), 20 * PARTS_PER_HOUR
            ),
        ),
        ("kind: milestone", None),
    ],
)
def test_a_step_says_how_long_it_takes(body: str, extent: object) -> None:
    assert step(body).extent == extent


def test_a_step_waits_for_others() -> None:
    assert step("after: a").after == (After("a"),)
    lagged = After("b", Length(2, Unit.WEEKS))
    assert step("after: [a, b+2 weeks]").after == (After("a"), lagged)
    assert step("after: [{any: [a, b + 2 weeks]}]").after == (AnyOf((After("a"), lagged)),)
    assert step("before: a").before == ("a",)


def test_goals_have_titles_a_number_or_a_rhythm() -> None:
    assert step("takes: 1 year\n    goals: monthly").goals == Goals(every=Length(1, Unit.MONTHS))
    assert step("takes: 1 year\n    goals: every 6 weeks").goals == Goals(every=Length(6, Unit.WEEKS))
    assert step("takes: 1 year\n    goals: 9").goals == Goals(count=9)
    assert step("goals: [One, 2]").goals == Goals(titles=("One", "2"))


def test_tasks_name_siblings_by_id_or_title_before_steps() -> None:
    tasks = step(
        "tasks: [Fill in, {title: Sign it, id: sign, after: fill-in}, "
        "{title: Send, after: [sign-it + 1 day, a]}, a]"
    ).tasks
    assert [task.id for task in tasks] == ["fill-in", "sign", "send", "a"]
    assert tasks[1].after == (After("fill-in"),)
    assert tasks[2].after == (After("sign", Length(1, Unit.DAYS)), After("a"))


def test_a_date_at_the_end_of_a_task_is_its_deadline() -> None:
    tasks = step("tasks: [Do by 2027-03, Send by mail, by 2027, {title: Do it by 2028}]").tasks
    assert [(task.title, task.by) for task in tasks] == [
        ("Do", date(2027, 3, 31)),
        ("Send by mail", None),
        ("by 2027", None),
        ("Do it by 2028", None),
    ]


def test_the_rest_of_the_file_is_read() -> None:
    plan = read(
        HEAD.replace("time: 7h/week", "time: {mon: 2h, sat: 1.5h}")
        + "gaps: {x: Text, y: {text: T, have: H, want: W}}\n"
        + "windows: {w: {all: [a, b], within: 18 months}}\n"
        + "tracks: {m: {steps: [a], use-when: chance below 50%}}\n"
        + "timezone: Europe/Berlin\nholidays: DE-BE\n",
        "f.yaml",
    ).plan
    assert plan.time == (840, 0, 0, 0, 0, 630, 0)
    assert plan.gaps == {"x": Gap("x", "Text"), "y": Gap("y", "T", "H", "W")}
    assert plan.windows == {"w": Window("w", ("a", "b"), Length(18, Unit.MONTHS))}
    assert plan.tracks == {"m": Track("m", ("a",), path=False, use_when=(ChanceBelow(50),))}
    assert (plan.timezone, plan.holidays) == ("Europe/Berlin", "DE-BE")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = """plan: 1
titel: x
steps:
  a:
    title: ""
    takes: 9 moons
    after: [bb, b + 2 weaks]
  b: {title: b, sync: no}
  c d: {}
"""
    assert problems(text) == [
        '2:1  "titel" is not a key of the plan. Did you mean "title"?',
        "5:12  title: the text is empty. Write one, or delete the line.",
        '6:12  takes: "9 moons" is not a length. Try "9 months".',
        '7:13  after: there is no step "bb". Did you mean "b"?',
        '7:17  after: "2 weaks" is not a length. Try "2 weeks".',
        '8:23  sync: "no" is neither true nor false. Write true or false.',
        '9:3  steps: "c d" is not an id. Try "c-d".',
        '9:3  a step has no title. Add "title: Pass NCLEX-RN".',
    ]


def test_only_the_first_fifty_mistakes_are_shown() -> None:
    with pytest.raises(PlanProblems) as caught:
        read("plan: 1\nsteps:\n" + "".join(f"  s{n}: {{}}\n" for n in range(60)), "f.yaml")
    lines = caught.value.message.splitlines()
    assert len(caught.value.problems) == 60
    assert (len(lines), lines[-1]) == (51, "f.yaml: and 10 more.")


def test_a_newer_format_is_all_that_is_said() -> None:
    assert problems("plan: 2\nnews: [x]\n") == [
        "1:7  the file is written for a newer planner (format 2); this one reads 1. Update planner."
    ]


def test_items_that_collide_name_both_lines() -> None:
    body = "  s:\n    title: s\n    by: 2027\n    takes: 9 weeks\n    goals: weekly\n    tasks:\n"
    tasks = "    - By\n    - Goal 3\n    - Same\n    - {title: same!}\n    - {title: '?'}\n"
    remedy = "Write another title, or give the task an id of its own."
    assert problems(HEAD + body + tasks) == [
        f'12:7  "s/by" is the name of this and of what stands in line 8. {remedy}',
        f'13:7  "s/goal-3" is the name of this and of what stands in line 10. {remedy}',
        f'15:7  "s/same" is the name of this and of what stands in line 14. {remedy}',
        '16:7  no name can be made of "?". Give it an id: {id: ..., title: ...}.',
    ]


def test_garbage_collection_is_as_it_was() -> None:
    assert gc.isenabled()
    problems("plan: 1\n")
    assert gc.isenabled()
    gc.disable()
    try:
        read(HEAD, "f.yaml")
        assert not gc.isenabled()
    finally:
        gc.enable()


@given(st.text() | st.text(alphabet=string.printable))
def test_any_text_is_a_plan_or_a_mistake(text: str) -> None:
    with pytest.raises(PlannerError):
        read(text, "f.yaml")


@given(st.data())
def test_a_damaged_plan_is_a_plan_or_a_mistake(data: st.DataObject) -> None:
    text = NURSE.read_text()
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 30))
    junk = data.draw(
        st.text(max_size=4)
        | st.sampled_from(["\t", "\n", ": ", "- ", "[", "{", "&a ", "*a", "!x ", "'", "# ", "9"])
    )
    try:
        found: tuple[Problem, ...] = read(text[:at] + junk + text[at + cut :], "f.yaml").warnings
    except PlanProblems as error:
        found = error.problems
    assert all(problem.place.line <= text.count("\n") + 5 for problem in found)


def test_what_is_away_twice_is_told_as_the_person_wrote_it() -> None:
    away = "[2027-08-01..2027-08-14, 2027-12-24, 2027-08-01 .. 2027-08-14]"
    text = f"plan: 1\naway: {away}\nsteps: {{a: {{title: A}}}}\n"
    with pytest.raises(PlanInvalid) as caught:
        read(text, "p.yaml")
    assert caught.value.message == (
        'p.yaml:2:44  away: "2027-08-01 .. 2027-08-14" is here twice. Remove one of them.'
    )
