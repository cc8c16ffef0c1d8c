"""Where a command's plan is, when nobody names it, and what it said when it was published last."""

from pathlib import Path

from planner.errors import PlannerError, UsageError
from planner.store.snapshot import PLAN_PATH, PLAN_TEXT


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


def plan_of(ending: str) -> Path | None:
    """The plan of the only file here with an ending such as `.answers.yaml`, which need not be there; None:
    there is no such file. Raises UsageError for several.
    """
    found = sorted(Path().glob(f"*{ending}"))
    if len(found) > 1:
        what, names = ending.split(".")[1], ", ".join(path.name for path in found)
        raise UsageError(f"there are several {what} here: {names}", "Name the plan with --plan.")
    return Path(f"{found[0].name.removesuffix(ending)}.yaml") if found else None


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
    from planner.store.notes import Notes

    path = str(plan_file.resolve())
    found = []
    for database in state.glob("*.db"):
        try:
            notes = Notes(database).read((PLAN_PATH, PLAN_TEXT))
            if notes.get(PLAN_PATH) == path and PLAN_TEXT in notes:
                found.append((database.stat().st_mtime, notes[PLAN_TEXT]))
        except (PlannerError, OSError):
            continue
    return max(found)[1] if found else None
