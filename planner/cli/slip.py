"""`planner slip`: say that something will be late, and see what follows before it counts."""

from datetime import date, timedelta
from typing import Annotated

import typer

from planner.cli.acts import day_of, item_of, tell
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.engine.compare import compare
from planner.engine.values import ItemKind, Scheduled, State
from planner.errors import DecisionNeeded, UsageError
from planner.plan.civil import add
from planner.plan.words import WordError, parse_length
from planner.progress.facts import Slipped
from planner.render.moves import moves_json, moves_text
from planner.render.style import harmless
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
    item = item_of(run, id_)
    if item.kind not in {ItemKind.STEP, ItemKind.GOAL, ItemKind.TASK}:
        raise UsageError(f"{item.id} has a day of its own", f"Move it: planner pin {item.id} DATE")
    if item.state in {State.DONE, State.DROPPED}:
        raise UsageError(f"{item.id} is {item.state.value}", "Only what is open can be late.")
    new = _new_due(item, " ".join(by or []), to)
    fact = Slipped(item.id, new, _new_start(run, item, new))
    before, after = run.schedule, run.after([fact])
    change = compare(before, after)
    shown = next((other.due for other in after.items if other.id == item.id), new)
    said = f"{harmless(item.title)}   {in_words(item.due)} -> {in_words(shown)}"
    if not run.options.json:
        style = run.terminal.style
        run.terminal.show("\n".join([*style.wrap(said), *moves_text(change, item.id, style)]))
    try:
        agreed = run.confirm("Keep this?")
    except DecisionNeeded:
        if run.options.json:
            run.terminal.show_json(_json(item, new, kept=False) | moves_json(change))
        raise
    if not agreed:
        run.terminal.note("Nothing was changed.")
        return
    run.record([fact])
    if run.options.json:
        tell(run, "slip", item.id, before, after, said, {"from": str(item.due), "to": str(new), "kept": True})
    else:
        run.terminal.note("Kept.  next: planner sync   (planner undo takes it back)")


def _json(item: Scheduled, new: date, *, kept: bool) -> dict[str, object]:
    return {"schema": "planner.slip/1", "item": item.id, "from": str(item.due), "to": str(new), "kept": kept}


def _new_due(item: Scheduled, by: str, to: str | None) -> date:
    if bool(by) == (to is not None):
        raise UsageError("say by how much or to which date", f'planner slip {item.id} "5 weeks"')
    if to is not None:
        new = day_of(to)
    else:
        try:
            new = add(item.due, parse_length(by))
        except WordError as error:
            raise UsageError(error.message, error.remedy) from None
        except OverflowError:
            raise UsageError(f"{by} later is past the year 9999", "Slip it by less.") from None
    if new <= item.due:
        raise UsageError(
            f"{in_words(new)} isn't later than {in_words(item.due)}", f"planner pin {item.id} DATE"
        )
    return new


def _new_start(run: Session, item: Scheduled, new: date) -> date | None:
    """A step that hasn't begun keeps its length: its start moves along."""
    begun = item.start <= run.today or item.id in run.progress.started
    if item.kind is not ItemKind.STEP or begun or item.start == item.due:
        return None
    return item.start + timedelta(days=(new - item.due).days)
