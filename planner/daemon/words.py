"""What the log and the status line say, from what commands print."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from planner.daemon.child import Ended

MOST_LINES, LONGEST_LINE = 20, 400
_PREFIX = "planner: "


def printed(ended: Ended) -> Mapping[str, Any]:
    """The object that a command printed with `--json`; empty where there is none that can be read."""
    if not ended.whole:
        return {}
    try:
        found = json.loads(ended.out)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def complaint(ended: Ended) -> str:
    """Why a command didn't end well: its own words, else how it ended."""
    lines = said(ended)
    named = [line.removeprefix(_PREFIX) for line in lines if line.startswith(_PREFIX)]
    if named or lines:
        return (named or lines[-1:])[0]
    if ended.code is None:
        return "it took too long and was ended"
    return f"it was killed by signal {-ended.code}" if ended.code < 0 else f"it ended with {ended.code}"


def said(ended: Ended) -> Sequence[str]:
    """The lines that a command wrote to stderr, as many and as long as a log can bear."""
    lines = [line.rstrip()[:LONGEST_LINE] for line in ended.err.splitlines() if line.strip()]
    return lines[:MOST_LINES]


def changes(report: Mapping[str, Any]) -> str:
    """What a sync changed, in a line; "" when it changed nothing."""
    parts = []
    for target in _targets(report):
        counts = [
            (target.get(key), sign) for key, sign in (("created", "+"), ("updated", "~"), ("deleted", "-"))
        ]
        words = [f"{sign}{number}" for number, sign in counts if number]
        learned = target.get("learned")
        if learned:
            words.append(f"{len(learned)} taken over from you")
        if words:
            parts.append(f"{target.get('name')} {' '.join(words)}")
    return ", ".join(parts)


def troubles(report: Mapping[str, Any]) -> Sequence[str]:
    """What targets have trouble with, and a clock that isn't believed: a line each."""
    clock = report.get("clock")
    lines = [str(clock["message"])] if isinstance(clock, dict) and clock.get("message") else []
    lines += [
        f"{target.get('name')}: {target.get('state')}: {target.get('message') or ''}".rstrip(": ")
        for target in _targets(report)
        if target.get("state") != "ok"
    ]
    return [line[:LONGEST_LINE] for line in lines]


def _targets(report: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found = report.get("targets")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
