"""Facts for tests: a journal that numbers its entries as the store does, and generated facts."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args

from hypothesis import strategies as st

from planner.progress.facts import COMMAND, Entry, Fact

DAY = date(2028, 1, 4)
LATER = date(2028, 2, 1)
LEARNT = datetime(2028, 1, 4, 12, tzinfo=UTC)

KINDS: tuple[type[Fact], ...] = get_args(Fact)

any_fact: st.SearchStrategy[Fact] = st.one_of([st.builds(kind) for kind in KINDS])


def journal(*changes: Sequence[Fact], source: str = COMMAND) -> tuple[Entry, ...]:
    """Entries of changes 1, 2, 3, ...; each change holds the facts of one argument."""
    entries: list[Entry] = []
    for change, facts in enumerate(changes, start=1):
        at = LEARNT + timedelta(minutes=change)
        entries += [
            Entry(len(entries) + n, change, at, source, fact) for n, fact in enumerate(facts, start=1)
        ]
    return tuple(entries)
