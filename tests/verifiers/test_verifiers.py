"""Each verifier takes what we write, and notices defects of its kind: a check that can't fail is none."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from planner.sync.values import Item
from tests.contract.places import IcsPlace, create
from tests.verifiers.verify import VERIFIERS, verify

GRADUATE = Item(
    "adn", "Graduate: 看護師, 10 % done; \\o/ 👩🏽‍⚕️", date(2032, 5, 31), "Why:\n" + "because, " * 30
)
REVIEW = Item(
    "review@2027-03-14", "Review", date(2027, 3, 14), at=time(18), zone="America/New_York", done=True
)
LAST = Item(
    "last",
    "The last day there is",
    date(9999, 12, 30),
    url="https://example.org/a;b,c",
    categories=("a,b", "c"),
)
ITEMS = [
    GRADUATE,
    REVIEW,
    LAST,
    replace(REVIEW, id="local", zone=None),
    *(replace(GRADUATE, id=f"goal-{n}", title="e\u0301日👍🏽" * n) for n in range(1, 41)),
]

EVENT = b"SUMMARY:The last day there is\r\n"
DEFECTS = {
    "a bare line feed": (EVENT, EVENT.replace(b"\r", b""), {"own"}),
    "a long line": (EVENT, EVENT[:-2] + b"x" * 60 + b"\r\n", {"own"}),
    "a NUL": (EVENT, b"SUMMARY:a\0b\r\n", {"own", "libical"}),
    "an escape sequence": (EVENT, b"SUMMARY:a\x1b[31mb\r\n", {"own"}),
    "a bad fold": (EVENT, b"SUMMARY:a\r\nb\r\n", {"own", "libical", "ical.js", "radicale"}),
    "a split character": ("日".encode(), "日".encode()[:1] + b"\r\n " + "日".encode()[1:], {"own"}),
    "no UID": (b"UID:", b"X-UID:", {"own", "ical.js"}),
    "no DTSTAMP": (b"DTSTAMP:", b"X-DTSTAMP:", {"own"}),
    "two summaries": (EVENT, EVENT * 2, {"own", "libical", "radicale"}),
    "a done event": (b"STATUS:CONFIRMED", b"STATUS:COMPLETED", {"own"}),
    "an end before the start": (
        b"DTEND;VALUE=DATE:20320601",
        b"DTEND;VALUE=DATE:20320501",
        {"own", "ical.js"},
    ),
    "an end on the day itself": (
        b"DTEND;VALUE=DATE:20320601",
        b"DTEND;VALUE=DATE:20320531",
        {"own", "ical.js"},
    ),
    "mixed types": (b"DTEND;VALUE=DATE:20320601", b"DTEND:20320601T000000Z", {"own", "ical.js"}),
    "an unknown zone": (b"DTSTART:20270314T180000", b"DTSTART;TZID=Mars:20270314T180000", {"own", "ical.js"}),
    "an interval without its type": (b";VALUE=DURATION", b"", {"own"}),
    "a calendar UID": (b"CALSCALE", b"UID:plan\r\nCALSCALE", {"own", "vdirsyncer"}),
    "no PRODID": (b"PRODID:", b"X-PRODID:", {"own", "libical"}),
    "a METHOD": (b"CALSCALE", b"METHOD:PUBLISH\r\nCALSCALE", {"own", "libical"}),
    "an unescaped comma": (EVENT, b"SUMMARY:The last day, there is\r\n", {"own"}),
    "no end": (b"END:VCALENDAR\r\n", b"", {"own", "ical.js", "radicale", "vdirsyncer", "khal"}),
}


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = IcsPlace(tmp_path_factory.mktemp("calendar"))
    list(place.open().push([create(item, revision=2) for item in ITEMS]))
    return place.path.read_bytes()


@pytest.mark.parametrize("name", VERIFIERS)
def test_what_we_write_is_understood(calendar: bytes, name: str) -> None:
    assert VERIFIERS[name](calendar) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_noticed(calendar: bytes, defect: str) -> None:
    old, new, by = DEFECTS[defect]
    assert old in calendar
    broken = calendar.replace(old, new, 1)
    for name in by:
        assert VERIFIERS[name](broken), f"{name} lets {defect} pass"


@pytest.mark.parametrize("name", ["own", "libical", "ical.js", "vdirsyncer"])
def test_the_very_last_day_is_an_event_without_an_end(tmp_path: Path, name: str) -> None:
    # Radicale and khal count a day on to find its end, past what a date can say, and refuse it.
    place = IcsPlace(tmp_path)
    list(place.open().push([create(replace(LAST, due=date.max))]))
    assert VERIFIERS[name](place.path.read_bytes()) == []


def test_every_verifier_notices_something() -> None:
    assert set().union(*(by for _, _, by in DEFECTS.values())) == set(VERIFIERS)


def test_a_second_event_of_the_same_name_is_noticed(calendar: bytes) -> None:
    start = calendar.index(b"BEGIN:VEVENT")
    again = calendar[start : calendar.index(b"END:VEVENT") + len(b"END:VEVENT\r\n")]
    for name in ("own", "radicale", "vdirsyncer"):
        assert VERIFIERS[name](calendar[:start] + again + calendar[start:]), name


def test_verify_reads_a_file_and_names_what_is_wrong(calendar: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.ics"
    path.write_bytes(calendar.replace(b"DTSTAMP:", b"X-DTSTAMP:", 1))
    with pytest.raises(AssertionError, match="DTSTAMP is missing"):
        verify(path)
