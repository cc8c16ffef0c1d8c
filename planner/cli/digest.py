"""`daemon digest`: what the background service tells, shown or sent."""

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.everyday import doubt_of
from planner.cli.options import Command
from planner.cli.session import Session, session
from planner.errors import PlannerError, UsageError
from planner.progress.moves import moves
from planner.render.digest import Need, Note, Standing, note_json
from planner.render.digest import digest as digest_note
from planner.render.digest import review as review_note
from planner.settings import all_settings
from planner.store.snapshot import Snapshot
from planner.sync.report import PARTLY_DONE, TargetState

app = typer.Typer()


@app.command(cls=Command)
def digest(
    ctx: typer.Context,
    week: Annotated[bool, typer.Option("--week", help="Of the whole week, instead of the day.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Send it, by the ways that [tell] names.")] = False,
) -> None:
    """Show what the background service tells you; with --send, tell it now."""
    from planner.daemon.tell_settings import read_tell

    run = session(ctx)
    mistake = run.fall_back()
    tell = read_tell(run.settings.tell, run.settings.file or Path("settings"))
    if send and not tell.by:
        raise UsageError(
            "no settings say how to tell you", 'Write by = "desktop" below [tell] (docs/settings.md).'
        )
    standing = _standing(run, mistake)
    note = review_note(standing) if week else digest_note(standing)
    shown: dict[str, object] = {
        "schema": "planner.daemon-digest/1",
        "today": run.today.isoformat(),
        "week": week,
        **note_json(note),
    }
    if not send or note is None:
        _show(run, note, shown | {"sent": []})
        return
    from planner.daemon.ways import send as send_by
    from planner.daemon.ways import ways

    sent = send_by(note, ways(tell))
    failed = [one.error for one in sent if one.error is not None]
    rows = [
        {"by": one.by.value, "ok": one.error is None, "message": one.error and one.error.message}
        for one in sent
    ]
    _show(run, note, shown | {"sent": rows})
    for one in sent:
        if one.error is None:
            run.terminal.note(f"Sent by {one.by}.")
        else:
            run.terminal.complain(PlannerError(f"{one.by}: {one.error.message}", one.error.hint))
    if failed:
        raise typer.Exit(PARTLY_DONE if len(failed) < len(sent) else PlannerError.exit_code)


def _show(run: Session, note: Note | None, shown: dict[str, object]) -> None:
    if run.options.json:
        run.terminal.show_json(shown)
    elif note is None:
        run.terminal.show("There is nothing to tell.")
    else:
        style = run.terminal.style
        run.terminal.show("\n".join(style.text(line) for line in (note.subject, "", *note.lines)))


def _standing(run: Session, mistake: PlannerError | None) -> Standing:
    with run.snapshot() as snapshot:
        needs = _needs(run, snapshot, mistake)
    return Standing(run.schedule, moves(run.entries), needs, run.proposals, run.forecast())


def _needs(run: Session, snapshot: Snapshot, mistake: PlannerError | None) -> list[Need]:
    """What only the person can mend: the plan file, a sign-in, a safety stop, the clock."""
    needs = []
    if mistake is not None:
        needs.append(
            Need(mistake.message.splitlines()[0], "mend it; till then the plan as published last holds")
        )
    for target in all_settings(run.settings, run.plan_file):
        known = snapshot.remote(target.name)
        if known.state in {TargetState.SIGN_IN, TargetState.STOPPED}:
            needs.append(Need(f"{target.name}: {known.message or known.state}", known.hint))
    doubt = doubt_of(run, snapshot)
    if doubt is not None:
        needs.append(Need(doubt.words, doubt.remedy))
    return needs
