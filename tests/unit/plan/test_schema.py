"""The schema marks in an editor what the reader refuses, and nothing else."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import PlanInvalid
from planner.plan import keys
from planner.plan.read import read
from planner.plan.schema import schema
from tests.unit.plan.core import core
from tests.unit.plan.written import WRITTEN

ROOT = Path(__file__).parents[3]
SCHEMA = jsonschema.Draft7Validator(schema())

HEAD = "plan: 1\ntime: 8h/week\n"
STEPS = "steps:\n  a: {title: a}\n  b: {title: b}\n"
STEP = f"{HEAD}gaps: {{a: x, b: y}}\n{STEPS}"
NEEDS = {
    "to": "    every: 1 week\n",
    "at": "    experience: 1 year\n",
    "load": "    takes: 2 years\n",
    "goals": "    takes: 9 weeks\n",
}
NEEDS |= {"reimbursed": "    cost: 1 USD\n"}


def _top(key: str, value: str) -> str:
    head = HEAD.replace(f"{key}: {'1' if key == 'plan' else '8h/week'}\n", "")
    return f"{head}{STEPS if key != 'steps' else ''}{key}: {value}\n"


def _step(key: str, value: str) -> str:
    title = "" if key == "title" else "    title: x\n"
    return f"{STEP}  s:\n{title}{NEEDS.get(key, '')}    {key}: {value}\n"


def _inner(open_with: str, fillers: dict[str, str]) -> Callable[[str, str], str]:
    def text(key: str, value: str) -> str:
        rest = "".join(f"      {name}: {filler}\n" for name, filler in fillers.items() if name != key)
        return f"{HEAD}{STEPS}{open_with}{rest}      {key}: {value}\n"

    return text


PLACES: list[tuple[keys.Section, Callable[[str, str], str]]] = [
    (keys.PLAN, _top),
    (keys.STEP, _step),
    (keys.TIME, lambda key, value: f"plan: 1\n{STEPS}time:\n      {key}: {value}\n"),
    (keys.NOW, _inner("now:\n", {"role": "x"})),
    (keys.GOAL, _inner("goal:\n", {"role": "x"})),
    (keys.GAP, _inner("gaps:\n    g:\n", {"text": "x"})),
    (keys.WINDOW, _inner("windows:\n    w:\n", {"all": "[a, b]", "within": "1 year"})),
    (keys.TASK, _inner("  s:\n    title: s\n    tasks:\n    -\n", {"title": "x"})),
    (keys.EXPERIENCE, _inner("  s:\n    title: s\n    experience:\n", {"hours": "1"})),
    (keys.ANY, _inner("  s:\n    title: s\n    after:\n", {})),
    (keys.REVIEWS, _inner("reviews:\n", {})),
    (
        keys.TRACK,
        lambda key, value: (
            f"{HEAD}{STEPS}tracks:\n  t:\n    {key}: {value}\n"
            + ("" if key != "use-when" else "    path: [a]\n")
        ),
    ),
]
CASES = [(section.name, key, text) for section, text in PLACES for key in section.keys]
# What needs more than the value itself: names that exist, and ids that the values above don't bring along.
UNKNOWN = re.compile('there is no (step|gap|track) "')


def accepts(text: str) -> bool:
    """True when the reader takes the text, names that exist nowhere aside."""
    try:
        read(text, "f.yaml")
    except PlanInvalid as error:
        problems = getattr(error, "problems", ())
        return all(UNKNOWN.search(problem.message) for problem in problems if problem.is_error) and bool(
            problems
        )
    return True


@pytest.mark.parametrize(
    ("section", "key", "text"), CASES, ids=[f"{name}.{key.name}" for name, key, _ in CASES]
)
def test_schema_and_reader_agree_on_each_value(
    section: str, key: keys.Key, text: Callable[[str, str], str]
) -> None:
    plans = {value: text(key.name, value) for value in WRITTEN[key.kind]}
    taken = {value for value, plan in plans.items() if accepts(plan)}
    valid = {value for value, plan in plans.items() if SCHEMA.is_valid(core(plan))}
    assert taken == valid, f"{section}.{key.name}"
    assert taken
    assert taken != plans.keys()


def test_every_section_is_compared() -> None:
    assert {section.name for section, _ in PLACES} == {section.name for section in keys.SECTIONS}


def test_the_file_in_config_is_the_schema() -> None:
    assert json.loads((ROOT / "config/plan.schema.json").read_text()) == schema()


def test_the_nurse_plan_is_valid() -> None:
    SCHEMA.validate(core((ROOT / "config/templates/nurse.yaml").read_text()))


# Zones need the machine's database, and whether a range runs backwards needs a comparison.
GRAMMARS = [(key, text) for _, key, text in CASES if key.kind is not keys.Kind.ZONE]
PIECES = st.text(alphabet="0123456789abcdhWQmin .-/+%:, ", max_size=12).filter(lambda text: ".." not in text)


@given(st.sampled_from(GRAMMARS), PIECES)
def test_schema_and_reader_agree_on_any_text(
    case: tuple[keys.Key, Callable[[str, str], str]], value: str
) -> None:
    key, text = case
    plan = text(key.name, json.dumps(value))
    assert accepts(plan) == SCHEMA.is_valid(core(plan))
