"""What the program carries beside its code: templates, the plan's schema, an example of settings, units."""

from collections.abc import Mapping
from pathlib import Path

from planner.errors import UsageError

_HERE = Path(__file__).parent


def _carried(name: str) -> Path:
    """The wheel carries the folder inside the package; a checkout has it beside."""
    return next(path for path in (_HERE / name, _HERE.parent / name) if path.is_dir())


DIRECTORY = _carried("config")
SCHEMA = DIRECTORY / "plan.schema.json"


def templates() -> Mapping[str, str]:
    """The names of the template plans with their titles."""
    return {path.stem: _title(path) for path in sorted((DIRECTORY / "templates").glob("*.yaml"))}


def template(name: str) -> str:
    """The text of a template. Raises UsageError for an unknown one."""
    if name not in templates():
        raise UsageError(f'there is no template "{name}"', f"Templates: {', '.join(templates())}")
    return (DIRECTORY / "templates" / f"{name}.yaml").read_text(encoding="utf-8")


def unit_template(name: str) -> str:
    """The text of a unit of systemd."""
    return (_carried("systemd") / name).read_text(encoding="utf-8")


def _title(path: Path) -> str:
    from planner.plan.read import load

    return load(path).plan.title
