"""What a plan of a thousand events asks of Google: little, and never too much in a minute."""

from collections.abc import Callable
from datetime import date, timedelta

from planner.plan.model import Plan
from planner.plan.read import read
from planner.sync.operations import Op
from planner.sync.report import TargetState
from tests.cycle import TODAY
from tests.google.cycle import Cycle
from tests.google.proxy import Reply
from tests.google.world import PLAN, GoogleWorld

EVENTS = 1000
CHANGES = 10
QUOTA = 600
"""Requests in any minute (https://developers.google.com/workspace/calendar/api/guides/quota)."""
MINUTE = timedelta(minutes=1)


def milestones(changed: int = 0) -> Plan:
    """A day for each, so that a change of one moves no other."""
    lines = ["plan: 1", f"id: {PLAN}", "title: Many", f"start: {TODAY}", "steps:"]
    lines += [f"  m{n:04d}: {{title: Milestone {n}, date: {day(n + (n < changed))}}}" for n in range(EVENTS)]
    return read("\n".join(lines), "plan.yaml").plan


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def test_a_thousand_events_keep_the_quota_and_ten_changes_are_twelve_requests(google: GoogleWorld) -> None:
    cycle = Cycle(google, milestones())
    moments = []

    def noted(_: object, work: Callable[[], Reply]) -> Reply:
        moments.append(google.clock.moment)
        return work()

    google.proxy.arm("*", noted, times=2 * EVENTS)
    assert cycle.sync().count(Op.CREATE) == EVENTS
    assert len(moments) == len(google.proxy.log) == EVENTS + 2
    assert max(sum(at <= later < at + MINUTE for later in moments) for at in set(moments)) <= QUOTA
    google.proxy.calm()

    cycle.sync()
    assert google.proxy.names == ["events.list"]

    cycle.plan = milestones(CHANGES)
    report = cycle.sync()
    assert (report.state, report.count(Op.UPDATE)) == (TargetState.OK, CHANGES)
    assert len(google.proxy.log) <= CHANGES + 2
    cycle.sync()
    assert google.proxy.names == ["events.list"]
