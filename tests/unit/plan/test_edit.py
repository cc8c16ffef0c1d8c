"""A task is added to a plan's text, and nothing else about the text or the plan changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.config import template
from planner.errors import PlannerError
from planner.plan.edit import add_task
from planner.plan.model import Every
from planner.plan.read import read

HEAD = "plan: 1\nid: p\ntitle: P\ntime: 7h/week\nsteps:\n"
LAYOUTS = {
    "block list": (
        "  a:\n    title: A\n    tasks:\n      - One\n      - {title: Two, id: two}   # the second\n"
        "    takes: 2 weeks\n"
    ),
    "block of mappings": (
        "  a:\n    tasks:\n    - title: One\n      effort: 2h\n    title: A\n    effort: 9h\n"
    ),
    "flow list": "  a: \n    title: A\n    tasks: [One, Two]\n",
    "flow list over lines": "  a:\n    title: A\n    tasks: [\n      One,\n      Two,\n    ]\n",
    "empty list": "  a: {title: A, tasks: []}\n",
    "no tasks": "  a:\n    title: A\n    note: |\n      Long,\n      and more.\n\n  # about b\n",
    "flow step": "  a: {title: A, takes: 2 weeks}  # flow\n",
    "no newline at the end": "  a:\n    title: A",
}


def with_other(layout: str) -> str:
    other = "" if layout.endswith("A") else "  b: {title: B, after: [a]}\n"
    return HEAD + layout + other


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize(
    "title", ["Call the school", "Ask: who? #1, [x]", "No", "ünïcode ✓", "'quoted' \"twice\""]
)
def test_a_task_is_added_at_the_end_and_every_line_stays(layout: str, title: str) -> None:
    text = with_other(layout)
    written, task = add_task(text, "p.yaml", "a", title)
    assert task.title == title
    assert [one.title for one in read(written, "p.yaml").plan.steps["a"].tasks][-1] == title
    kept = [line for line in text.splitlines() if line in written.splitlines()]
    assert len(kept) >= len(text.splitlines()) - 1
    assert written.count("#") >= text.count("#")


def test_a_title_that_is_taken_gets_a_name_of_its_own() -> None:
    text = HEAD + "  a: {title: A, tasks: [Call]}\n"
    for number in range(1, 4):
        text, task = add_task(text, "p.yaml", "a", "Call")
        assert task.title == "Call"
        assert len({one.id for one in read(text, "p.yaml").plan.steps["a"].tasks}) == number + 1


@pytest.mark.parametrize("name", ["nurse", "cpa", "plan"])
def test_every_step_of_a_template_but_a_habit_can_have_one_more(name: str) -> None:
    text = template(name)
    for step in read(text, "p.yaml").plan.steps.values():
        if isinstance(step.extent, Every):
            with pytest.raises(PlannerError, match="by itself"):
                add_task(text, "p.yaml", step.id, "One more")
            continue
        written, _ = add_task(text, "p.yaml", step.id, "One more")
        assert len(written.splitlines()) - len(text.splitlines()) in {0, 1}


def test_where_it_cannot_be_done_it_says_what_to_write() -> None:
    text = HEAD + "  a: &one {title: A}\n  b: *one\n"
    with pytest.raises(PlannerError, match="by itself") as told:
        add_task(text, "p.yaml", "a", "Call")
    assert '"Call"' in told.value.hint


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=40), st.sampled_from(sorted(LAYOUTS)))
def test_any_title_lands_as_it_is_or_is_refused(title: str, layout: str) -> None:
    text = with_other(LAYOUTS[layout])
    try:
        written, task = add_task(text, "p.yaml", "a", title)
    except PlannerError:
        assert title != " ".join(title.split()) or not title.isprintable() or not any(map(str.isalnum, title))
    else:
        assert task.title == title
        assert read(written, "p.yaml").plan.steps.keys() == read(text, "p.yaml").plan.steps.keys()
