"""The ways to tell a person something. Each is tried at the same time as the others, and has 20 seconds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Thread
from time import monotonic

from planner.daemon.telling import Tell, Way
from planner.errors import PlannerError
from planner.render.digest import Note

SECONDS = 20.0
"""How long one way may take, with all that it asks for."""

Send = Callable[[Note], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """How one way ended; `error` None: it was sent."""

    by: Way
    error: PlannerError | None = None


def ways(tell: Tell) -> Mapping[Way, Send]:
    """What sends a note, for each way that the settings name. They raise PlannerError."""
    found: dict[Way, Send] = {}
    for way in tell.by:
        if way is Way.DESKTOP:
            from planner.daemon.ways.desktop import send_to_desktop

            found[way] = send_to_desktop
        elif way is Way.NTFY and tell.ntfy is not None:
            from planner.daemon.ways.ntfy import to_topic

            found[way] = to_topic(tell.ntfy, SECONDS)
        elif way is Way.MAIL and tell.mail is not None:
            from planner.daemon.ways.mail import to_address

            found[way] = to_address(tell.mail, SECONDS)
    return found


def send(note: Note, by: Mapping[Way, Send], seconds: float = SECONDS) -> Sequence[Sent]:
    """Send a note by all ways at once, and say of each how it ended."""
    ended: dict[Way, PlannerError | None] = {}

    def run(way: Way, sending: Send) -> None:
        try:
            sending(note)
        except PlannerError as error:
            ended[way] = error
        except Exception as error:  # noqa: BLE001 - whatever one way does, the others are heard
            ended[way] = PlannerError(f"this is a mistake of the program, not yours: {type(error).__name__}")
        else:
            ended[way] = None

    # Threads that nobody waits for at the end: a server that drips bytes can't hold the program.
    threads = [Thread(target=run, args=item, daemon=True) for item in by.items()]
    for thread in threads:
        thread.start()
    deadline = monotonic() + seconds
    for thread in threads:
        thread.join(max(deadline - monotonic(), 0))
    late = PlannerError(f"it took longer than {seconds:.0f} seconds", "It may arrive all the same.")
    return [Sent(way, ended.get(way, late)) for way in by]
