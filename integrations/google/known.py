"""Which calendar is ours: remembered beside the credentials, as the scope can't list calendars and a lost
state database must lose nothing.

Invariants: that a calendar is about to be made is on disk before it is asked for, and its id before the
first event is; while it isn't known how that ended, nothing is made. `anew`: a person allowed another
calendar, should the known one be gone.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from integrations import secret_file
from planner.errors import PlannerError


@dataclass(frozen=True, slots=True)
class Known:
    """The calendar of one plan. `begun`: one was asked for, and it isn't known whether it was made."""

    calendar: str | None = None
    begun: bool = False
    anew: bool = False


def file_beside(credentials: Path) -> Path:
    """`google.json` -> `google.calendars.json`."""
    return credentials.with_name(f"{credentials.stem}.calendars.json")


def read(file: Path, plan_id: str, name: str) -> Known:
    """What is known of the calendar that a plan has under a name. Raises PlannerError, SignInNeeded."""
    found = _load(file).get(plan_id)
    one = found.get(name) if isinstance(found, dict) else None
    if not isinstance(one, dict):
        return Known()
    calendar = one.get("calendar")
    return Known(
        calendar if isinstance(calendar, str) and calendar else None,
        begun=one.get("begun") is True,
        anew=one.get("anew") is True,
    )


def write(file: Path, plan_id: str, name: str, known: Known) -> None:
    """Remember it, durably. Raises PlannerError."""
    with secret_file.alone(file):
        content = dict(_load(file))
        found = content.get(plan_id)
        content[plan_id] = {**(found if isinstance(found, dict) else {}), name: asdict(known)}
        secret_file.write(file, json.dumps(content, indent=2, sort_keys=True).encode() + b"\n")


def has_other(file: Path, plan_id: str, name: str) -> bool:
    """Whether a plan has a calendar of another name. Raises PlannerError, SignInNeeded."""
    found = _load(file).get(plan_id)
    return isinstance(found, dict) and bool(found.keys() - {name})


def _load(file: Path) -> Mapping[str, object]:
    content = secret_file.read(file)
    try:
        told = json.loads(content) if content is not None else {}
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        # Taken for empty, a second calendar would be made.
        raise PlannerError(
            f"{file} should say which calendar is planner's, and can't be understood",
            'Move it away, and name the calendar in the settings: calendar-id = "..."',
        )
    return told
