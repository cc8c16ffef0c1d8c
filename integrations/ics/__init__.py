"""An .ics file (RFC 5545) that calendar programs open or subscribe to.

Nothing is read back from it: what a person changes there is repaired, after a copy was kept. The
file is the cache: only events that changed are rendered, and the same state gives the same bytes.
"""

from pathlib import Path

from integrations.ics.remote import IcsFile
from planner.errors import UsageError
from planner.sync.target import Setting, Setup, TargetType


def _file(setup: Setup) -> Path:
    path = setup.settings.get("path", f"{setup.plan_id}.ics")
    if not isinstance(path, str) or not path or "\0" in path:
        raise UsageError("path: the name of an .ics file is expected", f'path = "{setup.plan_id}.ics"')
    return setup.directory / Path(path).expanduser()


def _open(setup: Setup) -> IcsFile:
    return IcsFile(setup.plan_id, setup.title, _file(setup))


TARGET = TargetType(
    name="ics",
    meaning="A calendar file that every calendar program opens or subscribes to.",
    settings=(Setting("path", "The .ics file to write.", "the plan's id with .ics"),),
    open=_open,
    file=_file,
)
