"""What the program carries beside its code: templates, the plan's schema, an example of settings."""

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from planner.errors import UsageError

_HERE = Path(__file__).parent
# The wheel carries the folder inside the package; a checkout has it beside.
DIRECTORY = next(path for path in (_HERE / "config", _HERE.parent / "config") if path.is_dir())
SCHEMA = DIRECTORY / "plan.schema.json"
# What a template's comments say of its figures: on the line of a figure, and once for all lines that say nothing.
_FIGURE = re.compile(
    r"^ *(?:[\w-]+: \{.*\bwithin|takes|effort|experience|cost): [^#\n]*(?:# *(\w+))?", re.MULTILINE
)
_OTHERWISE = re.compile(r"^# .*Unless a line says otherwise: (\w+)", re.MULTILINE)


class Certainty(StrEnum):
    """How sure a figure of a template is: a rule of the body that decides, what most people need, or ours."""

    SURE = "sure"
    TYPICAL = "typical"
    GUESS = "guess"


class About(NamedTuple):
    """What a template is for, in a line, and how many of its figures are how sure."""

    meaning: str
    figures: Mapping[Certainty, int]


def templates() -> Mapping[str, str]:
    """The names of the template plans with their titles."""
    return {name: _title(path) for name, path in _files().items()}


def template(name: str) -> str:
    """The text of a template. Raises UsageError for an unknown one."""
    files = _files()
    if name not in files:
        raise UsageError(f'there is no template "{name}"', f"Templates: {', '.join(files)}")
    return files[name].read_text(encoding="utf-8")


def about(name: str) -> About:
    """What the comments of a template tell. Raises UsageError for an unknown one."""
    text = template(name)
    otherwise = _OTHERWISE.search(text)
    labels = Counter(found[1] or "" for found in _FIGURE.finditer(text))
    known = {label: labels[label] for label in Certainty}
    if otherwise is not None:
        known[Certainty(otherwise[1])] += labels.total() - sum(known.values())
    meaning, _, _ = text.removeprefix("# ").partition(".\n")
    return About(meaning, known)


def _files() -> Mapping[str, Path]:
    return {path.stem: path for path in sorted((DIRECTORY / "templates").glob("*.yaml"))}


def _title(path: Path) -> str:
    from planner.plan.read import load

    return load(path).plan.title
