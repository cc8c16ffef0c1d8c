"""Prints what the engine makes of a few hundred generated plans, for runs to be compared."""

from hashlib import sha256

from hypothesis import given, settings

from planner.engine.forecast import outlook
from planner.engine.layout import lay_out
from planner.engine.schedule import schedule
from tests.checker.facts import Situation, situations

DIGEST = sha256()


@settings(max_examples=200, derandomize=True, database=None, deadline=None)
@given(situations(12))
def _run(situation: Situation) -> None:
    found = schedule(situation.plan, situation.progress, situation.today)
    lines = (found.finish, found.items, found.links, found.load, found.conflicts, sorted(found.alongside))
    seen = outlook(lay_out(situation.plan, situation.progress, situation.today), situation.progress)
    ends = [seen.of(name) for name in situation.plan.steps]
    DIGEST.update(repr((lines, seen.finish, seen.pace, ends)).encode())


if __name__ == "__main__":
    _run()
    print(DIGEST.hexdigest())  # noqa: T201 - the answer of this program
