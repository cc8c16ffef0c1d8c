"""`page`: the page that the daemon serves, as HTML. A person meets it through `planner open`."""

from collections.abc import Mapping
from datetime import datetime

import typer

from planner.cli.everyday import doubt_of
from planner.cli.options import Command
from planner.cli.prospect import Prospect
from planner.cli.session import Session, session, zone_of
from planner.engine.tracks import Side
from planner.errors import PlannerError
from planner.progress.adoption import unadopted
from planner.progress.moves import moves
from planner.progress.undo import redoable, summary, undoable
from planner.render.page import page_html
from planner.render.view import Desk, Fared, View, Word
from planner.store.snapshot import Snapshot

app = typer.Typer()


@app.command(cls=Command, hidden=True)
def page(ctx: typer.Context) -> None:
    """Print the page that the daemon serves: HTML with an empty place for the server's token.

    Where the plan's file can't be used, it is the page of the plan as published last, and says so.
    """
    run = session(ctx)
    mistake = run.fall_back()
    with run.snapshot() as snapshot:
        desk = _desk(run, snapshot, mistake)
    html = page_html(_view(run, desk))
    # Plain ASCII, so that it comes out the same whatever the encoding of stdout.
    run.terminal.show(html.encode("ascii", "xmlcharrefreplace").decode("ascii"))


def picture_of(run: Session) -> str:
    """The page as a file to keep: nothing on it to press."""
    return page_html(_view(run, None))


def _view(run: Session, desk: Desk | None) -> View:
    return View(run.plan, run.schedule, run.backups, run.forecast(), _sides(run), moves(run.entries), desk)


def _sides(run: Session) -> tuple[Side, ...]:
    prospect = Prospect(run)
    return tuple(prospect.side(name) for name in run.plan.tracks)


def _desk(run: Session, snapshot: Snapshot, mistake: PlannerError | None) -> Desk:
    states = [(name, snapshot.remote(name)) for name in run.synced(snapshot)]
    return Desk(
        tuple(Fared(name, one.state or "ok", one.message, one.hint) for name, one in states),
        _synced_at(run) if states else None,
        mistake,
        doubt_of(run, snapshot),
        unadopted(run.plan, run.progress.theirs),
        _word(run, undoable(run.entries)),
        _word(run, redoable(run.entries)),
        len(run.earlier(run.progress)),
    )


def _synced_at(run: Session) -> datetime | None:
    try:
        return datetime.fromtimestamp(run.lock.stat().st_mtime, zone_of(run.plan))
    except OSError:
        return None


def _word(run: Session, change: int | None) -> Word | None:
    if change is None:
        return None
    titles = {item.id: item.title for item in run.schedule.items}
    return Word(change, tuple(_titled(one, titles) for one in summary(run.entries, change)))


def _titled(sentence: str, titles: Mapping[str, str]) -> str:
    """A sentence that begins with an item's id, with its title instead."""
    name, _, rest = sentence.partition(" ")
    return f"{titles.get(name, name)} {rest}".rstrip()
