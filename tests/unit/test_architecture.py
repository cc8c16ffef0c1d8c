"""What ARCHITECTURE.md promises about the house, held against the files."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("planner", "integrations", "tests")


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        (str(path.relative_to(ROOT)), lines)
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_every_place_that_the_architecture_names_exists() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    house = text.split("```")[1]
    named = re.findall(r"^([a-z]+(?:/[a-z]+)*)/ ", house, flags=re.MULTILINE)
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).is_dir()] == []


def test_the_readme_picture_is_what_the_program_draws() -> None:
    from tests.tools.picture import PICTURE, picture

    assert PICTURE.read_text(encoding="utf-8") == picture()
