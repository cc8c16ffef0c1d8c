"""The nurse misses the place in the programme, or is laid off: to plan B and back, with a calendar."""

import re

import pytest

from tests.system.program import Program

LIVED = (
    ("manager-talk", "2027-01-18"),
    ("ma-certificate", "2027-11-30"),
    ("ma-job", "2028-02-29"),
    ("ma-experience", "2030-02-28"),
)
MAIN_ONLY = {"ma-experience", "adn-place", "adn"}
BRIDGE_ONLY = {"lpn", "lpn-experience", "bridge"}


def lived(nurse: Program, today: str, steps: int) -> Program:
    nurse.must("sync")
    later = Program(nurse.place, today)
    for step, day in LIVED[:steps]:
        later.must("done", step, "--date", day)
    later.must("sync")
    return later


def events(place: Program) -> dict[str, bytes]:
    """The events by UID, without what counts their revisions."""
    found = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT", place.calendar, re.DOTALL)
    return {
        re.search(rb"\r\nUID:(.*?)\r\n", event).group(1).decode(): re.sub(  # type: ignore[union-attr]
            rb"(SEQUENCE|DTSTAMP|LAST-MODIFIED):.*", b"", event
        )
        for event in found
    }


def steps(operations: list[dict[str, str]], op: str) -> set[str]:
    return {re.split("[/@]", one["item"])[0] for one in operations if one["op"] == op}


@pytest.mark.parametrize(
    ("today", "done", "reports", "because"),
    [
        ("2030-03-02", 4, [], "adn-place isn't done, and its deadline was 1 Mar 2030"),
        ("2028-05-02", 3, ["event", "layoff"], "layoff on 2 May 2028"),
    ],
    ids=["missed", "layoff"],
)
def test_to_plan_b_and_back(nurse: Program, today: str, done: int, reports: list[str], because: str) -> None:
    place = lived(nurse, today, done)
    if reports:
        place.must(*reports)
    status = " ".join(place.must("status").out.split())
    assert f"Proposed: track lpn-bridge, because: {because}" in status
    assert re.search(
        r"main lands 9 Dec 2032; as likely as not by .* lpn-bridge lands \d+ \w+ 203\d; as likely", status
    )
    assert place.must("timeline", "--json").json["track"] == "main", "nothing switches by itself"
    before = events(place)

    place.must("switch", "lpn-bridge", "--yes")
    (target,) = place.must("sync", "--json").json["targets"]
    assert target["state"] == "ok"
    assert steps(target["operations"], "create") == BRIDGE_ONLY
    assert steps(target["operations"], "delete") == MAIN_ONLY
    bridge = events(place)
    gone = {name for name in before if name not in bridge}
    come = {name for name in bridge if name not in before}
    assert len(gone) + target["created"] - target["deleted"] == len(come)
    assert "Proposed" not in place.must("status").out
    assert "up to date" in place.must("sync").out

    place.must("undo", "--yes")
    place.must("sync")
    assert events(place) == before
    assert f"because: {because}" in " ".join(place.must("status").out.split())


def test_the_same_is_said_under_any_hash_seed(nurse: Program) -> None:
    place = lived(nurse, "2030-03-02", 4)
    told = set()
    for seed in ("0", "1", "4294967295"):
        seeded = Program(place.place, place.today, {"PYTHONHASHSEED": seed})
        commands = (["status"], ["tracks"], ["tracks", "--json"], ["what-if", "event", "layoff", "--json"])
        told.add("".join(seeded.must(*command).out for command in commands))
    assert len(told) == 1
