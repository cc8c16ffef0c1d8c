"""Plan files that are made to hang, flood or crash: refused at once, in words, and cheaply."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.system.program import Ended, Program

MEGABYTE = 1024 * 1024
# A process between, since what a child may have used at most is counted for all children together.
MEASURED = """
import json, resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open("usage.json", "w") as file:
    json.dump({"cpu": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss}, file)
sys.exit(ended.returncode % 256)
"""


def bomb() -> str:
    lines = ["plan: 1", "title: T", "a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]" for n in range(9)]
    return "\n".join([*lines, "steps: {s: {title: *j}}"])


def in_block(depth: int) -> str:
    return "plan: 1\n" + "- " * depth + "x"


def many_steps() -> str:
    lines = "".join(f"  s{number}: {{title: T, tkaes: 3 weeks}}\n" for number in range(200_000))
    return f"plan: 1\ntitle: T\nsteps:\n{lines}"


TEXTS: dict[str, Callable[[], str | bytes]] = {
    "alias bomb": bomb,
    "alias to itself": lambda: "plan: 1\ntitle: T\nsteps: &s {a: *s}\n",
    "flow 30,000 deep": lambda: "plan: 1\nsteps: " + "[" * 30_000,
    "flow 200,000 deep": lambda: "plan: 1\nsteps: " + "[" * 200_000 + "]" * 200_000,
    "maps 30,000 deep": lambda: "plan: 1\nsteps: " + "{a: " * 30_000,
    "block 30,000 deep": lambda: in_block(30_000),
    "block 200,000 deep": lambda: in_block(200_000),
    "keys twice": lambda: "plan: 1\ntitle: T\ntitle: U\nsteps: {a: {title: A}}\n",
    "step twice": lambda: "plan: 1\ntitle: T\nsteps:\n  a: {title: A}\n  a: {title: B}\n",
    "python object": lambda: 'plan: 1\ntitle: !!python/object/apply:os.system ["touch owned"]\nsteps: {}\n',
    "NUL": lambda: b"plan: 1\ntitle: a\0b\nsteps: {a: {title: A}}\n",
    "latin-1": lambda: "plan: 1\ntitle: Größe\nsteps: {a: {title: A}}\n".encode("latin-1"),
    "UTF-16": lambda: "plan: 1\ntitle: T\n".encode("utf-16"),
    "tabs": lambda: "plan: 1\nsteps:\n\ta: {title: A}\n",
    "empty": lambda: "",
    "only a comment": lambda: "# nothing\n",
    "a list": lambda: "- plan: 1\n",
    "two documents": lambda: "plan: 1\ntitle: T\nsteps: {a: {title: A}}\n---\nplan: 1\n",
    "a huge number": lambda: f"plan: {'9' * 100_000}\ntitle: T\nsteps: {{a: {{title: A}}}}\n",
    "a newer format": lambda: "plan: 2\ntitle: T\nsteps: {a: {title: A}}\n",
    "an impossible date": lambda: "plan: 1\ntitle: T\nsteps: {a: {title: A, date: 2027-02-30}}\n",
    "10 MB of one word": lambda: "plan: 1\ntitle: " + "x" * (10 * MEGABYTE),
    "10 MB of steps": many_steps,
    "7 MB of one word": lambda: f"plan: 1\ntitle: {'x' * 7 * MEGABYTE}\nsteps: {{a: {{title: A}}}}\n",
}
LARGE = {name for name in TEXTS if " MB " in name}


@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_with_its_place(empty: Program, name: str) -> None:
    text = TEXTS[name]()
    (empty.folder / "plan.yaml").write_bytes(text.encode() if isinstance(text, str) else text)
    ended = measured(empty, 2.0 if name in LARGE else 1.0, "check", "plan.yaml")
    assert ended.code == 3, ended
    assert (ended.out + ended.err).startswith("plan.yaml:") or "plan.yaml:" in ended.err
    assert not (empty.folder / "owned").exists()
    for command in ("status", "sync"):
        assert empty.run(command).code == 3


def measured(program: Program, seconds: float, *arguments: str) -> Ended:
    """Run a command; assert that it was cheap, wasn't killed and threw nothing at anybody."""
    ended = program.run(*arguments, before=[sys.executable, "-c", MEASURED])
    usage = json.loads((program.folder / "usage.json").read_text())
    assert usage["cpu"] < seconds, usage
    assert usage["kilobytes"] < 200 * 1024, usage
    assert "Traceback" not in ended.err
    assert "mistake of the program" not in ended.err
    assert ended.code in {0, 2, 3}
    return ended


NO_FILES = ["fifo", "/dev/zero", "/dev/null", "/dev/tty", "directory", "nothing", "loop"]


@pytest.mark.parametrize("kind", NO_FILES)
def test_what_is_no_file_is_refused_without_waiting(empty: Program, kind: str) -> None:
    path = empty.folder / "plan.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "directory":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind != "nothing":
        path.symlink_to(kind)
    for command in (["check", "plan.yaml"], ["-p", "plan.yaml", "status"], ["-p", "plan.yaml", "sync"]):
        ended = measured(empty, 1.0, *command)
        assert ended.code == 2, ended
        assert "plan.yaml" in ended.err


def test_a_link_to_a_plan_is_a_plan(empty: Program, tmp_path: Path) -> None:
    (tmp_path / "far.yaml").write_text("plan: 1\ntitle: T\nsteps: {a: {title: A}}\n")
    (empty.folder / "plan.yaml").symlink_to(tmp_path / "far.yaml")
    empty.must("check")
    empty.must("sync")


def test_all_mistakes_are_told_at_once(empty: Program) -> None:
    (empty.folder / "plan.yaml").write_text(
        "plan: 1\ntitle: T\nsteps:\n"
        "  a: {title: A, takes: 9 moons}\n  b: {titel: B}\n  c: {title: C, after: d}\n"
    )
    ended = empty.run("check")
    assert ended.code == 3
    for place in ("plan.yaml:4:", "plan.yaml:5:", "plan.yaml:6:"):
        assert place in ended.out
    assert empty.run("check", "--json").json["ok"] is False


def test_it_works_in_little_memory(empty: Program) -> None:
    """An address space of 400 MB, of which the interpreter maps much and uses little."""
    (empty.folder / "plan.yaml").write_text(bomb())

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (400 * MEGABYTE, 400 * MEGABYTE))

    ended = subprocess.run(
        empty.command("check"),
        cwd=empty.folder,
        env=empty.environment,
        preexec_fn=limited,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 3


def test_what_can_not_be_is_told_beside_a_circle_an_unknown_name_and_an_unknown_region(
    empty: Program,
) -> None:
    (empty.folder / "plan.yaml").write_text(
        "plan: 1\ntitle: T\nstart: 2027-01-01\nholidays: XX-YY\nsteps:\n"
        "  a: {title: A, takes: 5 months, by: 2027-03-01}\n"
        "  b: {title: B, after: c}\n  c: {title: C, after: b}\n"
        "  d: {title: D, after: [nope, a], takes: 2 weeks, by: 2027-03-01}\n"
    )
    ended = empty.run("check")
    assert ended.code == 3
    told = [line.split("  ")[0] for line in ended.out.splitlines()]
    assert [place.split(":")[1] for place in told] == ["4", "6", "7", "9", "9"]
    assert "through a -> d" in ended.out
    assert empty.run("status").code == 3
