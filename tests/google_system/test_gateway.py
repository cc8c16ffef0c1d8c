"""Google's own https addresses, through an HTTPS proxy in Google's place, with certificates of its own."""

import socket
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.google.world import SPARE, simulator
from tests.google_auth.peers import saved
from tests.google_system.place import ITEMS, Place, place

PROXY, VOUCHER = "HTTPS_PROXY", "HTTPLIB2_CA_CERTS"


@pytest.fixture(scope="module")
def gateway_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    own = str(tmp_path_factory.mktemp("authority"))
    with simulator("--gateway", port, "--no-passthrough", "--ca-dir", own) as control_port:
        yield control_port


@pytest.fixture
def far(gateway_port: int, tmp_path: Path) -> Iterator[Place]:
    """A place whose settings name no address, and a sign-in that has to be renewed first."""
    with place(gateway_port, tmp_path) as made:
        made.settings(endpoint=None, calendar=None, calendar_id=SPARE[0])
        saved(made.program.folder / "google.json", refresh_token=made.google.token, token="old")  # noqa: S106 - of nobody
        yield made


def going_by(made: Place, *names: str) -> Place:
    variables: Mapping[str, str] = {name: made.google.gateway[name] for name in names}
    return Place(replace(made.program, variables=variables), made.google)


def test_it_goes_through_a_proxy_and_believes_who_is_vouched_for(far: Place) -> None:
    known = going_by(far, PROXY, VOUCHER)
    assert known.synced()["created"] == len(ITEMS)
    assert len(far.events(SPARE[0])) == len(ITEMS)
    known.program.must("slip", "register", "2 weeks", "--yes")
    assert known.synced()["updated"] == len(ITEMS)
    assert known.synced()["operations"] == []
    assert far.google.proxy.log == [], "nothing went past the gateway"
    assert known.program.run("doctor").code == 0


@pytest.mark.parametrize("what", ["the sign-in", "the calendar"])
def test_nobody_who_is_not_vouched_for_is_told_anything(far: Place, what: str) -> None:
    if what == "the calendar":
        saved(far.program.folder / "google.json", token=far.google.token, expiry="2099-01-01T00:00:00+00:00")
    unknown = going_by(far, PROXY)
    for command in (["sync"], ["doctor"]):
        ended = unknown.program.run(*command)
        assert ended.code == 1, ended
        assert "certificate" in " ".join((ended.out + ended.err).split())
        assert "Traceback" not in ended.err
    assert far.events(SPARE[0]) == ()


def test_without_the_proxy_google_cannot_be_reached_and_that_is_said(far: Place) -> None:
    nowhere = Place(replace(far.program, variables={PROXY: "http://127.0.0.1:1"}), far.google)
    ended = nowhere.program.run("sync")
    assert ended.code == 1
    assert "can't be reached" in " ".join(ended.out.split())
