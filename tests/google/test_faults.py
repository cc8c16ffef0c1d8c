"""Whatever breaks, there is one event for each item, nobody's edit is lost, and nothing is hammered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest

from planner.progress.facts import Pinned
from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import href
from tests.google import proxy
from tests.google.cycle import Cycle
from tests.google.proxy import Fault, Reply
from tests.unit.integrations.http.world import START

LOST = {
    "closed before": proxy.cut(done=False),
    "closed after": proxy.cut(done=True),
    "reset before": proxy.cut(done=False, reset=True),
    "reset after": proxy.cut(done=True, reset=True),
    "half a body": proxy.half,
    "half a JSON": proxy.broken_json,
    "HTML before": proxy.html(done=False),
    "HTML after": proxy.html(done=True),
    "500 before": proxy.server_error(done=False),
    "504 after": proxy.server_error(done=True, status=504),
    "503": proxy.server_error(done=False, status=503),
}


def one_for_each(cycle: Cycle) -> dict[str, str]:
    """Titles and days by item, after checking that there is one event for each."""
    found: dict[str, str] = {}
    for event in cycle.google.events():
        item = event["extendedProperties"]["private"]["plannerItem"]
        assert item not in found
        found[item] = f"{event['summary']} {event['start']}"
    return found


def settled(cycle: Cycle) -> dict[str, str]:
    """What is there after two syncs without faults; the second one has nothing to do."""
    cycle.google.proxy.calm()
    assert cycle.sync().state is TargetState.OK
    report = cycle.sync()
    assert (report.state, report.operations) == (TargetState.OK, ())
    assert len(cycle.google.proxy.made) == 1
    return one_for_each(cycle)


@pytest.mark.parametrize("after", [0, 7])
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_lost_answer_to_an_insert_makes_no_second_event(cycle: Cycle, fault: Fault, after: int) -> None:
    cycle.google.proxy.arm("events.insert", fault, times=1, after=after)
    report = cycle.sync()
    assert report.state is TargetState.OK
    assert len(one_for_each(cycle)) == report.count(Op.CREATE) == len(report.operations)
    names = cycle.google.proxy.names
    assert names.count("events.insert") <= report.count(Op.CREATE) + 1
    settled(cycle)


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_lost_answer_to_an_update_or_a_deletion_is_settled_by_looking(cycle: Cycle, fault: Fault) -> None:
    cycle.sync()
    cycle.record(Pinned("ma-certificate", cycle.due("ma-certificate") + timedelta(days=60)))
    for name in ("events.update", "events.delete", "events.list"):
        cycle.google.proxy.arm(name, fault, times=1)
    assert cycle.sync().state is TargetState.OK
    there = one_for_each(cycle)
    assert cycle.due("ma-certificate").isoformat() in there["ma-certificate"]
    assert settled(cycle) == there


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_lost_answer_to_the_making_of_the_calendar_never_makes_two(cycle: Cycle, fault: Fault) -> None:
    cycle.google.proxy.arm("calendars.insert", fault, times=1)
    assert cycle.sync().state is TargetState.STOPPED
    for _ in range(2):
        report = cycle.sync()
        assert report.state is TargetState.STOPPED
        assert "calendar-id" in report.hint
        assert "targets reset google" in report.hint
        assert cycle.google.proxy.log == []
    cycle.google.proxy.calm()
    if cycle.google.proxy.made:
        cycle.settings["calendar-id"] = cycle.google.calendar
    else:
        cycle.reset()
    assert settled(cycle)


def test_a_server_error_for_ever_opens_the_breaker_after_five(cycle: Cycle) -> None:
    cycle.sync()
    cycle.google.proxy.arm("*", proxy.server_error(done=False), times=1000)
    report = cycle.sync()
    assert report.state is TargetState.RESTING
    assert len(cycle.google.proxy.log) == 5
    settled(cycle)


@pytest.mark.parametrize(
    ("fault", "least", "most"),
    [
        (proxy.refuse(429, retry_after="30"), 30, 33),
        (proxy.refuse(429), 0.1, 2),
        (proxy.refuse(403, "rateLimitExceeded"), 0.1, 2),
        (proxy.refuse(403, "userRateLimitExceeded", retry_after="7"), 7, 8),
        (proxy.refuse(429, retry_after=format_datetime(START + timedelta(seconds=40), usegmt=True)), 39, 44),
    ],
)
def test_it_slows_down_when_it_is_asked_to(cycle: Cycle, fault: Fault, least: float, most: float) -> None:
    cycle.sync()
    cycle.google.clock.moment = START
    cycle.google.clock.slept.clear()
    cycle.google.proxy.arm("events.list", fault)
    assert cycle.sync().state is TargetState.OK
    assert len(cycle.google.clock.slept) == 1
    assert least <= cycle.google.clock.slept[0] <= most


@pytest.mark.parametrize(
    "fault", [proxy.refuse(429, retry_after="1000000000"), proxy.refuse(403, "quotaExceeded")]
)
def test_a_long_wait_is_a_rest_and_no_sleep(cycle: Cycle, fault: Fault) -> None:
    cycle.sync()
    cycle.google.clock.slept.clear()
    cycle.google.proxy.arm("events.list", fault, times=9)
    report = cycle.sync()
    assert report.state is TargetState.RESTING
    assert "2027-" in report.hint
    assert len(cycle.google.proxy.log) == 1
    assert cycle.google.clock.slept == []


@pytest.mark.parametrize("reason", ["forbidden", "insufficientPermissions"])
def test_a_right_that_is_missing_is_asked_for_once(cycle: Cycle, reason: str) -> None:
    cycle.sync()
    cycle.google.proxy.arm("*", proxy.refuse(403, reason), times=99)
    report = cycle.sync()
    assert report.state is TargetState.SIGN_IN
    assert "planner auth google" in report.hint
    assert len(cycle.google.proxy.log) == 1


def test_an_api_that_is_switched_off_is_said_and_works_once_it_is_on(cycle: Cycle) -> None:
    cycle.google.proxy.arm("*", proxy.refuse(403, "accessNotConfigured"), times=1)
    report = cycle.sync()
    assert report.state is TargetState.FAILED
    assert "isn't enabled" in (report.message or "")
    assert cycle.sync().state is TargetState.OK


def test_a_sign_in_that_ended_in_mid_run_is_told_and_nothing_is_lost(cycle: Cycle) -> None:
    cycle.google.proxy.arm("events.insert", proxy.refuse(401, "authError"), times=99, after=5)
    report = cycle.sync()
    assert report.state is TargetState.SIGN_IN
    assert (cycle.google.directory / "google.json").exists()
    assert len(one_for_each(cycle)) == 5
    settled(cycle)


def test_a_stale_token_in_the_middle_of_the_pages_brings_one_full_list(cycle: Cycle) -> None:
    cycle.sync()
    cycle.google.proxy.pages_of = 5
    for event in cycle.google.events()[:12]:
        cycle.google.edit(event["id"], summary=f"{event['summary']}!")
    cycle.google.proxy.arm("events.list", proxy.refuse(410, "fullSyncRequired"), after=1)
    report = cycle.sync()
    assert report.state is TargetState.OK
    assert report.count(Op.KEEP) == 12
    assert report.count(Op.CREATE) == report.count(Op.DELETE) == 0
    settled(cycle)


def test_an_api_that_is_gone_is_said_as_such(cycle: Cycle) -> None:
    cycle.sync()
    cycle.google.proxy.arm("*", proxy.refuse(410, "gone"), times=99)
    report = cycle.sync()
    assert report.state is TargetState.FAILED
    assert "retired" in (report.message or "")
    assert len(cycle.google.proxy.log) == 2


def test_a_page_that_fails_leaves_the_cursor_where_it_was(cycle: Cycle) -> None:
    cycle.sync()
    cycle.google.proxy.pages_of = 5
    for event in cycle.google.events()[:12]:
        cycle.google.edit(event["id"], summary=f"{event['summary']}!")
    cycle.google.proxy.arm("events.list", proxy.server_error(done=False), times=9, after=1)
    assert cycle.sync().state is TargetState.RESTING
    cycle.google.proxy.calm()
    assert cycle.sync().count(Op.KEEP) == 12
    settled(cycle)


def test_a_full_list_whose_end_is_missing_deletes_nothing(cycle: Cycle) -> None:
    cycle.sync()
    there = one_for_each(cycle)
    cycle.database.unlink()
    cycle.google.proxy.arm(
        "events.list", lambda *_: Reply(200, b'{"kind": "calendar#events", "items": []}'), times=1
    )
    assert cycle.sync().state is TargetState.STOPPED
    assert settled(cycle) == there


def test_a_list_that_is_suddenly_empty_stops_before_anything_is_taken_for_deleted(cycle: Cycle) -> None:
    cycle.sync()
    there = one_for_each(cycle)
    cycle.google.proxy.arm("events.list", proxy.refuse(410, "fullSyncRequired"))
    cycle.google.proxy.arm(
        "events.list",
        lambda *_: Reply(200, b'{"kind": "x", "items": [], "nextSyncToken": "t"}'),
    )
    report = cycle.sync()
    assert report.state is TargetState.STOPPED
    assert "missing" in (report.message or "")
    assert settled(cycle) == there


def test_a_calendar_that_a_person_deleted_is_asked_about_and_made_once_more_after_a_reset(
    cycle: Cycle,
) -> None:
    cycle.sync()
    cycle.google.proxy.deleted.add(cycle.google.calendar)
    for _ in range(3):
        report = cycle.sync()
        assert report.state is TargetState.STOPPED
        assert "targets reset google" in report.hint
        assert cycle.google.proxy.names == ["events.list"]
    cycle.reset()
    report = cycle.sync()
    assert report.state is TargetState.OK
    assert report.count(Op.CREATE) > 10
    assert len(cycle.google.proxy.made) == 2
    assert cycle.sync().operations == ()


def test_a_reset_keeps_to_a_calendar_that_is_still_there(cycle: Cycle) -> None:
    cycle.sync()
    there = one_for_each(cycle)
    for file in ("google.calendars.json", None):
        if file is not None:
            (cycle.google.directory / file).unlink()
        cycle.reset()
        assert settled(cycle) == there


def test_a_dry_run_with_a_deleted_calendar_leaves_what_is_remembered(cycle: Cycle) -> None:
    cycle.sync()
    cycle.reset()
    cycle.google.proxy.deleted.add(cycle.google.calendar)
    memory = cycle.google.directory / "google.calendars.json"
    before = memory.read_bytes()
    assert cycle.dry_run().count(Op.CREATE) > 10
    assert memory.read_bytes() == before
    assert cycle.google.proxy.names == ["events.list"]


def test_a_lost_memory_of_the_calendar_is_made_good_by_the_state_and_the_other_way_round(
    cycle: Cycle,
) -> None:
    cycle.sync()
    there = one_for_each(cycle)
    memory = cycle.google.directory / "google.calendars.json"
    memory.unlink()
    assert settled(cycle) == there
    assert memory.stat().st_mode & 0o777 == 0o600
    cycle.database.unlink()
    assert settled(cycle) == there


def test_another_name_in_the_settings_makes_no_second_calendar_unasked(cycle: Cycle) -> None:
    cycle.sync()
    cycle.settings["calendar"] = "Work"
    assert cycle.sync().state is TargetState.OK
    cycle.database.unlink()
    (cycle.google.directory / "google.calendars.json").write_text(
        '{"nurse": {"Career": {"calendar": "c9@group.calendar.google.com"}}}', encoding="utf-8"
    )
    report = cycle.sync()
    assert report.state is TargetState.STOPPED
    assert cycle.google.proxy.log == []


def test_what_a_person_changes_while_we_write_is_merged_in_the_same_run(cycle: Cycle) -> None:
    cycle.sync()
    name, event = "ma-certificate", href("nurse", "ma-certificate")
    cycle.record(Pinned(name, cycle.due(name) + timedelta(days=60)))

    def edited_first(_: object, work: Callable[[], Reply]) -> Reply:
        cycle.google.edit(event, summary="Mine")
        return work()

    cycle.google.proxy.arm("events.update", edited_first)
    report = cycle.sync()
    assert (report.state, report.undone) == (TargetState.OK, frozenset())
    there = cycle.google.person("GET", event)
    assert (there["summary"], there["start"]["date"]) == ("Mine", cycle.due(name).isoformat())
    assert [one.op for one in report.operations if one.item_id == name] == [Op.KEEP, Op.UPDATE]
    settled(cycle)


def test_what_a_person_changes_while_we_delete_it_stays(cycle: Cycle) -> None:
    cycle.sync()
    event = next(one["id"] for one in cycle.google.events() if "review" in one["summary"].lower())
    cycle.plan = replace(cycle.plan, reviews=())

    def edited_first(_: object, work: Callable[[], Reply]) -> Reply:
        cycle.google.edit(event, summary="Mine")
        return work()

    cycle.google.proxy.arm("events.delete", edited_first)
    report = cycle.sync(allow_deletes=99)
    assert report.state is TargetState.OK
    assert cycle.google.person("GET", event)["summary"] == "Mine"
    settled(cycle)
    assert cycle.google.person("GET", event)["summary"] == "Mine"


def test_what_a_person_deletes_while_we_write_stays_away(cycle: Cycle) -> None:
    cycle.sync()
    name, event = "ma-certificate", href("nurse", "ma-certificate")
    cycle.record(Pinned(name, cycle.due(name) + timedelta(days=60)))

    def deleted_first(_: object, work: Callable[[], Reply]) -> Reply:
        cycle.google.person("DELETE", event)
        return work()

    cycle.google.proxy.arm("events.update", deleted_first)
    assert cycle.sync().state is TargetState.OK
    assert name not in settled(cycle)


@pytest.mark.parametrize("revives", [True, False])
def test_a_name_that_was_deleted_comes_back_or_gets_the_next_generation(
    cycle: Cycle, *, revives: bool
) -> None:
    cycle.google.proxy.revives = revives
    cycle.sync()
    there = one_for_each(cycle)
    cycle.google.person("DELETE", href("nurse", "adn"))
    cycle.database.unlink()
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 1)
    assert one_for_each(cycle) == there
    name = href("nurse", "adn", 0 if revives else 1)
    assert name in {event["id"] for event in cycle.google.events()}
    assert settled(cycle) == there


def test_a_foreign_event_under_our_name_is_left_alone(cycle: Cycle) -> None:
    named = cycle.google.proxy.spare.pop()
    cycle.google.proxy.made.append(named)
    cycle.settings["calendar-id"] = named
    day = {"start": {"date": "2027-04-01"}, "end": {"date": "2027-04-02"}}
    foreign = cycle.google.person("POST", "", {"id": href("nurse", "adn"), "summary": "Mine", **day})
    report = cycle.sync()
    assert report.state is TargetState.OK
    there = cycle.google.events()
    assert foreign in there
    assert len(there) == report.count(Op.CREATE) + 1
    assert href("nurse", "adn", 1) in {event["id"] for event in there}
    assert cycle.sync().operations == ()
    assert foreign in cycle.google.events()


def test_one_item_that_is_refused_leaves_the_others_done(cycle: Cycle) -> None:
    cycle.google.proxy.arm("events.insert", proxy.refuse(400, "invalid"), after=3)
    report = cycle.sync()
    assert report.state is TargetState.PARTLY
    assert len(one_for_each(cycle)) == report.count(Op.CREATE) == len(report.operations) - 1
    assert cycle.sync().state is TargetState.PARTLY
    assert cycle.google.proxy.names == ["events.list"]
