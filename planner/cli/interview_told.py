"""What an interview tells at its end, and the questions as a file or an object."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.cli.conversation import shown
from planner.cli.session import Session
from planner.coach import answers as answers_file
from planner.coach.compare import Differences, differences
from planner.coach.interview import asked_when, changed
from planner.coach.questions import QUESTIONS
from planner.coach.replies import Replies
from planner.coach.rules import drafted
from planner.engine.schedule import schedule
from planner.plan.civil import in_words
from planner.plan.read import read
from planner.progress.values import Progress


class Ended(NamedTuple):
    """How an interview ended: the answers that count, those that counted before (None: there were none), how
    many were asked for, and the plan, with the file that it was written to (None: it said that already).
    """

    known: Replies
    then: Replies | None
    asked: int
    plan: Path
    answers: Path
    text: str
    wrote: Path | None


def tell(run: Session, ended: Ended, today: date) -> None:
    """Say what was written, what changed and what comes next."""
    plan = read(ended.text, str(ended.plan)).plan
    dates = schedule(plan, Progress(), plan.start or today)
    changes = changed(ended.then, ended.known) if ended.then is not None else ()
    parts = (
        differences(drafted(ended.then), drafted(ended.known)) if ended.then is not None else Differences()
    )
    backups = [name for name, track in plan.tracks.items() if track.use_when]
    if run.options.json:
        run.terminal.show_json(
            {
                "schema": "planner.interview/1",
                "plan": str(ended.plan),
                "answers": str(ended.answers),
                "wrote": str(ended.wrote) if ended.wrote else None,
                "asked": ended.asked,
                "gaps": list(plan.gaps),
                "steps": list(plan.steps),
                "backup_tracks": backups,
                "finish": dates.finish.isoformat(),
                "changed": [{"question": name, "before": then, "after": now} for name, then, now in changes],
                "plan_changes": parts._asdict(),
            }
        )
        return
    for name, then, now in changes:
        run.terminal.show(f"{name}: {shown(then)} -> {shown(now)}")
    for label, names in parts._asdict().items():
        if names:
            run.terminal.show(f"  {label:<8} {', '.join(names)}")
    run.terminal.show(_outcome(ended, len(plan.steps), len(plan.gaps)))
    run.terminal.show(f"It lands on {in_words(dates.finish)}. Plan B: {', '.join(backups)}.")
    for conflict in dates.conflicts:
        run.terminal.note(f"{conflict.message}. {' Or: '.join(conflict.ways_out)}")
    is_beside = ended.wrote is not None and ended.wrote != ended.plan
    follow = f"diff -u {ended.plan} {ended.wrote}" if is_beside else f"planner check {ended.plan}"
    run.terminal.note(f"Your answers are kept in {ended.answers}.\nnext: {follow}")


def _outcome(ended: Ended, steps: int, gaps: int) -> str:
    if ended.wrote is None:
        return f"{ended.plan} says that already."
    if ended.wrote != ended.plan:
        return f"You edited {ended.plan}, so it was left alone. The plan of these answers: {ended.wrote}"
    return f"Wrote {ended.plan}: {steps} steps, and {gaps} gaps, each with a step that closes it."


def show_questions(run: Session) -> None:
    """All questions: as an answers file to fill in, or with `--json` as an object."""
    if not run.options.json:
        run.terminal.show(answers_file.blank().rstrip())
        return
    rows: list[Mapping[str, object]] = [
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
            "asked_when": asked_when(question) or None,
        }
        for question in QUESTIONS
    ]
    run.terminal.show_json({"schema": "planner.questions/1", "questions": rows})
