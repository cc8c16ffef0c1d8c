"""Addresses of calendars: what each file is called there, and the forms that calendar programs take."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from urllib.parse import quote

from planner.plan.identity import slug
from planner.web.site import Listen

LONGEST = 200
"""Characters in an address: Google drops one of more than 256 in silence (docs/feed.md)."""

LONGEST_BASE = 100
_LONGEST_NAME = 40
_GOOGLE = "https://calendar.google.com/calendar/r?cid="
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - shown, not listened to


@dataclass(frozen=True, slots=True)
class Address:
    """The address of one calendar, plain, for programs that subscribe by a link, and for Google's page."""

    url: str
    webcal: str
    google: str


def calendars(files: Mapping[str, Path]) -> Mapping[str, Path]:
    """The files that targets write, given by target, by the `<name>.ics` that the feed has for each."""
    return {name: files[target] for target, name in names(files).items()}


def names(files: Mapping[str, Path]) -> Mapping[str, str]:
    """What each target's file is called in an address: short, plain, and no two alike."""
    found: dict[str, str] = {}
    for target, path in files.items():
        stem = _plain(path.stem)
        numbered = (f"{stem}-{number}.ics" for number in count(2))
        found[target] = next(name for name in chain([f"{stem}.ics"], numbered) if name not in found.values())
    return found


def base_of(listen: Listen) -> str:
    """The address of a server that listens there, as a program on this computer reaches it."""
    host = _EVERYWHERE.get(listen.host, listen.host)
    return f"http://[{host}]:{listen.port}" if ":" in host else f"http://{host}:{listen.port}"


def address(base: str, token: str, name: str) -> Address:
    """The address of a calendar below `base`, which has no slash at its end."""
    url = f"{base}/f/{token}/{name}"
    webcal = f"webcal://{url.partition('://')[2]}"
    return Address(url, webcal, _GOOGLE + quote(webcal, safe=":/"))


def _plain(stem: str) -> str:
    """A file's name in letters that need no percent-encoding."""
    folded = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return slug(folded)[:_LONGEST_NAME].strip("-") or "plan"
