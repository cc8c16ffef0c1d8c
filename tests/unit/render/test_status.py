"""What a person sees every day: status, next, gaps."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.engine.gaps import GapStatus, gap_states
from planner.engine.pace import Pace
from planner.engine.values import Forecast, ItemKind, Schedule, Scheduled, State
from planner.render.gaps import gaps_json, gaps_line, gaps_text
from planner.render.next import next_items, next_json, next_text
from planner.render.status import News, TargetLine, status_json, status_text
from planner.render.style import Style, display_width
from tests.unit.render import samples

SYNCED = (TargetLine("ics", "ok", 12), TargetLine("todoist", "needs sign-in", 15))


def changed(schedule: Schedule, **states: State) -> Schedule:
    def change(item: Scheduled) -> Scheduled:
        state = states.get(item.id.replace("-", "_"))
        return item if state is None else replace(item, state=state)

    return replace(
        schedule,
        items=tuple(map(change, schedule.items)),
        steps={step: change(item) for step, item in schedule.steps.items()},
    )


def finished_parts(schedule: Schedule, step: str) -> Schedule:
    return replace(
        schedule,
        items=tuple(
            replace(each, state=State.DONE) if each.step == step and each.kind is ItemKind.GOAL else each
            for each in schedule.items
        ),
    )


def test_status_says_where_the_plan_stands() -> None:
    text = status_text(samples.plan(), samples.schedule(), SYNCED, Style(width=100))
    assert text.splitlines() == [
        "From the front desk to registered nurse" + " " * 44 + "track main · 35 %",
        "  ▶ Two years as a medical assistant" + " " * 37 + "41 %  gate ends 6 Apr 2030",
        "  Lands 9 Dec 2032, goal 30 Jun 2033: on track, 203 days to spare",
        "  This week  5 h of 8 h",
        "    [ ] volunteer@2029-02-03  Saturday volunteer at the free clinic" + " " * 24 + "Sat 3 Feb",
        "  Gaps 3 covered · 1 open: money (no step closes it)",
        "Last sync 12 min ago: ics ok; todoist: needs sign-in"
        + " " * 9
        + "next: planner done volunteer@2029-02-03",
    ]


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_status_and_next_keep_to_the_width(width: int, *, unicode: bool) -> None:
    style = Style(width=width, unicode=unicode)
    schedule = replace(samples.schedule(), conflicts=(samples.CONFLICT,))
    texts = [
        status_text(samples.plan(), schedule, SYNCED, style),
        next_text(schedule, 9, style),
        gaps_text(samples.plan(), schedule, style),
    ]
    for text in texts:
        assert max(display_width(line) for line in text.splitlines()) <= width
        assert unicode or text.isascii()


def test_a_conflict_is_shown_and_a_late_landing_is_said() -> None:
    schedule = replace(samples.schedule(), conflicts=(samples.CONFLICT,), goal_by=date(2032, 12, 1))
    text = status_text(samples.plan(), schedule, (), Style())
    assert "Conflict: adn-place ends 12 days after its deadline" in text
    assert "goal 1 Dec 2032: 8 days late" in text
    assert "Not synced yet: planner sync" in text


def test_a_week_with_nothing_due_shows_what_comes_then() -> None:
    schedule = samples.schedule()
    later = replace(
        schedule, items=tuple(each for each in schedule.items if each.kind is not ItemKind.HABIT), load=()
    )
    lines = status_text(samples.plan(), later, (), Style()).splitlines()
    assert lines[3] == "  This week, nothing due; then"
    assert lines[4].startswith("    [ ] ma-experience/goal-2  Goal 2 of 4")


def test_a_plan_with_nothing_left_to_do_says_so() -> None:
    empty = replace(samples.schedule(), items=(), load=())
    assert next_text(empty, 5, Style()) == "Nothing is open now."
    assert "  This week, nothing due" in status_text(samples.plan(), empty, (), Style()).splitlines()


def test_status_tells_the_chance_and_by_when_it_is_likely() -> None:
    lines = status_text(
        samples.plan(), samples.schedule(), (), Style(width=100), News(forecast=samples.FORECAST)
    ).splitlines()
    assert lines[2:4] == [
        "  Lands 9 Dec 2032, goal 30 Jun 2033: on track, 203 days to spare, chance 81 %",
        "  As likely as not by 20 Dec 2032, in four cases of five by 2 May 2033",
    ]


def test_status_tells_no_chance_of_what_can_come_no_other_way() -> None:
    schedule = samples.schedule()
    certain = Forecast(schedule.finish, schedule.finish, 1.0)
    text = status_text(samples.plan(), schedule, (), Style(width=100), News(forecast=certain))
    assert "chance" not in text
    assert "likely" not in text


def test_status_as_json_has_forecast_and_pace() -> None:
    pace = Pace(effort=1.254, hours=0.897, evidence=0.5)
    value = status_json(samples.plan(), samples.schedule(), (), News(forecast=samples.FORECAST, pace=pace))
    assert (value["chance"], value["p50"], value["p80"]) == (0.812, "2032-12-20", "2033-05-02")
    assert value["pace"] == {"effort": 1.25, "hours": 0.9}


def test_status_as_json() -> None:
    value = status_json(samples.plan(), samples.schedule(), SYNCED)
    assert list(value) == [
        "schema", "plan", "today", "track", "percent_done", "finish", "goal_by", "slack_days", "chance",
        "p50", "p80", "pace", "active", "week", "gaps", "moved", "added", "conflicts", "clock", "targets",
    ]  # fmt: skip
    assert value["gaps"] == {"closed": [], "covered": ["contact", "degree", "licence"], "open": ["money"]}
    week = value["week"]
    assert isinstance(week, dict)
    assert (week["week"], week["hours"], week["budget"]) == ("2029-W05", 5.0, 8.0)
    assert [each["id"] for each in week["items"]] == ["volunteer@2029-02-03"]
    active = value["active"]
    assert isinstance(active, list)
    assert [(each["id"], each["percent"]) for each in active] == [("ma-experience", 41)]


def test_next_has_what_is_late_first_then_what_is_due_soonest() -> None:
    late = changed(samples.schedule())
    late = replace(
        late,
        items=tuple(
            replace(each, state=State.LATE) if each.id == "ma-experience/goal-3" else each
            for each in late.items
        ),
    )
    assert [entry.item.id for entry in next_items(late, 3)] == [
        "ma-experience/goal-3",
        "volunteer@2029-02-03",
        "ma-experience/goal-2",
    ]


def test_next_shows_one_turn_of_a_habit() -> None:
    ids = [entry.item.id for entry in next_items(samples.schedule())]
    assert [each for each in ids if each.startswith("volunteer@")] == ["volunteer@2029-02-03"]


def test_a_step_whose_goals_are_all_done_is_proposed_for_completion() -> None:
    degree = finished_parts(changed(samples.schedule(), adn=State.ACTIVE), "adn")
    entry = next(each for each in next_items(degree) if each.item.id == "adn")
    assert entry.completes
    assert "all done, call it done" in next_text(degree, 5, Style(width=100))


def test_a_gate_is_not_proposed_before_its_time_is_full() -> None:
    schedule = finished_parts(samples.schedule(), "ma-experience")
    assert "ma-experience" not in [entry.item.id for entry in next_items(schedule)]
    later = replace(schedule, today=schedule.steps["ma-experience"].due + timedelta(days=1))
    assert "ma-experience" in [entry.item.id for entry in next_items(later)]


def test_a_long_id_is_shown_whole_above_its_title() -> None:
    schedule = samples.schedule()
    name = "ma-experience/hand-in-the-form-for-the-reimbursement"
    items = tuple(
        replace(each, id=name) if each.id == "ma-experience/goal-2" else each for each in schedule.items
    )
    lines = next_text(replace(schedule, items=items), 3, Style()).splitlines()
    assert lines[1].split() == ["[", "]", name, "Fri", "6", "Apr"]
    assert lines[2] == "    Goal 2 of 4"
    assert lines[3].startswith("[ ] ma-experience/goal-3  Goal 3 of 4")


def test_next_as_json_takes_the_first_n() -> None:
    value = next_json(samples.schedule(), 2)
    items = value["items"]
    assert isinstance(items, list)
    assert [each["id"] for each in items] == ["volunteer@2029-02-03", "ma-experience/goal-2"]
    assert "and 2 more" in next_text(samples.schedule(), 2, Style())


def test_a_gap_is_closed_only_when_every_closing_step_is_done() -> None:
    schedule = changed(samples.schedule(), ma_experience=State.DONE)
    states = {state.gap.id: state.status for state in gap_states(samples.plan(), schedule)}
    assert states["contact"] is GapStatus.COVERED
    schedule = changed(schedule, volunteer=State.DONE)
    states = {state.gap.id: state.status for state in gap_states(samples.plan(), schedule)}
    assert states["contact"] is GapStatus.CLOSED
    assert states["money"] is GapStatus.OPEN


def test_a_dropped_step_closes_nothing() -> None:
    schedule = changed(samples.schedule(), nclex=State.DROPPED)
    states = {state.gap.id: state.status for state in gap_states(samples.plan(), schedule)}
    assert states["licence"] is GapStatus.OPEN


def test_gaps_name_what_closes_them() -> None:
    states = gap_states(samples.plan(), samples.schedule())
    assert gaps_line(states) == "3 covered · 1 open: money (no step closes it)"
    text = gaps_text(samples.plan(), samples.schedule(), Style())
    assert "closed by adn, ends 31 May 2032" in text
    value = gaps_json(samples.plan(), samples.schedule())["gaps"]
    assert isinstance(value, list)
    degree = next(each for each in value if each["id"] == "degree")
    assert (degree["steps"], degree["elsewhere"]) == (["adn"], ["bridge"])


def test_status_needs_no_picture_and_no_page() -> None:
    code = (
        "import sys, planner.render.status\n"
        "for name in ('planner.render.lanes', 'planner.render.svg', 'planner.render.page', 'difflib'):\n"
        "    assert name not in sys.modules, name"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
