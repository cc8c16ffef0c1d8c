"""How the service is: one line for systemd, and what `planner daemon status` shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from planner.daemon.jobs import Job
from planner.daemon.terms import Terms
from planner.store.codec import RemoteState
from planner.store.presence import Presence

SYNC, DIGEST = "sync", "digest"


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is known of a plan's service. `mistake`: what is wrong with the plan's file."""

    presence: Presence | None
    plan: str
    mistake: str | None
    jobs: Mapping[str, Job]
    targets: Mapping[str, RemoteState]
    log: str
    zone: tzinfo | None


def status_line(jobs: Mapping[str, Job], terms: Terms, mistake: str, address: str | None) -> str:
    """What is wrong, when it synced and will again, and where the page is."""
    sync = jobs[SYNC]
    parts = []
    if mistake:
        parts.append(f"The last good settings are in force: {mistake.rstrip('.')}.")
    elif sync.message:
        parts.append(f"{sync.message.rstrip('.')}.")
    parts.append(f"{_sync(sync, terms.zone, is_running=True)}.".capitalize())
    parts.append(f"Page: {address}" if address else "No page is served.")
    return " ".join(parts)


def standing_json(standing: Standing) -> dict[str, object]:
    """`planner.daemon-status/1`."""
    presence = standing.presence
    return {
        "schema": "planner.daemon-status/1",
        "running": presence is not None,
        "pid": presence.pid or None if presence else None,
        "since": presence.since or None if presence else None,
        "address": presence.address if presence else None,
        "plan": standing.plan,
        "plan_error": standing.mistake,
        "jobs": [
            {
                "name": name,
                "due": _iso(job.due),
                "ran": _iso(job.ran),
                "on": job.on.isoformat() if job.on else None,
                "failures": job.failures,
                "message": job.message or None,
            }
            for name, job in standing.jobs.items()
        ],
        "targets": [
            {
                "name": name,
                "state": state.state or "never synced",
                "message": state.message or None,
                "synced_at": _iso(state.synced_at),
            }
            for name, state in standing.targets.items()
        ],
        "log": standing.log,
    }


def standing_text(standing: Standing) -> str:
    """The same for a person."""
    presence = standing.presence
    rows = [("Service", "not running")]
    if presence is not None:
        since = f" since {_since(presence, standing.zone)}" if presence.since else ""
        rows = [("Service", f"running{since}{f' (process {presence.pid})' if presence.pid else ''}")]
        rows.append(("Page", presence.address or "not served"))
    rows.append(("Plan", standing.plan))
    if standing.mistake:
        rows.append(("", f"can't be used: {standing.mistake}"))
    rows.append(("Sync", _sync(standing.jobs[SYNC], standing.zone, is_running=presence is not None)))
    rows += [("", line) for line in _failures(standing.jobs[SYNC])]
    for name, state in standing.targets.items():
        rows.append((name, state.message or state.state or "never synced"))
    digest = standing.jobs[DIGEST]
    if digest.on is not None or digest.message:
        rows.append(("Digest", f"told last for {digest.on}" if digest.on else "never told"))
        rows += [("", line) for line in _failures(digest)]
    rows.append(("Log", standing.log))
    wide = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:<{wide}}{text}" for name, text in rows)


def _sync(job: Job, zone: tzinfo | None, *, is_running: bool) -> str:
    ran = f"synced at {_at(job.ran, zone)}" if job.ran else "not synced yet"
    return f"{ran}, next at {_at(job.due, zone)}" if job.due and is_running else ran


def _failures(job: Job) -> list[str]:
    if job.failures:
        times = "once" if job.failures == 1 else f"{job.failures} times in a row"
        return [f"failed {times}: {job.message}"]
    return [job.message] if job.message else []


def _since(presence: Presence, zone: tzinfo | None) -> str:
    try:
        return _at(datetime.fromisoformat(presence.since), zone)
    except ValueError:
        return presence.since


def _at(moment: datetime, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
