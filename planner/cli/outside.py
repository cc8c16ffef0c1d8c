"""What leaves the house: `sync` and `targets`."""

import os
from typing import Annotated

import typer

from planner.cli.doctor import show_findings, target_findings
from planner.cli.options import Command, Group
from planner.cli.session import SOMETHING_TO_DO, Session, now, session
from planner.errors import UsageError
from planner.render.sync import sync_json, sync_text
from planner.settings import all_settings
from planner.sync.apply import Watch
from planner.sync.operations import Op
from planner.sync.report import Report
from planner.sync.runner import Order, dry_run
from planner.sync.runner import sync as run_sync
from planner.targets import configured

app = typer.Typer()
targets = typer.Typer(cls=Group, help="Where the plan is pushed to.")
app.add_typer(targets, name="targets")


@app.command(cls=Command)
def sync(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="[TARGET]...", help="Only these.")] = None,
    dry: Annotated[
        bool, typer.Option("-n", "--dry-run", help="Show what would be done; change nothing.")
    ] = False,
    allow_deletes: Annotated[
        int | None, typer.Option("--allow-deletes", min=0, metavar="N", help="Let up to N items be deleted.")
    ] = None,
    accept_clock: Annotated[
        bool, typer.Option("--accept-clock", help="The clock is right, although it went back or jumped.")
    ] = False,
    unattended: Annotated[
        bool,
        typer.Option(
            "--unattended", help="As the daemon does it: let targets rest, set a broken plan file aside."
        ),
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="With --dry-run: exit with 10 when it shows anything.")
    ] = False,
) -> None:
    """Bring calendars and task lists up to date.

    What you did there is taken over.
    """
    if check and not dry:
        raise UsageError("--check goes with --dry-run", "planner sync --dry-run --check")
    run = session(ctx)
    mistake = run.fall_back() if unattended else None
    chosen = configured(run.settings, run.plan, run.plan_file, tuple(names or ()))
    order = Order(
        run.plan,
        run.today,
        run.plan_as_of,
        allow_deletes,
        now,
        typed=not unattended,
        by_clock=run.options.today is None,
        accept_clock=accept_clock,
        watch=_watch(run),
        text=run.text,
        planned_from=run.planned_from,
    )
    try:
        if dry:
            with run.snapshot() as snapshot:
                report = dry_run(order, chosen, snapshot)
        else:
            with run.locked(), run.store(backed_up=True) as store:
                report = run_sync(order, chosen, store)
                os.utime(run.lock)
    finally:
        run.terminal.progress("")
    _show(run, report)
    if mistake is not None:
        run.terminal.note("Synced is the plan as it was published last, because:")
        raise mistake
    if report.exit_code:
        raise typer.Exit(report.exit_code)
    if check and any(op.op is not Op.KEEP for target in report.targets for op in target.operations):
        raise typer.Exit(SOMETHING_TO_DO)


def _watch(run: Session) -> Watch:
    def watch(name: str, done: int, total: int) -> None:
        run.terminal.progress(f"{name}: {done} of {total}" if total else f"{name} ...")

    return watch


def _show(run: Session, report: Report) -> None:
    if run.options.json:
        run.terminal.show_json(sync_json(report))
        return
    run.terminal.show(sync_text(report, run.terminal.style))
    conflicts = report.schedule.conflicts
    if conflicts:
        needs = "1 conflict needs" if len(conflicts) == 1 else f"{len(conflicts)} conflicts need"
        run.terminal.note(f"{needs} a decision: planner status")


@targets.command("list", cls=Command)
def list_(ctx: typer.Context) -> None:
    """List the configured targets and how their last sync ended."""
    run = session(ctx)
    known = all_settings(run.settings, run.plan_file)
    with run.snapshot() as snapshot:
        states = {target.name: snapshot.remote(target.name) for target in known}
    rows = [
        {
            "name": target.name,
            "type": target.type,
            "place": states[target.name].place,
            "state": states[target.name].state or "never synced",
            "message": states[target.name].message or None,
        }
        for target in known
    ]
    if run.options.json:
        run.terminal.show_json({"schema": "planner.targets/1", "targets": rows})
        return
    wide = max(len(target.name) for target in known)
    for row in rows:
        line = f"{row['name']:<{wide}}  {row['type']}  {row['message'] or row['state']}  {row['place'] or ''}"
        run.terminal.show(line.rstrip())


@targets.command("test", cls=Command)
def examine(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[TARGET]", help="Only this one.")] = None,
) -> None:
    """Ask targets whether they can be reached and read. Changes nothing."""
    run = session(ctx)
    if name is not None:
        configured(run.settings, run.plan, run.plan_file, (name,))
    findings = [one for one in target_findings(run) if name in {None, one.check}]
    show_findings(run, "targets-test", findings)


@targets.command(cls=Command)
def reset(
    ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="TARGET", help="The target.")]
) -> None:
    """Forget what a target held, and start anew with it.

    What is recorded as done stays. Asks first.
    """
    run = session(ctx)
    (target,) = configured(run.settings, run.plan, run.plan_file, (name,))
    with run.snapshot() as snapshot:
        held = len(snapshot.base(name))
    run.terminal.note(f"{name}: {held} items will be forgotten; the next sync looks at what is there.")
    shown = {"schema": "planner.targets-reset/1", "target": name, "items": held}
    if not run.agreed("Forget them?", shown | {"forgotten": False}):
        return
    with run.locked(), run.store(backed_up=True) as store:
        target.forget(store.remote(name).place)
        store.forget(name)
    if run.options.json:
        run.terminal.show_json(shown | {"forgotten": True})
    else:
        run.terminal.show(f"{name}: forgotten.")
        run.terminal.note("next: planner sync --dry-run")
