"""A plain loop of gcsa's `add_event`, run by the Python of .tools/peers: ROOT CALENDAR CREDENTIALS EVENTS.

EVENTS is a JSON list of event resources, of which it sends what people see.
"""

import json
import sys
from datetime import date
from pathlib import Path

from gcsa.event import Event  # type: ignore[import-not-found]  # lives in a venv of its own
from gcsa.google_calendar import GoogleCalendar  # type: ignore[import-not-found]  # lives there, too
from google.oauth2.credentials import Credentials


def main(root: str, name: str, saved: str, events: str) -> None:
    """Add them all, one by one."""
    token = json.loads(Path(saved).read_text("utf-8"))["token"]
    credentials = Credentials(token)  # type: ignore[no-untyped-call]  # brings no types
    calendar = GoogleCalendar(name, credentials=credentials)
    # It has no setting for another server than Google's.
    calendar.service._baseUrl = f"{root}calendar/v3/"  # noqa: SLF001 - see above
    for told in json.loads(Path(events).read_text("utf-8")):
        start, end = (date.fromisoformat(told[at]["date"]) for at in ("start", "end"))
        calendar.add_event(Event(told["summary"], start, end, description=told["description"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
