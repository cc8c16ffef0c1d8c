from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from planner.daemon.serving import RETRY_SECONDS, Offer, Serving
from planner.errors import PlannerError
from planner.web.site import Answer, Listen, Server, Site
from tests.unit.daemon.world import World, utc

TERMS = World(utc(2027, 3, 1)).terms


def act(words: Sequence[str]) -> Answer:
    return Answer(0, " ".join(words))


@dataclass
class Running:
    """A server that does nothing, until it dies."""

    address: Listen
    alive: bool = True
    closed: int = 0

    def close(self) -> None:
        self.closed += 1


@dataclass
class Place:
    """Where servers are started, unless it is taken, and what was told."""

    at: float = 0.0
    taken: bool = False
    listen: Listen = field(default_factory=lambda: Listen("127.0.0.1", 8765))
    started: list[Running] = field(default_factory=list)
    site_of: Callable[[], Site] | None = None
    moved: list[str | None] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.serving = Serving(
            self.serve,
            lambda terms: Offer(Site({}, terms.database, lambda: b"page", act), self.listen),
            self.moved.append,
            self.told.append,
            lambda: self.at,
        )

    def serve(self, site_of: Callable[[], Site], listen: Listen) -> Server:
        if self.taken:
            raise PlannerError("something listens there")
        self.site_of = site_of
        self.started.append(Running(listen))
        return self.started[-1]


@pytest.fixture
def place() -> Place:
    place = Place()
    place.serving.use(TERMS)
    return place


def test_what_is_served_is_what_the_terms_say_now(place: Place) -> None:
    place.serving.turn()
    assert place.moved == ["http://127.0.0.1:8765/"]
    place.serving.use(replace(TERMS, database=Path("/other.db")))
    assert place.site_of is not None
    assert place.site_of().database == Path("/other.db")
    assert len(place.started) == 1


def test_an_address_that_is_taken_is_tried_each_minute_and_told_once(place: Place) -> None:
    place.taken = True
    for _ in range(10):
        place.serving.turn()
        place.at += RETRY_SECONDS / 5
    assert len(place.told) == 1
    assert "something listens there" in place.told[0]
    assert place.serving.address is None
    place.taken = False
    place.at += RETRY_SECONDS
    place.serving.turn()
    assert place.told[1:] == ["Feed and page are served at http://127.0.0.1:8765/ now."]
    assert not place.serving.is_dead


def test_another_address_takes_another_server(place: Place) -> None:
    place.serving.turn()
    place.listen = Listen("::1", 1)
    place.serving.use(TERMS)
    place.serving.turn()
    assert [one.closed for one in place.started] == [1, 0]
    assert place.moved == ["http://127.0.0.1:8765/", None, "http://[::1]:1/"]


def test_a_server_that_died_is_noticed(place: Place) -> None:
    place.serving.turn()
    place.started[0].alive = False
    place.serving.turn()
    place.serving.turn()
    assert place.serving.is_dead
    assert place.told == ["The server of feed and page ended by itself."]
