"""How long we wait is what the server says, within reason, and never the same for everybody."""

from datetime import timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from integrations.http.waiting import LONGEST, LONGEST_NAMED, backoff, http_date, named, retry_after
from tests.unit.integrations.http.world import START


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("30", 30.0),
        (" 0 ", 0.0),
        (format_datetime(START + timedelta(seconds=40), usegmt=True), 40.0),
        (format_datetime(START - timedelta(days=1), usegmt=True), 0.0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0.0),
        ("1000000000", LONGEST_NAMED),
        ("9" * 5000, LONGEST_NAMED),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_NAMED),
        ("", None),
        ("-1", None),
        ("soon", None),
        ("1.5", None),
        ("٣", None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_capped(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, START) == seconds


@pytest.mark.parametrize(
    "value",
    ["Mon, 01 Mar 2027 08:00:00 GMT", "Mon, 01 Mar 2027 09:00:00 +0100", "Monday, 01-Mar-27 08:00:00 GMT"],
)
def test_an_http_date_is_read_in_utc(value: str) -> None:
    assert http_date(value) == START
    assert str(http_date(value)).endswith("+00:00")


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ [\d:]+ ?[+\-A-Z\d]*"))
@example("")
@example("Mon, 99 Mar 2027 08:00:00 GMT")
@example("Fri, 31 Dec 9999 23:59:59 -2359")
@example("Mon, 01 Mar 2027 08:00:00 +9999")
def test_garbage_is_no_date_and_no_error(value: str) -> None:
    found = http_date(value)
    assert found is None or found.utcoffset() == timedelta()


def test_backoff_doubles_up_to_a_cap_and_has_full_jitter() -> None:
    assert [backoff(n, lambda: 1.0) for n in (1, 2, 3)] == [2.0, 4.0, 8.0]
    assert backoff(1000, lambda: 1.0) == LONGEST
    assert backoff(5, lambda: 0.0) == 0.0


def test_a_named_wait_is_never_cut_short() -> None:
    assert named(30, lambda: 0.0) == 30
    assert 30 < named(30, lambda: 1.0) <= 33
