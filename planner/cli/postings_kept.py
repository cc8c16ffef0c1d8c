"""Where the postings for a plan are kept, and what else is known beside it: the interview's answers."""

from functools import cached_property
from pathlib import Path

from planner.cli.find_plan import only_plan, plan_of, plans_in
from planner.cli.session import Session
from planner.coach import answers as answers_file
from planner.coach import interview as course
from planner.coach.postings import file as postings_file
from planner.coach.postings.offer import QUESTIONS, offers
from planner.coach.postings.values import Posting
from planner.coach.replies import Replies, taken
from planner.coach.values import Question, Reply
from planner.errors import PlanInvalid, PlannerError, UsageError
from planner.plan.source import read_text
from planner.plan.words import WordError

PLAN = "plan.yaml"


def plan_of_postings(run: Session) -> Path:
    """The plan's file, which need not be there yet: `--plan`, the settings' plan, the only plan here, that of
    the only postings or answers here, else plan.yaml. Raises UsageError where it isn't clear.
    """
    if run.options.plan:
        return Path(run.options.plan)
    if run.settings.plan:
        return run.settings.plan
    if plans_in(Path()) or Path(PLAN).exists():
        return only_plan(Path())
    return plan_of(postings_file.ENDING) or plan_of(answers_file.ENDING) or Path(PLAN)


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


class Offered:
    """Answers of the interview that collected postings offer. What can't be read of them is said, and nothing
    is offered.
    """

    def __init__(self, run: Session, plan: Path) -> None:
        self._run = run
        self._plan = plan

    def __call__(self, question: Question, known: Replies) -> Reply | None:
        """What postings for the goal answer to a question, where it can be taken."""
        if question.id not in QUESTIONS or not self._postings:
            return None
        reply = offers(self._postings, str(known.get("goal", ""))).get(question.id)
        try:
            return None if reply is None else taken(question, reply, known)
        except WordError:
            return None

    @cached_property
    def _postings(self) -> tuple[Posting, ...]:
        kept = kept_beside(self._plan)
        try:
            return collected_in(kept)
        except PlannerError as error:
            self._run.terminal.note(f"{kept} was left out: {error.message.splitlines()[0]}")
            return ()
