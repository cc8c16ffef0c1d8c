"""`planner add`: a step or a task in the plan file, told with what it moves."""

from pathlib import Path

import pytest

from tests.unit.cli.place import Place

FILE = Path("nurse.yaml")


def lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


def test_a_step_on_the_track_moves_what_follows_and_says_so(nurse: Place) -> None:
    nurse.must("sync")
    before = lines()
    ended = nurse.must(
        *("add", "Ask the school", "--after", "ma-certificate", "--takes", "2 weeks"),
        *("--track", "main", "--kind", "conversation", "--closes", "licence"),
    )
    assert "Added to nurse.yaml: ask-the-school" in ended.out
    assert "ma-job +14 days" in ended.out
    assert "next: planner sync" in ended.err
    assert [line for line in before if line not in lines()] == [
        "  main: [ma-certificate, ma-job, ma-experience, adn, nclex, rn-job]"
    ]
    assert nurse.must("check").out == "nurse.yaml is fine.\n"
    assert "Ask the school" in nurse.must("timeline").out


def test_the_moves_are_those_that_the_next_sync_publishes(nurse: Place) -> None:
    nurse.must("sync")
    added = nurse.must(
        "add", "Wait", "--after", "ma-certificate", "--takes", "5 weeks", "--track", "main", "--json"
    ).json
    assert set(added) == {"schema", "file", "item", "lines", "moves", "conflicts", "mended", "deadlines"}
    told = {move["id"]: move["to"] for move in added["moves"] if move["from"]}
    synced = nurse.must("sync", "--json").json
    assert told
    assert told == {move["id"]: move["to"] for move in synced["moved"]}


def test_a_task_goes_into_its_step(nurse: Place) -> None:
    added = nurse.must(
        "add", "Bring the form", "--under", "ma-job", "--by", "2028-02", "--after", "update-cv", "--json"
    )
    assert added.json["item"] == "ma-job/bring-the-form"
    new = "{title: Bring the form, after: update-cv, by: 2028-02}"
    assert added.json["lines"] == [f"    tasks: [Update CV, Ask here first, Apply to five clinics, {new}]"]
    again = nurse.must("add", "Bring the form", "--under", "ma-job", "--json")
    assert again.json["item"] == "ma-job/task-2"
    titles = [
        item["title"] for item in nurse.must("timeline", "--json").json["items"] if item["step"] == "ma-job"
    ]
    assert titles.count("Bring the form") == 2


def test_ids_are_free_and_short(nurse: Place) -> None:
    title = "Pass " + "the very long " * 12 + "exam"
    for number in ("", "-2", "-3"):
        item = nurse.must("add", title, "--json").json["item"]
        assert item.endswith(number)
        assert len(item) < 80
    assert nurse.must("add", "\u2728", "--json").json["item"] == "step"
    assert nurse.must("add", "x", "--id", "own.id", "--json").json["item"] == "own.id"


WRONG = [
    (["x", "--takes", "9 moons"], 'takes: "9 moons" is not a length', 'Try "9 months".'),
    (["x", "--after", "nclx"], 'after: there is no step "nclx"', 'Did you mean "nclex"?'),
    (["x", "--closes", "licens"], 'closes: there is no gap "licens"', 'Did you mean "licence"?'),
    (["x", "--track", "maine"], 'there is no track "maine" in this plan', "It has: main, lpn-bridge."),
    (["x", "--under", "nada"], 'there is no step "nada" in this plan', "planner status"),
    (
        ["x", "--under", "adn", "--takes", "1 week", "--track", "main"],
        "a task has no --takes and no --track",
        "",
    ),
    (["x", "--under", "volunteer"], "a habit has no tasks", "Put them into a step."),
    (["x", "--id", "adn"], 'there is a step "adn" already', "Give it another id."),
    (["x", "--id", "no id"], 'steps: "no id" is not an id', 'Try "no-id".'),
    (["  "], "title: the text is empty", ""),
    (["x", "--takes", "1 week", "--date", "2027-01-01"], "says already how long the step is", ""),
]


@pytest.mark.parametrize(("arguments", "message", "remedy"), WRONG, ids=[wrong[1] for wrong in WRONG])
def test_what_is_wrong_is_said_and_nothing_changes(
    nurse: Place, arguments: list[str], message: str, remedy: str
) -> None:
    before = FILE.read_bytes()
    ended = nurse.run("add", *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert remedy in ended.err
    assert FILE.read_bytes() == before


def test_a_mark_and_a_mode_of_the_file_stay(nurse: Place) -> None:
    FILE.write_bytes(b"\xef\xbb\xbf" + FILE.read_bytes().replace(b"\n", b"\r\n"))
    FILE.chmod(0o600)
    nurse.must("add", "One more")
    raw = FILE.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert FILE.stat().st_mode & 0o777 == 0o600


def test_a_link_to_the_plan_stays_a_link(nurse: Place, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    FILE.rename(real)
    FILE.symlink_to(real)
    nurse.must("add", "One more")
    assert FILE.is_symlink()
    assert "one-more:" in real.read_text(encoding="utf-8")


def test_the_first_step_of_a_plan_that_has_none(nurse: Place) -> None:
    FILE.write_text("plan: 1\ntitle: Empty\n", encoding="utf-8")
    nurse.must("add", "Begin", "--takes", "1 week")
    assert FILE.read_text(encoding="utf-8") == (
        "plan: 1\ntitle: Empty\nsteps:\n  begin:\n    title: Begin\n    takes: 1 week\n"
    )
    broken = "plan: 1\nsteps:\n  a: {title: A, takes: x}\n"
    FILE.write_text(broken, encoding="utf-8")
    ended = nurse.run("add", "More")
    assert (ended.code, FILE.read_text(encoding="utf-8")) == (2, broken)
    assert 'takes: "x" is not a length' in ended.err
