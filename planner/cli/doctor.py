"""`planner doctor`: each check says in a line what is wrong and how to mend it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import typer

from planner.cli.auth import examined
from planner.cli.session import Session
from planner.errors import PlannerError
from planner.render.words import count
from planner.sync.health import HEALTHY
from planner.targets import configured


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; `exit_code` counts when it isn't ok."""

    check: str
    ok: bool
    message: str
    remedy: str = ""
    exit_code: int = 0


def diagnose(run: Session) -> list[Finding]:
    """Check settings, plan, state and targets, in this order. What needs the plan is left out without it."""
    from planner.daemon.tell_settings import read_tell

    version = ".".join(map(str, sys.version_info[:3]))
    findings = [Finding("python", ok=True, message=version)]
    try:
        file = run.settings.file
        read_tell(run.settings.tell, file or Path("settings"))
        findings.append(Finding("settings", ok=True, message=str(file or "none: the defaults are used")))
        plan = run.plan
        steps = count(len(plan.steps), "step")
        findings.append(Finding("plan", ok=True, message=f"{run.plan_file}: {steps}, id {plan.id}"))
    except PlannerError as error:
        return [*findings, _failed("plan" if len(findings) > 1 else "settings", error)]
    return [*findings, _state(run), *target_findings(run)]


def _failed(check: str, error: PlannerError) -> Finding:
    words = error.message.removeprefix(f"{check}: ")
    return Finding(check, ok=False, message=words, remedy=error.hint, exit_code=error.exit_code)


def _state(run: Session) -> Finding:
    try:
        facts = len(run.entries)
    except PlannerError as error:
        return _failed("state", error)
    for path in (run.database, run.database.parent):
        if path.exists() and not os.access(path, os.W_OK):
            closed = PlannerError(f"{path} can't be written to", f"Open it: chmod u+w {path}")
            return _failed("state", closed)
    return Finding("state", ok=True, message=f"{run.database}: {count(facts, 'fact')}")


def target_findings(run: Session) -> list[Finding]:
    """Check each target: its settings, its sign-in, and that it can be read."""
    findings = []
    try:
        targets = configured(run.settings, run.plan, run.plan_file)
    except PlannerError as error:
        return [_failed("targets", error)]
    told = dict(examined(run))
    for target in targets:
        said = told.get(target.name, "")
        if isinstance(said, PlannerError):
            findings.append(_failed(target.name, said))
            continue
        try:
            remote = target.open(None, HEALTHY)
            remote.pull(None)
        except PlannerError as error:
            findings.append(_failed(target.name, error))
        else:
            message = f"{remote.place}. {said}" if said else remote.place
            findings.append(Finding(target.name, ok=True, message=message))
    return findings


def show_findings(run: Session, command: str, findings: list[Finding]) -> None:
    """Print them; raise typer.Exit with the code of the first that isn't ok."""
    if run.options.json:
        rows = [{"check": f.check, "ok": f.ok, "message": f.message, "remedy": f.remedy} for f in findings]
        run.terminal.show_json({"schema": f"planner.{command}/1", "checks": rows})
    else:
        style = run.terminal.style
        for finding in findings:
            sign = style.glyph("✓", "ok") if finding.ok else style.glyph("✗", "!!")
            run.terminal.show(f"{sign} {finding.check:<9} {finding.message}")
            if finding.remedy:
                run.terminal.show(f"{'':<{len(sign)}} {'':<9} {finding.remedy}")
    worst = next((finding.exit_code for finding in findings if not finding.ok), 0)
    if worst:
        raise typer.Exit(worst)
