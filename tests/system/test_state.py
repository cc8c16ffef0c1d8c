"""The state lost, damaged or shared; many at once; dry runs; and the same bytes everywhere."""

import sqlite3
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.system.program import AS_ANYBODY, Program, program
from tests.verifiers.verify import verify

TEMPLATES = ("cpa", "nurse", "ossu-cs", "plan")


def counts(ended_json: dict[str, object]) -> tuple[object, object, object]:
    targets = ended_json["targets"]
    assert isinstance(targets, list)
    return targets[0]["created"], targets[0]["updated"], targets[0]["deleted"]


def test_a_lost_database_costs_no_entry(nurse: Program) -> None:
    nurse.must("sync")
    before = nurse.calendar
    nurse.database.unlink()
    assert counts(nurse.must("sync", "--json").json) == (0, 0, 0)
    assert nurse.calendar == before


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def scramble(path: Path) -> None:
    path.write_bytes(b"\x07" * 20_000)


def empty_out(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [truncate, scramble, empty_out])
def test_a_damaged_database_is_put_aside_and_told(nurse: Program, harm: Callable[[Path], None]) -> None:
    nurse.must("sync")
    nurse.must("done", "manager-talk", "--date", "2026-12-01")
    nurse.must("sync")
    before = nurse.calendar
    harm(nurse.database)
    ended = nurse.must("sync", "--json")
    assert "was damaged" in ended.err
    assert list(nurse.state.glob("nurse.db.damaged-*"))
    created, _, deleted = counts(ended.json)
    assert (created, deleted) == (0, 0)
    uids = [line for line in before.splitlines() if line.startswith(b"UID:")]
    assert [line for line in nurse.calendar.splitlines() if line.startswith(b"UID:")] == uids


def test_a_status_mends_a_damaged_database_too(nurse: Program) -> None:
    nurse.must("sync")
    scramble(nurse.database)
    assert "was damaged" in nurse.must("status").err


def test_a_database_of_a_newer_version_is_refused_and_left_alone(nurse: Program) -> None:
    nurse.must("sync")
    with sqlite3.connect(nurse.database) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = nurse.calendar, nurse.database.read_bytes()
    for command in (["sync"], ["status"], ["done", "volunteer"]):
        ended = nurse.run(*command)
        assert ended.code == 1
        assert "newer" in ended.err
    assert (nurse.calendar, nurse.database.read_bytes()) == before


def test_twenty_syncs_at_once_give_one_result(nurse: Program, tmp_path: Path) -> None:
    with ThreadPoolExecutor(20) as pool:
        codes = list(pool.map(lambda _: nurse.run("sync").code, range(20)))
    assert set(codes) <= {0, 75}
    assert 0 in codes
    alone = program(tmp_path / "alone")
    alone.must("sync")
    assert nurse.calendar == alone.calendar
    assert counts(nurse.must("sync", "--json").json) == (0, 0, 0)


def test_a_dry_run_changes_nothing_and_tells_what_a_sync_does(nurse: Program) -> None:
    for prepare in ([], ["slip", "ma-certificate", "5 weeks", "--yes"], ["drop", "adn-place"]):
        if prepare:
            nurse.must("sync")
            nurse.must(*prepare)
        before = nurse.tree()
        told = nurse.must("sync", "--dry-run", "--json").json
        assert nurse.tree() == before
        done = nurse.must("sync", "--json").json
        assert told["targets"][0]["operations"] == done["targets"][0]["operations"]
        assert told["targets"][0]["operations"]


def test_a_dry_run_works_where_nothing_can_be_written(nurse: Program) -> None:
    nurse.must("sync")
    nurse.must("slip", "ma-certificate", "5 weeks", "--yes")
    nurse.state.chmod(0o500)
    try:
        ended = nurse.run("sync", "--dry-run", before=AS_ANYBODY)
        assert ended.code == 0, ended
        assert nurse.run("sync", before=AS_ANYBODY).code == 1
    finally:
        nurse.state.chmod(0o700)


def test_a_second_sync_touches_nothing(nurse: Program) -> None:
    nurse.must("sync")
    file = nurse.folder / "nurse.ics"
    before = file.stat().st_mtime_ns, nurse.database.read_bytes()
    for _ in range(3):
        assert counts(nurse.must("sync", "--json").json) == (0, 0, 0)
    assert (file.stat().st_mtime_ns, nurse.database.read_bytes()) == before


def uids(place: Program) -> dict[str, str]:
    """The UID of each item."""
    events = place.calendar.decode().replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]
    found = {}
    for event in events:
        lines = dict(line.split(":", 1) for line in event.splitlines() if ":" in line)
        found[lines["X-PLANNER-ITEM"]] = lines["UID"]
    return found


def test_identity_survives_retitling_reordering_and_moving(nurse: Program) -> None:
    nurse.must("sync")
    before = uids(nurse)
    plan = nurse.folder / "nurse.yaml"
    head, _, rest = plan.read_text().partition("\nsteps:\n")
    body, _, tail = rest.partition("\nreviews:\n")
    blocks = [block for block in body.split("\n\n") if block.strip()]
    text = f"{head}\nsteps:\n" + "\n\n".join(reversed(blocks)) + f"\n\nreviews:\n{tail}"
    plan.unlink()
    (nurse.folder / "career.yaml").write_text(text.replace("title: Pass NCLEX-RN", "title: The exam, Ü;,\\n"))
    (nurse.folder / "nurse.ics").rename(nurse.folder / "career.ics")
    nurse.must("sync", "--plan", "career.yaml")
    (nurse.folder / "career.ics").rename(nurse.folder / "nurse.ics")
    assert uids(nurse) == before


def test_half_a_plan_or_none_deletes_nothing(nurse: Program) -> None:
    nurse.must("sync")
    before = nurse.calendar
    plan = nurse.folder / "nurse.yaml"
    whole = plan.read_text()
    plan.write_text("plan: 1\nid: nurse\ntitle: T\nsteps: {nclex: {title: Exam}}\n")
    ended = nurse.run("sync")
    assert ended.code == 6
    assert "--allow-deletes" in ended.out + ended.err
    plan.write_text("")
    assert nurse.run("sync", "--plan", "nurse.yaml").code == 3
    plan.unlink()
    assert nurse.run("sync", "--plan", "nurse.yaml").code == 2
    assert nurse.calendar == before
    plan.write_text(whole)
    assert counts(nurse.must("sync", "--json").json) == (0, 0, 0)


def test_a_person_lifts_the_guard_for_a_number_they_name(nurse: Program) -> None:
    nurse.must("sync")
    (nurse.folder / "nurse.yaml").write_text("plan: 1\nid: nurse\ntitle: T\nsteps: {nclex: {title: Exam}}\n")
    assert nurse.run("sync", "--allow-deletes", "2").code == 6
    assert nurse.must("sync", "--allow-deletes", "99", "--json").json["targets"][0]["deleted"] > 3


VARIABLES = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "42", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8"},
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_same_input_gives_the_same_bytes_everywhere(tmp_path: Path, template: str) -> None:
    results = set()
    for number, variables in enumerate(VARIABLES):
        made = program(tmp_path / str(number), None)
        place = Program(made.place, variables=variables)
        place.must("init", "--template", template)
        place.must("sync")
        place.must("timeline", "--svg", "t.svg", "--html", "t.html")
        files = (f"{template}.ics", "t.svg", "t.html")
        written = [(place.folder / name).read_bytes() for name in files]
        results.add((*written, place.must("timeline", "--json").out))
    assert len(results) == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_checks_and_its_calendar_satisfies_other_programs(
    tmp_path: Path, template: str
) -> None:
    place = program(tmp_path, template)
    place.must("check")
    place.must("sync")
    verify(place.folder / f"{template}.ics")


HOSTILE = r"""plan: 1
id: hostile
title: "T;X=\"y\":Z\r\nATTENDEE:mailto:a@b"
start: 2027-01
steps:
  a: {title: "x\\nATTENDEE:mailto:evil@example.org", takes: 2 weeks, note: "n1\nBEGIN:VALARM\nEND:VALARM"}
  b: {title: ";LANGUAGE=en:,\\, \u2028 END:VEVENT", takes: 2 weeks, by: 2027-12-01}
  c:
    title: "BEGIN:VEVENT"
    takes: 3 months
    url: "https://example.org/?a=;ATTENDEE:mailto:a@b"
    goals: ["END:VEVENT\\nBEGIN:VEVENT", "\\;X=\"1\":y"]
    closes: [g]
gaps: {g: "ATTENDEE;CN=\"x:mailto:a@b"}
"""


@pytest.mark.parametrize("options", [[], ["-O"]])
def test_text_stays_text_in_the_calendar(empty: Program, options: list[str]) -> None:
    plan = empty.folder / "plan.yaml"
    plan.write_text(HOSTILE)
    assert empty.run("sync", options=options).code == 3, "a control character is refused with its place"
    plan.write_text(HOSTILE.replace("\\r\\n", " ").replace("\\u2028", " "))
    assert empty.run("sync", options=options).code == 0
    written = (empty.folder / "plan.ics").read_bytes()
    unfolded = written.replace(b"\r\n ", b"").split(b"\r\n")
    assert sum(line.startswith((b"ATTENDEE", b"BEGIN:VALARM")) for line in unfolded) == 0
    assert unfolded.count(b"BEGIN:VEVENT") == unfolded.count(b"END:VEVENT") == 6
    verify(written)


def test_status_loads_no_target_and_no_calendar_library(nurse: Program) -> None:
    replace(nurse, today=None).must("sync")
    code = (
        "import sys; from planner.cli.run import run; run(['status']); print(*sys.modules, file=sys.stderr)"
    )
    python = nurse.command("status")[0]
    ended = subprocess.run(
        [python, "-c", code], cwd=nurse.folder, env=nurse.environment, capture_output=True, check=True
    )
    loaded = ended.stderr.decode().split()
    assert "planner.engine.schedule" in loaded
    assert [name for name in loaded if name.split(".")[0] in {"icalendar", "integrations"}] == []
    assert "importlib.metadata" not in loaded
    assert "planner.sync.clock" not in loaded, "the clock was believed on the same day"


def test_status_tells_of_the_targets_in_the_settings_alone(nurse: Program) -> None:
    nurse.must("sync")
    settings = '[targets.calendar]\ntype = "ics"\npath = "nurse.ics"\n'
    (nurse.folder / "planner.toml").write_text(settings, encoding="utf-8")
    nurse.must("sync")
    assert [one["name"] for one in nurse.must("status", "--json").json["targets"]] == ["calendar"]
