"""Settings that could harm are refused before anything is asked."""

from pathlib import Path

import pytest

from integrations.google import TARGET
from integrations.google.opening import local_zone
from planner.errors import UsageError
from planner.sync.target import Setup


@pytest.mark.parametrize(
    "settings",
    [
        {"endpoint": "http://example.org/"},
        {"endpoint": "http://127.0.0.1.example.org/"},
        {"endpoint": "http://127.0.0.1@example.org/"},
        {"endpoint": "ftp://127.0.0.1/"},
        {"endpoint": "https://"},
        {"endpoint": "http://[::1"},
        {"endpoint": 5},
        {"calendar": ""},
        {"calendar": "a\nb"},
        {"calendar-id": 7},
        {"reminders": 10},
        {"reminders": [1, 2, 3, 4, 5, 6]},
        {"reminders": [-1]},
        {"reminders": [40321]},
        {"reminders": [True]},
        {"reminders": ["10"]},
        {"credentials-file": ""},
    ],
)
def test_settings_that_can_not_be_used_are_refused(tmp_path: Path, settings: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        TARGET.open(Setup("nurse", "Nurse", tmp_path, settings))


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"endpoint": "http://127.0.0.1:4602/gw/"},
        {"endpoint": "http://[::1]:4602/"},
        {"endpoint": "https://example.org"},
        {"reminders": [0, 40320], "calendar": "Career", "calendar-id": "a@b"},
        {"reminders": "default"},
    ],
)
def test_opening_asks_nothing_and_needs_no_sign_in(tmp_path: Path, settings: dict[str, object]) -> None:
    remote = TARGET.open(Setup("nurse", "Nurse", tmp_path, {"credentials-file": "g.json", **settings}))
    assert remote.place.startswith("google:")
    assert list(tmp_path.iterdir()) == []


def test_the_time_zone_of_the_machine_has_a_name(tmp_path: Path) -> None:
    assert local_zone({"TZ": "Asia/Tokyo"}) == "Asia/Tokyo"
    assert local_zone({"TZ": ":Asia/Tokyo"}) == "Asia/Tokyo"
    assert local_zone({}, tmp_path / "none") == "UTC"
    linked = tmp_path / "localtime"
    linked.symlink_to("/usr/share/zoneinfo/Europe/Berlin")
    assert local_zone({"TZ": "nowhere"}, linked) == "Europe/Berlin"
