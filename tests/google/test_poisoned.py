"""One event that fails, however it does, keeps no other from being written, this time or the next."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from planner.progress.facts import Pinned
from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import href
from tests.google import proxy
from tests.google.cycle import Cycle
from tests.google.proxy import Fault, Reply, Wire
from tests.google.test_faults import LOST, one_for_each, settled
from tests.google.world import PLAN

CHANGING = {**LOST, "412": proxy.refuse(412, "conditionNotMet")}
STEP = "ma-certificate"


def only(cycle: Cycle, item: str, fault: Fault) -> Fault:
    """This fault for one event, and none for the others."""
    name = href(PLAN, item)

    def fault_of_one(wire: Wire, work: Callable[[], Reply]) -> Reply | None:
        sent = cycle.google.proxy.log[-1]
        meant = name in sent.path or name.encode() in sent.body
        return fault(wire, work) if meant else work()

    return fault_of_one


@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_an_event_that_can_never_be_made(cycle: Cycle, fault: Fault) -> None:
    cycle.google.proxy.arm("events.insert", only(cycle, STEP, fault), times=999)
    report = cycle.sync()
    missing = {one.item_id for one in report.operations} - one_for_each(cycle).keys()
    assert missing <= {STEP}
    assert report.state is (TargetState.PARTLY if missing else TargetState.OK)
    cycle.sync()
    assert len(cycle.google.proxy.log) < 12
    settled(cycle)


@pytest.mark.parametrize("fault", CHANGING.values(), ids=CHANGING)
def test_an_event_that_can_never_be_changed(cycle: Cycle, fault: Fault) -> None:
    cycle.sync()
    cycle.record(Pinned(STEP, cycle.due(STEP) + timedelta(days=60)))
    cycle.google.proxy.arm("events.update", only(cycle, STEP, fault), times=999)
    report = cycle.sync()
    assert report.count(Op.UPDATE) >= len(report.operations) - 1
    there = one_for_each(cycle)
    moved = [one.item_id for one in report.operations if one.item_id != STEP]
    assert all(cycle.due(item).isoformat() in there[item] for item in moved)
    cycle.sync()
    assert len(cycle.google.proxy.log) < 12
    settled(cycle)


def test_a_server_that_takes_no_write_at_all_is_soon_left_alone(cycle: Cycle) -> None:
    cycle.google.proxy.arm("events.insert", proxy.server_error(done=False), times=999)
    report = cycle.sync()
    assert report.state is TargetState.FAILED
    assert report.count(Op.CREATE) == 0
    assert len(cycle.google.proxy.log) < 24
    settled(cycle)
