"""How the documentation becomes a site and man pages; `make docs` builds both into build/docs."""

from sphinx.application import Sphinx

import planner

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
exclude_patterns = ["README.md"]

man_pages = [
    ("commands", "planner", "turns a career plan into dates, and keeps them where you look", "", 1),
    ("plan-file", "planner.yaml", "the plan file of planner", "", 5),
    ("settings", "planner.toml", "the settings file of planner", "", 5),
]

OUTSIDE = {"../ARCHITECTURE.md": "architecture.md", "../CHANGELOG.md": "changelog.md"}
"""Documents that stand beside this folder, where a code host looks for them, and their pages here."""


def inside(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Lead links to those documents to their pages."""
    for there, here in OUTSIDE.items():
        source[0] = source[0].replace(f"]({there}", f"]({here}")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", inside)
