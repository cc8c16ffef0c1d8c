"""The picture on a terminal, and what other programs read."""

import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import jsonschema
import pytest

from planner.engine.values import Schedule, Shape, State
from planner.render.items import percent_behind
from planner.render.style import Style, display_width
from planner.render.timeline import timeline_json, timeline_text
from tests.unit.render import samples

DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MAYBE_DAY = {"anyOf": [DAY, {"type": "null"}]}
MAYBE_NUMBER = {"type": ["number", "null"]}
WEEK = {"type": "string", "pattern": r"^\d{4}-W\d{2}$"}


def closed(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


ITEM = closed(
    {
        "id": {"type": "string"},
        "kind": {"enum": ["step", "goal", "task", "habit", "review", "deadline"]},
        "step": {"type": ["string", "null"]},
        "title": {"type": "string"},
        "start": DAY,
        "due": DAY,
        "baseline_due": MAYBE_DAY,
        "published_due": DAY,
        "slack_days": {"type": ["integer", "null"]},
        "critical": {"type": "boolean"},
        "pinned": {"type": "boolean"},
        "state": {"enum": ["done", "active", "late", "ready", "waiting", "dropped"]},
        "done_at": MAYBE_DAY,
        "hours": MAYBE_NUMBER,
        "work": {
            "type": "array",
            "items": {
                "type": "array",
                "prefixItems": [WEEK, {"type": "number"}],
                "minItems": 2,
                "maxItems": 2,
            },
        },
        "reason": {"type": "string"},
    }
)
TIMELINE = closed(
    {
        "schema": {"const": "planner.timeline/1"},
        "plan": {"type": "string"},
        "today": DAY,
        "track": {"type": "string"},
        "finish": DAY,
        "goal_by": MAYBE_DAY,
        "slack_days": {"type": ["integer", "null"]},
        "chance": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "p50": MAYBE_DAY,
        "p80": MAYBE_DAY,
        "items": {"type": "array", "items": ITEM},
        "load": {
            "type": "array",
            "items": closed({"week": WEEK, "hours": {"type": "number"}, "budget": MAYBE_NUMBER}),
        },
        "conflicts": {
            "type": "array",
            "items": closed(
                {
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                    "items": {"type": "array", "items": {"type": "string"}},
                    "ways_out": {"type": "array", "items": {"type": "string"}},
                    "late_days": {"type": ["integer", "null"]},
                }
            ),
        },
    }
)


def picture(schedule: Schedule | None = None, **style: object) -> str:
    return timeline_text(
        samples.plan(),
        schedule or samples.schedule(),
        {"lpn-bridge": samples.backup()},
        Style(**style),  # type: ignore[arg-type] # style fields by name
    )


def line_of(text: str, title: str) -> str:
    return next(line for line in text.splitlines() if line.strip().startswith(title))


def test_the_json_has_the_promised_shape() -> None:
    schedule = replace(samples.schedule(), conflicts=(samples.CONFLICT,))
    value = timeline_json(samples.plan(), schedule)
    jsonschema.Draft202012Validator(TIMELINE).validate(value)
    assert value["slack_days"] == 203
    assert (value["chance"], value["p50"], value["p80"]) == (None, None, None)


def test_the_json_has_the_forecast() -> None:
    value = timeline_json(samples.plan(), samples.schedule(), samples.FORECAST)
    jsonschema.Draft202012Validator(TIMELINE).validate(value)
    assert (value["chance"], value["p50"], value["p80"]) == (0.812, "2032-12-20", "2033-05-02")


def test_the_forecast_stands_below_the_landing() -> None:
    lines = timeline_text(
        samples.plan(), samples.schedule(), {}, Style(width=100), samples.FORECAST
    ).splitlines()
    assert "Lands 9 Dec 2032, goal 30 Jun 2033: on track, 203 days to spare, chance 81 %" in lines
    assert "As likely as not by 20 Dec 2032, in four cases of five by 2 May 2033" in lines


def test_every_item_of_the_schedule_is_in_the_json() -> None:
    schedule = samples.schedule()
    items = timeline_json(samples.plan(), schedule)["items"]
    assert isinstance(items, list)
    assert [each["id"] for each in items] == [each.id for each in schedule.items]
    assert {each["kind"] for each in items} >= {"step", "goal", "habit", "deadline"}


def test_hours_are_floats_and_published_is_the_due_for_now() -> None:
    items = timeline_json(samples.plan(), samples.schedule())["items"]
    assert isinstance(items, list)
    degree = next(each for each in items if each["id"] == "adn")
    assert degree["hours"] == 760.0
    assert degree["published_due"] == degree["due"] == "2032-05-31"


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width: int, *, unicode: bool) -> None:
    text = picture(width=width, unicode=unicode)
    assert max(display_width(line) for line in text.splitlines()) <= width


def test_a_terminal_without_unicode_gets_an_ascii_picture() -> None:
    assert picture(unicode=False).isascii()


def test_without_colour_there_is_no_escape_sequence() -> None:
    assert "\x1b" not in picture(colour=False)
    assert "\x1b[" in picture(colour=True)


def test_a_bar_lies_between_its_days_and_follows_its_predecessor() -> None:
    text = picture(width=120)
    degree, exam, job = (
        line_of(text, title) for title in ("Associate degree", "Pass NCLEX", "First job as a")
    )
    assert degree.index("▒") < exam.index("▒") < job.index("▒")
    assert degree.rindex("○") <= exam.index("▒")


def test_done_is_solid_and_a_gate_is_hatched_from_today_on() -> None:
    gate = line_of(picture(width=160), "Two years")
    assert gate.rindex("█") < gate.index("░")
    assert "▒" not in gate


def test_what_moved_shows_its_baseline_below_it() -> None:
    text = picture()
    assert "was 30 Nov 2027, +37 days" in text
    assert "▔" in line_of(text, "was 30 Nov 2027")


def test_lanes_name_the_goal_and_when_a_backup_starts() -> None:
    text = picture(width=120)
    assert "main  goal: Registered nurse by Jun 2033" in text
    assert (
        "lpn-bridge  backup · starts if adn-place is missed, main slips 9 months or layoff is reported"
        in text
    )
    assert text.index("\nmain") < text.index("\nalongside") < text.index("\nlpn-bridge")


def test_a_step_beside_the_path_runs_alongside_with_its_deadline_flagged() -> None:
    text = picture()
    assert "⚑" in line_of(text[text.index("\nalongside") :], "Place in the nursing")


def test_a_dropped_step_is_not_drawn() -> None:
    schedule = samples.schedule()
    steps = {
        each.id: replace(each, state=State.DROPPED) if each.id == "adn-place" else each
        for each in schedule.steps.values()
    }
    assert "Place in the nursing" not in picture(replace(schedule, steps=steps))


def test_a_long_plan_shows_what_matters_around_today_and_counts_the_rest() -> None:
    plan, schedule = samples.long_schedule(3000)
    began = time.process_time()
    text = timeline_text(plan, schedule, {}, Style())
    assert time.process_time() - began < 1
    assert len(text.splitlines()) < 80
    assert "Step number 300 " in text
    assert "and 2936 more steps" in text


def test_the_axis_names_months_when_the_plan_is_short() -> None:
    schedule = samples.schedule()
    step = samples.item("a", samples.TODAY, samples.TODAY + timedelta(days=100), State.ACTIVE)
    short = replace(
        schedule, items=(step,), steps={"a": step}, start=samples.TODAY, finish=step.due, goal_by=None
    )
    text = timeline_text(samples.plan(), short, {}, Style())
    assert "Feb" in text
    assert "May" in text


def test_a_plan_of_thousands_of_years_can_be_drawn() -> None:
    schedule = replace(samples.schedule(), goal_by=date.max)
    assert max(map(display_width, picture(schedule).splitlines())) <= 80


def test_a_bar_is_solid_as_far_as_it_is_done_and_a_habit_as_far_as_it_is_past() -> None:
    today = date(2029, 1, 31)
    active = samples.item("a", date(2029, 1, 1), date(2029, 3, 1), State.ACTIVE, share=30)
    assert percent_behind(active, today) == 30
    assert percent_behind(replace(active, shape=Shape.HABIT), today) == 50
