import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.daemon.watch import GONE_SECONDS, Watch, fixed_or_found, looked
from planner.errors import PlannerError
from planner.progress.facts import COMMAND, Completed
from planner.store.notes import Notes
from planner.store.store import open_store


def now() -> datetime:
    return datetime(2027, 3, 1, tzinfo=UTC)


class Place:
    """A plan, maybe settings, and a database, looked at once a second."""

    def __init__(self, folder: Path) -> None:
        self.plan, self.settings, self.database = folder / "p.yaml", folder / "planner.toml", folder / "p.db"
        self.plan.write_text("a", encoding="utf-8")
        open_store(self.database, now).close()
        self.at = 0.0
        self.words = 0
        self.watch = Watch(
            self.plan, fixed_or_found(None, self.plan), self.database, self._last_word, lambda: self.at
        )
        self.look()

    def look(self, after: float = 1.0) -> str:
        self.at += after
        self.watch.look()
        return self.watch.seen

    def say(self, source: str = COMMAND) -> None:
        with open_store(self.database, now) as store:
            store.append([Completed("a", date(2027, 3, 1))], source)

    def _last_word(self) -> int:
        self.words += 1
        return Notes(self.database).last_word(COMMAND)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return Place(tmp_path)


def test_nothing_new_is_no_news_and_costs_no_reading(place: Place) -> None:
    seen, words = place.look(), place.words
    assert [place.look() for _ in range(5)] == [seen] * 5
    assert place.words == words


def write(path: Path) -> None:
    path.write_text(f"{os.urandom(4).hex()}", encoding="utf-8")


def replace(path: Path) -> None:
    other = path.with_suffix(".new")
    write(other)
    other.replace(path)


@pytest.mark.parametrize("edit", [write, replace])
def test_an_edit_counts_once_the_file_stands_still(place: Place, edit: Callable[[Path], None]) -> None:
    seen = place.look()
    edit(place.plan)
    assert place.look() == seen
    edit(place.plan)
    assert place.look() == seen
    assert place.look() != seen


def test_a_file_that_is_gone_for_a_moment_is_no_news(place: Place) -> None:
    seen, kept = place.look(), place.plan.with_suffix(".kept")
    place.plan.rename(kept)
    assert place.look() == seen
    kept.rename(place.plan)
    assert place.look() == seen
    assert place.look() == seen


def test_a_file_that_stays_away_is_news(place: Place) -> None:
    seen = place.look()
    place.plan.unlink()
    assert place.look() == seen
    assert place.look(GONE_SECONDS) != seen


def test_settings_that_appear_change_and_go_are_news(place: Place) -> None:
    found = [place.watch.files]
    for content in ("a = 1", "b = 22"):
        place.settings.write_text(content, encoding="utf-8")
        place.look()
        place.look()
        found.append(place.watch.files)
    place.settings.unlink()
    place.look()
    place.look(GONE_SECONDS)
    found.append(place.watch.files)
    assert len(set(found)) == 3
    assert found[-1] == found[0]


def test_a_command_s_word_is_news_and_a_sync_s_isn_t(place: Place) -> None:
    seen = place.look()
    place.say("google")
    place.say("sync")
    assert place.look() == seen
    place.say()
    assert place.look() != seen


def test_notes_of_the_service_itself_are_no_news(place: Place) -> None:
    seen = place.look()
    Notes(place.database).write({"job:sync": "x"})
    assert place.look() == seen


def test_a_database_that_can_t_be_read_leaves_the_files_watched(place: Place) -> None:
    seen = place.look()
    place.database.write_bytes(b"no database at all" * 100)
    write(place.plan)
    for _ in range(2):
        with pytest.raises(PlannerError):
            place.look()
    assert place.watch.seen != seen


def test_settings_that_were_named_and_are_gone_are_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(PlannerError):
        fixed_or_found(tmp_path / "gone.toml", tmp_path / "p.yaml")()


def test_the_time_counts_from_the_latest_change() -> None:
    still = looked(None, "a", 0.0)
    still = looked(still, "", 1.0)
    still = looked(still, "b", 3.5)
    still = looked(still, "", 4.0)
    assert looked(still, "", 6.0).settled == "a"
    assert looked(still, "", 7.0).settled == ""
