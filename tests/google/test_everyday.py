"""What a person has from it: the plan in a calendar of its own, and their word counts."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from planner.progress.facts import Completed, Dismissed, Pinned, Undone
from planner.progress.undo import undoable
from planner.store.snapshot import read_store
from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import href
from tests.google.cycle import Cycle

THEIRS = {
    "summary": "Dentist",
    "start": {"date": "2027-04-01"},
    "end": {"date": "2027-04-02"},
    "extendedProperties": {"private": {"plannerPlan": "nurse", "plannerItem": "adn"}},
}


STEP = "ma-certificate"
"""It lies ahead, and others wait for it."""


def event_of(cycle: Cycle, item: str) -> dict[str, Any]:
    return cycle.google.person("GET", href("nurse", item))


def test_the_first_sync_puts_each_event_once_on_its_day(cycle: Cycle) -> None:
    report = cycle.sync()
    assert (report.state, report.message) == (TargetState.OK, None)
    events = cycle.google.events()
    assert len(events) == report.count(Op.CREATE) > 10
    created = {operation.item_id: operation.after for operation in report.operations}
    for event in events:
        wanted = created.pop(event["extendedProperties"]["private"]["plannerItem"])
        assert wanted is not None
        if wanted.item.at is None:
            assert event["start"] == {"date": wanted.item.due.isoformat()}
            assert event["end"] == {"date": (wanted.item.due + timedelta(days=1)).isoformat()}
        assert event["transparency"] == "transparent"
        assert event["summary"] == wanted.item.title
    assert created == {}
    assert cycle.google.proxy.names.count("calendars.insert") == 1


def test_the_second_sync_is_one_request_and_no_write(cycle: Cycle) -> None:
    cycle.sync()
    before = cycle.database.read_bytes()
    for _ in range(30):
        report = cycle.sync()
        assert report.operations == ()
        assert cycle.google.proxy.names == ["events.list"]
    assert cycle.database.read_bytes() == before


def test_a_server_that_spells_texts_its_own_way_changes_nothing(cycle: Cycle) -> None:
    cycle.google.proxy.normalises = True
    cycle.sync()
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=14)))
    assert cycle.sync().count(Op.UPDATE) > 3
    for _ in range(30):
        report = cycle.sync()
        assert (report.operations, report.learned) == ((), ())
        assert cycle.google.proxy.names == ["events.list"]


def test_a_dry_run_asks_nothing_before_there_is_a_calendar_and_writes_nothing_after(cycle: Cycle) -> None:
    shown = cycle.dry_run()
    assert cycle.google.proxy.log == []
    assert sorted(path.name for path in cycle.google.directory.iterdir()) == ["google.json", "nurse.yaml"]
    done = cycle.sync()
    assert [one.intent for one in shown.operations] == [one.intent for one in done.operations]
    cycle.dry_run()
    assert cycle.google.proxy.names == ["events.list"]


def test_a_dragged_event_is_a_pin_and_its_followers_move(cycle: Cycle) -> None:
    cycle.sync()
    name = STEP
    event, job = event_of(cycle, name), cycle.due("ma-job")
    to = cycle.due(name) + timedelta(days=40)
    day = {"start": {"date": to.isoformat()}, "end": {"date": (to + timedelta(days=1)).isoformat()}}
    cycle.google.edit(event["id"], **day)
    report = cycle.sync()
    assert report.learned == (Pinned(name, to),)
    assert event_of(cycle, name)["start"] == {"date": to.isoformat()}
    assert cycle.due("ma-job") > job
    assert date.fromisoformat(event_of(cycle, "ma-job")["start"]["date"]) == cycle.due("ma-job")
    cycle.sync()
    assert cycle.google.proxy.names == ["events.list"]


def test_a_retitled_event_keeps_its_title_when_the_plan_moves_it(cycle: Cycle) -> None:
    cycle.sync()
    name = STEP
    cycle.google.edit(event_of(cycle, name)["id"], summary="My certificate!", colorId="5", location="Berlin")
    cycle.sync()
    cycle.record(Pinned(name, cycle.due(name) + timedelta(days=14)))
    report = cycle.sync()
    assert report.state is TargetState.OK
    event = event_of(cycle, name)
    assert event["summary"] == "My certificate!"
    assert (event["colorId"], event["location"]) == ("5", "Berlin")
    assert event["start"] == {"date": cycle.due(name).isoformat()}


def test_what_a_person_wrote_in_html_stays_as_it_is(cycle: Cycle) -> None:
    cycle.sync()
    name, html = STEP, "<b>Ask</b> Anna &amp; Ben<br>soon"
    cycle.google.edit(event_of(cycle, name)["id"], description=html)
    cycle.sync()
    cycle.record(Pinned(name, cycle.due(name) + timedelta(days=14)))
    cycle.sync()
    assert event_of(cycle, name)["description"] == html
    assert event_of(cycle, name)["start"] == {"date": cycle.due(name).isoformat()}


def test_a_deleted_event_stays_away_and_its_step_lives_on(cycle: Cycle) -> None:
    cycle.sync()
    name, due = STEP, cycle.due(STEP)
    deleted = event_of(cycle, name)["id"]
    cycle.google.person("DELETE", deleted)
    assert cycle.sync().learned == (Dismissed(name, "google"),)
    for _ in range(2):
        assert cycle.sync().operations == ()
    assert deleted not in {event["id"] for event in cycle.google.events()}
    assert cycle.due(name) == due


def test_a_tick_before_the_title_means_done(cycle: Cycle) -> None:
    cycle.sync()
    event = event_of(cycle, STEP)
    cycle.google.edit(event["id"], summary=f"✓ {event['summary']}")
    report = cycle.sync()
    assert [type(fact).__name__ for fact in report.learned] == ["Completed"]
    assert event_of(cycle, STEP)["summary"].startswith("✓ ")


def test_a_tick_on_a_deadline_ends_its_step_and_stays(cycle: Cycle) -> None:
    cycle.sync()
    event = event_of(cycle, "adn-place/by")
    cycle.google.edit(event["id"], summary=f"✓ {event['summary']}")
    assert cycle.sync().learned == (Completed("adn-place", cycle.today),)
    for item in ("adn-place", "adn-place/by"):
        assert event_of(cycle, item)["summary"].startswith("✓ ")
    cycle.sync()
    assert cycle.google.proxy.names == ["events.list"]


def test_foreign_events_are_the_same_bytes_after_any_run(cycle: Cycle) -> None:
    cycle.sync()
    ours = {event["id"] for event in cycle.google.events()}
    copied = {
        name: value
        for name, value in event_of(cycle, "adn").items()
        if name in {"summary", "description", "start", "end", "extendedProperties"}
    }
    for body in (THEIRS, copied, {**copied, "summary": "ours?"}):
        cycle.google.person("POST", "", body)
    foreign = [event for event in cycle.google.events() if event["id"] not in ours]
    assert len(foreign) == 3
    cycle.sync()
    cycle.record(Pinned("adn", cycle.due("adn") + timedelta(days=30)))
    assert cycle.sync().state is TargetState.OK
    deleted = href("nurse", "ma-job")
    cycle.google.person("DELETE", deleted)
    cycle.sync()
    after = cycle.google.events()
    assert [event for event in after if event["id"] not in ours] == foreign
    assert {event["id"] for event in after} == ours - {deleted} | {event["id"] for event in foreign}


def test_each_change_costs_one_request_and_a_sync_two_more(cycle: Cycle) -> None:
    cycle.sync()
    cycle.record(Pinned("ma-certificate", cycle.due("ma-certificate") + timedelta(days=60)))
    report = cycle.sync()
    assert report.count(Op.UPDATE) > 3
    assert len(cycle.google.proxy.log) == len(report.operations) + 2


def test_without_its_state_nothing_is_made_or_deleted(cycle: Cycle) -> None:
    cycle.sync()
    before = cycle.google.events()
    cycle.database.unlink()
    report = cycle.sync()
    assert {operation.op for operation in report.operations} <= {Op.ADOPT}
    assert set(cycle.google.proxy.names) <= {"events.list"}
    assert cycle.google.events() == before


@pytest.mark.parametrize("normalises", [False, True])
def test_without_its_state_a_persons_words_stay_theirs(cycle: Cycle, *, normalises: bool) -> None:
    cycle.google.proxy.normalises = normalises
    cycle.sync()
    cycle.google.edit(href("nurse", STEP), summary="Mine")
    cycle.google.edit(href("nurse", "ma-job"), description="Ask <b>Anna</b>")
    cycle.database.unlink()
    assert cycle.sync().count(Op.UPDATE) == 0
    cycle.plan = replace(
        cycle.plan, steps={name: replace(step, title="Another") for name, step in cycle.plan.steps.items()}
    )
    cycle.sync()
    assert event_of(cycle, STEP)["summary"] == "Mine"
    job = event_of(cycle, "ma-job")
    assert (job["summary"], job["description"]) == ("Another", "Ask <b>Anna</b>")


@pytest.mark.parametrize("calendar", ["its own", "one with others' events"])
def test_a_named_calendar_is_used_and_none_is_made(cycle: Cycle, calendar: str) -> None:
    named = cycle.google.proxy.spare.pop()
    cycle.google.proxy.made.append(named)
    cycle.settings["calendar-id"] = named
    foreign = cycle.google.person("POST", "", THEIRS) if calendar != "its own" else None
    report = cycle.sync()
    assert report.count(Op.CREATE) > 10
    assert "calendars.insert" not in cycle.google.proxy.names
    assert foreign is None or foreign in cycle.google.events()


def test_undo_gives_back_what_was_there(cycle: Cycle) -> None:
    cycle.sync()
    before = {event["id"]: shown(event) for event in cycle.google.events()}
    day = {"start": {"date": "2027-12-01"}, "end": {"date": "2027-12-02"}}
    cycle.google.edit(href("nurse", STEP), **day)
    cycle.google.person("DELETE", href("nurse", "adn"))
    assert {type(fact).__name__ for fact in cycle.sync().learned} == {"Pinned", "Dismissed"}
    assert {event["id"]: shown(event) for event in cycle.google.events()} != before
    with read_store(cycle.database) as snapshot:
        change = undoable(snapshot.entries())
    assert change is not None
    cycle.record(Undone(change))
    assert cycle.sync().state is TargetState.OK
    assert {event["id"]: shown(event) for event in cycle.google.events()} == before
    cycle.sync()
    assert cycle.google.proxy.names == ["events.list"]


def shown(event: dict[str, Any]) -> dict[str, object]:
    return {name: event.get(name) for name in ("summary", "description", "start", "end")}
