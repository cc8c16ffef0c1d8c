"""Prints what the engine makes of a few hundred generated plans, for runs to be compared."""

from dataclasses import replace
from hashlib import sha256
from types import MappingProxyType

from hypothesis import given, settings

from planner.engine.forecast import outlook
from planner.engine.layout import lay_out
from planner.engine.schedule import schedule
from planner.engine.tracks import switch
from planner.engine.triggers import fired
from planner.engine.values import Forecast
from tests.checker.facts import Situation, situations

DIGEST = sha256()


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(situations(12))
def _run(situation: Situation) -> None:
    found = schedule(situation.plan, situation.progress, situation.today)
    lines = (found.finish, found.items, found.links, found.load, found.conflicts, sorted(found.alongside))
    DIGEST.update(repr(lines).encode())
    told = replace(situation.progress, events=MappingProxyType({"layoff": situation.today}))
    likely = Forecast(found.finish, found.finish, 0.5)
    DIGEST.update(repr(fired(situation.plan, told, found, likely)).encode())
    for name in situation.plan.tracks:
        other = schedule(situation.plan, situation.progress, situation.today, name)
        DIGEST.update(repr(switch(told, found, other)).encode())
    seen = outlook(lay_out(situation.plan, situation.progress, situation.today), situation.progress)
    ends = [seen.of(name) for name in situation.plan.steps]
    DIGEST.update(repr((lines, seen.finish, seen.pace, ends)).encode())


if __name__ == "__main__":
    _run()
    print(DIGEST.hexdigest())  # noqa: T201 - the answer of this program
