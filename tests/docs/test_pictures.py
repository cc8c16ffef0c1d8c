"""The pictures of a terminal show what the program shows."""

from pathlib import Path

from tests.tools.terminal_picture import IMAGES, pictures


def test_the_pictures_of_a_terminal_are_what_the_tool_makes(tmp_path: Path) -> None:
    made = pictures(tmp_path)
    assert {name: (IMAGES / name).read_text(encoding="utf-8") for name in made} == made
