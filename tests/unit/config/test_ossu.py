"""The curriculum's table and the template made of it say the same, and nothing is lost between them."""

from typing import Any

import yaml

from tests.tools import ossu


def _template() -> dict[str, Any]:
    plan: dict[str, Any] = yaml.safe_load(ossu.TEMPLATE.read_text(encoding="utf-8"))
    return plan


def _ends(text: str, unit: str) -> tuple[str, str]:
    low, _, high = text.removesuffix(unit).partition("..")
    return low, high or low


def _as_row(name: str, step: dict[str, Any]) -> dict[str, str]:
    effort = _ends(step.get("effort", ""), "h")
    row = {
        "id": name,
        "name": step["title"],
        "effort_low_h": effort[0],
        "effort_high_h": effort[1],
        "depends": ";".join(step.get("after", [])),
    }
    return row | ossu.parse_note(step["note"])


def test_the_template_is_what_the_table_gives() -> None:
    assert ossu.TEMPLATE.read_text(encoding="utf-8") == ossu.render(ossu.rows())


def test_every_cell_of_the_table_can_be_read_back_from_the_template() -> None:
    assert [_as_row(name, step) for name, step in _template()["steps"].items()] == ossu.rows()


def test_the_curriculum_has_63_courses_and_68_edges() -> None:
    steps = _template()["steps"]
    assert len(steps) == 63
    edges = [(before, name) for name, step in steps.items() for before in step.get("after", [])]
    assert len(edges) == 68
    assert {before for before, _ in edges} <= set(steps)


def test_courses_without_hours_take_their_weeks_or_are_milestones() -> None:
    without_hours = {
        name: step.get("takes") for name, step in _template()["steps"].items() if "effort" not in step
    }
    assert without_hours == {
        "introduction-to-haskell": "14 weeks",
        "learn-prolog-now": "12 weeks",
        "essence-of-linear-algebra": None,
    }


def test_no_track_adds_an_order_of_its_own() -> None:
    assert "tracks" not in _template()
