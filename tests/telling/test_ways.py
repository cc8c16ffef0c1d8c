"""All ways at once: none waits for another, and each has its time."""

import threading
from time import monotonic

from planner.daemon.telling import Tell, Way
from planner.daemon.ways import send, ways
from planner.errors import PlannerError
from planner.render.digest import Note

NOTE = Note("subject", ("line",))


def test_each_way_is_tried_and_says_how_it_ended() -> None:
    got: list[Note] = []

    def fails(_: Note) -> None:
        raise PlannerError("no bus", "log in")

    def is_wrong(_: Note) -> None:
        raise ZeroDivisionError

    sent = send(NOTE, {Way.DESKTOP: fails, Way.NTFY: got.append, Way.MAIL: is_wrong})
    assert [(one.by, one.error and one.error.message) for one in sent] == [
        (Way.DESKTOP, "no bus"),
        (Way.NTFY, None),
        (Way.MAIL, "this is a mistake of the program, not yours: ZeroDivisionError"),
    ]
    assert got == [NOTE]


def test_a_way_that_hangs_holds_nothing_up() -> None:
    never = threading.Event()
    got: list[Note] = []
    begun = monotonic()

    def hangs(_: Note) -> None:
        never.wait(60)

    sent = send(NOTE, {Way.MAIL: hangs, Way.NTFY: got.append}, seconds=0.3)
    assert monotonic() - begun < 5
    assert got == [NOTE]
    assert [one.error and one.error.message for one in sent] == ["it took longer than 0 seconds", None]
    never.set()


def test_only_the_ways_of_the_settings_are_tried() -> None:
    assert ways(Tell()) == {}
    assert list(ways(Tell((Way.DESKTOP,)))) == [Way.DESKTOP]
