"""How the service is, in one line for systemd."""

from collections.abc import Mapping

from planner.daemon.jobs import Job
from planner.daemon.terms import Terms

SYNC = "sync"


def status_line(jobs: Mapping[str, Job], terms: Terms, mistake: str, address: str | None) -> str:
    """What is wrong, when it synced and will again, and where the page is."""
    sync = jobs[SYNC]
    parts = []
    if mistake:
        parts.append(f"The last good settings are in force: {mistake}.")
    elif sync.message:
        parts.append(f"{sync.message.rstrip('.')}.")
    ran = f"Synced at {terms.local(sync.ran):%H:%M}" if sync.ran else "Not synced yet"
    parts.append(f"{ran}, next at {terms.local(sync.due):%H:%M}." if sync.due else f"{ran}.")
    parts.append(f"Page: {address}" if address else "No page is served.")
    return " ".join(parts)
