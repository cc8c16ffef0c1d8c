"""Every command: its help, its exit codes, and the keys of its JSON, which are a promise."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from tests.system.program import Ended, Program, program

EFFECT = {"moves", "conflicts", "mended", "deadlines"}
TOLD = EFFECT | {"could_come_closer"}
SWITCH = {"leaves", "comes", "shared"}
WHAT_IF = {"what", "about", "before", "after", "proposals"} | SWITCH | EFFECT
KEYS: dict[tuple[str, ...], tuple[str, set[str]]] = {
    (): (
        "status",
        {"plan", "today", "track", "percent_done", "finish", "goal_by", "slack_days", "chance"}
        | {"p50", "p80", "pace", "active", "week", "moved", "gaps", "added", "proposals", "conflicts"}
        | {"clock", "targets"},
    ),
    ("check",): ("check", {"file", "ok", "problems"}),
    ("next", "-n", "3"): ("next", {"today", "track", "items"}),
    ("timeline",): (
        "timeline",
        {"plan", "today", "track", "finish", "goal_by", "slack_days", "chance", "p50", "p80", "items"}
        | {"load", "conflicts"},
    ),
    ("why", "rn-job"): ("why", {"today", "track", "item", "moved", "chain"}),
    ("gaps",): ("gaps", {"today", "track", "gaps"}),
    ("tracks",): ("tracks", {"chosen", "tracks"}),
    ("history",): ("history", {"item", "facts"}),
    ("review", "week"): ("review", {"review", "plan", "title", "from", "to", "sections"}),
    ("done", "ma-certificate/register"): ("done", {"item", "on"} | TOLD),
    ("undone", "ma-certificate/register"): ("undone", {"item"} | TOLD),
    ("start", "ma-certificate"): ("start", {"item", "on"} | TOLD),
    ("drop", "volunteer"): ("drop", {"item"} | TOLD),
    ("pin", "nclex", "2032-09-01"): ("pin", {"item", "to"} | TOLD),
    ("unpin", "nclex"): ("unpin", {"item"} | TOLD),
    ("pause", "2027-07..2027-08"): ("pause", {"item", "from", "to"} | TOLD),
    ("log", "Read a chapter", "--on", "ma-certificate", "--hours", "1.5"): ("log", {"item"} | TOLD),
    ("slip", "nclex", "2 weeks", "--yes"): ("slip", {"item", "from", "to", "kept"} | EFFECT),
    ("what-if", "slip", "nclex", "2 weeks"): ("what-if", WHAT_IF | {"from", "to"}),
    ("what-if", "time", "4h/week"): ("what-if", WHAT_IF | {"hours"}),
    ("event", "layoff"): ("event", {"word", "on", "awaited", "proposals"}),
    ("switch", "lpn-bridge", "--yes"): (
        "switch",
        {"track", "before", "after", "switched"} | SWITCH | EFFECT,
    ),
    ("switch", "lpn-bridge"): ("switch", {"track", "switched", "moves", "message"}),
    ("baseline", "set"): ("baseline", {"item", "on", "items"} | TOLD),
    ("replan", "--yes"): ("replan", {"done", "message", "moves"}),
    ("undo", "--yes"): ("undo", {"takes", "done"} | EFFECT),
    ("redo", "--yes"): ("redo", {"takes", "done"} | EFFECT),
    ("sync", "--dry-run"): ("sync", {"today", "dry_run", "moved", "clock", "targets"}),
    ("sync",): ("sync", {"today", "dry_run", "moved", "clock", "targets"}),
    ("adopt",): ("adopt", {"adopted"}),
    ("targets", "list"): ("targets", {"targets"}),
    ("targets", "reset", "ics", "--yes"): ("targets-reset", {"target", "items", "forgotten"}),
    ("feed", "url"): ("feed-url", {"public", "served", "calendars"}),
    ("feed", "rotate", "--yes"): ("feed-rotate", {"rotated", "public", "served", "calendars"}),
    ("feed", "export", "feed.ics"): ("feed-export", {"target", "file", "bytes"}),
    ("doctor",): ("doctor", {"checks"}),
    ("config", "show"): (
        "config",
        {"file", "plan", "id", "timezone", "targets", "feed", "daemon", "tell", "calendar_files", "state"},
    ),
    ("config", "path"): ("config-path", {"file"}),
    ("daemon", "digest"): ("daemon-digest", {"today", "week", "subject", "lines", "sent"}),
    ("daemon", "install"): (
        "daemon-install",
        {"unit", "files", "installed", "changed", "removed", "started", "hardened", "lingers"},
    ),
    ("daemon", "uninstall"): ("daemon-uninstall", {"files", "removed", "state"}),
    ("plugins",): ("plugins", {"plugins"}),
    ("add", "One more", "--after", "nclex"): ("add", {"file", "item", "lines"} | EFFECT),
    ("export",): ("export", {"plan", "title", "today", "track", "steps"}),
    ("export", "list.csv"): ("export-file", {"file", "format"}),
    ("import", "list.csv", "--dry-run"): (
        "import",
        {"file", "new", "format", "dry_run", "steps", "tasks", "there", "done", "unused", "told"},
    ),
    ("backup", "copy.db"): ("backup", {"file"}),
    ("restore", "copy.db", "--yes"): ("restore", {"file", "restored"}),
    ("init", "--list"): ("templates", {"templates", "about"}),
    ("init",): ("init", {"plan", "id", "editor_schema"}),
}

ITEM = {"id", "kind", "step", "title", "start", "due", "baseline_due", "published_due", "slack_days"}
ITEM |= {"critical", "pinned", "state", "done_at", "hours", "work", "reason"}


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, dict[tuple[str, ...], Ended]]:
    """A place where every command was run once, in the order of the table, and how each ended."""
    place = program(tmp_path_factory.mktemp("used"))
    return place, {command: place.run(*command, "--json") for command in KEYS}


@pytest.mark.parametrize("command", KEYS, ids=lambda command: " ".join(command) or "planner")
def test_json_is_one_object_with_the_promised_keys(
    used: tuple[Program, dict[tuple[str, ...], Ended]], command: tuple[str, ...]
) -> None:
    ended = used[1][command]
    name, keys = KEYS[command]
    assert ended.code == 0, ended
    assert ended.json["schema"] == f"planner.{name}/1"
    assert set(ended.json) == {"schema"} | keys
    for day in re.findall(r'"(?:today|due|start|from|to|on|finish)": "([^"]*)"', ended.out):
        assert date.fromisoformat(day)


def test_the_timeline_tells_each_item_whole(used: tuple[Program, dict[tuple[str, ...], Ended]]) -> None:
    timeline = used[1]["timeline",].json
    assert {frozenset(item) for item in timeline["items"]} == {frozenset(ITEM)}
    assert {frozenset(week) for week in timeline["load"]} == {frozenset({"week", "hours", "budget"})}
    kinds = {"step", "goal", "task", "habit", "review", "deadline"}
    assert {item["kind"] for item in timeline["items"]} == kinds
    for item in timeline["items"]:
        assert item["start"] <= item["due"]
        assert item["state"] in {"done", "active", "late", "ready", "waiting", "dropped"}
        assert all(re.fullmatch(r"\d{4}-W\d\d", week) and hours > 0 for week, hours in item["work"])


def test_a_sync_tells_each_operation_whole(used: tuple[Program, dict[tuple[str, ...], Ended]]) -> None:
    dry, real = used[1]["sync", "--dry-run"].json, used[1]["sync",].json
    assert (dry["dry_run"], real["dry_run"]) == (True, False)
    for report in (dry, real):
        (target,) = report["targets"]
        counts = {"created", "updated", "deleted"}
        assert set(target) == {"name", "state", "operations", "learned", "message"} | counts
        assert target["state"] == "ok"
        operations = target["operations"]
        assert {frozenset(op) for op in operations} == {
            frozenset({"op", "item", "title", "from", "to", "reason"})
        }
        assert {op["op"] for op in operations} <= {"create", "update", "delete", "adopt", "keep"}
        assert target["created"] == sum(op["op"] == "create" for op in operations) > 0


HELPED = sorted({command[0] for command in KEYS if command})


@pytest.mark.parametrize(
    "command",
    ["", "baseline", "config", "targets", "schema", "status", *HELPED],
)
def test_help_needs_no_plan_and_fits_the_screen(empty: Program, command: str) -> None:
    for flag in ("--help", "-h"):
        ended = empty.must(*command.split(), flag)
        assert ended.out.startswith("Usage: planner")
        assert max(map(len, ended.out.splitlines())) <= 80
        assert ended.err == ""


def test_the_schema_is_one_for_editors(empty: Program) -> None:
    for how in ([], ["--json"]):
        assert json.loads(empty.must("schema", *how).out)["$schema"].startswith(
            "http://json-schema.org/draft-07"
        )


def test_options_may_stand_before_and_after(nurse: Program) -> None:
    (nurse.folder / "other.yaml").write_text("plan: 1\nid: other\ntitle: Other\nsteps: {a: {title: A}}\n")
    for arguments in (
        ["--plan", "other.yaml", "--json", "timeline"],
        ["timeline", "--json", "-p", "other.yaml"],
        ["-p", "nurse.yaml", "timeline", "-p", "other.yaml", "--json"],
        ["--json", "-p", "other.yaml", "timeline"],
    ):
        assert nurse.must(*arguments).json["plan"] == "other"
    late = Program(nurse.place, today=None)
    for arguments in (["--today", "2030-01-02", "status"], ["status", "--today", "2030-01-02"]):
        assert late.must(*arguments, "--json", "-p", "nurse.yaml").json["today"] == "2030-01-02"


def test_quiet_says_nothing_but_errors(nurse: Program) -> None:
    for command in (["status"], ["sync"], ["done", "manager-talk"], ["check"], ["undo", "--yes"]):
        ended = nurse.must(*command, "-q")
        assert (ended.out, ended.err) == ("", "")
    assert nurse.run("-q", "done", "nobody").err != ""


def test_verbose_names_the_files_on_stderr(nurse: Program) -> None:
    said = nurse.must("status", "-v").err
    assert "plan: nurse.yaml" in said
    assert str(nurse.database) in said


WRONG: list[tuple[list[str], int, str]] = [
    (["frobnicate"], 2, "no such command"),
    (["stauts"], 2, "status"),
    (["--frobnicate"], 2, "no such option"),
    (["sync", "--frobnicate"], 2, "planner sync --help"),
    (["done"], 2, "missing argument"),
    (["done", "a", "b"], 2, "planner done --help"),
    (["baseline"], 2, "planner baseline --help"),
    (["next", "-n", "0"], 2, "planner next --help"),
    (["done", "ma-certifcate"], 2, "Did you mean ma-certificate?"),
    (["done", "adn-place/by"], 2, "Name the step: adn-place"),
    (["done", "adn", "--date", "2031-01-01"], 2, "Today is 2026-12-01"),
    (["done", "adn", "--date", "soon"], 2, "2027-03-15"),
    (["pin", "adn", "2027-02-30"], 2, "2027"),
    (["pin", "adn", "2027"], 2, "more than one day"),
    (["slip", "adn"], 2, 'planner slip adn "5 weeks"'),
    (["slip", "adn", "5 moons"], 2, "5 months"),
    (["slip", "adn", "9999 years"], 2, "9999"),
    (["slip", "adn", "--to", "2020-01-01"], 2, "planner pin adn DATE"),
    (["slip", "adn", "1 week", "--to", "2035-01-01"], 2, "by how much or to which date"),
    (["slip", "review/weekly@2027-01-03", "1 week"], 2, "planner pin review/weekly@2027-01-03 DATE"),
    (["pause", "2027-08..2027-07"], 2, "earlier date first"),
    (["log", ""], 2, "characters"),
    (["log", "x", "--hours", "-1"], 2, "7.5h"),
    (["switch", "lpn-brige"], 2, "Did you mean lpn-bridge?"),
    (["event", "lay off"], 2, "such as layoff"),
    (["what-if"], 2, "planner what-if --help"),
    (["what-if", "slip", "adn"], 2, 'planner slip adn "5 weeks"'),
    (["unpin", "nobody"], 2, "planner timeline"),
    (["--today", "2027-02-30", "status"], 2, "2027-03-15"),
    (["--today", "9999-12-31", "status"], 2, "--today"),
    (["--plan", "nowhere.yaml", "status"], 2, "no such plan file"),
    (["--config", "nowhere.toml", "status"], 2, "--config"),
    (["init", "--template", "nobody"], 2, "nurse"),
    (["init", "--template", "nurse"], 2, "Nothing was overwritten"),
    (["sync", "nobody"], 2, "Configured: ics"),
    (["sync", "--check"], 2, "--dry-run --check"),
    (["sync", "--allow-deletes", "-1"], 2, "--help"),
    (["targets", "reset", "nobody", "--yes"], 2, "Configured: ics"),
    (["restore", "nowhere.db", "--yes"], 2, "planner backup"),
    (["restore", "nurse.yaml", "--yes"], 2, "planner backup"),
    (["backup", "nurse.yaml"], 2, "Nothing was overwritten"),
    (["backup", "nowhere/copy.db"], 2, "no folder nowhere"),
    (["timeline", "--svg", "nurse.yaml"], 2, "the plan itself"),
    (["timeline", "--svg", "nowhere/picture.svg"], 1, "nowhere/picture.svg"),
    (["sync", "--dry-run", "--check"], 10, ""),
]


@pytest.mark.parametrize(("command", "code", "said"), WRONG, ids=lambda value: str(value)[:50])
def test_what_is_wrong_is_said_with_a_remedy(
    spoilt: Program, command: list[str], code: int, said: str
) -> None:
    before = spoilt.tree()
    ended = spoilt.run(*command)
    assert ended.code == code, ended
    assert said in ended.err
    assert "Traceback" not in ended.err
    assert "mistake of the program" not in ended.err
    if code != 10:
        assert ended.out == ""
        assert len(ended.err.splitlines()) == 2 or code == 1
    assert spoilt.tree() == before


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A place for commands that change nothing."""
    return program(tmp_path_factory.mktemp("spoilt"))


SETTINGS: list[tuple[str, str]] = [
    ('plna = "nurse.yaml"', "Did you mean plan?"),
    ("plan = 3", 'Write plan = "nurse.yaml".'),
    ('plan = "gone.yaml"', "--plan"),
    ("plan = [", "planner.toml"),
    ("\xff", "UTF-8"),
    ("targets = 3", "[targets]"),
    ("[targets]\nx = 3", "[targets.x]"),
    ("[targets.x]", 'type = "ics"'),
    ('[targets.x]\ntype = "icss"', "Installed: google, ics, memory"),
    ('[targets.x]\ntype = "ics"\npaht = "x"', "Did you mean path?"),
    ('[targets.x]\ntype = "ics"\npath = 3', "[targets.x] path"),
    ('[targets.x]\ntype = "ics"\nitems = ["step"]', "Known: steps"),
    ('[targets.x]\ntype = "ics"\nitems = "steps"', '["steps"]'),
    ('[feed]\nlisen = "x"', "Did you mean listen?"),
]


@pytest.mark.parametrize(("text", "said"), SETTINGS)
def test_settings_that_cannot_be_used_name_the_place_and_the_remedy(
    nurse: Program, text: str, said: str
) -> None:
    (nurse.folder / "planner.toml").write_bytes(text.encode("latin-1"))
    for command in (["sync"], ["doctor"]):
        ended = nurse.run(*command)
        assert ended.code == 2, ended
        assert said in ended.err + ended.out
        assert "planner.toml" in ended.err + ended.out


def test_settings_choose_the_plan_and_the_targets(nurse: Program, tmp_path: Path) -> None:
    (nurse.folder / "planner.toml").write_text(
        'plan = "nurse.yaml"\n[targets.mine]\ntype = "ics"\npath = "../elsewhere.ics"\n'
        'items = ["deadlines"]\n[targets.aside]\ntype = "memory"\n'
    )
    (nurse.folder / "other.yaml").write_text("plan: 1\ntitle: Other\nsteps: {a: {title: A}}\n")
    names = [target["name"] for target in nurse.must("sync", "--json").json["targets"]]
    assert names == ["mine", "aside"]
    assert (tmp_path / "elsewhere.ics").read_bytes().count(b"BEGIN:VEVENT") == 1
    assert [target["name"] for target in nurse.must("sync", "mine", "--json").json["targets"]] == ["mine"]


def test_a_plan_needs_neither_start_nor_hours_nor_tracks(empty: Program) -> None:
    plan = empty.folder / "plan.yaml"
    plan.write_text(
        "plan: 1\ntitle: Small\nsteps:\n  a: {title: A, takes: 2 weeks}\n  b: {title: B, after: a}\n"
    )
    for command in (
        ["check"],
        ["status"],
        ["next"],
        ["timeline"],
        ["why", "b"],
        ["gaps"],
        ["tracks"],
        ["sync"],
    ):
        empty.must(*command)
    later = Program(empty.place, today="2026-12-09")
    items = {item["id"]: item for item in later.must("timeline", "--json").json["items"]}
    assert items["a"]["due"] == "2026-12-14", "the first sync fixed the first day"


def test_several_plans_are_told_apart_by_name(nurse: Program) -> None:
    (nurse.folder / "other.yaml").write_text("plan: 1\nid: other\ntitle: Other\nsteps: {a: {title: A}}\n")
    ended = nurse.run("status")
    assert ended.code == 2
    assert "nurse.yaml, other.yaml" in ended.err
    assert "--plan" in ended.err
    (nurse.folder / "plan.yaml").write_text("plan: 1\nid: chosen\ntitle: C\nsteps: {a: {title: A}}\n")
    assert nurse.must("timeline", "--json").json["plan"] == "chosen"
