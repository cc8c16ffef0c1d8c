"""Names that stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan import identity
from planner.plan.civil import Length, Unit
from planner.plan.model import Goals, Step, Task


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Register", "register"),
        ("Compare three schools (schedule, price)", "compare-three-schools-schedule-price"),
        ("  Über -- cool! ", "über-cool"),
        ("ﬁne Ⅳ", "fine-iv"),
        ("नर्स बनो", "नर्स-बनो"),
        ("看護師 になる", "看護師-になる"),
        ("a_b.c", "a-b-c"),
        ("?!", ""),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert identity.slug(title) == slug


@given(st.text())
def test_the_slug_of_a_slug_is_itself(title: str) -> None:
    slug = identity.slug(title)
    assert identity.slug(slug) == slug
    assert not slug.startswith("-")
    assert "--" not in slug


@pytest.mark.parametrize("text", ["adn", "2027", "a.b-c_d", "führung", "学位", "x" * 80])
def test_ids_are_letters_and_digits_of_any_script(text: str) -> None:
    assert identity.is_id(text)


@pytest.mark.parametrize(
    "text", ["", "-a", ".a", "_a", "a b", "a/b", "a@b", "a+b", "x" * 81, "a\n", "u\u0308ber", "a\u200b"]
)
def test_other_texts_are_not_ids(text: str) -> None:
    assert not identity.is_id(text)


def test_every_item_of_a_step_has_its_id() -> None:
    titled = Step("adn", "x", goals=Goals(titles=("Adult health",)), tasks=(Task("form", "Hand in"),))
    counted = Step("ma", "x", goals=Goals(count=2))
    rhythm = Step("ma", "x", goals=Goals(every=Length(1, Unit.MONTHS)))
    assert identity.goal_ids(titled) == ("adn/adult-health",)
    assert identity.task_ids(titled) == ("adn/form",)
    assert identity.goal_ids(counted) == ("ma/goal-1", "ma/goal-2")
    assert identity.goal_ids(rhythm, 3)[-1] == "ma/goal-3"
    assert identity.goal_ids(Step("ma", "x")) == ()
    assert identity.deadline_id("adn") == "adn/by"
    assert identity.turn_id("run", date(2027, 2, 13)) == "run@2027-02-13"
    assert identity.review_id("weekly", date(2027, 1, 3)) == "review/weekly@2027-01-03"
