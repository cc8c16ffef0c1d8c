"""Edits of a plan in five layouts. Judged by lines and by what a YAML loader says, not by our own reading."""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import PlannerError, UsageError
from planner.plan.edit import Mistaken, NewStep, add_steps, add_tasks
from planner.plan.edit.gaps import add_gaps
from planner.plan.edit.writing import Value
from planner.plan.read import read
from tests.unit.plan.layouts import BLOCK, FLOW, FOUR, JSON, LAYOUTS
from tests.unit.plan.odd_layouts import ODD

FIELDS: dict[str, Value] = {
    "title": "Ask: who pays? #1",
    "effort": "80..140h",
    "after": ["a", "b + 2 weeks"],
    "closes": ["g"],
    "tasks": [{"title": "Call"}, {"title": "Write", "by": "2027-03"}, {"title": "Ask", "effort": "3h"}],
    "note": "It's a note,\n\non: three lines",
}
AS_LOADED = FIELDS | {"tasks": ["Call", "Write by 2027-03", {"title": "Ask", "effort": "3h"}]}

layout = pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)


def loaded(text: str) -> Any:  # noqa: ANN401 - what YAML holds
    """Every scalar as text, by a loader that knows nothing of plans."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts and nothing else


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """What is there instead of what, line by line; with their line breaks."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [("".join(old[a:b]), "".join(new[c:d])) for code, a, b, c, d in codes if code != "equal"]


def is_inserted_only(before: str, after: str) -> bool:
    """Whether every character is still there, in its order."""
    rest: Iterator[str] = iter(after)
    return all(character in rest for character in before)


@layout
@pytest.mark.parametrize("behind", ["a", "b", None])
def test_a_step_is_added_and_all_else_stays(text: str, behind: str | None) -> None:
    after = add_steps(text, "p.yaml", [NewStep("new", FIELDS)], behind)
    wanted = loaded(text)
    wanted["steps"]["new"] = AS_LOADED
    found = loaded(after)
    found["steps"]["new"]["note"] = found["steps"]["new"]["note"].strip()
    assert found == wanted
    assert list(found["steps"]) == (["a", "new", "b"] if behind == "a" else ["a", "b", "new"])
    assert is_inserted_only(text, after)
    assert after.count("#") == text.count("#") + 1
    # A line that is no new one has got no more than a comma or a line break, except where all is one line.
    replaced = [(old, new) for old, new in changed(text, after) if old]
    if text != FLOW:
        assert all(new.startswith(old.rstrip("\r\n")[:-1]) for old, new in replaced)
        assert sum(old.count("\n") or 1 for old, _ in replaced) <= 1


@layout
@pytest.mark.parametrize(("track", "behind", "path"), [("main", "a", "a new b"), ("back", None, "a new")])
def test_a_step_on_a_track_stands_in_its_path(text: str, track: str, behind: str | None, path: str) -> None:
    after = add_steps(text, "p.yaml", [NewStep("new", {"title": "New"})], behind, track)
    wanted = loaded(text)
    wanted["steps"]["new"] = {"title": "New"}
    where = wanted["tracks"][track]
    (where["path"] if isinstance(where, dict) else where)[:] = path.split()
    assert loaded(after) == wanted
    assert is_inserted_only(text, after)
    touched = sum(old.count("\n") for old, _ in changed(text, after))
    assert touched <= 2, "the track's line, and that behind which a comma comes"


@layout
@pytest.mark.parametrize("step", ["a", "b"])
def test_tasks_are_added_behind_those_that_are_there(text: str, step: str) -> None:
    tasks: list[dict[str, Value]] = [{"title": "No"}, {"title": "On by 2027", "id": "on"}]
    after = add_tasks(text, "p.yaml", step, tasks)
    wanted = loaded(text)
    wanted["steps"][step].setdefault("tasks", []).extend(tasks)
    found = loaded(after)
    found["steps"][step]["tasks"] = [
        {"title": one} if one == "No" else one for one in found["steps"][step]["tasks"]
    ]
    assert found == wanted
    assert is_inserted_only(text, after)


def test_a_new_step_looks_like_its_neighbours() -> None:
    new = [NewStep("new", {"title": "New", "takes": "2 weeks"})]
    assert "\n    # the end of a\n\n  new:\n    title: New\n    takes: 2 weeks\n\n  # about b" in add_steps(
        BLOCK, "p.yaml", new, "a"
    )
    assert ", new: {title: New, takes: 2 weeks}, b: {" in add_steps(FLOW, "p.yaml", new, "a")
    assert add_steps(FOUR, "p.yaml", new).endswith(
        "# no more lines\r\n\r\n    new:\r\n        title: 'New'\r\n        takes: 2 weeks"
    )
    assert "\n" not in add_steps(FOUR, "p.yaml", new).replace("\r\n", "")
    json.loads(add_steps(JSON, "p.yaml", new, "a", "main"))
    assert (
        '    },\n    "new": {\n      "title": "New",\n      "takes": "2 weeks"\n    },\n    "b": {'
        in add_steps(JSON, "p.yaml", new, "a")
    )


HEADLESS = [
    "plan: 1\nid: p\n",
    "plan: 1\nid: p\nsteps:\n# none yet\n",
    "{plan: 1, id: p, steps: {}}",
    '{"plan": 1}',
]


@pytest.mark.parametrize("text", HEADLESS)
def test_a_plan_without_steps_gets_its_first(text: str) -> None:
    after = add_steps(text, "p.yaml", [NewStep("new", {"title": "New"})])
    assert loaded(after)["steps"] == {"new": {"title": "New"}}
    assert is_inserted_only(text, after)


@layout
@given(title=st.text(min_size=1, max_size=40))
@settings(max_examples=40)
def test_any_title_lands_as_it_is_or_is_refused(text: str, title: str) -> None:
    try:
        after = add_steps(text, "p.yaml", [NewStep("new", {"title": title})], "a")
        after = add_tasks(after, "p.yaml", "new", [{"id": "t", "title": title}])
    except PlannerError:
        assert not title.strip() or not title.isprintable()
        return
    assert loaded(after)["steps"]["new"] == {"title": title, "tasks": [{"id": "t", "title": title}]}
    assert read(after, "p.yaml").plan.steps["new"].title == title.strip()


@layout
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"takes": "9 moons"}, 'takes: "9 moons" is not a length'),
        ({"after": "c"}, 'after: there is no step "c"'),
        ({"closes": ["x"]}, 'closes: there is no gap "x"'),
        ({"after": "new"}, "new waits for itself"),
        ({"takes": "1 week", "date": "2027-01-01"}, "takes says already how long the step is"),
    ],
)
def test_what_cannot_be_is_said_in_words_about_what_was_asked(
    text: str, fields: dict[str, Value], message: str
) -> None:
    with pytest.raises(Mistaken) as told:
        add_steps(text, "p.yaml", [NewStep("new", {"title": "New", **fields})])
    assert told.value.message == message
    assert isinstance(told.value, UsageError)


def test_a_step_that_is_there_is_not_overwritten() -> None:
    with pytest.raises(Mistaken, match='there is a step "a" already'):
        add_steps(BLOCK, "p.yaml", [NewStep("a", {"title": "New"})])


@pytest.mark.parametrize(
    "shared",
    [
        "  a: &one {title: A, takes: 1 week}\n  b: *one\n",
        "  a: {title: A, tasks: &t [x]}\n  b: {title: B, tasks: *t}\n",
    ],
)
def test_what_an_alias_shares_is_left_alone_with_the_lines_to_write(shared: str) -> None:
    with pytest.raises(PlannerError, match="can't be written into the file by itself") as told:
        add_tasks(f"plan: 1\nsteps:\n{shared}", "p.yaml", "a", [{"title": "Call"}])
    assert "- {title: Call}" in told.value.hint
    assert told.value.exit_code == 1


def test_steps_go_behind_an_alias_and_an_anchor() -> None:
    text = "plan: 1\nsteps:\n  a: &one\n    title: A\n  b: *one   # the same\n  c: &c {title: C}\n"
    for behind in ("a", "b", "c", None):
        after = add_steps(text, "p.yaml", [NewStep("new", {"title": "New"})], behind)
        wanted = copy.deepcopy(loaded(text))
        wanted["steps"]["new"] = {"title": "New"}
        assert loaded(after) == wanted
        order = ["a", "b", "c"]
        order.insert(order.index(behind) + 1 if behind else 3, "new")
        assert list(loaded(after)["steps"]) == order


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
@pytest.mark.parametrize("step", ["a", "b"])
def test_odd_layouts_keep_every_character(text: str, step: str) -> None:
    after = add_steps(text, "p.yaml", [NewStep("new", {"title": "New: x", "takes": "1 week"})], step)
    after = add_tasks(after, "p.yaml", step, [{"title": "One: x"}, {"title": "Two"}])
    wanted = loaded(text)
    wanted["steps"]["new"] = {"title": "New: x", "takes": "1 week"}
    known = wanted["steps"][step].get("tasks", [])
    wanted["steps"][step]["tasks"] = [*([known] if isinstance(known, str) else known), "One: x", "Two"]
    assert loaded(after) == wanted
    assert is_inserted_only(text, after)


@pytest.mark.parametrize(
    "text",
    [
        "plan: 1\nsteps:\n  ? a\n  : title: A\n",
        "plan: 1\rsteps:\r  a:\r    title: A\r  b:\r    title: B\r",
        "plan: 1\nsteps: {\n    a: {title: A}\n  , b: {title: B}\n  }\n",
    ],
)
def test_a_layout_that_is_not_known_is_left_alone_with_the_lines_to_write(text: str) -> None:
    with pytest.raises(PlannerError, match="nothing was changed") as told:
        add_steps(text, "p.yaml", [NewStep("new", {"title": "New"})], "a")
    assert "new:\n      title: New" in told.value.hint


def test_a_thousand_steps_are_added_in_one_go() -> None:
    new = [NewStep(f"s{n}", {"title": f"Step {n}", "after": f"s{n - 1}" if n else "a"}) for n in range(1000)]
    after = add_steps(BLOCK, "p.yaml", new)
    assert len(loaded(after)["steps"]) == 1002
    assert Counter(after.splitlines()) > Counter(BLOCK.splitlines())


@pytest.mark.parametrize("text", [*LAYOUTS.values(), *ODD.values()], ids=[*LAYOUTS, *ODD])
def test_gaps_are_added_in_any_layout_or_not_at_all(text: str) -> None:
    new = {"bls": "BLS (2 of 3 postings)", "no": 'Ask: "who" #1'}
    after, hint = None, ""
    try:
        after = add_gaps(text, "p.yaml", list(new.items()))
    except PlannerError as error:
        hint = error.hint
    if after is None:
        assert text not in LAYOUTS.values()
        assert "Add it by hand:\n    gaps:\n" in hint
        return
    assert is_inserted_only(text, after)
    wanted = loaded(text)
    assert loaded(after) == {**wanted, "gaps": {**(wanted.get("gaps") or {}), **new}}


def test_the_first_gaps_of_a_plan_stand_above_its_tracks_and_steps() -> None:
    plan = "plan: 1\ntitle: A plan  # mine\n\n# what to do\nsteps:\n  a: {title: A}\n"
    assert changed(plan, add_gaps(plan, "p.yaml", [("bls", "BLS is missing")])) == [
        ("", "gaps:\n  bls: BLS is missing\n")
    ]


def test_a_gap_that_is_there_is_not_written_twice() -> None:
    with pytest.raises(Mistaken, match="there is a gap"):
        add_gaps(BLOCK, "p.yaml", [(next(iter(loaded(BLOCK)["gaps"])), "again")])
