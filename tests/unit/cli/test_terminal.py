"""What is shown while a person waits goes to a terminal alone, and leaves nothing behind."""

import io
import os
import sys

import pytest

from planner.cli.terminal import Terminal


def test_progress_replaces_itself_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setenv("TERM", "xterm")
        for text in ("google: 1 of 2", "google: 2 of 2", ""):
            Terminal().progress(text)
        shown = ""
        while not shown.endswith("2 of 2\r\x1b[K"):  # a terminal gives what has come by now
            shown += os.read(ours, 1000).decode()
    os.close(ours)
    assert shown == "\r\x1b[Kgoogle: 1 of 2\r\x1b[Kgoogle: 2 of 2\r\x1b[K"


@pytest.mark.parametrize(("quiet", "term"), [(True, "xterm"), (False, "dumb")])
def test_nothing_is_shown_to_who_wants_no_progress(
    monkeypatch: pytest.MonkeyPatch, term: str, *, quiet: bool
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stderr:
        monkeypatch.setattr(sys, "stderr", stderr)
        monkeypatch.setenv("TERM", term)
        Terminal(quiet=quiet).progress("google: 1 of 2")
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1)
    os.close(ours)


def test_a_file_gets_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    Terminal().progress("google: 1 of 2")
    assert stderr.getvalue() == ""
