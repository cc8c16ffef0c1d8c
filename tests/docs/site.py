"""The site and the man pages as `make docs` builds them, and what a page of the site has."""

import fcntl
import os
import re
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
BUILT = ROOT / "build" / "docs"
HTML, MAN = BUILT / "html", BUILT / "man"

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
FETCHED = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset"}
NAMED = {"index", "search", "next", "prev"}
"""What a `link` only names."""


def build() -> str:
    """Run `make docs`, which does nothing where all is up to date. Gives what went wrong."""
    BUILT.parent.mkdir(exist_ok=True)
    with BUILT.with_suffix(".lock").open("w") as lock:  # tests in other processes build the same
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = ["make", "--assume-old=.venv/stamps/dev", "docs"]
        # Not a part of the `make` that may have started the tests.
        own = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        ended = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=False)
    return f"{ended.stderr}{ended.returncode or ''}"


@dataclass
class Page(HTMLParser):
    """What stands on a page, and what it links to."""

    text: str = ""
    codes: list[str] = field(default_factory=list)
    """What is set as code, in order."""
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    images: list[tuple[str, str]] = field(default_factory=list)
    """The file and the text of each image."""
    fetched: list[str] = field(default_factory=list)
    """What a browser loads along with it."""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.add(found["id"])
        if tag in FETCHED and FETCHED[tag] in found and found.get("rel") not in NAMED:
            self.fetched.append(found[FETCHED[tag]])
        if tag == "code":
            self.codes.append("")
        if tag == "img":
            self.images.append((found["src"], found.get("alt", "")))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "script" in self._open or "style" in self._open:
            return
        self.text += data
        if "code" in self._open:
            self.codes[-1] += data

    @property
    def words(self) -> set[str]:
        """The words that are set as code."""
        return {word for code in self.codes for word in re.split(r"[\s,|=]+", code)}
