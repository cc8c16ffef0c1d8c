"""Where a command's plan is, when nobody names it, and what it said when it was published last."""

from pathlib import Path

from planner.errors import PlannerError, UsageError
from planner.store.snapshot import read_store


def only_plan(directory: Path) -> Path:
    """`plan.yaml`, else the only YAML file with a `plan:` line. Raises UsageError when it isn't clear."""
    found = plans_in(directory)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(
            "there is no plan here", "Make one with: planner interview, or planner init --template nurse"
        )
    raise UsageError(
        f"there are several plans here: {', '.join(str(path) for path in found)}", "Name one with --plan."
    )


def plans_in(directory: Path) -> list[Path]:
    """`plan.yaml` alone, if it is there, else every YAML file with a `plan:` line."""
    named = directory / "plan.yaml"
    if named.exists():
        return [named]
    paths = sorted([*directory.glob("*.yaml"), *directory.glob("*.yml")])
    return [path for path in paths if path.is_file() and _looks_like_plan(path)]


def _looks_like_plan(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return any(line.startswith(b"plan:") for line in file.read(65536).splitlines())
    except OSError:
        return True  # reading it as the plan says what is the matter


def published_text(state: Path, plan_file: Path) -> str | None:
    """What a plan's file said when calendars were told last; None: nothing was published from it.

    `state` is the state directory. Without a readable plan its id is unknown: the file's path is looked for.
    """
    path = str(plan_file.resolve())
    found = []
    for database in state.glob("*.db"):
        try:
            with read_store(database) as snapshot:
                if snapshot.plan_path() == path and (text := snapshot.plan_text()) is not None:
                    found.append((database.stat().st_mtime, text))
        except (PlannerError, OSError):
            continue
    return max(found)[1] if found else None
