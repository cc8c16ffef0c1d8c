"""The units that are on disk: finding those of a plan, writing, enabling and removing them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from planner.daemon.install import SUFFIXES, Mark, names, read_mark
from planner.errors import PlannerError


class Unit(NamedTuple):
    """A file of a unit; `mark` None: we didn't write it."""

    file: Path
    mark: Mark | None

    @property
    def is_edited(self) -> bool:
        """Whether a person's work would be lost with it."""
        return self.mark is None or not self.mark.untouched


def unit_directory(environ: Mapping[str, str]) -> Path:
    """Where a person's own units are (systemd.unit(5), "User Unit Search Path")."""
    config = Path(environ.get("XDG_CONFIG_HOME", ""))
    if not config.is_absolute():
        config = Path(environ.get("HOME") or Path.home()) / ".config"
    return config / "systemd" / "user"


def installed(directory: Path) -> Iterator[Unit]:
    """Every unit there that we wrote, timers first: stopping a service alone would not keep it stopped."""
    for suffix in reversed(SUFFIXES):
        for file in sorted(directory.glob(f"planner*{suffix}")):
            unit = _unit(file)
            if unit is not None and unit.mark is not None:
                yield unit


def standing(files: Sequence[Path]) -> list[Unit]:
    """What is there already of some files."""
    return [unit for unit in map(_unit, files) if unit is not None]


def choose(directory: Path, stem: str, plan_id: str) -> str:
    """What a plan's units are called: as those it has, else the plain name, unless that is another plan's."""
    plain, own = names(stem, plan_id)
    for name in (plain, own):
        marks = [unit.mark for unit in standing([directory / f"{name}{suffix}" for suffix in SUFFIXES])]
        if any(mark is not None and mark.plan_id == plan_id for mark in marks):
            return name
    others = standing([directory / f"{plain}{suffix}" for suffix in SUFFIXES])
    return own if any(unit.mark is not None for unit in others) else plain


def put(file: Path, text: str) -> bool:
    """Write a unit in one go, for everybody to read; whether that changed anything. Raises PlannerError."""
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if file.is_file() and not file.is_symlink() and file.read_bytes() == text.encode():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.chmod(0o644)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise PlannerError(
            f"{file} can't be written: {error.strerror}", "See that its folder lets you write."
        ) from error
    return True


def enable_offline(file: Path, wanted_by: Sequence[str]) -> None:
    """Enable a unit as `systemctl --user enable` does, where no manager answers. Raises PlannerError."""
    try:
        for target in wanted_by:
            link = file.parent / f"{target}.wants" / file.name
            link.parent.mkdir(parents=True, exist_ok=True)
            if not (link.is_symlink() and link.readlink() == file):
                link.unlink(missing_ok=True)
                link.symlink_to(file)
    except OSError as error:
        raise PlannerError(
            f"{file} can't be enabled: {error.strerror}", "See the folder it is in."
        ) from error


def remove(file: Path) -> None:
    """Remove a unit, and what enabled it. Raises PlannerError."""
    try:
        for link in file.parent.glob(f"*.wants/{file.name}"):
            link.unlink()
        file.unlink(missing_ok=True)
    except OSError as error:
        raise PlannerError(f"{file} can't be removed: {error.strerror}", "Remove it by hand.") from error


def _unit(file: Path) -> Unit | None:
    if not (file.exists() or file.is_symlink()):
        return None
    try:
        return Unit(file, read_mark(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        return Unit(file, None)
