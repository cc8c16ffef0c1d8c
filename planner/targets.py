"""Configured targets, found by entry point. Nothing of a target is imported before it is needed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from planner.errors import PlannerError, UsageError
from planner.plan.model import Plan
from planner.settings import COMMON_TARGET_KEYS, Settings, TargetSettings, all_settings, known
from planner.sync.health import HEALTHY, Health
from planner.sync.project import Show
from planner.sync.target import GROUP, Setup, TargetType
from planner.sync.values import Remote
from planner.sync.visit import Target


def installed() -> Mapping[str, EntryPoint]:
    """The target types that are installed, by name, in the order of their names."""
    return {point.name: point for point in sorted(entry_points(group=GROUP), key=lambda point: point.name)}


def load_type(name: str) -> TargetType:
    """Load an installed target type. Raises PlannerError if it is broken."""
    point = installed()[name]
    try:
        found = point.load()
    except ImportError as error:
        raise PlannerError(f"the target type {name} can't be loaded: {error}", "Install it again.") from error
    if not isinstance(found, TargetType):
        raise PlannerError(f"{point.value} is not a target type", "Ask its author.")
    return found


def configured(settings: Settings, plan: Plan, plan_file: Path, names: tuple[str, ...] = ()) -> list[Target]:
    """The targets to sync, checked: all of them, or the named ones.

    Raises UsageError for settings that the target's type doesn't know, and for a name that is no target.
    """
    wanted = all_settings(settings, plan_file)
    for name in names:
        if name not in {target.name for target in wanted}:
            raise UsageError(
                f'there is no target "{name}"', f"Configured: {', '.join(target.name for target in wanted)}."
            )
    chosen = [target for target in wanted if not names or target.name in names]
    directory = (settings.file or plan_file).absolute().parent
    return [_target(target, settings, plan, directory) for target in chosen]


def calendar_files(settings: Settings, plan: Plan, plan_file: Path) -> Mapping[str, Path]:
    """The calendar files that targets write, by the target's name: what a feed may serve."""
    directory = (settings.file or plan_file).absolute().parent
    found = {}
    for target in all_settings(settings, plan_file):
        kind = load_type(target.type) if target.type in installed() else None
        if kind is not None and kind.file is not None:
            found[target.name] = kind.file(Setup(plan.id, plan.title, directory, target.rest, target.name))
    return found


def _target(target: TargetSettings, settings: Settings, plan: Plan, directory: Path) -> Target:
    file = settings.file or Path("settings")
    if target.type not in installed():
        raise UsageError(
            f'{file}: [targets.{target.name}] there is no target type "{target.type}"',
            f"Installed: {', '.join(installed())}.",
        )
    kind = load_type(target.type)
    keys = {**COMMON_TARGET_KEYS, **{setting.name: setting.meaning for setting in kind.settings}}
    known(file, f"targets.{target.name}", target.rest, keys)
    setup = Setup(plan.id, plan.title, directory, target.rest, target.name)
    opening = partial(_open, kind, setup)
    refusal = _refusal(opening)
    if refusal is not None:
        raise UsageError(f"{file}: [targets.{target.name}] {refusal.message}", refusal.hint)
    return Target(target.name, opening, _show(file, target), partial(_forget, kind, setup), kind.at_once)


def _open(kind: TargetType, setup: Setup, place: str | None, health: Health) -> Remote:
    return kind.open(replace(setup, place=place, health=health))


def _forget(kind: TargetType, setup: Setup, place: str | None) -> None:
    if kind.forget is not None:
        kind.forget(replace(setup, place=place))


def _show(file: Path, target: TargetSettings) -> frozenset[Show] | None:
    if target.items is None:
        return None
    for name in target.items:
        if name not in list(Show):
            raise UsageError(
                f'{file}: [targets.{target.name}] items: "{name}" is not shown anywhere',
                f"Known: {', '.join(Show)}.",
            )
    return frozenset(Show(name) for name in target.items)


def _refusal(opening: Callable[[str | None, Health], Remote]) -> UsageError | None:
    """What a type has against its settings. Any other trouble is the target's own: the run meets it."""
    try:
        opening(None, HEALTHY)
    except UsageError as error:
        return error
    except Exception:  # noqa: BLE001 - third-party code
        return None
    return None
