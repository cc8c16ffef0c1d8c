"""What can't be is found, and named."""

import pytest

from planner.plan.problems import PlanProblems
from planner.plan.read import read

HEAD = "plan: 1\ntime: 7h/week\nsteps:\n"


def found(text: str) -> list[str]:
    """The problems of a plan, without file names; its warnings when there is no error."""
    try:
        problems = read(text, "f.yaml").warnings
    except PlanProblems as error:
        problems = error.problems
    return [problem.rendered("f")[2:] for problem in problems]


def steps(*lines: str) -> str:
    """A plan of these steps, the first in line 4."""
    return HEAD + "".join(f"  {line}\n" for line in lines)


REMEDY = "Remove one link of the circle."


def test_a_circle_is_named_step_by_step() -> None:
    rest = ["b: {title: b}", "c: {title: c, after: a, before: b}"]
    text = steps("x: {title: x, after: c}", "a: {title: a, after: b}", *rest)
    circle = "a (line 5) after b (line 6) after c (line 7) after a"
    assert found(text) == [f"5:24  these steps wait for each other: {circle}. {REMEDY}"]


def test_every_circle_is_named_once() -> None:
    text = steps("a: {title: a, after: a}", "b: {title: b, after: c}", "c: {title: c, after: b}")
    assert found(text) == [
        f"4:24  a waits for itself. {REMEDY}",
        f"5:24  these steps wait for each other: b (line 5) after c (line 6) after b. {REMEDY}",
    ]


def test_a_choice_is_part_of_a_circle_only_if_all_its_options_are() -> None:
    free = steps("a: {title: a, after: {any: [b, c]}}", "b: {title: b, after: a}", "c: {title: c}")
    assert found(free) == []
    caught = steps(
        "a: {title: a, after: {any: [b, c]}}", "b: {title: b, after: a}", "c: {title: c, after: b}"
    )
    assert found(caught) == [
        f"4:24  these steps wait for each other: a (line 4) after b (line 5) after a. {REMEDY}"
    ]


def test_a_task_that_waits_for_a_later_step_closes_a_circle() -> None:
    text = steps("a: {title: a, tasks: [{title: t, after: b}]}", "b: {title: b, after: a}")
    assert found(text) == [
        f"4:6  these steps wait for each other: a (line 4) after b (line 5) after a. {REMEDY}".replace(
            "4:6", "4:3"
        )
    ]


def test_each_track_may_order_its_steps_in_its_own_way() -> None:
    plain = steps("a: {title: a}", "b: {title: b}")
    assert found(plain + "tracks: {main: [a, b], other: [b, a]}\n") == []
    ordered = steps("a: {title: a, after: b}", "b: {title: b}")
    assert found(ordered + "tracks:\n  main: [b, a]\n  other: [a, b]\n") == [
        f"8:3  track other: these steps wait for each other: a (line 4) after b (line 5) after a. {REMEDY}"
    ]
    assert found(ordered + "tracks:\n  other: {steps: [a, b]}\n") == []


@pytest.mark.parametrize(
    ("rest", "who"),
    [
        ("  s: {title: s, after: h}\n", "s"),
        ("  s: {title: s, after: {any: [h]}}\n", "s"),
        ("  s: {title: s, tasks: [{title: t, after: h}]}\n", "the task t"),
        ("tracks: {main: [h, a]}\n", "a"),
        ("windows: {w: {all: [a, h], within: 1 year}}\n", "window w"),
        ("goal: {role: x, requires: [h]}\n", "the goal"),
    ],
)
def test_nothing_waits_for_a_habit_without_end(rest: str, who: str) -> None:
    plan = steps("a: {title: a}", "h: {title: h, every: 1 week}") + rest
    expected = f"{who} waits for h, a habit that never ends. Give the habit a last day: to."
    assert [line.partition("  ")[2] for line in found(plan)] == [expected]
    assert found(plan.replace("every: 1 week", "every: 1 week, to: 2030")) == []


def test_a_habit_before_a_step_needs_an_end() -> None:
    assert len(found(steps("a: {title: a}", "h: {title: h, every: 1 week, before: a}"))) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "takes: 1 week, effort: 3h",
            "takes says already how long the step is. Keep one of takes and effort.",
        ),
        ("to: 2027", "to: only a habit has a last day. Use by for a deadline, or add every."),
        ("at: 3h/week", "at: it says how fast the hours of an experience fill. Use load, or add experience."),
        ("load: 3h/week", "load: it goes with takes, effort or experience. Add one of them, or remove it."),
        (
            "from: 2028, by: 2027",
            "by: the deadline is before 2028-01-01, the day of from. Change one of the two.",
        ),
        (
            "every: 1 week, from: 2028, to: 2027",
            "to: the habit ends before 2028-01-01, the day of from. Change one of the two.",
        ),
        ("date: 2027, from: 2028", "date: it is before 2028-01-01, the day of from. Change one of the two."),
        ("date: 2029, by: 2028", "date: it is after 2028-12-31, the deadline. Change one of the two."),
        ("every: 1 week, by: 2028", "by: a habit has no deadline. Write to for its last day."),
        (
            "every: 1 week, goals: [x]",
            "goals: a habit has no goals: each turn is the thing to tick off. Put them into a step.",
        ),
        ("goals: monthly", "goals: there is no length to spread them over. Add takes, effort or experience."),
        (
            "date: 2027, goals: weekly",
            "goals: there is no length to spread them over. Add takes, effort or experience.",
        ),
        (
            "experience: {years: 3, within: 2 years}",
            "experience: 3 years don't fit within 2 years. Raise within.",
        ),
        (
            "experience: {hours: 4000, within: 2 years, at: 8h/week}",
            "experience: 4,000 hours at 8h/week don't fit within 2 years. Raise at or within.",
        ),
        (
            "experience: {within: 2 years}",
            'experience names neither years nor hours. Add "years: 2" or "hours: 4000".',
        ),
        (
            "experience: {hours: 9, at: 9h/week}, at: 9h/week",
            "at: it stands beside experience, too. Keep one of the two.",
        ),
        (
            "effort: 5h, tasks: [{title: t, effort: 3h}, {title: u, effort: 3h}]",
            "effort: the tasks take 6h, more than the 5h of the step. Raise it, or lower theirs.",
        ),
        ("tasks: [{title: t, after: s}]", "the task t waits for its own step, s. Remove it from after."),
        (
            "tasks: [{title: t, after: u}, {title: u, after: t}]",
            "these tasks wait for each other: t after u after t. Remove one after.",
        ),
        ("tasks: [{title: t, after: t}]", "these tasks wait for each other: t after t. Remove one after."),
        ("after: [a, a]", "after: this is here twice. Remove one of them."),
        ("closes: [x, x]", 'closes: "x" is here twice. Remove one of them.'),
        ("closes: y", 'closes: there is no gap "y". Add it to gaps, or remove it here.'),
    ],
)
def test_what_contradicts_itself_in_a_step_is_named(body: str, message: str) -> None:
    text = steps("a: {title: a}", f"s: {{title: s, {body}}}", "e: {title: e, closes: x}") + "gaps: {x: x}\n"
    assert [line.partition("  ")[2] for line in found(text)] == [message]


def test_hours_need_a_time() -> None:
    text = steps("a: {title: a, effort: 3h}", "b: {title: b, tasks: [{title: t, effort: 3h}]}")
    assert found(text) == []
    assert [line.partition("  ")[0] for line in found(text.replace("time: 7h/week\n", ""))] == [
        "3:25",
        "4:44",
    ]


def test_what_is_probably_not_meant_is_a_warning() -> None:
    text = steps("a: {title: a, reimbursed: 50%}") + "gaps: {x: Text}\n"
    assert found(text) == [
        '4:29  warning: reimbursed: there is no cost that it is a part of. Add "cost: 2400 USD".',
        '5:8  warning: no step closes the gap x. Add "closes: [x]" to the step that does.',
    ]


def test_a_goal_before_the_start_is_an_error() -> None:
    text = steps("a: {title: a}") + "start: 2028\ngoal: {role: x, by: 2027}\n"
    assert found(text) == [
        "6:21  by: the goal's last day is before the plan begins, 2028-01-01. Change one of the two."
    ]


def test_unknown_names_in_tracks_and_triggers_are_errors() -> None:
    text = (
        steps("adn: {title: a}")
        + "tracks: {main: [adm], two: {path: [adn], use-when: [x missed, mian slips 1 week]}}\n"
    )
    assert [line.partition("  ")[2] for line in found(text)] == [
        'tracks.main: there is no step "adm". Did you mean "adn"?',
        'use-when: there is no step "x". Add it to steps, or remove it here.',
        'use-when: there is no track "mian". Did you mean "main"?',
    ]


def test_a_chain_of_twenty_thousand_steps_is_no_burden() -> None:
    chain = [f"s{n}: {{title: x, after: s{n + 1}}}" for n in range(20_000)]
    assert found(steps(*chain, "s20000: {title: x}")) == []
    ring = found(steps(*chain, "s20000: {title: x, after: s0}"))
    assert len(ring) == 1
    assert "s0 (line 4) after s1 (line 5)" in ring[0]
    assert "19,989 more after s0" in ring[0]
