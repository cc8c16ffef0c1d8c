"""Settings: an optional TOML file. Without one there is one target, an .ics file beside the plan."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from planner.errors import UsageError

FILE = "planner.toml"
DEFAULT = "ics"
"""The name and the type of the one target where no settings name any."""

KEYS: Mapping[str, str] = {
    "plan": "The plan file, relative to the settings file.",
    "targets": "Where the plan is pushed to: one table per target, `[targets.NAME]`.",
    "feed": "The calendar feed that the daemon serves.",
    "daemon": "The background service.",
    "tell": "What the background service tells you, and how.",
}
FEED_KEYS: Mapping[str, str] = {
    "listen": "Address and port to listen on.",
    "allow-remote": "Set to true to serve other machines than this one.",
    "address": "What the feed is called outside, where a proxy stands before it.",
}
DAEMON_KEYS: Mapping[str, str] = {"every": "How often to sync."}
TELL_KEYS: Mapping[str, str] = {
    "by": "How: desktop, ntfy, mail, or a list of these.",
    "at": "From what time of day on; default 07:30.",
    "review": "The day of the week that tells of the whole week, or never; default sunday.",
    "ntfy": "A table: where and how to publish.",
    "mail": "A table: to whom, from whom, by which server.",
}
NTFY_KEYS: Mapping[str, str] = {
    "topic": "The topic's address.",
    "token-command": "A command that prints the access token, as a list of words.",
    "token-file": "A file with the access token that only you can read.",
}
MAIL_KEYS: Mapping[str, str] = {
    "to": "The address that gets it.",
    "from": "The address it comes from; default: the same.",
    "server": "The server that takes it, smtps:// or smtp://.",
    "user": "Whose password it is; default: the sender's address.",
    "password-command": "A command that prints the password, as a list of words.",
    "password-file": "A file with the password that only you can read.",
}
COMMON_TARGET_KEYS: Mapping[str, str] = {
    "type": "What kind of target it is; `planner plugins` lists them.",
    "items": "What it shows: any of steps, goals, deadlines, reviews, tasks, habits.",
}


class TargetSettings(NamedTuple):
    """One `[targets.NAME]` table; `rest` are the keys of its type."""

    name: str
    type: str
    items: tuple[str, ...] | None = None
    rest: Mapping[str, object] = MappingProxyType({})


class Settings(NamedTuple):
    """What a settings file says. `file` None: there is none."""

    file: Path | None = None
    plan: Path | None = None
    targets: tuple[TargetSettings, ...] = ()
    feed: Mapping[str, object] = MappingProxyType({})
    daemon: Mapping[str, object] = MappingProxyType({})
    tell: Mapping[str, object] = MappingProxyType({})


def find(config: str | None, plan: str | None, environ: Mapping[str, str]) -> Path | None:
    """The settings file in force: `--config`, else beside the plan, else the user's own; None: none.

    Raises UsageError when the one that was named doesn't exist.
    """
    if config is not None:
        path = Path(config)
        if not path.is_file():
            raise UsageError(
                f"there is no settings file {path}", "Name another with --config, or leave it out."
            )
        return path
    beside = Path(plan).parent if plan is not None else Path()
    home = environ.get("HOME") or os.path.expanduser("~")  # noqa: PTH111 - HOME may be unset
    user = Path(environ.get("XDG_CONFIG_HOME") or Path(home, ".config")) / "planner"
    return next((path for path in (beside / FILE, user / FILE) if path.is_file()), None)


def load(path: Path | None) -> Settings:
    """Read a settings file. Raises UsageError that names the place for anything it can't use."""
    if path is None:
        return Settings()
    import tomllib

    try:
        table = tomllib.loads(path.read_bytes().decode())
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: {error}", "Mend the line, or see docs/settings.md.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}: this isn't UTF-8 text", "Save it as UTF-8.") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "Make the file readable.") from None
    known(path, "", table, KEYS)
    plan = table.get("plan")
    if plan is not None and not isinstance(plan, str):
        raise UsageError(f"{path}: plan: a file name is wanted here", 'Write plan = "nurse.yaml".')
    return Settings(
        file=path,
        plan=path.parent / plan if plan else None,
        targets=tuple(_target(path, name, rest) for name, rest in _table(path, table, "targets").items()),
        feed=known(path, "feed", _table(path, table, "feed"), FEED_KEYS),
        daemon=known(path, "daemon", _table(path, table, "daemon"), DAEMON_KEYS),
        tell=known(path, "tell", _table(path, table, "tell"), TELL_KEYS),
    )


def all_settings(settings: Settings, plan_file: Path) -> tuple[TargetSettings, ...]:
    """Every target's settings; without any, an .ics file beside the plan."""
    if settings.targets:
        return settings.targets
    path = str(plan_file.absolute().with_suffix(".ics"))
    return (TargetSettings(DEFAULT, DEFAULT, rest=MappingProxyType({"path": path})),)


def known(
    path: Path, where: str, table: Mapping[str, object], keys: Mapping[str, str]
) -> Mapping[str, object]:
    """The table itself, if it holds known keys only. Raises UsageError with the nearest known key."""
    for key in table:
        if key not in keys:
            from difflib import get_close_matches

            near = get_close_matches(key, keys, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(keys)}."
            raise UsageError(f"{path}: {f'[{where}] ' if where else ''}{key} is not a setting", hint)
    return table


def _table(path: Path, table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise UsageError(f"{path}: {key}: a table is wanted here", f"Write [{key}] on a line of its own.")
    return value


def _target(path: Path, name: str, table: object) -> TargetSettings:
    if not isinstance(table, dict):
        raise UsageError(f"{path}: targets.{name}: a table is wanted here", f"Write [targets.{name}].")
    kind, items = table.get("type"), table.get("items")
    if not isinstance(kind, str):
        raise UsageError(f"{path}: [targets.{name}] has no type", 'Add type = "ics" (see planner plugins).')
    if items is not None and not (isinstance(items, list) and all(isinstance(item, str) for item in items)):
        raise UsageError(f"{path}: [targets.{name}] items: a list of names is wanted here", 'Like ["steps"].')
    rest = {key: value for key, value in table.items() if key not in COMMON_TARGET_KEYS}
    return TargetSettings(name, kind, tuple(items) if items is not None else None, MappingProxyType(rest))
