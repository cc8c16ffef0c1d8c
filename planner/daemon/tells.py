"""When to tell, of the settings."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from planner.daemon.tell_settings import read_tell
from planner.daemon.telling import due
from planner.daemon.terms import DueTelling


def due_telling(table: Mapping[str, object], file: str) -> DueTelling:
    """What decides when it is time to tell. Raises UsageError for a table that can't be used."""
    return partial(due, read_tell(table, Path(file)))
