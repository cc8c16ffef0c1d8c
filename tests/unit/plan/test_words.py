"""The words for time."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.plan import words
from planner.plan.civil import Length, Unit
from planner.plan.model import PARTS_PER_HOUR
from planner.plan.words import WordError

PARSERS = [
    words.parse_days,
    words.parse_range,
    words.parse_length,
    words.parse_lengths,
    words.parse_hours,
    words.parse_hours_range,
    words.parse_rate,
]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-03-15", date(2027, 3, 15), date(2027, 3, 15)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2027-Q2", date(2027, 4, 1), date(2027, 6, 30)),
        ("2027-W11", date(2027, 3, 15), date(2027, 3, 21)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("2027-12-20..2028-01", date(2027, 12, 20), date(2028, 1, 31)),
    ],
)
def test_a_date_word_names_its_days(text: str, first: date, last: date) -> None:
    days = words.parse_range(text)
    assert (days.first, days.last) == (first, last)


@pytest.mark.parametrize(
    ("parse", "text", "message", "remedy"),
    [
        (words.parse_length, "9 moons", '"9 moons" is not a length.', 'Try "9 months".'),
        (words.parse_length, "two weeks", '"two weeks" is not a length.', 'Try "2 weeks".'),
        (words.parse_length, "0 days", '"0 days" is not a length.', "Counts run from 1 to 100000."),
        (words.parse_lengths, "12..9 months", '"12..9 months" runs backwards.', 'Try "9..12 months".'),
        (words.parse_days, "15.3.2027", '"15.3.2027" is not a date.', 'Try "2027-03-15".'),
        (
            words.parse_days,
            "2027-02-29",
            '"2027-02-29" is not in the calendar.',
            "The days of 2027-02 run from 01 to 28.",
        ),
        (words.parse_days, "2027-13", '"2027-13" is not in the calendar.', "Months run from 01 to 12."),
        (words.parse_days, "0000-05", '"0000-05" is not in the calendar.', "Years run from 0001 to 9999."),
        (
            words.parse_range,
            "2028..2027",
            '"2028..2027" ends before it begins.',
            "Write the earlier date first.",
        ),
        (words.parse_hours, "120 hours", '"120 hours" is not a number of hours.', 'Try "120h".'),
        (words.parse_rate, "8h", '"8h" is not an amount of hours a week.', 'Try "8h/week".'),
        (words.parse_rate, "25h/day", '"25h/day" is more than a week has.', "A week has 168 hours."),
    ],
)
def test_a_mistake_is_named_and_mended(
    parse: Callable[[str], object], text: str, message: str, remedy: str
) -> None:
    with pytest.raises(WordError) as caught:
        parse(text)
    assert (caught.value.message, caught.value.remedy) == (message, remedy)


@pytest.mark.parametrize(
    "text", ["9999-W52", "2027-W53", "2027-W00", "10000", "99999-01", "-2027", "٢٠٢٧", "2027-03-15\n"]
)
def test_days_outside_the_calendar_are_refused(text: str) -> None:
    with pytest.raises(WordError):
        words.parse_days(text)


@pytest.mark.parametrize(
    ("text", "hours"), [("120h", 120), ("7.5h", 7.5), ("90min", 1.5), ("1h30min", 1.5), ("0.05h", 0.05)]
)
def test_hours_are_counted_in_whole_parts(text: str, hours: float) -> None:
    assert words.parse_hours(text) == round(hours * PARTS_PER_HOUR)


def test_a_day_of_hours_is_seven_times_that_a_week() -> None:
    assert words.parse_rate("1h/day") == words.parse_rate("7h/week")


def test_a_range_has_both_ends_in_one_unit() -> None:
    assert words.parse_lengths("9..12 months") == (Length(9, Unit.MONTHS), Length(12, Unit.MONTHS))
    assert words.parse_hours_range("7.5..10h") == (7.5 * PARTS_PER_HOUR, 10 * PARTS_PER_HOUR)


@given(st.integers(1, words.COUNT_LIMIT), st.sampled_from(Unit))
def test_a_length_reads_as_it_is_written(count: int, unit: Unit) -> None:
    assert words.parse_length(str(Length(count, unit))) == Length(count, unit)


@given(st.dates())
def test_a_day_reads_as_it_is_written(day: date) -> None:
    assert words.parse_days(day.isoformat()).first == day


@pytest.mark.parametrize("parse", PARSERS)
@given(text=st.text(max_size=30) | st.text(alphabet="0123456789.-/hminwekdaysotWQ ", max_size=14))
def test_any_other_text_is_a_word_error(parse: Callable[[str], object], text: str) -> None:
    mistake = None
    try:
        parse(text)
    except WordError as error:
        mistake = error
    if mistake:
        assert mistake.message.endswith(".")
        assert mistake.remedy.endswith(".")
    else:
        assert text == text.strip()
        with pytest.raises(WordError):
            parse(f"{text} x")


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize(
    "text", ["9" * 5000, "9" * 5000 + " days", "9" * 5000 + "h", "1" * 5000 + "..2h", "", " " * 5000]
)
def test_huge_texts_are_refused(parse: Callable[[str], object], text: str) -> None:
    with pytest.raises(WordError):
        parse(text)
