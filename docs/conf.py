"""How the documentation becomes a site and man pages; `make docs` builds both into build/docs."""

import re
import sys
from pathlib import Path

from sphinx.application import Sphinx

import planner

sys.path.insert(0, str(Path(__file__).parent))
from manual import Roff, manual

project = "planner"
release = planner.__version__
html_title = "planner"
html_theme = "furo"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False

extensions = ["myst_parser"]
myst_heading_anchors = 4
highlight_language = "none"

man_pages = [
    ("commands", "planner", "turns a career plan into dates, and keeps them where you look", "", 1),
    ("plan-file", "planner.yaml", "the plan file of planner", "", 5),
    ("settings", "planner.toml", "the settings file of planner", "", 5),
]

BESIDE = {"../ARCHITECTURE.md": "architecture.md", "../CHANGELOG.md": "changelog.md"}
"""Documents that stand where a code host looks for them, and their pages here."""


def adapt(_app: Sphinx, name: str, source: list[str]) -> None:
    """What a code host shows as it is and a site needs otherwise: where links to documents beside this
    folder lead, and the tree of pages, which is made from the lists of the index.
    """
    text = source[0]
    for there, here in BESIDE.items():
        text = text.replace(f"]({there}", f"]({here}")
    if name == "index":
        for heading, part in re.findall(r"^## (.+)\n((?:(?!## ).*\n)*)", text, re.MULTILINE):
            links = re.findall(r"^\| \[(.+?)\]\(([a-z-]+)\.md\)", part, re.MULTILINE)
            pages = "\n".join(f"{title} <{page}>" for title, page in links)
            text += f"\n```{{toctree}}\n:hidden:\n:caption: {heading}\n\n{pages}\n```\n"
    source[0] = text


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", adapt)
    app.connect("doctree-resolved", manual)
    app.set_translator("man", Roff)
