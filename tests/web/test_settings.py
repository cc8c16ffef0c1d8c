"""Where the feed is and what it is called: settings and addresses."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import UsageError
from planner.web.address import LONGEST, LONGEST_BASE, address, base_of, calendars, names
from planner.web.settings import FeedSettings, read_feed
from planner.web.site import Listen
from planner.web.tokens import fresh

FILE = "planner.toml"


def test_without_settings_this_computer_alone_is_served() -> None:
    assert read_feed(FILE, {}) == FeedSettings(Listen("127.0.0.1", 8765), None)
    assert read_feed(FILE, {}).hosts == frozenset()


@pytest.mark.parametrize(
    ("listen", "place"),
    [
        ("127.0.0.1:0", Listen("127.0.0.1", 0)),
        ("127.3.2.1:65535", Listen("127.3.2.1", 65535)),
        ("[::1]:80", Listen("::1", 80)),
        ("localhost:1", Listen("localhost", 1)),
        ("LocalHost:1", Listen("localhost", 1)),
    ],
)
def test_this_computer_has_several_names(listen: str, place: Listen) -> None:
    assert read_feed(FILE, {"listen": listen}).listen == place


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:8765", "192.0.2.1:80", "[::]:80", "[2001:db8::1]:80", "[::ffff:127.0.0.1]:1"]
)
def test_other_computers_are_served_only_when_that_is_said(listen: str) -> None:
    for remote in ({}, {"allow-remote": False}):
        with pytest.raises(UsageError) as refused:
            read_feed(FILE, {"listen": listen, **remote})
        assert refused.value.message.startswith("planner.toml: [feed] listen: other computers can reach")
        assert "allow-remote = true" in refused.value.hint
    assert read_feed(FILE, {"listen": listen, "allow-remote": True}).listen.port in {80, 8765, 1}


@pytest.mark.parametrize(
    "listen",
    [
        8765,
        True,
        None,
        [],
        "",
        "8765",
        ":8765",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:\u0665",
        "127.0.0.1:80 ",
        "127.0.0.1:80\n",
        "127.1:80",
        "::1:80",
        "[::1:80",
        "[127.0.0.1]:80",
        "[x]:80",
        "example.org:80",
        "http://127.0.0.1:80",
        "127.0.0.1\0:80",
    ],
)
def test_what_is_no_place_to_listen_is_refused_with_an_example(listen: object) -> None:
    with pytest.raises(UsageError) as refused:
        read_feed(FILE, {"listen": listen, "allow-remote": True})
    assert refused.value.message.startswith("planner.toml: [feed] listen: ")
    assert 'listen = "127.0.0.1:8765"' in refused.value.hint


@pytest.mark.parametrize("remote", ["true", 1, None, []])
def test_leave_for_others_is_yes_or_no(remote: object) -> None:
    with pytest.raises(UsageError, match=r"\[feed\] allow-remote: true or false"):
        read_feed(FILE, {"allow-remote": remote})


def test_a_public_address_names_a_host_that_is_served() -> None:
    found = read_feed(FILE, {"address": "https://Plans.example.org:8443/feeds/"})
    assert found.base == "https://Plans.example.org:8443/feeds"
    assert found.hosts == {"plans.example.org"}


@pytest.mark.parametrize(
    "public",
    [
        5,
        "",
        "plans.example.org",
        "ftp://plans.example.org",
        "https://",
        "https://user@plans.example.org",
        "https://plans.example.org/?a=b",
        "https://plans.example.org/#x",
        "https://plans.example.org:x",
        "https://plans.example.org:99999",
        "https://[::1",
        "https://plans.example.org/a b",
        "https://pl\u00e4n.example.org",
        "https://plans.example.org/\r\nX: y",
        "javascript:alert(1)",
        "https://plans.example.org/" + "a" * LONGEST_BASE,
    ],
)
def test_what_is_no_public_address_is_refused(public: object) -> None:
    with pytest.raises(UsageError) as refused:
        read_feed(FILE, {"address": public})
    assert refused.value.message.startswith("planner.toml: [feed] address: ")
    assert refused.value.hint


@given(st.text())
def test_settings_are_read_or_refused(text: str) -> None:
    for key in ("listen", "address"):
        with suppress(UsageError):
            read_feed(FILE, {key: text, "allow-remote": True})


def test_a_calendar_is_called_like_its_file() -> None:
    files = {"calendar": Path("/home/me/nurse.ics"), "second": Path("/home/me/My Plan (2).ics")}
    assert names(files) == {"calendar": "nurse.ics", "second": "my-plan-2.ics"}
    assert calendars(files) == {"nurse.ics": files["calendar"], "my-plan-2.ics": files["second"]}


def test_no_two_calendars_have_one_name() -> None:
    paths = [
        Path("a/plan.ics"),
        Path("b/plan.ics"),
        Path("c/plan-2.ics"),
        Path("d/看護.ics"),
        Path("e/PLAN.ics"),
    ]
    files = {str(number): path for number, path in enumerate(paths)}
    assert list(names(files).values()) == [
        "plan.ics",
        "plan-2.ics",
        "plan-2-2.ics",
        "plan-3.ics",
        "plan-4.ics",
    ]


@given(
    st.lists(st.text(min_size=1).map(lambda text: text.replace("/", "").replace("\0", "") or "x"), min_size=1)
)
def test_an_address_is_short_and_plain_whatever_the_file_is_called(stems: list[str]) -> None:
    files = {str(number): Path("/x", f"{stem}.ics") for number, stem in enumerate(stems)}
    found = names(files)
    assert len(set(found.values())) == len(files)
    base = "https://plans.example.org/".ljust(LONGEST_BASE, "a")
    for name in found.values():
        assert name.endswith(".ics")
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
        assert len(address(base, fresh(), name).url) < LONGEST


def test_an_address_has_a_form_for_each_kind_of_program() -> None:
    found = address("https://plans.example.org", "abc", "nurse.ics")
    assert found.url == "https://plans.example.org/f/abc/nurse.ics"
    assert found.webcal == "webcal://plans.example.org/f/abc/nurse.ics"
    asked = urlsplit(found.google)
    assert (asked.netloc, asked.path) == ("calendar.google.com", "/calendar/r")
    assert parse_qs(asked.query) == {"cid": [found.webcal]}


@pytest.mark.parametrize(
    ("listen", "base"),
    [
        (Listen("127.0.0.1", 8765), "http://127.0.0.1:8765"),
        (Listen("::1", 80), "http://[::1]:80"),
        (Listen("0.0.0.0", 80), "http://127.0.0.1:80"),  # noqa: S104 - read, not listened to
        (Listen("::", 80), "http://[::1]:80"),
    ],
)
def test_a_place_to_listen_has_an_address(listen: Listen, base: str) -> None:
    assert base_of(listen) == base
