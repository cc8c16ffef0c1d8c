"""Where the postings for a plan are kept, and what else is known beside it: the interview's answers."""

from pathlib import Path

from planner.cli.find_plan import only_plan, plans
from planner.cli.session import Session
from planner.coach import answers as answers_file
from planner.coach import interview as course
from planner.coach.postings import file as postings_file
from planner.coach.postings.values import Posting
from planner.coach.replies import Replies
from planner.errors import PlanInvalid, PlannerError, UsageError
from planner.plan.source import read_text

PLAN = "plan.yaml"


def plan_of_postings(run: Session) -> Path:
    """The plan's file, which need not be there yet: `--plan`, the settings' plan, the only plan here, that of
    the only postings or answers here, else plan.yaml. Raises UsageError where it isn't clear.
    """
    if run.options.plan:
        return Path(run.options.plan)
    if run.settings.plan:
        return run.settings.plan
    if plans(Path()) or Path(PLAN).exists():
        return only_plan(Path())
    for ending in (postings_file.ENDING, answers_file.ENDING):
        found = sorted(Path().glob(f"*{ending}"))
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise UsageError(f"there are several here: {names}", "Name the plan with --plan.")
        if found:
            return Path(found[0].name.removesuffix(ending) + ".yaml")
    return Path(PLAN)


def kept_beside(plan: Path) -> Path:
    """The file of the postings for a plan."""
    return postings_file.beside(plan)


def collected_in(kept: Path) -> tuple[Posting, ...]:
    """The postings in a file; none where it isn't there. Raises UsageError for mistakes in it."""
    if not kept.exists() and not kept.is_symlink():
        return ()
    try:
        return postings_file.read(read_text(kept), str(kept))
    except PlanInvalid as error:
        raise UsageError(error.message, error.hint) from None


def answered(run: Session, kept_of: Path) -> Replies:
    """What was answered in the interview; nothing where it can't be read, which is said."""
    kept = answers_file.beside(kept_of)
    if not kept.exists():
        return {}
    try:
        found = answers_file.read(read_text(kept), str(kept)).answers
    except PlannerError as error:
        run.terminal.note(f"{kept} was left out: {error.message.splitlines()[0]}")
        return {}
    return course.look(course.replies(found.current)).known
