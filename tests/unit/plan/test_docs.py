"""The reference for people lists every key there is, and no other."""

import re
from pathlib import Path

import pytest

from planner.plan.keys import SECTIONS, Section
from planner.plan.read import read

TEXT = (Path(__file__).parents[3] / "docs/plan-file.md").read_text()
CHAPTERS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_a_chapter_has_a_row_for_every_key_and_no_other(section: Section) -> None:
    chapter = CHAPTERS[section.title[0].upper() + section.title[1:]]
    table = chapter[chapter.index("| key |") :].split("\n\n")[0].splitlines()[2:]
    required = {True: " **Required.**", False: ""}
    assert table == [
        f"| `{key.name}` | {key.meaning}{required[key.required]} | `{key.example}` |" for key in section.keys
    ]


def test_the_first_example_is_a_plan_without_warnings() -> None:
    found = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert found is not None
    assert read(found[1], "example.yaml").warnings == ()
