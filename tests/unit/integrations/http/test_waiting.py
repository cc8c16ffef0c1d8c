"""How long we wait is what the server says, within reason, and never the same for everybody."""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from integrations.http.waiting import LONGEST, LONGEST_NAMED, backoff, named, retry_after
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


def test_backoff_doubles_up_to_a_cap_and_has_full_jitter() -> None:
    assert [backoff(n, lambda: 1.0) for n in (1, 2, 3)] == [2.0, 4.0, 8.0]
    assert backoff(1000, lambda: 1.0) == LONGEST
    assert backoff(5, lambda: 0.0) == 0.0


def test_a_named_wait_is_never_cut_short() -> None:
    assert named(30, lambda: 0.0) == 30
    assert 30 < named(30, lambda: 1.0) <= 33
