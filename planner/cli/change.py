"""Taking back and agreeing: `undo`, `redo`, `replan`, `baseline set`."""

from typing import Annotated

import typer

from planner.cli.acts import tell
from planner.cli.options import Command, Group
from planner.cli.session import Session, session
from planner.engine.compare import compare
from planner.engine.publish import published, pulled
from planner.errors import DecisionNeeded, UsageError
from planner.progress.facts import BaselineSet, Undone
from planner.progress.undo import in_force, redoable, summary, undoable
from planner.render.moves import moves_json, moves_text
from planner.sync.runner import dues

app = typer.Typer()
baseline = typer.Typer(cls=Group, help="The dates you agreed to, against which slips are measured.")
app.add_typer(baseline, name="baseline")


@baseline.command("set", cls=Command)
def set_(ctx: typer.Context) -> None:
    """Take today's dates as the ones agreed on."""
    run = session(ctx)
    fact = BaselineSet(run.today, dues(run.schedule))
    before, after = run.schedule, run.after([fact])
    run.record([fact])
    said = f"The dates of today are the baseline now: {len(fact.dues)} items."
    tell(run, "baseline", "", before, after, said, {"on": str(run.today), "items": len(fact.dues)})


@app.command(cls=Command)
def replan(ctx: typer.Context) -> None:
    """Let calendars show every date as the plan has it today: what could come closer does.

    Shows what moves and asks first.
    """
    run = session(ctx)
    shown = {"schema": "planner.replan/1"}
    fact = published(run.today, pulled(run.plan_schedule, run.progress))
    if fact is None or not run.progress.told:
        said = "Every date is as the plan has it." if run.progress.told else "Nothing was published yet."
        if run.options.json:
            run.terminal.show_json(shown | {"done": False, "moves": [], "message": said})
        else:
            run.terminal.show(said)
        return
    effect = compare(run.schedule, run.after([fact]))
    if not run.options.json:
        run.terminal.show("\n".join(moves_text(effect, None, run.terminal.style)))
    if not run.agreed("Move these?", shown | {"done": False} | moves_json(effect)):
        return
    run.record([fact])
    if run.options.json:
        run.terminal.show_json(shown | {"done": True} | moves_json(effect))
    else:
        run.terminal.note("Done.  next: planner sync   (planner undo takes it back)")


Change = Annotated[
    int | None,
    typer.Option(
        "--change", min=1, metavar="N", help="Only if it is this change, as `history --json` has it."
    ),
]


@app.command(cls=Command)
def undo(ctx: typer.Context, change: Change = None) -> None:
    """Take back the last thing you said or did at a target. Shows what goes and asks first."""
    _take_back(ctx, "undo", change)


@app.command(cls=Command)
def redo(ctx: typer.Context, change: Change = None) -> None:
    """Bring back what the last undo took away."""
    _take_back(ctx, "redo", change)


def _take_back(ctx: typer.Context, command: Annotated[str, "undo or redo"], meant: int | None) -> None:
    """Take back a change, or bring one back; with `meant`, only if it is that one's turn."""
    run = session(ctx)
    change = undoable(run.entries) if command == "undo" else redoable(run.entries)
    if meant is not None and meant != change:
        _not_its_turn(run, command, meant)
        return
    if change is None:
        said = "There is nothing to take back." if command == "undo" else "There is nothing to bring back."
        if run.options.json:
            run.terminal.show_json({"schema": f"planner.{command}/1", "takes": [], "done": False})
        else:
            run.terminal.show(said)
        return
    facts, sentences = [Undone(change)], summary(run.entries, change)
    effect = compare(run.schedule, run.after(facts))
    verb = "Takes back" if command == "undo" else "Brings back"
    if not run.options.json:
        style = run.terminal.style
        lines = [line for sentence in sentences for line in style.wrap(f"{verb}: {sentence}")]
        run.terminal.show("\n".join([*lines, *moves_text(effect, None, style)]))
    shown = {"schema": f"planner.{command}/1", "takes": list(sentences)}
    if not run.agreed("Do it?", shown | {"done": False} | moves_json(effect)):
        return
    run.record(facts)
    if run.options.json:
        run.terminal.show_json(shown | {"done": True} | moves_json(effect))
    else:
        back = "redo" if command == "undo" else "undo"
        run.terminal.note(f"Done.  next: planner sync   (planner {back} reverses it)")


def _not_its_turn(run: Session, command: str, meant: int) -> None:
    """Say that a change went before; saying it twice is no error. Raises an error for any other."""
    if meant not in {entry.change for entry in run.entries}:
        raise UsageError(f"there is no change {meant}", "See: planner history --json")
    if meant in {entry.change for entry in in_force(run.entries)}:
        raise DecisionNeeded(
            f"change {meant} isn't the one that {command} would take: nothing was changed",
            "See: planner history --json",
        )
    if run.options.json:
        run.terminal.show_json({"schema": f"planner.{command}/1", "takes": [], "done": False})
    else:
        run.terminal.show("That was taken back already." if command == "undo" else "That is back already.")
