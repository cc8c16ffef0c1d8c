"""`planner interview`: from questions to a plan file."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from planner.cli.conversation import Conversation, shown
from planner.cli.files import write_text
from planner.cli.options import Command
from planner.cli.session import Session, now, session
from planner.cli.start import SCHEMA_FILE
from planner.coach import answers as answers_file
from planner.coach import interview as course
from planner.coach.compare import Differences, differences
from planner.coach.questions import QUESTIONS
from planner.coach.replies import default
from planner.coach.rules import drafted
from planner.coach.values import UNKNOWN, Answer, Answers, Question
from planner.coach.write import plan_text
from planner.config import SCHEMA
from planner.engine.schedule import schedule
from planner.errors import PlanInvalid, UsageError
from planner.plan.civil import in_words
from planner.plan.problems import Place
from planner.plan.read import load, read
from planner.plan.source import read_text
from planner.progress.values import Progress

app = typer.Typer()

PLAN = "plan.yaml"
ENDING = ".answers.yaml"


class _Written(NamedTuple):
    """What became of the plan: the file that was written, whether it says something new, and what it says."""

    file: Path
    changed: bool
    text: str


@app.command(cls=Command)
def interview(
    ctx: typer.Context,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where you stopped.")] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Ask everything anew, and say what changed since.")
    ] = False,
    file: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="Take the answers from a file.")
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="Print the questions, as a file to fill in.")
    ] = False,
) -> None:
    """Answer some questions, and get a plan: 25 at most, in a quarter of an hour."""
    run = session(ctx)
    if sum([resume, again, file is not None, questions]) > 1:
        raise UsageError("--resume, --again, --answers and --questions exclude each other", "Choose one.")
    if questions:
        _show_questions(run)
        return
    plan = _plan_file(run)
    kept = plan.with_name(plan.stem + ENDING)
    answers, places = _begun(run, kept, resume=resume, again=again, file=file)
    answers, asked = _completed(run, kept, answers, places, file or kept)
    known = course.look(course.replies(answers.current)).known
    draft = drafted(known)
    wrote = _write(plan, plan_text(draft, known, _id(run, plan)), answers)
    if wrote.file == plan:
        answers = Answers(answers.current, answers.earlier, answers_file.fingerprint(wrote.text))
    _keep(kept, answers)
    _tell(run, plan, kept, wrote, answers, asked)


def _show_questions(run: Session) -> None:
    if not run.options.json:
        run.terminal.show(answers_file.blank().rstrip())
        return
    rows = [
        {
            "id": question.id,
            "section": question.section.value,
            "text": question.text,
            "why": question.why,
            "kind": question.kind.value,
            "example": question.example,
            "options": [{"word": option.word, "text": option.text} for option in question.options],
            "options_from": question.options_from,
            "default": question.default or None,
            "has_none": question.has_none,
            "unknown": question.unknown or None,
            "asked_when": course.asked_when(question) or None,
        }
        for question in QUESTIONS
    ]
    run.terminal.show_json({"schema": "planner.questions/1", "questions": rows})


def _plan_file(run: Session) -> Path:
    """`--plan`, else the settings' plan, else that of the only answers here, else plan.yaml."""
    if run.options.plan:
        return Path(run.options.plan)
    if run.settings.plan:
        return run.settings.plan
    found = sorted(Path().glob(f"*{ENDING}"))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise UsageError(f"there are several answers here: {names}", "Name the plan with --plan.")
    return Path(found[0].name.removesuffix(ENDING) + ".yaml") if found else Path(PLAN)


def _begun(
    run: Session, kept: Path, *, resume: bool, again: bool, file: Path | None
) -> tuple[Answers, dict[str, Place]]:
    """The answers to go on from, and where each stands in the file that it was read from."""
    exists = kept.exists()
    if exists and not (resume or again or file):
        raise UsageError(
            f"{kept} holds answers already",
            "Go on with: planner interview --resume. Answer anew with: planner interview --again",
        )
    if (resume or again) and not exists:
        raise UsageError(f"there are no answers yet: {kept}", "Begin with: planner interview")
    answers, places = _read(kept) if exists else (Answers(), {})
    if again:
        if course.look(course.replies(answers.current)).missing:
            raise UsageError(f"{kept} isn't complete", "Go on first: planner interview --resume")
        return course.again(answers), {}
    if file is None or (exists and kept.samefile(file)):
        return answers, places
    theirs, places = _read(file)
    if course.replies(theirs.current) == course.replies(answers.current):
        return answers, places
    base = course.again(answers) if answers.current else answers
    day = run.options.today or now().astimezone().date()
    dated = {name: Answer(answer.reply, answer.on or day) for name, answer in theirs.current.items()}
    return Answers(dated, base.earlier or theirs.earlier, base.written), places


def _read(file: Path) -> tuple[Answers, dict[str, Place]]:
    if not file.exists():
        raise UsageError(f"there is no file {file}", "planner interview --questions prints one to fill in.")
    try:
        kept = answers_file.read(read_text(file), str(file))
    except PlanInvalid as error:
        raise UsageError(error.message, error.hint) from None
    return kept.answers, dict(kept.places)


def _completed(
    run: Session, kept: Path, answers: Answers, places: dict[str, Place], file: Path
) -> tuple[Answers, int]:
    """All answers, and how many were asked for. Raises UsageError where nobody can answer what is missing."""
    day = run.options.today or now().astimezone().date()
    asked = run.options
    is_asking = (
        not (asked.no_input or asked.json or asked.yes) and sys.stdin is not None and sys.stdin.isatty()
    )
    looked = course.look(course.replies(answers.current))
    if is_asking and looked.missing:
        talk = Conversation(run.terminal, day, lambda answers: _keep(kept, answers))
        _keep(kept, answers)
        try:
            return talk.held(answers), talk.asked
        except (KeyboardInterrupt, typer.Abort):
            run.terminal.note(f"\nKept so far: {kept}\nnext: planner interview --resume{_named(run)}")
            raise
    if looked.wrong:
        lines = [
            f"{file}:{places[name].line}:{places[name].column}  {name}: {error.message} {error.remedy}"
            if name in places
            else f"{file}  {name}: {error.message} {error.remedy}"
            for name, error in looked.wrong.items()
        ]
        raise UsageError("\n".join(lines), "Mend the answers, and say it again.")
    while asked.yes and looked.missing:
        question = looked.missing[0]
        reply = default(question, day) or (UNKNOWN if question.unknown else None)
        if reply is None:
            break
        answers = course.given(answers, question.id, reply, day)
        looked = course.look(course.replies(answers.current))
    if looked.missing:
        raise _incomplete(looked.missing, file)
    return answers, 0


def _incomplete(missing: tuple[Question, ...], file: Path) -> UsageError:
    lines = [f"  {question.id}: {question.text}" for question in missing]
    return UsageError(
        f"{file}: {len(missing)} answers are missing, and nobody can be asked here\n" + "\n".join(lines),
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
    """The id of the plan that is there: calendars know it by that; else a free one."""
    try:
        return load(plan).plan.id
    except (PlanInvalid, UsageError):
        return run.free_id(plan)


def _write(plan: Path, text: str, answers: Answers) -> _Written:
    """Write the plan; one that a person edited is left alone, and the new one goes beside it."""
    text = f"# yaml-language-server: $schema={SCHEMA_FILE}\n{text}"
    read(text, str(plan))
    beside = plan.with_name(SCHEMA_FILE)
    if not plan.exists():
        write_text(plan, text, new=True)
        if not beside.exists():
            write_text(beside, SCHEMA.read_text(encoding="utf-8"))
        return _Written(plan, changed=True, text=text)
    there = plan.read_text(encoding="utf-8", errors="replace")
    if there == text:
        return _Written(plan, changed=False, text=text)
    # Of another ending, so that no command takes it for a second plan.
    target = (
        plan if answers_file.fingerprint(there) == answers.written else plan.with_name(f"{plan.name}.new")
    )
    write_text(target, text)
    return _Written(target, changed=True, text=text)


def _tell(run: Session, plan: Path, kept: Path, wrote: _Written, answers: Answers, asked: int) -> None:
    made = read(wrote.text, str(wrote.file)).plan
    begin = made.start or run.options.today or now().date()
    dates = schedule(made, Progress(), begin)
    changes = course.changed(answers)
    what = _differences(answers)
    backups = [name for name, track in made.tracks.items() if track.use_when]
    if run.options.json:
        run.terminal.show_json(
            {
                "schema": "planner.interview/1",
                "plan": str(plan),
                "answers": str(kept),
                "wrote": str(wrote.file) if wrote.changed else None,
                "asked": asked,
                "gaps": list(made.gaps),
                "steps": list(made.steps),
                "backup_tracks": backups,
                "finish": dates.finish.isoformat(),
                "changed": [{"question": name, "before": then, "after": new} for name, then, new in changes],
                "plan_changes": what._asdict() if what else None,
            }
        )
        return
    for name, then, new in changes:
        run.terminal.show(f"{name}: {shown(then)} -> {shown(new)}")
    if what:
        for label, names in what._asdict().items():
            if names:
                run.terminal.show(f"  {label:<8} {', '.join(names)}")
    if not wrote.changed:
        run.terminal.show(f"{plan} says that already.")
    elif wrote.file == plan:
        run.terminal.show(
            f"Wrote {plan}: {len(made.steps)} steps, {len(made.gaps)} gaps, all of them closed."
        )
    else:
        run.terminal.show(
            f"You edited {plan}, so it was left alone. What the answers make of it: {wrote.file}"
        )
    run.terminal.show(f"It lands on {in_words(dates.finish)}. Plan B: {', '.join(backups)}.")
    for conflict in dates.conflicts:
        run.terminal.note(f"{conflict.message}. {' Or: '.join(conflict.ways_out)}")
    follow = (
        f"diff -u {plan} {wrote.file}"
        if wrote.file != plan
        else f"planner check {plan}, then planner timeline"
    )
    run.terminal.note(f"Your answers are kept in {kept}.\nnext: {follow}")


def _differences(answers: Answers) -> Differences | None:
    """What the plan has otherwise than after the round before; None: there was none, or nothing."""
    if not answers.earlier:
        return None
    then = course.look(course.replies(answers.earlier[0]))
    if then.missing:
        return None
    found = differences(drafted(then.known), drafted(course.look(course.replies(answers.current)).known))
    return found if any(found) else None


def _named(run: Session) -> str:
    return f" --plan {run.options.plan}" if run.options.plan else ""
