"""A name that is taken means to look, and only what is seen there leads to another name."""

import pytest

from planner.sync.operations import Op
from planner.sync.report import TargetState
from planner.sync.values import href
from tests.google import proxy
from tests.google.cycle import Cycle
from tests.google.proxy import Fault
from tests.google.test_faults import LOST, one_for_each, settled
from tests.google.world import PLAN

STEP = "ma-certificate"
STRANGE = {str(status): proxy.refuse(status, "because") for status in (400, 409, 412, 418)}


def without_state(cycle: Cycle) -> None:
    """A person deleted an event, and nothing is known here of that or anything."""
    cycle.sync()
    cycle.google.person("DELETE", href(PLAN, STEP))
    cycle.database.unlink()


@pytest.mark.parametrize("revives", [True, False])
@pytest.mark.parametrize("fault", LOST.values(), ids=LOST)
def test_a_lost_answer_to_a_revival_makes_no_second_event(
    cycle: Cycle, fault: Fault, *, revives: bool
) -> None:
    cycle.google.proxy.revives = revives
    without_state(cycle)
    cycle.google.proxy.arm("events.update", fault)
    report = cycle.sync()
    assert (report.state, report.count(Op.CREATE)) == (TargetState.OK, 1)
    assert STEP in settled(cycle)


@pytest.mark.parametrize("fault", STRANGE.values(), ids=STRANGE)
def test_an_answer_that_says_nothing_of_what_is_there_leads_to_no_other_name(
    cycle: Cycle, fault: Fault
) -> None:
    without_state(cycle)
    cycle.google.proxy.arm("events.get", fault, times=99)
    report = cycle.sync()
    assert (report.state, report.undone) == (TargetState.PARTLY, frozenset({STEP}))
    assert STEP not in one_for_each(cycle)
    assert href(PLAN, STEP, 1) not in cycle.google.proxy.log[-1].path
