"""What a target type offers: the entry point group `planner.targets` names one `TargetType` each.

The module that holds it is imported to check settings, so it loads its vendor's library only in
`open`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.sync.values import Remote

GROUP = "planner.targets"


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of `[targets.NAME]`, with its meaning in a sentence. `default` is for people."""

    name: str
    meaning: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a remote may know when it is opened. Relative paths in settings count from `directory`."""

    plan_id: str
    title: str
    directory: Path
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class TargetType:
    """A kind of target: its settings beside `type`, and how to open one.

    `open` raises `planner.errors.UsageError` for settings it can't use; it makes no request.
    """

    name: str
    meaning: str
    settings: tuple[Setting, ...]
    open: Callable[[Setup], Remote]
