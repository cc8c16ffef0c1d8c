"""`planner slip`: say that something will be late, and see what follows before it counts."""

from datetime import date, timedelta
from typing import Annotated

import typer

from planner.cli.acts import day_of, item_of
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.cli.statements import Statement
from planner.engine.compare import compare
from planner.engine.values import ItemKind, Schedule, Scheduled, State
from planner.errors import UsageError
from planner.plan.civil import add
from planner.plan.words import WordError, parse_length
from planner.progress.facts import Slipped
from planner.render.moves import moves_json, moves_text
from planner.render.words import day as in_words

app = typer.Typer()


@app.command(cls=Command)
def slip(
    ctx: typer.Context,
    id_: Annotated[str, typer.Argument(metavar="ID", help="The step, goal or task that will be late.")],
    by: Annotated[list[str] | None, typer.Argument(metavar="BY", help='By how much, like "5 weeks".')] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Its new date instead.")] = None,
) -> None:
    """Say that something will be late. Shows what moves and asks before it counts."""
    run = session(ctx)
    statement = slipped(run, id_, " ".join(by or []), to)
    change = compare(run.schedule, run.after(statement.facts))
    if not run.options.json:
        style = run.terminal.style
        lines = [*style.wrap(statement.said), *moves_text(change, statement.about, style)]
        run.terminal.show("\n".join(lines))
    shown = {"schema": "planner.slip/1", "item": statement.about, **statement.more}
    effect = moves_json(change)
    if not run.agreed("Keep this?", shown | {"kept": False} | effect):
        return
    run.record(statement.facts)
    if run.options.json:
        run.terminal.show_json(shown | {"kept": True} | effect)
    else:
        run.terminal.note("Kept.  next: planner sync   (planner undo takes it back)")


def slipped(run: Session, name: str, by: str, to: str | None) -> Statement:
    """Something will be late: by a length, or to a day. Raises UsageError for what can't be."""
    item = item_of(run, name)
    if item.kind not in {ItemKind.STEP, ItemKind.GOAL, ItemKind.TASK}:
        raise UsageError(f"{item.id} has a day of its own", f"Move it: planner pin {item.id} DATE")
    if item.state in {State.DONE, State.DROPPED}:
        raise UsageError(f"{item.id} is {item.state.value}", "Only what is open can be late.")
    new = _new_due(item, by, to)
    fact, after = _slipped(run, item, new)
    due = _due(after, item) or new
    said = f"{item.title}   {in_words(item.published_due)} -> {in_words(due)}"
    return Statement(item.id, (fact,), said, {"from": str(item.published_due), "to": str(due)})


def _new_due(item: Scheduled, by: str, to: str | None) -> date:
    if bool(by) == (to is not None):
        raise UsageError("say by how much or to which date", f'planner slip {item.id} "5 weeks"')
    if to is not None:
        new = day_of(to)
    else:
        try:
            new = add(item.published_due, parse_length(by))
        except WordError as error:
            raise UsageError(error.message, error.remedy) from None
        except OverflowError:
            raise UsageError(f"{by} later is past the year 9999", "Slip it by less.") from None
    latest = max(item.due, item.published_due)
    if new <= latest:
        raise UsageError(
            f"{in_words(new)} isn't later than {in_words(latest)}", f"planner pin {item.id} DATE"
        )
    return new


def _slipped(run: Session, item: Scheduled, new: date) -> tuple[Slipped, Schedule]:
    """The fact that makes the item due on the new day, and the schedule with it.

    Months differ in length: the start that is as many days later may end a few days beyond.
    """
    start = _new_start(run, item, new)
    fact = Slipped(item.id, new, start)
    after = run.after([fact])
    due = _due(after, item)
    if start is not None and due is not None and due > new:
        closer = Slipped(item.id, new, start - (due - new))
        closer_after = run.after([closer])
        if _due(closer_after, item) == new:
            return closer, closer_after
    return fact, after


def _due(schedule: Schedule, item: Scheduled) -> date | None:
    return next((other.due for other in schedule.items if other.id == item.id), None)


def _new_start(run: Session, item: Scheduled, new: date) -> date | None:
    """A step that hasn't begun keeps its length: its start moves along."""
    begun = item.start <= run.today or item.id in run.progress.started
    if item.kind is not ItemKind.STEP or begun or item.start == item.due:
        return None
    return item.start + timedelta(days=(new - item.due).days)
