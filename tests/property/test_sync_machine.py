"""The machine of `sync_machine` with many lives, and the bugs that it must notice.

PLANNER_EXAMPLES asks for another number of lives under each of the eight seeds.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from integrations.memory import Memory
from planner.progress.facts import Entry
from planner.progress.fold import fold
from planner.progress.values import Progress
from planner.sync import apply, operations, runner
from planner.sync import learn as learning
from planner.sync import visit as visiting
from planner.sync.ledger import WritableLedger
from planner.sync.values import Act, Intent, Item, Mirrored, Observation, Remote
from planner.sync.visit import Visit
from tests.property.sync_machine import Sync

LIVES = settings(
    max_examples=int(os.environ.get("PLANNER_EXAMPLES", "56")),
    stateful_step_count=25,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
# A bug has to be noticed, not made small.
HUNT = settings(LIVES, max_examples=400, phases=[Phase.generate], print_blob=False)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", range(8))
def test_nothing_is_lost_doubled_or_made_up(number: int) -> None:
    run_state_machine_as_test(seed(number)(type(f"Sync{number}", (Sync,), {})), settings=LIVES)


def _no_replay(
    intents: tuple[Intent, ...], base: Mapping[str, Mirrored], _observation: Observation
) -> dict[str, Mirrored | None]:
    return {one.item_id: base.get(one.item_id) for one in intents}


def _as_it_is_now(_intent: Intent, _known: Mirrored | None, there: Mirrored | None) -> Mirrored | None:
    return there


def _no_guard(*_arguments: object, **_names: object) -> None:
    """Let everything through."""


def _absent_is_gone(base: Mapping[str, Mirrored], observation: Observation) -> list[str]:
    there = {mirrored.href for mirrored in observation.present}
    return sorted(name for name, mirrored in base.items() if mirrored.href not in there)


def _sent_before_on_disk(
    visit: Visit, remote: Remote, write: WritableLedger, new_uuid: Callable[[], str], watch: apply.Watch
) -> bool:
    list(remote.push([one.intent for one in visit.operations if one.intent]))
    return apply.push(visit, remote, write, new_uuid, watch)


def _last_writer_wins(item: Item, _before: Mirrored) -> Item:
    return item


def _dismissed_returns(entries: Iterable[Entry]) -> Progress:
    return replace(fold(entries), dismissed={})


def _unconfirmed(
    _target: str, _remote: Remote, seen: Observation, _expected: Sequence[str], _allowed: int | None
) -> Observation:
    return seen


def _as_sent(known: Mirrored) -> Item:
    return known.item


def _whatever_is_there(memory: Memory, intent: Intent, write: Callable[..., bool] = Memory._write) -> bool:  # noqa: SLF001 - a server without conditions
    act = Act.UPDATE if intent.act is Act.CREATE else intent.act
    return write(memory, replace(intent, act=act, etag=None))


BUGS: Mapping[str, Mapping[tuple[object, str], object]] = {
    "intents are not replayed": {(visiting, "settled"): _no_replay},
    "the base becomes what is there now": {(learning, "_settled"): _as_it_is_now},
    "absence is deletion": {(learning, "_gone"): _absent_is_gone, (visiting, "check_absences"): _no_guard},
    "a cut listing is believed": {(visiting, "check_listing"): _no_guard},
    "writes are sent before they are on disk": {(runner, "push"): _sent_before_on_disk},
    "the last writer wins": {(operations, "_yielding"): _last_writer_wins},
    "a list is believed without asking": {(visiting, "_confirmed"): _unconfirmed},
    "the spelling of a server is an edit": {(learning, "_shown"): _as_sent, (learning, "one_spelling"): str},
    "writes don't look what is there": {(Memory, "_write"): _whatever_is_there},
    "what was deleted returns": {(runner, "fold"): _dismissed_returns},
}


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_noticed(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for (module, name), replacement in BUGS[bug].items():
        monkeypatch.setattr(module, name, replacement)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(seed(0)(type("Hunted", (Sync,), {})), settings=HUNT)
