"""Makes `config/templates/ossu-cs.yaml` from `config/ossu-cs.csv`: `python -m tests.tools.ossu`.

The table has what the open curriculum (github.com/ossu/computer-science, MIT) says of each course. What
the plan format has no key for (weeks, hours a week, section, prerequisites in words) goes into `note`, so
that nothing is lost; `parse_note` reads it back.
"""

import csv
import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

CONFIG = Path(__file__).parents[2] / "config"
TABLE = CONFIG / "ossu-cs.csv"
TEMPLATE = CONFIG / "templates" / "ossu-cs.yaml"
WIDTH = 100

HEAD = """\
# A whole computer science degree from free courses (OSSU).
# The 63 courses of the curriculum, with what each of them asks for, made from config/ossu-cs.csv by
# tests/tools/ossu.py.
#
# How sure are the figures? Unless a line says otherwise: typical [ossu].
#   [ossu] Open Source Society University, Computer Science curriculum, 2026
# Weeks and hours a week are what the curriculum gives for each course; `effort`
# is their product, from the quickest to the slowest learner. Where only the weeks are known, the course
# takes that long and eats no hours; where nothing is known, it is a milestone. The order is the
# curriculum's own: a course waits for what it builds on, and for nothing else.
#
# The whole list is 3,345 to 4,935 hours. Nobody needs all of it: one final project is enough, and the
# advanced sections are a choice. Delete what you won't take (and its id from the `after` of others).
plan: 1
id: ossu-cs
title: A computer science degree on my own
start: 2027-01
time: 18h/week                             # evenings and half a Saturday; half of it doubles the years
# away: [2027-12-20..2028-01-03]

now:
  role: Self-taught beginner with high school maths
goal:
  role: Computer science graduate of the open curriculum
  by: 2032-12                              # in time even if every course takes its longest

steps:"""


def rows(table: Path = TABLE) -> list[dict[str, str]]:
    """The courses of the table, in its order; every cell as text."""
    with table.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def render(courses: Iterable[Mapping[str, str]]) -> str:
    """The plan that holds these courses."""
    blocks = [HEAD]
    for section, members in groupby(courses, key=lambda row: row["section"]):
        steps = "\n".join(_step(row) for row in members)
        blocks.append(f"  # --- {section} ---\n{steps}")
    return "\n".join(blocks)


def parse_note(note: str) -> dict[str, str]:
    """The cells of the table that a step's note carries."""
    found = re.fullmatch(
        r"(?P<section>[^·]+?)(?: · (?P<weeks>[\d.]+) weeks)?(?: · (?P<hours>[\d.]+) h/week)?"
        r"(?: · needs (?P<needs>.+))?",
        note,
    )
    if found is None:
        raise ValueError(note)
    weeks, hours = _ends(found["weeks"]), _ends(found["hours"])
    return {
        "section": found["section"],
        "weeks_low": weeks[0],
        "weeks_high": weeks[1],
        "hours_low": hours[0],
        "hours_high": hours[1],
        "prerequisites": found["needs"] or "",
    }


def _step(row: Mapping[str, str]) -> str:
    lines = [f"  {row['id']}:", f"    title: {_scalar(row['name'])}", "    kind: course"]
    if effort := _range(row, "effort_{}_h"):
        lines.append(f"    effort: {effort}h")
    elif weeks := _range(row, "weeks_{}"):
        lines.append(f"    takes: {weeks} weeks                        # nobody says how many hours")
    else:
        lines[0] += "  # no weeks, no hours: done when you say so"
    if row["depends"]:
        lines.append(_after(row["depends"].split(";")))
    lines.append(f"    note: {_scalar(_note(row))}")
    return "\n".join(lines) + "\n"


def _note(row: Mapping[str, str]) -> str:
    weeks, hours = _range(row, "weeks_{}"), _range(row, "hours_{}")
    parts = [
        row["section"],
        weeks and f"{weeks} weeks",
        hours and f"{hours} h/week",
        row["prerequisites"] and f"needs {row['prerequisites']}",
    ]
    return " · ".join(part for part in parts if part)


def _after(ids: list[str]) -> str:
    line = f"    after: [{', '.join(ids)}]"
    return line if len(line) <= WIDTH else "\n".join(["    after:", *(f"      - {name}" for name in ids)])


def _range(row: Mapping[str, str], column: str) -> str:
    low, high = row[column.format("low")], row[column.format("high")]
    return low if low == high else f"{low}..{high}"


def _ends(text: str | None) -> tuple[str, str]:
    low, _, high = (text or "").partition("..")
    return low, high or low


def _scalar(text: str) -> str:
    """Plain where YAML reads it back as it is, else in quotes."""
    plain = re.fullmatch(r"[A-Za-z](?:[^:#\[\]{}\"']|:(?=\S))*(?<!\s)", text)
    return text if plain else json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    TEMPLATE.write_text(render(rows()), encoding="utf-8")
