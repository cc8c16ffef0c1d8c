"""`feed url`, `feed rotate`, `feed export`: the calendar as an address that other programs subscribe to."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from planner.cli.files import write_bytes
from planner.cli.options import Command, Group
from planner.cli.session import Session, session
from planner.errors import PlannerError, UsageError
from planner.store.presence import Presence, presence_file, present
from planner.targets import calendar_files
from planner.web.address import Address, address, base_of, names
from planner.web.hosts import is_everywhere, is_loopback
from planner.web.settings import FeedSettings, read_feed
from planner.web.shelf import Shelf
from planner.web.tokens import obtain, rotate, settled_token

app = typer.Typer()
feed = typer.Typer(cls=Group, help="The calendar as an address to subscribe to.")
app.add_typer(feed, name="feed")

SERVE_IT = "planner daemon run serves it; planner daemon install does from now on."
SLOWNESS = (
    "Programs look again when they like: Thunderbird after half an hour, Apple as you set it, Outlook on the",
    "web after 3 to 24 hours, Google after 8 to 24. What a target writes to Google itself is there at once.",
)
EVERYWHERE = (
    "The daemon listens at every address of this computer; other computers use one of those in the place of",
    "this computer's own. A name of your choice is set as address in [feed] (docs/feed.md).",
)
LOCAL = (
    "Only programs on this computer reach this address. Google, Outlook on the web and your phone fetch from",
    "elsewhere: they need a public one, which you set as address in [feed] (docs/feed.md).",
)
SECRET = ("Whoever has the address can read the calendar. planner feed rotate makes a new one.",)


@feed.command(cls=Command)
def url(ctx: typer.Context) -> None:
    """Show the address of the calendar, for programs that subscribe to one."""
    run = session(ctx)
    run.fall_back()
    files, settings = _files(run), _settings(run)
    service = present(presence_file(run.database))
    base = _base(settings, service)
    with run.snapshot() as snapshot:
        token = settled_token(snapshot.feed_tokens(), run.database)
    if token is None:
        with run.store() as store:
            token = obtain(store, run.database)
    _show(run, "feed-url", settings, service, _addresses(base, token, files), {})


@feed.command("rotate", cls=Command)
def rotate_(ctx: typer.Context) -> None:
    """Make a new address; the one before ends. Asks first."""
    run = session(ctx)
    run.fall_back()
    files, settings = _files(run), _settings(run)
    service = present(presence_file(run.database))
    base = _base(settings, service)
    run.terminal.note("The present address ends: who subscribed to it sees no change any more.")
    if not run.agreed("Make a new one?", {"schema": "planner.feed-rotate/1", "rotated": False}):
        return
    with run.store() as store:
        token = rotate(store, run.database)
    _show(run, "feed-rotate", settings, service, _addresses(base, token, files), {"rotated": True})


@feed.command(cls=Command)
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; - is stdout.")],
    target: Annotated[
        str | None, typer.Argument(metavar="[TARGET]", help="The target whose calendar it is, of several.")
    ] = None,
) -> None:
    """Write the calendar as the feed has it to a file."""
    run = session(ctx)
    run.fall_back()
    chosen, path = _chosen(_files(run), target)
    to_stdout = str(file) == "-"
    if to_stdout and run.options.json:
        raise UsageError("--json and the calendar can't both go to stdout", "Name a file.")
    content = Shelf().read(path)
    if content is None:
        raise PlannerError(f"there is no calendar at {path} yet", "planner sync writes it.")
    if to_stdout:
        sys.stdout.buffer.write(content.body)
        sys.stdout.buffer.flush()
        return
    if file.resolve() == path.resolve():
        raise UsageError(f"{file} is the calendar itself", "Name another file.")
    write_bytes(file, content.body)
    shown = {
        "schema": "planner.feed-export/1",
        "target": chosen,
        "file": str(file),
        "bytes": len(content.body),
    }
    if run.options.json:
        run.terminal.show_json(shown)
    else:
        run.terminal.show(f"Wrote {file}")


def _files(run: Session) -> Mapping[str, Path]:
    """The calendar files, by target. Raises UsageError where no target writes any."""
    files = calendar_files(run.settings, run.plan, run.plan_file)
    if not files:
        raise UsageError(
            f"{run.settings.file}: no target writes a calendar file, so there is nothing to subscribe to",
            'Add [targets.calendar] with type = "ics".',
        )
    return files


def _settings(run: Session) -> FeedSettings:
    return read_feed(str(run.settings.file), run.settings.feed)


def _chosen(files: Mapping[str, Path], target: str | None) -> tuple[str, Path]:
    if target is None and len(files) == 1:
        return next(iter(files.items()))
    if target is not None and target in files:
        return target, files[target]
    what = "several targets write a calendar" if target is None else f'no target "{target}" writes a calendar'
    raise UsageError(what, f"Name one: {', '.join(files)}.")


def _base(settings: FeedSettings, service: Presence | None) -> str:
    if settings.base is not None:
        return settings.base
    if service is not None and service.address is not None:
        return service.address.rstrip("/")
    if settings.listen.port == 0:
        raise PlannerError("the port is found when the daemon starts, and it doesn't run", SERVE_IT)
    return base_of(settings.listen)


def _addresses(base: str, token: str, files: Mapping[str, Path]) -> Mapping[str, Address]:
    return {target: address(base, token, name) for target, name in names(files).items()}


def _show(
    run: Session,
    command: str,
    settings: FeedSettings,
    service: Presence | None,
    addresses: Mapping[str, Address],
    more: Mapping[str, object],
) -> None:
    served = service is not None and service.address is not None
    if run.options.json:
        rows = [{"target": target, **asdict(one)} for target, one in addresses.items()]
        shown = {"public": settings.base is not None, "served": served, "calendars": rows}
        run.terminal.show_json({"schema": f"planner.{command}/1", **more, **shown})
        return
    for target, one in addresses.items():
        named = [target] if len(addresses) > 1 else []
        lines = [*named, one.url, f"  to subscribe  {one.webcal}", f"  for Google    {one.google}"]
        run.terminal.show("\n".join(lines))
    for line in (*SLOWNESS, *_reach(settings), *SECRET):
        run.terminal.note(line)
    if not served:
        run.terminal.note(f"Nothing serves it now. {SERVE_IT}")


def _reach(settings: FeedSettings) -> tuple[str, ...]:
    """What is to be said of who reaches the address."""
    host = settings.listen.host
    if settings.base is not None:
        return ()
    if is_everywhere(host):
        return EVERYWHERE
    return LOCAL if host == "localhost" or is_loopback(host) else ()
