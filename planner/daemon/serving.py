"""The server of feed and page, as a part of the service: started, watched, and tried again."""

from collections.abc import Callable
from dataclasses import dataclass

from planner.daemon.once import Once
from planner.daemon.terms import Terms
from planner.errors import PlannerError
from planner.web.address import base_of
from planner.web.site import Listen, Server, Site

RETRY_SECONDS = 60.0

Serve = Callable[[Callable[[], Site], Listen], Server]
"""Start a server. Raises PlannerError or OSError where it can't listen."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What is served, and where."""

    site: Site
    listen: Listen


class Serving:
    """Keeps the server running. An address that is taken is tried again each minute."""

    def __init__(
        self,
        serve: Serve,
        offer_of: Callable[[Terms], Offer],
        moved: Callable[[str | None], None],
        warn: Callable[[str], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._serve = serve
        self._offer_of = offer_of
        self._moved = moved
        self._once = Once(warn)
        self._monotonic = monotonic
        self._offer: Offer | None = None
        self._server: Server | None = None
        self._retry_at = 0.0
        self.is_dead = False
        """The server's thread ended by itself: only a new process can be trusted to serve again."""

    @property
    def address(self) -> str | None:
        """The page's address; None: nothing is served."""
        return f"{base_of(self._server.address)}/" if self._server is not None else None

    def use(self, terms: Terms) -> None:
        """Serve by these terms from now on."""
        before, self._offer = self._offer, self._offer_of(terms)
        if before is not None and before.listen != self._offer.listen:
            self.close()
        if self._server is None:
            self._retry_at = self._monotonic()

    def turn(self) -> None:
        """See that the server runs."""
        if self._server is not None:
            self.is_dead = not self._server.alive
            self._once.say("life", "The server of feed and page ended by itself." if self.is_dead else "")
        elif self._offer is not None and self._monotonic() >= self._retry_at:
            self._retry_at = self._monotonic() + RETRY_SECONDS
            self._start(self._offer)

    def _start(self, offer: Offer) -> None:
        where = f"{offer.listen.host}:{offer.listen.port}"
        try:
            self._server = self._serve(self._site, offer.listen)
        except (PlannerError, OSError) as error:
            why = error.message if isinstance(error, PlannerError) else error.strerror
            self._once.say(
                "server", f"Feed and page can't be served at {where}: {why}. It is tried each minute."
            )
            return
        self._once.say("server", "", f"Feed and page are served at {self.address} now.")
        self._moved(self.address)

    def _site(self) -> Site:
        if self._offer is None:
            raise PlannerError("nothing is served")
        return self._offer.site

    def close(self) -> None:
        """Stop serving."""
        if self._server is not None:
            self._server.close()
            self._server = None
            self._moved(None)
