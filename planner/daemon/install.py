"""Units as text: those of systemd/ with a person's own paths in them. No file is touched here."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import category

from planner.errors import UsageError

DAEMON, TIMER = "planner", "planner-sync"
"""What a unit is called for the first plan; another plan's id is added with a hyphen."""

SUFFIXES = (".service", ".timer")

# systemd.exec(5): in a unit of a person's own account these need a user namespace.
_OF_NAMESPACES = frozenset(
    {
        "PrivateUsers",
        "ProtectSystem",
        "ProtectHome",
        "ReadWritePaths",
        "PrivateTmp",
        "PrivateMounts",
        "PrivateDevices",
        "ProtectClock",
        "ProtectControlGroups",
        "ProtectHostname",
        "ProtectKernelLogs",
        "ProtectKernelModules",
        "ProtectKernelTunables",
        "ProtectProc",
        "ProcSubset",
        "CapabilityBoundingSet",
        "AmbientCapabilities",
    }
)
_MARK = "# planner: "
_IN_NAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:_.-")
_LONGEST_NAME = 200
_PLAIN = re.compile(r"[A-Za-z0-9/._=:@+,-]+")
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 # nosec B108 - named, not used
_OUTSIDE_NAMES = frozenset("\\\"'")  # systemd refuses a program with these in its name, not an argument


@dataclass(frozen=True, slots=True)
class Installation:
    """What a unit is made of: the program's words, the plan, where it works, what it may write, its
    environment, and whether the system grants user namespaces.
    """

    program: tuple[str, ...]
    plan: Path
    plan_id: str
    config: Path | None
    writable: tuple[Path, ...]
    environment: Mapping[str, str]
    namespaces: bool = True

    def command(self, *words: str) -> tuple[str, ...]:
        """One of our commands, for this plan."""
        config = () if self.config is None else ("--config", str(self.config))
        return (*self.program, "--no-input", "--plan", str(self.plan), *config, *words)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a unit that we wrote says of itself: which plan's it is, and whether it is as we wrote it."""

    plan_id: str
    plan: str
    untouched: bool


def service(template: str, what: Installation, *command: str) -> str:
    """A service of ours for a plan, from its template. Raises UsageError for a path that no unit can hold."""
    lines = _without(template.splitlines(), frozenset() if what.namespaces else _OF_NAMESPACES)
    if any(path.is_relative_to(folder) for path in _paths(what) for folder in _TEMPORARY):
        lines = _without(lines, frozenset({"PrivateTmp"}))  # or the unit would not find them there
    words = what.command(*command)
    if not _OUTSIDE_NAMES.isdisjoint(words[0]):
        words = ("/usr/bin/env", *words)
    if any("$" in word for word in words):
        words = (f":{words[0]}", *words[1:])  # then it is a character like any other (systemd.service(5))
    given = {
        "ExecStart": [" ".join(map(quoted, words))],
        "WorkingDirectory": [directory(what.plan.parent)],
        "Environment": [quoted(f"{name}={value}") for name, value in what.environment.items()],
        "ReadWritePaths": [" ".join([*(quoted(f"-{path}") for path in what.writable), "-%h/.gnupg", "%t"])],
    }
    for key, values in given.items():
        lines = _with(lines, key, values)
    return marked(lines, what)


def _paths(what: Installation) -> tuple[Path, ...]:
    return (Path(what.program[0]), what.plan, *([what.config] if what.config else []), *what.writable)


def timer(template: str, what: Installation, service_name: str, minutes: int) -> str:
    """A timer of ours that starts a service at least every so many minutes."""
    lines = _with(template.splitlines(), "OnCalendar", [calendar(minutes)])
    return marked(_with(lines, "Unit", [service_name]), what)


def calendar(minutes: int) -> str:
    """A calendar event (systemd.time(7)) at least every so many minutes, but no more often than each, and at
    least once a day.
    """
    if minutes < 60:  # noqa: PLR2004 - an hour's
        return f"*:0/{max(minutes, 1)}"
    hours = minutes // 60
    return f"0/{hours}:00" if hours < 24 else "daily"  # noqa: PLR2004 - a day's


def marked(lines: Sequence[str], what: Installation) -> str:
    """The text of a unit, with a head that says whose it is and lets a later change be noticed."""
    body = re.sub("\n{3,}", "\n\n", "\n".join([*_after_head(lines), ""]))
    mark = {"plan": what.plan_id, "file": str(what.plan), "sha256": _digest(body)}
    head = [
        "# Written by `planner daemon install`, which writes it anew. To change it, don't edit it, but say:",
        "# systemctl --user edit UNIT. `planner daemon uninstall` takes it away.",
        f"{_MARK}{json.dumps(mark)}",
    ]
    return "\n".join([*head, body])


def read_mark(text: str) -> Mark | None:
    """The mark of a unit's text; None: it isn't ours."""
    head, found, rest = text.partition(_MARK)
    if not found or any(line and not line.startswith("#") for line in head.splitlines()):
        return None
    mark, _, body = rest.partition("\n")
    try:
        said = json.loads(mark)
        return Mark(str(said["plan"]), str(said["file"]), said["sha256"] == _digest(body))
    except (ValueError, TypeError, KeyError):
        return None


def names(stem: str, plan_id: str) -> tuple[str, str]:
    """What units of a plan may be called, without their suffix: the plain name, and one with the plan's id.

    Bytes that no unit's name may hold are escaped as systemd-escape(1) does.
    """
    own = "".join(
        chr(byte) if chr(byte) in _IN_NAME else f"\\x{byte:02x}" for byte in plan_id.encode("utf-8")
    )
    return stem, f"{stem}-{own if len(own) <= _LONGEST_NAME else _digest(plan_id)[:32]}"


def wanted_by(text: str) -> tuple[str, ...]:
    """The units that start this one once it is enabled."""
    return tuple(word for value in _values(text.splitlines(), "WantedBy") for word in value.split())


def quoted(word: str) -> str:
    """A word as it is written on a line of words (systemd.syntax(7), "Quoting"): specifiers and escapes are
    taken for what they are; a plain word stays as it is.

    Raises UsageError for one with a line break or another control character.
    """
    escaped = _printable(word).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return word if _PLAIN.fullmatch(word) else f'"{escaped}"'


def directory(path: Path) -> str:
    """A folder as the whole value of a key: nothing is taken off or put in, but for specifiers.

    Raises UsageError for one that would be read otherwise.
    """
    text = _printable(str(path))
    if text != text.strip() or text.endswith("\\"):
        raise _unfit(text)
    return text.replace("%", "%%")


def _printable(text: str) -> str:
    if any(category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in text):
        raise _unfit(text)
    return text


def _unfit(text: str) -> UsageError:
    return UsageError(f"{text!r} can't stand in a unit of systemd", "Choose a path without such characters.")


def _with(lines: Iterable[str], key: str, values: Sequence[str]) -> list[str]:
    """The lines with a key's values replaced, where the key stood first; left out where it didn't stand."""
    kept: list[str] = []
    left = [f"{key}={value}" for value in values]
    for line in lines:
        if not line.startswith(f"{key}="):
            kept.append(line)
        elif left:
            kept += left
            left = []
    return kept


def _without(lines: Iterable[str], keys: frozenset[str]) -> list[str]:
    """The lines without these keys, and without the comments above them."""
    kept: list[str] = []
    for line in lines:
        if line.partition("=")[0] not in keys:
            kept.append(line)
            continue
        while kept and kept[-1].startswith("#"):
            kept.pop()
    return kept


def _values(lines: Iterable[str], key: str) -> list[str]:
    return [line.partition("=")[2] for line in lines if line.startswith(f"{key}=")]


def _after_head(lines: Sequence[str]) -> Sequence[str]:
    """The lines without the comment at their head, which tells how to use the template by hand."""
    first = next((number for number, line in enumerate(lines) if not re.match("#|$", line)), 0)
    return lines[first:]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
