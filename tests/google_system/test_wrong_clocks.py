"""The program under a wrong clock (libfaketime), and Google, whose answers tell what time it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.google_system.place import Place


def test_google_confirms_a_clock_that_jumped_and_contradicts_one_that_is_wrong(career: Place) -> None:
    program = replace(career.program, today=None)
    early = program.run("sync", "--json", before=("faketime", "-f", "-40d"))
    assert (early.code, early.json["clock"]) == (0, None), (
        "nothing is known yet that it could be held against"
    )
    right = program.run("sync", "--json")
    assert (right.code, right.json["clock"]) == (0, None)
    wrong = program.run("sync", "--json", before=("faketime", "-f", "+40d"))
    assert wrong.code == 6
    assert wrong.json["today"] == right.json["today"]
    days = {datetime.now(UTC).date() - timedelta(days=number) for number in (0, 1)}
    names = {f"but google says {day.day} {day:%b %Y}: nothing is rescheduled." for day in days}
    assert any(name in wrong.json["clock"]["message"] for name in names)
    career.google.proxy.log.clear()
    assert program.run("sync").code == 0
    assert len(career.google.proxy.log) == 1
