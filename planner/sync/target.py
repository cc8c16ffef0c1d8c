"""What a target type offers: the entry point group `planner.targets` names one `TargetType` each.

The module that holds it is imported to check settings, so it loads its vendor's library only in
`open`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from planner.sync.health import HEALTHY, Health
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
    """What a remote may know when it is opened. Relative paths in settings count from `directory`.

    `name` is what messages call the target; `place` is where it wrote when the last sync ended, `health` how
    the service fared then.
    """

    plan_id: str
    title: str
    directory: Path
    settings: Mapping[str, object]
    name: str = ""
    place: str | None = None
    health: Health = HEALTHY


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person who wants to sign in, and what may be done for it.

    `client` is a file that names us to the service, if it wants one. `headless`: this computer has no
    browser. `say` shows a text at once, `browse` opens an address and says whether it could; `typed` is
    where the person types, None when there is no such place. `attended` is False when nobody may be asked.
    """

    settings: Mapping[str, object]
    directory: Path
    client: Path | None
    headless: bool
    say: Callable[[str], None]
    browse: Callable[[str], bool]
    typed: TextIO | None
    attended: bool = True


@dataclass(frozen=True, slots=True)
class TargetType:
    """A kind of target: its settings beside `type`, and how to open one.

    `open` raises `planner.errors.UsageError` for settings it can't use; it makes no request. `sign_in`
    keeps what the service gives and says so in a sentence; without one there is nothing to sign in to.
    `examine` asks the service whether a sign-in holds, and raises the error to tell if it doesn't; it may
    give a remark, a sentence for the person.
    `file` is the calendar file that it writes, which a feed may serve as it is.
    `forget` is told that a person starts anew with the target (`targets reset`). `at_once` is how many
    writes one request takes, so that the pace of requests can be kept over a run that was killed.
    """

    name: str
    meaning: str
    settings: tuple[Setting, ...]
    open: Callable[[Setup], Remote]
    sign_in: Callable[[SignIn], str] | None = None
    examine: Callable[[Setup], str | None] | None = None
    forget: Callable[[Setup], None] | None = None
    at_once: int = 1
    file: Callable[[Setup], Path] | None = None
