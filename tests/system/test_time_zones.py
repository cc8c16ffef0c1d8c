"""A computer in another time zone than the plan's: all dates are civil dates in the plan's zone."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.system.program import Program, program

EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # 25 hours apart: never on the same date
PLAN = """\
plan: 1
id: zones
title: Where it is
start: 2026-03-01
{zone}
steps:
  a: {{title: A, takes: 9 years}}
  b: {{title: B, takes: 9 years}}
reviews:
  weekly: sunday 02:30
"""


def place(tmp_path: Path, zone: str | None, host: str, today: str | None = None) -> Program:
    """A plan in a zone (None: it names none), on a computer in another."""
    found = program(tmp_path, template=None)
    line = f"timezone: {zone}" if zone else ""
    (found.folder / "zones.yaml").write_text(PLAN.format(zone=line), encoding="utf-8")
    return Program(found.place, today=today, variables={"TZ": host})


def on(found: Program, host: str, today: str | None = None) -> Program:
    return Program(found.place, today=today, variables={"TZ": host})


def days_in(zone: str, since: datetime) -> set[date]:
    """The civil dates there from `since` until now: midnight may pass during a test."""
    return {moment.astimezone(ZoneInfo(zone)).date() for moment in (since, datetime.now(UTC))}


@pytest.mark.parametrize("host", [EAST, WEST])
@pytest.mark.parametrize("zone", [EAST, WEST, None])
def test_today_is_the_civil_date_in_the_plans_zone_else_in_the_systems(
    tmp_path: Path, zone: str | None, host: str
) -> None:
    since, found = datetime.now(UTC), place(tmp_path, zone, host)
    found.must("done", "a")
    shown = found.must("timeline", "--json").json
    listed = found.must("history").out
    expected = days_in(zone or host, since)
    assert date.fromisoformat(shown["today"]) in expected
    (item,) = (item for item in shown["items"] if item["id"] == "a")
    assert date.fromisoformat(item["done_at"]) in expected
    assert datetime.strptime(listed[:11].strip(), "%d %b %Y").replace(tzinfo=UTC).date() in expected


@pytest.mark.parametrize("zone", [WEST, "Europe/Berlin"])
def test_a_journey_around_the_world_changes_nothing_in_a_plan_with_a_zone(tmp_path: Path, zone: str) -> None:
    found = place(tmp_path, zone, EAST, today="2027-03-20")  # the 28th has no half past two in Berlin
    found.must("sync")
    calendar = (found.folder / "zones.ics").read_bytes()
    for host in (WEST, "Europe/Berlin", EAST):
        ended = on(found, host, today="2027-03-20").must("sync")
        assert "0 added, 0 changed, 0 removed" in ended.out
        assert (found.folder / "zones.ics").read_bytes() == calendar


def test_nor_in_one_without_on_the_same_civil_date(tmp_path: Path) -> None:
    found = place(tmp_path, None, EAST, today="2027-03-20")
    found.must("sync")
    calendar = (found.folder / "zones.ics").read_bytes()
    assert b"DTSTART:20270321T023000\r\n" in calendar  # half past two, wherever one is
    assert "0 added, 0 changed, 0 removed" in on(found, WEST, today="2027-03-20").must("sync").out
    assert (found.folder / "zones.ics").read_bytes() == calendar


def test_a_plan_without_a_zone_follows_the_computer_there_and_back(tmp_path: Path) -> None:
    found = place(tmp_path, None, EAST)
    found.must("sync")
    items = _steps(found)
    ended = on(found, WEST).must("sync")
    assert "0 changed" in ended.out  # a day earlier, as far as the dates of the steps go
    assert _steps(on(found, WEST)) == items
    found.must("sync")
    assert _steps(found) == items


def _steps(found: Program) -> list[tuple[str, str, str]]:
    items = found.must("timeline", "--json").json["items"]
    return [(item["id"], item["start"], item["due"]) for item in items if item["kind"] == "step"]
