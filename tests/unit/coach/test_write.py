"""The plan as text: what a person would have written."""

import pytest
import yaml

from planner.coach.interview import look
from planner.coach.rules import RULES, drafted
from planner.coach.scalar import scalar
from planner.coach.write import plan_text
from planner.plan.read import read
from tests.unit.coach.people import ACCOUNTANT, PEOPLE, RECEPTIONIST, known


def text(person: dict[str, str]) -> str:
    replies = known(person)
    return plan_text(drafted(replies), replies, "own")


@pytest.mark.parametrize("name", PEOPLE)
def test_it_has_its_reasons_as_comments_and_no_line_is_too_long(name: str) -> None:
    lines = text(dict(PEOPLE[name])).splitlines()
    comments = " ".join(line.strip(" #") for line in lines if line.lstrip().startswith("#"))
    steps = {made.why for made in drafted(known(PEOPLE[name])).steps}
    assert len(steps) >= 6
    assert [why for why in steps if why not in comments] == []
    assert max(map(len, lines)) <= 120
    assert not [line for line in lines if line != line.rstrip()]
    assert all(rule.why for rule in RULES)


@pytest.mark.parametrize("name", PEOPLE)
def test_other_readers_of_yaml_find_the_same_in_it(name: str) -> None:
    written = text(dict(PEOPLE[name]))
    plan, other = read(written, "own.yaml").plan, yaml.safe_load(written)
    assert {key: step["title"] for key, step in other["steps"].items()} == {
        step.id: step.title for step in plan.steps.values()
    }
    assert list(other["gaps"]) == list(plan.gaps)
    assert list(other["tracks"]["main"]) == list(plan.tracks["main"].steps)


def test_the_title_speaks_of_roles_as_a_sentence_does() -> None:
    assert "\ntitle: From front-desk clerk to registered nurse\n" in text(dict(RECEPTIONIST))
    it = look({**ACCOUNTANT, "role": "CPA candidate", "goal": "IT auditor: lead"}).known
    assert '\ntitle: "From CPA candidate to IT auditor: lead"\n' in plan_text(drafted(it), it, "own")


def test_why_the_job_was_taken_stands_beside_it() -> None:
    assert "\nnow:\n  role: Front-desk clerk, Alvarez Family Practice\n  since: 2024-09\n" in text(
        dict(RECEPTIONIST)
    )
    assert "\n  # Why I took it: It was the first offer, and near home\n" in text(dict(RECEPTIONIST))


def test_a_name_that_ends_like_a_deadline_sets_none() -> None:
    replies = look({**RECEPTIONIST, "lateral": "The clinic that opens by 2028-03"}).known
    tasks = read(plan_text(drafted(replies), replies, "own"), "own.yaml").plan.steps["new-role"].tasks
    assert ("Apply to The clinic that opens by 2028-03", None) in [(task.title, task.by) for task in tasks]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Register, then pay", "Register, then pay"),
        ("a: b", '"a: b"'),
        ("no", '"no"'),
        ("Null", '"Null"'),
        ("# 1", '"# 1"'),
        ("a #b", '"a #b"'),
        ('say "x"', '"say \\"x\\""'),
        ("Büro 日本", "Büro 日本"),
        ("- a", '"- a"'),
    ],
)
def test_a_text_stands_plain_where_it_can(value: str, shown: str) -> None:
    assert scalar(value) == shown
    assert yaml.safe_load(f"key: {shown}") == {"key": value}


def test_between_brackets_a_comma_separates() -> None:
    assert scalar("a, b", in_flow=True) == '"a, b"'
