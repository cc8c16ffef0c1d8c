"""Conditional requests and compression, as decisions over header values."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.web.conditions import is_fresh, read_date, wants_gzip, write_date

NOW = datetime(2028, 1, 4, 12, tzinfo=UTC)
ETAG = '"abc"'
CHANGED = 784111777  # Sun, 06 Nov 1994 08:49:37 GMT: the date of RFC 9110 5.6.7


def asked(**headers: str) -> bool:
    return is_fresh({name.replace("_", "-"): value for name, value in headers.items()}, ETAG, CHANGED, NOW)


@pytest.mark.parametrize(
    "tags",
    [
        '"abc"',
        'W/"abc"',
        '"x", "abc"',
        '"x","abc"',
        'W/"x" , W/"abc"',
        "*",
        " * ",
        ',, "abc" ,',
        '"a,b", "abc"',
    ],
)
def test_who_names_the_content_has_it_already(tags: str) -> None:
    assert asked(if_none_match=tags)


@pytest.mark.parametrize(
    "tags",
    [
        "",
        "abc",
        '"abcd"',
        '"ab',
        '"x"',
        'w/"abc"',
        '"*"',
        '*, "abc"',
        'x"abc"',
        '"abc"x',
        '"x" "abc"',
        '"\0", "abc"',
    ],
)
def test_what_is_no_list_with_the_content_s_name_is_no_match(tags: str) -> None:
    assert not asked(if_none_match=tags)


def test_a_name_that_does_not_match_beats_a_date_that_does() -> None:
    assert asked(if_modified_since="Sun, 06 Nov 1994 08:49:37 GMT")
    assert not asked(if_none_match='"x"', if_modified_since="Sun, 06 Nov 1994 08:49:37 GMT")
    assert not asked(if_none_match="", if_modified_since="Sun, 06 Nov 1994 08:49:37 GMT")
    assert asked(if_none_match='"abc"', if_modified_since="Sun, 06 Nov 1988 08:49:37 GMT")


@pytest.mark.parametrize(
    ("since", "fresh"),
    [
        ("Sun, 06 Nov 1994 08:49:37 GMT", True),
        ("Sunday, 06-Nov-94 08:49:37 GMT", True),
        ("Sun Nov  6 08:49:37 1994", True),
        ("Sun, 06 Nov 1994 08:49:36 GMT", False),
        ("Sunday, 06-Nov-94 08:49:36 GMT", False),
        ("Sun Nov  6 08:49:36 1994", False),
        ("Tue, 04 Jan 2050 08:00:00 GMT", True),
    ],
)
def test_a_date_counts_in_each_of_its_three_forms(since: str, fresh: bool) -> None:
    assert asked(if_modified_since=since) is fresh


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "yesterday",
        "0",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 2094 08:49:37 GMT",
        "Sun, 06 Nix 2094 08:49:37 GMT",
        "Sun, 06 Nov 2094 25:49:37 GMT",
        "Sun, 06 Nov 2094 08:49:37 GMT, Sun, 06 Nov 2094 08:49:37 GMT",
        "2094-11-06T08:49:37Z",
        "Sun, ٠٦ Nov 2094 08:49:37 GMT",
    ],
)
def test_a_date_that_is_none_counts_as_not_given(junk: str) -> None:
    assert not asked(if_modified_since=junk)


def test_two_digits_of_a_year_mean_the_nearest_past_beyond_fifty_years() -> None:
    def year(text: str) -> int:
        found = read_date(f"Sunday, 06-Nov-{text} 08:49:37 GMT", NOW)
        assert found is not None
        return datetime.fromtimestamp(found, UTC).year

    assert [year("28"), year("78"), year("79"), year("99")] == [2028, 2078, 1979, 1999]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_date_is_read_as_it_was_written(moment: datetime) -> None:
    seconds = int(moment.replace(tzinfo=UTC).timestamp())
    assert read_date(write_date(seconds), NOW) == seconds


@given(st.text(alphabet='"W/*, \tab!\x00ÿ'), st.text(alphabet="GMTSunNov0123456789:-, "))
def test_no_header_is_too_odd(tags: str, since: str) -> None:
    asked(if_none_match=tags)
    is_fresh({"if-modified-since": since}, ETAG, CHANGED, NOW)


@given(st.lists(st.text(alphabet="!#abcxyz,é", max_size=5), min_size=1), st.booleans())
def test_a_list_matches_if_and_only_if_it_holds_the_name(tags: list[str], weak: bool) -> None:
    line = ", ".join(f'{"W/" if weak else ""}"{tag}"' for tag in tags)
    assert asked(if_none_match=line) is ("abc" in tags)


@pytest.mark.parametrize(
    "accepted",
    [
        "gzip",
        "GZIP",
        "x-gzip",
        "*",
        "gzip, deflate, br",
        "gzip;q=0.5",
        "gzip;q=1, identity;q=0.5",
        "gzip;q=0.5, identity;q=0.5",
        "deflate;q=1, gzip;q=0.001",
        "identity;q=0",
        "gzip, identity;q=0",
        "gzip;q=0.1, *;q=0",
        "br ; q=1 , gzip ; q=0.2",
    ],
)
def test_gzip_is_sent_to_whoever_would_rather_have_it(accepted: str) -> None:
    assert wants_gzip(accepted)


@pytest.mark.parametrize(
    "accepted",
    [
        None,
        "",
        "identity",
        "deflate, br",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip;q=0, *",
        "*;q=0",
        "gzip;q=0.2, identity;q=0.3",
        "gzip;q=2",
        "gzip;q=x",
        "gzip;q=-1",
        "gzip;q=",
        "gzip;level=9",
        "gzipped",
        "gzip;q=0, identity;q=0",
    ],
)
def test_nobody_else_is_sent_gzip(accepted: str | None) -> None:
    assert not wants_gzip(accepted)


@given(st.text(alphabet="gzip*identity;q=01., \t"))
def test_no_wish_is_too_odd(accepted: str) -> None:
    assert wants_gzip(accepted) in {True, False}


def test_a_moment_ago_is_not_now() -> None:
    later = NOW + timedelta(seconds=1)
    assert is_fresh(
        {"if-modified-since": write_date(int(NOW.timestamp()))}, ETAG, int(NOW.timestamp()), later
    )
    assert not is_fresh(
        {"if-modified-since": write_date(int(NOW.timestamp()))}, ETAG, int(later.timestamp()), later
    )
