"""`planner feed`, as a person types it."""

import stat
from pathlib import Path

from planner.store.presence import Presence, holding, presence_file
from tests.system.program import PLAN, Program

PUBLIC = '[feed]\naddress = "https://plans.example.org"\n'


def address_of(program: Program, *words: str) -> str:
    found = program.must("feed", "url", *words, "--json").json["calendars"]
    return str(found[0]["url"])


def settle(program: Program, text: str) -> None:
    (program.folder / "planner.toml").write_text(text, encoding="utf-8")


def test_the_address_is_shown_in_all_its_forms_and_stays(nurse: Program) -> None:
    ended = nurse.must("feed", "url")
    url, webcal, google = (line.split()[-1] for line in ended.out.splitlines())
    assert url.startswith("http://127.0.0.1:8765/f/")
    assert url.endswith("/nurse.ics")
    assert len(url) < 200
    assert webcal == url.replace("http://", "webcal://")
    assert google == f"https://calendar.google.com/calendar/r?cid={webcal}"
    assert "Google after 8 to 24" in ended.err
    assert "they need a public one" in ended.err
    assert "Nothing serves it now" in ended.err
    assert address_of(nurse) == url
    nurse.must("sync")
    assert address_of(nurse) == url


def test_the_secret_is_in_one_file_for_its_owner(nurse: Program) -> None:
    token = address_of(nurse).split("/")[4]
    nurse.must("sync")
    nurse.must("backup", "copy.db")
    holding = [
        path for path in nurse.place.rglob("*") if path.is_file() and token.encode() in path.read_bytes()
    ]
    assert holding == [nurse.state / "nurse.feed"]
    assert stat.S_IMODE(holding[0].stat().st_mode) == 0o600
    for command in (
        ("status",),
        ("doctor",),
        ("history",),
        ("config", "show"),
        ("targets", "list"),
        ("feed", "export", "-"),
    ):
        ended = nurse.run("-v", *command)
        assert token not in ended.out + ended.err


def test_a_rotation_asks_first(nurse: Program) -> None:
    before = address_of(nurse)
    refused = nurse.run("feed", "rotate")
    assert refused.code == 6
    assert "sees no change any more" in refused.err
    assert address_of(nurse) == before
    asked = nurse.run("feed", "rotate", "--json")
    assert (asked.code, asked.json) == (6, {"schema": "planner.feed-rotate/1", "rotated": False})
    done = nurse.must("feed", "rotate", "--yes", "--json").json
    assert done["rotated"] is True
    assert done["calendars"][0]["url"] == address_of(nurse) != before


def test_a_lost_address_is_told_with_the_only_way_on(nurse: Program) -> None:
    before = address_of(nurse)
    (nurse.state / "nurse.feed").unlink()
    lost = nurse.run("feed", "url")
    assert lost.code == 1
    assert "isn't there any more" in lost.err
    assert "planner feed rotate" in lost.err
    nurse.must("feed", "rotate", "--yes")
    assert address_of(nurse) != before


def test_a_restored_backup_brings_no_old_address_back(nurse: Program) -> None:
    before = address_of(nurse)
    nurse.must("backup", "copy.db")
    nurse.must("feed", "rotate", "--yes")
    after = address_of(nurse)
    nurse.must("restore", "copy.db", "--yes")
    assert address_of(nurse) == after != before


def test_a_public_address_is_shown_where_one_is_set(nurse: Program) -> None:
    settle(nurse, PUBLIC)
    ended = nurse.must("feed", "url")
    assert ended.out.startswith("https://plans.example.org/f/")
    assert "webcal://plans.example.org/f/" in ended.out
    assert "they need a public one" not in ended.err
    assert nurse.must("feed", "url", "--json").json["public"] is True


def test_other_computers_are_told_how_they_reach_it(nurse: Program) -> None:
    settle(nurse, '[feed]\nlisten = "0.0.0.0:8765"\nallow-remote = true\n')
    ended = nurse.must("feed", "url")
    assert ended.out.startswith("http://127.0.0.1:8765/f/")
    assert "every address of this computer" in ended.err
    settle(nurse, '[feed]\nlisten = "192.0.2.7:8765"\nallow-remote = true\n')
    ended = nurse.must("feed", "url")
    assert ended.out.startswith("http://192.0.2.7:8765/f/")
    assert "they need a public one" not in ended.err


def test_the_daemon_s_own_address_is_shown_while_it_runs(nurse: Program) -> None:
    settle(nurse, '[feed]\nlisten = "127.0.0.1:0"\n')
    unknown = nurse.run("feed", "url")
    assert unknown.code == 1
    assert "planner daemon run" in unknown.err
    with holding(presence_file(nurse.database)) as say:
        say(Presence(1, "2026-12-01T08:00:00+00:00", "http://127.0.0.1:45678/"))
        shown = nurse.must("feed", "url")
        assert shown.out.startswith("http://127.0.0.1:45678/f/")
        assert "Nothing serves it now" not in shown.err
        assert nurse.must("feed", "url", "--json").json["served"] is True


def test_several_calendars_have_an_address_each(nurse: Program) -> None:
    nurse.settings(
        work={"type": "ics", "path": "nurse.ics"},
        home={"type": "ics", "path": "home/nurse.ics"},
        memory={"type": "memory"},
    )
    found = nurse.must("feed", "url", "--json").json["calendars"]
    assert [one["target"] for one in found] == ["work", "home"]
    assert [one["url"].rpartition("/")[2] for one in found] == ["nurse.ics", "nurse-2.ics"]
    assert {one["url"].rpartition("/")[0] for one in found} == {found[0]["url"].rpartition("/")[0]}
    shown = nurse.must("feed", "url").out.splitlines()
    assert [line for line in shown if "/" not in line] == ["work", "home"]


def test_without_a_calendar_file_there_is_nothing_to_subscribe_to(nurse: Program) -> None:
    nurse.settings(memory={"type": "memory"})
    for words in (("url",), ("rotate", "--yes"), ("export", "x.ics")):
        ended = nurse.run("feed", *words)
        assert ended.code == 2
        assert 'type = "ics"' in ended.err
    assert not (nurse.state / "nurse.feed").exists()


def test_an_export_is_the_calendar_byte_for_byte(nurse: Program, tmp_path: Path) -> None:
    early = nurse.run("feed", "export", "copy.ics")
    assert early.code == 1
    assert "planner sync" in early.err
    nurse.must("sync")
    for _ in range(2):
        nurse.must("feed", "export", "copy.ics")
        assert (nurse.folder / "copy.ics").read_bytes() == nurse.calendar
    assert nurse.must("feed", "export", "-").out.encode() == nurse.calendar
    told = nurse.must("feed", "export", str(tmp_path / "other.ics"), "--json").json
    assert told == {
        "schema": "planner.feed-export/1",
        "target": "ics",
        "file": str(tmp_path / "other.ics"),
        "bytes": len(nurse.calendar),
    }


def test_an_export_that_makes_no_sense_is_refused(nurse: Program) -> None:
    nurse.must("sync")
    before = nurse.tree()
    for words, code, message in (
        (("nurse.ics",), 2, "is the calendar itself"),
        (("-", "--json"), 2, "can't both go to stdout"),
        (("x.ics", "nowhere"), 2, 'no target "nowhere" writes a calendar'),
        (("nowhere/x.ics",), 1, "can't be written"),
        ((".",), 2, "no regular file"),
    ):
        ended = nurse.run("feed", "export", *words)
        assert ended.code == code
        assert message in ended.err
    assert nurse.tree() == before


def test_an_export_of_several_calendars_names_one(nurse: Program) -> None:
    nurse.settings(
        work={"type": "ics", "path": "a.ics"}, home={"type": "ics", "path": "b.ics", "items": ["goals"]}
    )
    nurse.must("sync")
    ended = nurse.run("feed", "export", "x.ics")
    assert ended.code == 2
    assert "Name one: work, home." in ended.err
    nurse.must("feed", "export", "x.ics", "home")
    assert (nurse.folder / "x.ics").read_bytes() == (nurse.folder / "b.ics").read_bytes()


def test_settings_that_cannot_be_used_are_named(nurse: Program) -> None:
    for setting in (
        'listen = "0.0.0.0:8765"',
        "listen = 8765",
        'address = "plans.example.org"',
        'adress = "x"',
    ):
        settle(nurse, f"[feed]\n{setting}\n")
        ended = nurse.run("feed", "url")
        assert ended.code == 2
        assert "planner.toml: [feed] " in ended.err


def test_the_address_is_known_while_the_plan_file_is_broken(nurse: Program) -> None:
    nurse.must("sync")
    before = nurse.must("--plan", PLAN, "feed", "url").out
    (nurse.folder / PLAN).write_text("plan: [\n", encoding="utf-8")
    assert nurse.must("--plan", PLAN, "feed", "url").out == before
