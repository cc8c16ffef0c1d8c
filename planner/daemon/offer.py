"""What is served, of the terms: the one place where the service and the web meet."""

from collections.abc import Callable, Sequence
from functools import partial
from secrets import token_urlsafe

from planner.daemon.serving import Offer
from planner.daemon.terms import Terms
from planner.web import server
from planner.web.address import calendars
from planner.web.page import Page
from planner.web.site import Answer, Listen, Server, Site

_TOKEN_BYTES, _KEY_BYTES = 32, 12


def offer_of(terms: Terms, page: Callable[[], bytes], act: Callable[[Sequence[str]], Answer]) -> Offer:
    """The calendars and the page, and where they are served."""
    site = Site(calendars(terms.calendars), terms.database, page, act, terms.feed.hosts)
    return Offer(site, terms.feed.listen)


def serve(site_of: Callable[[], Site], listen: Listen) -> Server:
    """Start the server. Raises PlannerError when nothing can listen there."""
    return server.serve(
        site_of, listen, Page(token_urlsafe(_TOKEN_BYTES), partial(token_urlsafe, _KEY_BYTES))
    )
