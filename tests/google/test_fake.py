"""The fake answers as the simulator does: an own fake is only believed as far as this agrees.

What the simulator lacks, and only the documentation vouches for: If-Match, parameters that a token forbids
and the making of calendars (the proxy has these, after the same pages), `showDeleted=false` beside a token,
the revival of a deleted event (the proxy plays it under another id) and its refusal, an update without a
title (the simulator keeps the old one), other fields of tombstones, and that the token of a last page
stands for the moment of the first one. Ids, moments and tokens of the server's own are only compared with
themselves; which of two mistakes is told first is the simulator's choice.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.google.fake import Fake
from tests.google.proxy import ROOT, Reply, Request
from tests.google.world import google_world

IDS = st.sampled_from(["aaaaa", "bbbbb", "0123456789abcdefghijklmnopqrstuv"])
BAD_IDS = st.sampled_from(["abcd", "wwwww", "AAAAA", "aa-aa"])
BODIES = st.fixed_dictionaries(
    {
        "summary": st.sampled_from(["One", "✓ One", "Zwei \u00fc"]),
        "start": st.sampled_from([{"date": day} for day in ("2027-03-01", "2027-03-02", "2027-03-05")]),
        "end": st.just({"date": "2027-03-05"}),
    },
    optional={
        "description": st.sampled_from(["words", "<b>two</b>\nlines"]),
        "location": st.just("Berlin"),
        "colorId": st.sampled_from(["1", "11"]),
        "transparency": st.just("transparent"),
        "reminders": st.sampled_from(
            [{"useDefault": False}, {"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}]}]
        ),
        "source": st.just({"title": "t", "url": "https://example.org/"}),
        "extendedProperties": st.sampled_from([{"private": {"a": "b"}}, {"private": {"a": "b", "c": "d"}}]),
        "status": st.just("confirmed"),
    },
)
TIMED = {
    "summary": "Review",
    "start": {"dateTime": "2027-03-01T18:00:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2027-03-01T18:30:00+01:00", "timeZone": "Europe/Berlin"},
}
WHOLE = BODIES | st.just(TIMED)
MATCH = st.sampled_from([None, "now", '"old"'])
STEPS = st.one_of(
    st.tuples(st.just("insert"), IDS | BAD_IDS, WHOLE),
    st.tuples(st.just("insert"), st.none(), WHOLE),
    st.tuples(st.just("insert"), IDS, st.just({"summary": "without a day"})),
    st.tuples(st.just("update"), IDS, BODIES, MATCH),
    st.tuples(st.just("update"), IDS, WHOLE, st.just("now")),
    st.tuples(st.just("delete"), IDS, MATCH),
    st.tuples(st.just("get"), IDS),
    st.tuples(st.just("list"), st.sampled_from([{}, {"showDeleted": "true"}]), st.integers(1, 5)),
    st.tuples(st.just("news"), st.integers(0, 9), st.sampled_from([{}, {"q": "x"}]), st.integers(1, 5)),
    st.tuples(st.just("news"), st.just(-1), st.just({}), st.integers(1, 5)),
)
NOT_LOOKED_AT = {"etag", "updated", "created", "htmlLink", "creator", "organizer"}
Ask = Callable[[Request], Reply]


class Side:
    """One of the two, and what it said that later requests repeat."""

    def __init__(self, ask: Ask, token: str) -> None:
        self._ask = ask
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._tokens: list[str] = []
        self._named: dict[str, str] = {}
        self._revived: set[str] = set()
        made = self.send("POST", "", {"summary": "Career", "timeZone": "Europe/Berlin"})[1]
        self._base = f"/{quote(made['id'])}/events"
        self.walk({}, 250)

    def send(
        self, method: str, tail: str, body: object = None, match: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        headers = {**self._headers, **({"If-Match": match} if match else {})}
        content = json.dumps(body).encode() if body is not None else b""
        reply = self._ask(Request(method, f"{ROOT}calendar/v3/calendars{tail}", content, headers))
        return reply.status, json.loads(reply.body or b"{}")

    def walk(self, asked: Mapping[str, str], most: int) -> tuple[int, object]:
        """Every page of a list: how many events each has, and all of them by id. Its token is kept."""
        page: dict[str, str] = {}
        sizes: list[int] = []
        items: list[dict[str, Any]] = []
        while True:
            query = urlencode({"maxResults": str(most), **asked, **page})
            status, told = self.send("GET", f"{self._base}?{query}")
            if status != 200:
                return status, _reason(told)
            sizes.append(len(told["items"]))
            items += told["items"]
            assert ("nextPageToken" in told) != ("nextSyncToken" in told)
            if "nextSyncToken" in told:
                self._tokens.append(told["nextSyncToken"])
                shown = sorted((self._seen(one) for one in items), key=lambda one: str(one["id"]))
                # The proxy leaves out the tombstone behind what it revived, so pages get shorter.
                return status, (len(items) if self._revived else sizes, shown)
            page = {"pageToken": told["nextPageToken"]}

    def take(self, step: tuple[Any, ...]) -> tuple[int, object]:
        """Do a step, and tell what must be the same on both sides."""
        match step:
            case ("list", asked, most):
                return self.walk(asked, most)
            case ("news", number, asked, most):
                token = "nobody-gave-it" if number < 0 else self._tokens[number % len(self._tokens)]
                return self.walk({"syncToken": token, **asked}, most)
        verb, name, *rest = step
        body = {**rest[0], **({"id": name} if name else {})} if verb in {"insert", "update"} else None
        match = rest[-1] if verb in {"update", "delete"} else None
        if verb == "insert":
            status, told = self.send("POST", self._base, body)
            if name is None and status == 200:
                self._named[told["id"]] = f"server {len(self._named)}"
        else:
            tail = f"{self._base}/{name}"
            there = self.send("GET", tail)[1]
            method = {"update": "PUT", "delete": "DELETE", "get": "GET"}[verb]
            status, told = self.send(method, tail, body, there.get("etag") if match == "now" else match)
            if verb == "update" and status == 200:
                self._revived |= {name} if there["status"] == "cancelled" else set()
                assert told["etag"] != there["etag"]
        return status, self._seen(told) if status < 300 else _reason(told)

    def _seen(self, event: dict[str, Any]) -> dict[str, Any]:
        name = event.get("id")
        told = {key: value for key, value in event.items() if key not in NOT_LOOKED_AT}
        if name in self._revived:
            told.pop("sequence", None)
        if name in self._named:
            assert told.pop("iCalUID", f"{name}@google.com") == f"{name}@google.com"
            told["id"] = self._named[name]
        return told


def _reason(told: dict[str, Any]) -> object:
    return told["error"]["code"], told["error"]["errors"][0]["reason"]


def test_the_fake_answers_as_the_simulator_does(simulator_port: int, tmp_path: Path) -> None:
    # One account serves all: each run has a calendar of its own, with its own ids.
    @settings(
        max_examples=25,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.tuples(BODIES, BODIES), st.lists(STEPS, min_size=15, max_size=25))
    def answers_agree(first: tuple[Any, Any], more: list[tuple[Any, ...]]) -> None:
        steps = [("insert", "aaaaa", first[0]), ("insert", "bbbbb", first[1]), *more]
        with google_world(simulator_port, tmp_path) as world:
            ours, theirs = Side(Fake().work, ""), Side(world.proxy.work, world.token)
            for number, step in enumerate(steps):
                assert ours.take(step) == theirs.take(step), f"step {number}: {step}"

    answers_agree()
