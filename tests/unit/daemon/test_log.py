import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from planner.daemon.log import KEPT, MOST_BYTES, added, close_log, open_log, tail


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "plan.log"
    close_log()


def test_a_record_is_a_line_in_a_private_file_and_on_stderr(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    open_log(file, in_journal=True).info("what\nothers said: %s", "ü")
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert line.endswith("INFO what others said: ü")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert capsys.readouterr().err.startswith("what others said")


def test_the_log_stays_small(file: Path) -> None:
    log = open_log(file, in_journal=False)
    for number in range(3000):
        log.info("%s %s", number, "x" * 300)
    kept = sorted(file.parent.iterdir())
    assert len(kept) == 1 + KEPT
    assert all(one.stat().st_size <= MOST_BYTES for one in kept)
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in kept)
    assert tail(file, 1)[0].split()[3] == "2999"
    assert len(tail(file, 10_000)) < 3000


def test_a_log_that_can_t_be_written_costs_the_log_only(tmp_path: Path) -> None:
    (tmp_path / "plan.log").mkdir()
    open_log(tmp_path / "plan.log", in_journal=True).info("goes on")
    close_log()


def test_the_last_lines(file: Path) -> None:
    assert tail(file, 5) == []
    file.write_text("a\nb\nc\n", encoding="utf-8")
    file.with_name("plan.log.1").write_text("y\nz\n", encoding="utf-8")
    assert tail(file, 0) == []
    assert tail(file, 2) == ["b", "c"]
    assert tail(file, 4) == ["z", "a", "b", "c"]
    assert tail(file, 9) == ["y", "z", "a", "b", "c"]


def test_lines_are_followed_also_into_a_new_file(file: Path) -> None:
    file.write_text("old\n", encoding="utf-8")
    steps = iter(("one\ntw", "o\n", "", "three\n"))

    def step() -> None:
        text = next(steps)
        if text:
            with file.open("a", encoding="utf-8") as log:
                log.write(text)
        else:
            file.rename(file.with_name("plan.log.1"))

    assert list(islice(added(file, step), 3)) == ["one", "two", "three"]
