"""Plans whose pages are looked at: those that come with the program, and plans made to be hard."""

import json
from pathlib import Path

from tests.system.program import Program, program

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "{{7*7}} ${7*7} <%= 7*7 %> <!--said-->",
    'name="csrf" value=""',
    "</style><script>alert(1)</script>",
    "\"><svg onload='alert(1)'>",
    "javascript:alert(document.cookie)",
    "看護師になるための長い道のり" * 12,
    "السنة الأولى في التمريض \u202eabc",
    "👩\u200d⚕️ nurse 🏥🎓 " * 15,
    "Donaudampfschifffahrtsgesellschaft" * 9,
    "&lt;b&gt; &amp;amp; &#x3c;i&#x3e;",
)


def quoted(text: str) -> str:
    """A text as YAML may have it between double quotes."""
    return json.dumps(text, ensure_ascii=False)


def page_of(program_: Program) -> str:
    """The page as the daemon's child prints it."""
    return program_.must("--no-input", "page").out


def written(place: Path, text: str, today: str = "2027-03-01") -> Program:
    """A place with a plan that says `text`."""
    made = program(place, None)
    (made.folder / "plan.yaml").write_text(text, encoding="utf-8")
    return Program(place, today)


def hostile(place: Path) -> Program:
    """A plan in which everything that can carry words carries odd ones."""
    lines = ["plan: 1", "id: odd", f"title: {quoted(HOSTILE[0])}", "start: 2027-01", "time: 40h/week"]
    lines += ["goal:", f"  role: {quoted(HOSTILE[1])}", "  by: 2033-06", "gaps:"]
    lines += [f"  gap-{n}: {quoted(text)}" for n, text in enumerate(HOSTILE)]
    lines.append("steps:")
    for number, text in enumerate(HOSTILE):
        lines += [f"  s{number}:", f"    title: {quoted(text)}", "    takes: 2 months"]
        lines += [f"    tasks: [{quoted(text[:80])}]"]
    return written(place, "\n".join([*lines, ""]))


def steps(place: Path, number: int, months: int) -> Program:
    """A plan of so many steps, one after the other, each of so many months."""
    lines = [
        "plan: 1",
        "title: From here to there",
        "start: 2027-01",
        "goal:",
        "  role: There",
        "  by: 2045-06",
        "steps:",
    ]
    for step in range(number):
        lines += [f"  s{step}:", f"    title: Step {step} of a long way, which has a long name, too"]
        lines += [f"    takes: {months} months", *([f"    after: s{step - 1}"] if step else [])]
    return written(place, "\n".join([*lines, ""]))
