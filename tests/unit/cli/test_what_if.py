"""`planner what-if`: it says what the real command would do, and records nothing."""

from pathlib import Path

import pytest

from tests.unit.cli.place import Place

EFFECT = ("moves", "conflicts", "mended", "deadlines")
KEYS = {"schema", "what", "about", "before", "after", "leaves", "comes", "shared", "proposals", *EFFECT}
CASES: list[tuple[list[str], list[str], set[str]]] = [
    (["slip", "adn", "5 months"], ["--yes"], {"from", "to"}),
    (["slip", "ma-certificate", "--to", "2028-01-04"], ["--yes"], {"from", "to"}),
    (["done", "ma-certificate/register"], [], {"on"}),
    (["done", "manager-talk", "--date", "2026-11-02"], [], {"on"}),
    (["drop", "adn-place"], [], set()),
    (["pin", "nclex", "2032-09-01"], [], {"to"}),
    (["pause", "2027-07..2027-08"], [], {"from", "to"}),
    (["switch", "lpn-bridge"], ["--yes"], set()),
    (["event", "layoff", "--date", "2026-11-02"], [], {"on"}),
]


@pytest.mark.parametrize(
    ("command", "more", "keys"),
    CASES,
    ids=lambda value: " ".join(sorted(value) if isinstance(value, set) else value)[:40],
)
def test_it_tells_what_the_command_does(
    nurse: Place, command: list[str], more: list[str], keys: set[str]
) -> None:
    before = nurse.must("timeline", "--json").json
    asked = nurse.must("what-if", *command, "--json").json
    assert asked["schema"] == "planner.what-if/1"
    assert set(asked) == KEYS | keys
    assert asked["what"] == command[0]
    assert nurse.facts() == []
    assert nurse.must("timeline", "--json").json == before
    text = nurse.must("what-if", *command).out
    assert text.startswith("What if: ")
    assert text.endswith("\nNothing was recorded.\n")
    assert nurse.facts() == []

    told = nurse.must(*command, *more, "--json").json
    if command[0] != "event":
        assert {key: told[key] for key in EFFECT} == {key: asked[key] for key in EFFECT}
    after = nurse.must("timeline", "--json").json
    assert asked["before"]["finish"] == before["finish"]
    assert asked["after"]["finish"] == after["finish"]
    assert asked["after"]["track"] == after["track"]
    assert asked["proposals"] == nurse.must("status", "--json").json["proposals"]


def test_other_hours_move_what_needs_them(nurse: Place) -> None:
    text = (
        "plan: 1\nid: hours\ntitle: Hours\nstart: 2026-12-01\ntime: {sat: 4h, sun: 4h}\n"
        "goal: {role: R, by: 2027-12-31}\nsteps: {a: {title: A, effort: 80h}}\n"
    )
    Path("hours.yaml").write_text(text, encoding="utf-8")
    here = ("-p", "hours.yaml")
    half = nurse.must("what-if", "time", "4h/week", *here, "--json").json
    assert (half["what"], half["hours"], half["about"]) == ("time", 4.0, "")
    assert half["before"]["finish"] == nurse.must("timeline", "--json", *here).json["finish"] == "2027-02-07"
    assert half["after"]["finish"] == "2027-04-19"
    said = nurse.must("what-if", "time", "1h/day", *here).out
    assert said.startswith("What if: 7 h a week instead of 8 h\n")
    assert nurse.must("timeline", "--json", *here).json["finish"] == "2027-02-07"


def test_a_proposal_that_stands_already_is_not_told_again(nurse: Place) -> None:
    nurse.must("event", "layoff")
    assert "Proposed" not in nurse.must("what-if", "pin", "nclex", "2032-09-01").out
    both = nurse.must("what-if", "drop", "adn-place").out
    assert "layoff on 1 Dec 2026" in both
    assert "adn-place was dropped on 1 Dec 2026" in " ".join(both.split())
    assert "No longer proposed: track lpn-bridge" in nurse.must("what-if", "switch", "main").out


WRONG: list[tuple[list[str], str]] = [
    (["slip", "adn"], 'planner slip adn "5 weeks"'),
    (["done", "nobody"], "planner timeline"),
    (["pin", "adn", "2027"], "more than one day"),
    (["pause", "2027-08..2027-07"], "earlier date first"),
    (["switch", "lpn-brige"], "Did you mean lpn-bridge?"),
    (["event", "lay off"], "Use one word"),
    (["time", "4h"], 'Try "4h/week".'),
    (["time", "500h/week"], "168"),
    (["sleep"], "planner what-if --help"),
    ([], "planner what-if --help"),
]


@pytest.mark.parametrize(("command", "said"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_wrong_is_said_with_a_remedy(nurse: Place, command: list[str], said: str) -> None:
    ended = nurse.run("what-if", *command)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
