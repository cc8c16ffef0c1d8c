"""`planner interview`: from questions to a plan file."""

import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from planner.cli.conversation import Conversation
from planner.cli.files import write_text
from planner.cli.find_plan import plan_of, plans_in
from planner.cli.interview_told import Ended, show_questions, tell
from planner.cli.options import Command
from planner.cli.postings_kept import Offered
from planner.cli.session import Session, now, session
from planner.cli.start import SCHEMA_FILE
from planner.coach import answers as answers_file
from planner.coach import interview as course
from planner.coach.replies import Replies, default
from planner.coach.rules import drafted
from planner.coach.values import UNKNOWN, Answer, Answers
from planner.coach.write import plan_text
from planner.config import SCHEMA
from planner.errors import PlanInvalid, UsageError
from planner.plan.problems import Place
from planner.plan.read import load, read
from planner.plan.source import read_text

app = typer.Typer()

PLAN = "plan.yaml"
NEW = ".new"  # no ending of a plan, so that no command takes it for a second one


class _Begun(NamedTuple):
    """The answers to go on from, the file they came from with their places, and those that counted before."""

    answers: Answers
    file: Path
    places: Mapping[str, Place]
    then: Replies | None


@app.command(cls=Command)
def interview(
    ctx: typer.Context,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where you stopped.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Answer everything anew, and see what changed since.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Take the answers from a file.")
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="Print the questions, as a file to fill in.")
    ] = False,
) -> None:
    """Answer some questions, 25 at most, and get a plan of your own."""
    run = session(ctx)
    if questions:
        show_questions(run)
        return
    if resume and (again or file):
        raise UsageError("--resume goes on, --again and --answers begin anew", "Choose one.")
    today = run.options.today or now().astimezone().date()
    plan = _plan_file(run)
    kept = answers_file.beside(plan)
    begun = _begun(kept, resume=resume, again=again, file=file)
    answers, asked = _completed(run, kept, begun, today, Offered(run, plan))
    known = course.look(course.replies(answers.current)).known
    answers = course.completed(answers, known)
    text = plan_text(drafted(known), known, _id(run, plan))
    text = f"# yaml-language-server: $schema={SCHEMA_FILE}\n{text}"
    wrote = _write(plan, text, answers.written)
    if wrote in {plan, None}:
        answers = Answers(answers.current, answers.earlier, answers_file.fingerprint(text))
    _keep(kept, answers)
    tell(run, Ended(known, begun.then, asked, plan, kept, text, wrote), today)


def _plan_file(run: Session) -> Path:
    """`--plan`, else the settings' plan, else that of the only answers here, else plan.yaml."""
    if run.options.plan:
        return Path(run.options.plan)
    if run.settings.plan:
        return run.settings.plan
    if (answered := plan_of(answers_file.ENDING)) is not None:
        return answered
    if (there := plans_in(Path())) and not Path(PLAN).exists():
        raise UsageError(
            f"there is a plan here already: {there[0]}",
            "Name the new one: planner interview --plan NAME.yaml",
        )
    return Path(PLAN)


def _begun(kept: Path, *, resume: bool, again: bool, file: Path | None) -> _Begun:
    """Raises UsageError where the options don't fit what is there: answers are never overwritten."""
    if not kept.exists():
        if resume or (again and file is None):
            raise UsageError(f"there are no answers yet: {kept}", "Begin with: planner interview")
        return _given(Answers(), None, file) if file else _Begun(Answers(), kept, {}, None)
    if not (resume or again or file):
        raise UsageError(
            f"{kept} holds answers already",
            "Go on with: planner interview --resume. Answer anew with: planner interview --again",
        )
    held = _read(kept)
    counted = course.look(course.replies(held.answers.current))
    is_complete = not counted.missing
    if again and not is_complete:
        raise UsageError(f"{kept} isn't complete", "Go on first: planner interview --resume")
    if resume and not is_complete and held.answers.earlier:
        former = course.look(course.replies(held.answers.earlier[0])).known
        return _Begun(held.answers, kept, held.places, former)
    if resume:
        return _Begun(held.answers, kept, held.places, None)
    base = course.again(held.answers) if again else held.answers
    then = counted.known if is_complete else None
    return _given(base, then, file) if file else _Begun(base, kept, {}, then)


def _given(base: Answers, then: Replies | None, file: Path) -> _Begun:
    """The answers of a person's own file, in place of those of this round."""
    theirs = _read(file)
    return _Begun(Answers(theirs.answers.current, base.earlier, base.written), file, theirs.places, then)


def _read(file: Path) -> answers_file.Kept:
    if not file.exists():
        raise UsageError(f"there is no file {file}", "planner interview --questions prints one to fill in.")
    try:
        return answers_file.read(read_text(file), str(file))
    except PlanInvalid as error:
        raise UsageError(error.message, error.hint) from None


def _completed(run: Session, kept: Path, begun: _Begun, today: date, offered: Offered) -> tuple[Answers, int]:
    """All answers, and how many were asked for. Raises UsageError where nobody can answer what is missing."""
    asked = run.options
    silent = asked.no_input or asked.json or asked.yes or sys.stdin is None or not sys.stdin.isatty()
    answers = begun.answers
    looked = course.look(course.replies(answers.current))
    if looked.missing and not silent:
        talk = Conversation(run.terminal, today, lambda answers: _keep(kept, answers), offered)
        _keep(kept, answers)
        try:
            return talk.held(answers), talk.asked
        except (KeyboardInterrupt, typer.Abort):
            named = f" --plan {asked.plan}" if asked.plan else ""
            run.terminal.note(f"\nKept so far: {kept}\nnext: planner interview --resume{named}")
            raise
    if looked.wrong:
        raise _wrong(looked, begun)
    while asked.yes and looked.missing:
        question = looked.missing[0]
        reply = offered(question, looked.known) or default(question, today)
        if not reply and not question.unknown:
            break
        reply = reply or UNKNOWN
        answers = course.given(answers, question.id, reply, today)
        looked = course.look(course.replies(answers.current))
    if looked.missing:
        raise _incomplete(looked, begun.file)
    dated = {name: Answer(answer.reply, answer.on or today) for name, answer in answers.current.items()}
    return Answers(dated, answers.earlier, answers.written), 0


def _wrong(looked: course.Looked, begun: _Begun) -> UsageError:
    lines = []
    for name, error in looked.wrong.items():
        place = begun.places.get(name, Place(1, 1))
        lines.append(f"{begun.file}:{place.line}:{place.column}  {name}: {error.message} {error.remedy}")
    return UsageError("\n".join(lines), "Mend the answers, and say it again.")


def _incomplete(looked: course.Looked, file: Path) -> UsageError:
    lines = [f"  {question.id}: {question.text}" for question in looked.missing]
    return UsageError(
        f"{file}: {len(lines)} answers are missing, and nobody can be asked here\n" + "\n".join(lines),
        "Write them into a file for --answers; planner interview --questions prints one to fill in."
        ' "skip" means that you don\'t know. Or say --yes: it takes the defaults, and skip for the rest.',
    )


def _keep(kept: Path, answers: Answers) -> None:
    with _uninterrupted():
        write_text(kept, answers_file.written(answers))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until what was typed is on disk."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _id(run: Session, plan: Path) -> str:
    """The id of the plan that is there, as calendars know it by that; else a free one."""
    try:
        return load(plan).plan.id
    except (PlanInvalid, UsageError):
        return run.free_id(plan)


def _write(plan: Path, text: str, written: str | None) -> Path | None:
    """Write the plan, and give the file; None: it says that already.

    One that isn't as planner wrote it last was edited by a person: it is left alone, and the new one goes
    beside it.
    """
    read(text, str(plan))
    if not plan.exists():
        write_text(plan, text, new=True)
        if not (beside := plan.with_name(SCHEMA_FILE)).exists():
            write_text(beside, SCHEMA.read_text(encoding="utf-8"))
        return plan
    there = plan.read_text(encoding="utf-8", errors="replace")
    if there == text:
        return None
    target = plan if answers_file.fingerprint(there) == written else plan.with_name(plan.name + NEW)
    write_text(target, text)
    return target
