"""The adapter's bugs that lives and the machine notice, and those that one defence hides from another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.todoist_machine import TodoistSync
from tests.todoist import faults, planted
from tests.todoist.cycle import Cycle
from tests.todoist.planted import Bug
from tests.todoist.test_adapter_faults import one_for_each
from tests.todoist.test_lives import test_a_life_ends_as_the_person_wants_it as live
from tests.todoist.test_replays import begin
from tests.todoist.test_replays import test_a_copy_stays_theirs_when_they_delete_the_original as keep_copy

SEEDS = (2, 1, 3, 4)
LIVES = range(50, 80)
"""Of those that lives and machine are run with; what is rare comes early."""
# A bug has to be noticed, not made small.
HUNT = settings(
    max_examples=25,
    stateful_step_count=25,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    print_blob=False,
)

Plant = Callable[[Bug], None]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Plant:
    def planted_now(bug: Bug) -> None:
        for (owner, name), replacement in bug.items():
            monkeypatch.setattr(owner, name, replacement)

    return planted_now


@pytest.mark.parametrize("bug", planted.LIVES)
def test_lives_notice_that_it_is_not_as_the_person_said(tmp_path: Path, plant: Plant, bug: str) -> None:
    plant(planted.LIVES[bug])
    with pytest.raises(AssertionError, match=r"^assert .False or "):
        _lead_lives(tmp_path)


@pytest.mark.parametrize("bug", planted.MACHINE)
def test_the_machine_notices_it(plant: Plant, bug: str) -> None:
    plant(planted.MACHINE[bug])
    with pytest.raises(AssertionError):
        _run_machines()


def _lead_lives(directory: Path) -> None:
    for number in LIVES:
        place = directory / str(number)
        place.mkdir()
        live(place, number)


def _run_machines() -> None:
    for number in SEEDS:
        run_state_machine_as_test(seed(number)(type("Seeded", (TodoistSync,), {})), settings=HUNT)


def test_without_a_look_the_same_uuid_makes_nothing_twice(cycle: Cycle, plant: Plant) -> None:
    plant(planted.NOT_LOOKED)
    cycle.todoist.fake.arm("sync.write", faults.lost(done=True))
    cycle.sync()
    assert len(one_for_each(cycle)) == 33


def test_without_a_look_another_uuid_is_noticed(cycle: Cycle, plant: Plant) -> None:
    plant(planted.NOT_LOOKED)
    plant(planted.ANOTHER_UUID)
    cycle.todoist.fake.arm("sync.write", faults.lost(done=True))
    cycle.sync()
    with pytest.raises(AssertionError):
        one_for_each(cycle)


def test_a_copy_that_is_taken_for_ours_is_noticed(cycle: Cycle, plant: Plant) -> None:
    plant(planted.A_COPY_IS_OURS)
    with pytest.raises(AssertionError):
        keep_copy(begin(cycle))
