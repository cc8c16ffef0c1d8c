"""What is served, of the terms: the one place where the service and the web meet."""

from collections.abc import Callable, Sequence

from planner.daemon.serving import Offer
from planner.daemon.terms import Terms
from planner.errors import PlannerError
from planner.web.site import Answer, Listen, Server, Site


def offer_of(terms: Terms, page: Callable[[], bytes], act: Callable[[Sequence[str]], Answer]) -> Offer:
    """The calendars and the page, and where they are served.

    Raises UsageError for an address that mustn't be.
    """
    names = {f"{path.stem}.ics": path for path in terms.calendars.values()}
    return Offer(Site(names, terms.database, page, act), Listen())


def serve(site_of: Callable[[], Site], listen: Listen) -> Server:
    """Start the server."""
    del site_of, listen
    raise PlannerError("there is no server yet")
