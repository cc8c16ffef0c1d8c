"""Programs that aren't ours subscribe to the feed: vdirsyncer, curl, and Python's own client."""

import http.client
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.cli.run import run
from planner.web.address import calendars
from tests.verifiers.verify import subscribed, verify
from tests.web.place import Client, Place, served


@pytest.fixture
def nurse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """The feed of the nurse's plan, synced by the program."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLANNER_STATE_DIR", str(tmp_path / "state"))
    for command in (["init", "--template", "nurse"], ["sync"], ["feed", "url"]):
        assert run([*command, "--today", "2026-12-01"]) == 0
    at = Place(tmp_path / "state", dict(calendars({"ics": tmp_path / "nurse.ics"})))
    at.token = (tmp_path / "state" / "nurse.feed").read_text().strip()
    with served(at) as client:
        yield client


def url(client: Client) -> str:
    return f"http://127.0.0.1:{client.port}{client.place.path}"


def test_vdirsyncer_syncs_it_twice_and_finds_nothing_new_the_second_time(nurse: Client) -> None:
    content = nurse.place.files["nurse.ics"].read_bytes()
    assert subscribed(url(nurse), content) == []
    reply = nurse.ask()
    assert reply.body == content
    verify(reply.body)


def test_curl_gets_it_once(nurse: Client, tmp_path: Path) -> None:
    tag, got = tmp_path / "tag", tmp_path / "got"
    command = ["curl", "--silent", "--compressed", "--etag-save", str(tag), "--etag-compare", str(tag)]
    command += ["--write-out", "%{http_code} %{size_download}", "--output", str(got), url(nurse)]
    first, second = (subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in "12")
    assert first.startswith("200 ")
    assert got.read_bytes() == nurse.place.files["nurse.ics"].read_bytes()
    assert second == "304 0"
    dated = ["curl", "--silent", "--head", "--time-cond", str(got), "--write-out", "%{http_code}", url(nurse)]
    assert subprocess.run(dated, capture_output=True, text=True, check=True).stdout.endswith("304")


def test_python_keeps_its_connection_for_many_requests(nurse: Client) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", nurse.port, timeout=10)
    seen = set()
    for _ in range(5):
        connection.request("GET", nurse.place.path)
        reply = connection.getresponse()
        assert reply.status == 200
        assert reply.read() == nurse.place.files["nurse.ics"].read_bytes()
        seen.add(connection.sock.getsockname())
    connection.close()
    assert len(seen) == 1
