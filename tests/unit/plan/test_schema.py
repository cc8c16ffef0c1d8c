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

ROOT = Path(__file__).parents[3]
SCHEMA = jsonschema.Draft7Validator(schema())

DATES = [
    "2027-03-15",
    "2027-03",
    "2027-Q2",
    "2027-W11",
    "2027",
    '"2027"',
    "0001-01-01",
    "9999-12-31",
    "2027-04-31",
]
DATES += [
    "2027-13",
    "2027-00",
    "2027-Q5",
    "2027-W54",
    "2027-W00",
    "0000",
    "20270315",
    "2027-3-5",
    "15.3.2027",
    "soon",
]
DATES += [
    "2027-03-15 08:00",
    '"2027-03-15 "',
    '"2027-03-15\\n"',
    "~",
    "",
    "[2027]",
    "{a: 2027}",
    "12:30",
    "true",
    "-2027",
]
LENGTHS = [
    "3 days",
    "1 day",
    "10 weeks",
    "9 months",
    "2 years",
    "5 business days",
    "100000 days",
    "3  days",
    "1 weeks",
]
LENGTHS += [
    "0 days",
    "100001 days",
    "010 days",
    "9 moons",
    "9months",
    "9",
    "120h",
    "-3 days",
    "1.5 years",
    "3 Days",
    "~",
]
LENGTHS += ["[3 days]", '"3 days\\n"', "3 days later"]
HOURS = [
    "120h",
    "7.5h",
    "7.55h",
    "7.51h",
    "0.5h",
    "0h",
    "0.0h",
    "90min",
    "1h30min",
    "1h60min",
    "0h30min",
    "999min",
    "1000min",
]
HOURS += ["08h", "100000h", "100001h", "100000.5h", "120 h", "120", "2 hours", "-1h", "1h0min", ".5h", "1e3h"]
RANGES = ["80..140h", "7.5..10h", "30..90min", "0..5h", "80h..140h", "80..h", "1..100000h", "80 .. 140h"]
RATES = [
    "8h/week",
    "1h/day",
    "168h/week",
    "168.5h/week",
    "169h/week",
    "24h/day",
    "25h/day",
    "90min/week",
    "1h30min/day",
]
RATES += ["8h", "8h/month", "8h / week", "0h/week", "167h59min/week", "168h1min/week"]
NAMES = [
    "adn",
    "b.c",
    "a_1",
    "führung",
    "2027",
    '"a b"',
    "a/b",
    "a@b",
    "-a",
    ".a",
    "_a",
    '""',
    "~",
    "ab" * 40,
    "ab" * 40 + "c",
]
NAMES += ["[a]", "{a: b}", "a+b", "true", "学位"]
TEXTS = [
    "x",
    "2027",
    "true",
    "12:30",
    "NO",
    "1.5",
    '" "',
    '""',
    "~",
    "",
    "[x]",
    "{x: y}",
    '"a\\tb"',
    '"a\\nb"',
    '"\\u2028"',
]
TEXTS += ["x" * 500, "x" * 501, '"ü 😀 \\u00a0"', '"a\\u0007"', "|\n          one\n          two"]

VALUES: dict[keys.Kind, list[str]] = {
    keys.Kind.FORMAT: ["1", '"1"', "2", "0", "-1", "one", "~", "[1]", "1.5", "true"],
    keys.Kind.ID: NAMES,
    keys.Kind.TITLE: TEXTS,
    keys.Kind.NOTE: [*TEXTS, '"x\\n\\ty"', "x" * 10_000, "x" * 10_001, '"\\r"'],
    keys.Kind.URL: [
        "https://example.org/a?b#c",
        "http://x",
        "mailto:a@b.c",
        "https://",
        "ftp://x",
        "javascript:alert(1)",
    ]
    + ['"https://a b"', '"https://a\\nb"', "HTTPS://x", "x", "2027", "~", "[https://x]"],
    keys.Kind.DATE: DATES,
    keys.Kind.RANGES: [
        *DATES,
        "2027..2028",
        "[2027, 2028-01..2028-03]",
        "2027 .. 2028",
        "2027..",
        "2027..2028..2029",
        "[]",
    ],
    keys.Kind.LENGTH: LENGTHS,
    keys.Kind.LENGTHS: [
        *LENGTHS,
        "9..12 months",
        "9 months..12 months",
        "9..0 months",
        "9.. months",
        "9...12 months",
    ],
    keys.Kind.HOURS: ["2h", "24h", "24.5h", "25h", "1h30min", "0h", "23h59min", "2", "2h/day", "~"],
    keys.Kind.HOURS_RANGE: [*HOURS, *RANGES],
    keys.Kind.RATE: RATES,
    keys.Kind.TIME: [*RATES, "{mon: 2h}", "{mon: 2}", "{}", "{monday: 2h}", "{mon: 25h}", "[2h]", "~"],
    keys.Kind.YEARS: [
        "1",
        "1.5",
        "0.25",
        "0.3",
        "0",
        "-1",
        "1000",
        "1001",
        '"2"',
        "2 years",
        "~",
        "1e1",
        "[1]",
        "010",
    ],
    keys.Kind.COUNT: [
        "1",
        "4000",
        "0",
        "-5",
        "1.5",
        '"4000"',
        "4000h",
        "100000",
        "100001",
        "9" * 50,
        "~",
        "0x10",
        "010",
    ],
    keys.Kind.REGION: ["DE", "DE-BE", "NO", "de", "DEU", "DE-", "true", "~", "US-CA", "[DE]"],
    keys.Kind.MONEY: [
        "2400 USD",
        "0 EUR",
        "19.99 EUR",
        "2,400 USD",
        "2400",
        "2400 usd",
        "-1 USD",
        "USD 2400",
        "1e3 USD",
        "01 USD",
    ],
    keys.Kind.PERCENT: ["50%", "0%", "100%", "101%", "50", "-1%", "1.5%", "050%", "50 %"],
    keys.Kind.SWITCH: ["true", "false", "True", "FALSE", "tRUE", "yes", "no", "on", '"true"', "1", "~"],
    keys.Kind.STEP_KIND: ["course", "exam", "milestone", "Course", "other", "~", "[course]", '"exam"'],
    keys.Kind.PRIORITY: ["high", "normal", "low", "High", "1", "~"],
    keys.Kind.AFTER: [
        "a",
        "[a, b]",
        "a + 2 weeks",
        "a+2 weeks",
        "[a, a]",
        "[]",
        "{any: [a, b]}",
        "[{any: a}]",
        "{any: []}",
        "~",
    ]
    + [
        "{any: [a], x: b}",
        "a + 2 weaks",
        "a + ",
        "[[a]]",
        "{any: [a + 1 day, b]}",
        "a + 1 day + 1 day",
        "{}",
    ],
    keys.Kind.IDS: ["a", "[a, b]", "[a, a]", "[]", "[[a]]", "[{a: b}]", "a + 2 weeks", "~", "[~]"],
    keys.Kind.TASKS: [
        "[x]",
        "x",
        "[]",
        "[{title: x}]",
        "{title: x}",
        "[{title: x, id: y, by: 2027, effort: 1..2h}]",
        "[{id: x}]",
    ]
    + [
        "[x by 2027-03]",
        "[x by 2027-13]",
        "[x by 2027-03-99]",
        "[x by mail]",
        "[x by 20277]",
        "[by 2027]",
        "[[x]]",
        "[~]",
        "~",
    ]
    + [
        "[{title: x, after: [a, a + 1 day]}]",
        "[{title: x, after: {any: [a]}}]",
        "[{title: x, zzz: y}]",
        "[x by  2027-99]",
    ],
    keys.Kind.GOALS: [
        "monthly",
        "weekly",
        "every 6 months",
        "9",
        "0",
        "1000",
        "1001",
        "[a, b]",
        "[]",
        "daily",
        '"9"',
        "9.5",
        "~",
    ]
    + ["every 6 moons", "every  2 weeks", "[~]", "{a: b}", "[2027, true]", "-1"],
    keys.Kind.EXPERIENCE: [
        *LENGTHS,
        "{years: 3}",
        "{hours: 4000, within: 8 years}",
        "{within: 2 years}",
        "{}",
        "{years: 3, x: 1}",
    ],
    keys.Kind.TRIGGERS: [
        "a missed",
        "main slips 9 months",
        "chance below 50%",
        "chance below 0%",
        "chance below 101%",
        "layoff",
    ]
    + [
        "[layoff, a missed]",
        "a slips",
        "a slips 9 moons",
        "company-closed",
        "two words",
        "~",
        "[]",
        "[[a]]",
        "a  missed",
        "a misses",
    ],
    keys.Kind.RHYTHM: [
        "sunday",
        "sunday 18:00",
        "first saturday",
        "last friday 09:30",
        "sixth friday",
        "sun",
        "sunday 24:00",
        "Sunday",
    ]
    + [
        "every 6 months from 2027-01-18",
        "every 6 months",
        "every 2 weeks from 2027-W03 08:00",
        "sunday 9:00",
        "18:00",
        "~",
    ],
    keys.Kind.STEP_LINE: ["a", "[a, b]", "[]", "[a, a]", "~", "[[a]]", "{a: b}"],
    keys.Kind.TASK_AFTER: ["a", "[b + 2 weeks]", "~", "[]", "[a, a]", '"x y"'],
    keys.Kind.GAPS: [
        "{a: b}",
        "{a: {text: b}}",
        "{a: {have: b}}",
        "{a: ~}",
        "[a]",
        "~",
        "{}",
        "{a b: c}",
        "{a: {text: b, x: y}}",
    ],
    keys.Kind.TRACKS: [
        "{m: [a]}",
        "{m: a}",
        "{m: {path: [a]}}",
        "{m: {steps: a}}",
        "{m: {path: [a], steps: [a]}}",
        "{m: {}}",
        "{m: []}",
    ]
    + ["{m: {path: [a, b], use-when: x}}", "{m: ~}", "~", "{m: {use-when: x}}"],
    keys.Kind.WINDOWS: [
        "{w: {all: [a], within: 2 years}}",
        "{w: {all: [a]}}",
        "{w: [a]}",
        "{w: ~}",
        "{w: {all: [], within: 1 day}}",
    ],
    keys.Kind.NOW: ["{role: x}", "{role: x, since: 2020}", "{since: 2020}", "x", "~", "{role: x, by: 2020}"],
    keys.Kind.GOAL: ["{role: x}", "{role: x, by: 2030, requires: [a, b]}", "{by: 2030}", "{role: ~}", "[x]"],
    keys.Kind.REVIEWS: ["{weekly: sunday}", "{yearly: sunday}", "{}", "~", "[sunday]"],
    keys.Kind.STEPS: [
        "{}",
        "~",
        "[]",
        "x",
        "{a: {title: x}}",
        "{a: {title: x}, b c: {title: y}}",
        "{a: {}}",
        "{a: ~}",
        "{a: x}",
    ],
    keys.Kind.ZONE: ["Europe/Berlin", "UTC", "Europe/", "[UTC]", "~", "../x", '""'],
    keys.Kind.OPTIONS: ["a", "[a, b + 1 day]", "[]", "~", "[{any: a}]"],
}

HEAD = "plan: 1\ntime: 8h/week\n"
STEPS = "steps:\n  a: {title: a}\n  b: {title: b}\n"
STEP = "plan: 1\ntime: 8h/week\ngaps: {a: x, b: y}\n"
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
    text = f"{STEP}steps:\n  a: {{title: a}}\n  b: {{title: b}}\n  s:\n{title}{NEEDS.get(key, '')}    {key}: {value}\n"
    return text if key != "closes" else text


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
    plans = {value: text(key.name, value) for value in VALUES[key.kind]}
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


@given(st.sampled_from(CASES), st.text(alphabet="0123456789abcdhWQmin .-/+%:, ", max_size=12))
def test_schema_and_reader_agree_on_any_text(
    case: tuple[str, keys.Key, Callable[[str, str], str]], value: str
) -> None:
    _, key, text = case
    plan = text(key.name, json.dumps(value))
    if "by" not in value and accepts(plan) != SCHEMA.is_valid(core(plan)):
        pytest.fail(f"{key.name}: {value!r}")
