from datetime import date
from decimal import Decimal

import pytest

from planner.plan.civil import Length, Unit
from planner.plan.model import PARTS_PER_HOUR, ChanceBelow, Effort, Every, Experience, Takes
from planner.render import words


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0, "chance under 1 %"), (0.01, "chance 1 %"), (0.814, "chance 81 %"), (0.99, "chance 99 %"),
     (0.996, "chance over 99 %"), (1.0, "chance over 99 %")],
)  # fmt: skip
def test_nothing_that_is_to_come_is_called_certain(value: float, said: str) -> None:
    assert words.chance(value) == said


def test_a_day_is_written_the_same_in_every_locale() -> None:
    assert words.day(date(2027, 11, 30)) == "30 Nov 2027"


def test_a_short_day_has_its_year_only_when_it_is_another_one() -> None:
    today = date(2029, 2, 1)
    assert words.day_short(date(2029, 2, 17), today) == "Sat 17 Feb"
    assert words.day_short(date(2030, 4, 6), today) == "Sat 6 Apr 2030"


@pytest.mark.parametrize(("days", "text"), [(37, "37 days"), (1, "1 day"), (0, "0 days"), (-1, "-1 day")])
def test_a_span_counts_its_noun(days: int, text: str) -> None:
    assert words.span(days) == text


def test_hours_show_a_fraction_only_when_there_is_one() -> None:
    assert words.hours(8 * PARTS_PER_HOUR) == "8 h"
    assert words.hours(15 * PARTS_PER_HOUR // 2) == "7.5 h"
    assert words.hours(100 * PARTS_PER_HOUR) == "100 h"
    assert words.number_of_hours(PARTS_PER_HOUR // 3) == 0.33


def test_money_shows_cents_only_when_there_are_some() -> None:
    assert words.money(Decimal(2400), "USD") == "2400 USD"
    assert words.money(Decimal("49.5"), "EUR") == "49.50 EUR"
    assert words.money(Decimal("1E+30"), "EUR") == f"1{'0' * 30} EUR"


def test_lengths_of_steps_read_like_the_plan() -> None:
    nine = Length(9, Unit.MONTHS)
    assert words.extent(Takes(nine, nine)) == "9 months"
    assert words.extent(Takes(nine, Length(12, Unit.MONTHS))) == "9..12 months"
    assert words.extent(Effort(80 * PARTS_PER_HOUR, 140 * PARTS_PER_HOUR)) == "80..140 h"
    assert words.extent(Experience(Length(2, Unit.YEARS))) == "2 years gate"
    assert words.extent(Experience(None, hours=4000 * PARTS_PER_HOUR)) == "4000 h gate"
    assert words.extent(Every(Length(2, Unit.WEEKS))) == "every 2 weeks"
    assert words.extent(Every(Length(1, Unit.WEEKS))) == "every week"


def test_a_list_of_words_ends_as_a_sentence_does() -> None:
    assert words.listing(["a", "b", "c"], "or") == "a, b or c"
    assert words.listing(["a"]) == "a"
    assert words.listing([]) == ""


def test_triggers_are_said_as_conditions() -> None:
    assert words.trigger(ChanceBelow(50)) == "the chance falls below 50 %"
