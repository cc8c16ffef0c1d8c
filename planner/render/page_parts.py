"""What the page is made of: cards, lists, and forms that take a person's word where the page is served."""

from collections.abc import Iterable

from planner.render.markup import text

BLANK = 'name="csrf" value=""'
"""Where the server that hands the page out writes its token. No text from a plan can look like that: its
quotes would be escaped.
"""
SAID = "<!--said-->"
"""Where it writes how the last form went. No text from a plan can look like that either."""


def card(heading: str, content: str, name: str = "", beside: str = "") -> str:
    """A card with its heading, and something `beside` that (as markup)."""
    classes = f"card {name}".rstrip()
    aside = f'<p class="aside">{beside}</p>' if beside else ""
    head = f'<div class="head"><h2>{text(heading)}</h2>{aside}</div>'
    return f'<section class="{classes}">\n{head}\n{content}\n</section>\n'


def listed(lines: Iterable[str], name: str = "") -> str:
    """A list of lines that are list items already."""
    return "\n".join([f'<ul class="{name}">' if name else "<ul>", *lines, "</ul>"])


def title(value: str) -> str:
    """A title of the plan within a sentence of ours, whichever way its script runs."""
    return f"<bdi>{text(value)}</bdi>"


def muted(value: str, more: str = "") -> str:
    """A text that steps back."""
    return f'<span class="{f"muted {more}".rstrip()}">{text(value)}</span>'


def form(action: str, button: str, **fields: str) -> str:
    """A form that is one button, with what it says in hidden fields."""
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{text(value)}">' for name, value in fields.items()
    )
    return f'<form method="post" action="/{action}"><input type="hidden" {BLANK}>{hidden}{button}</form>'


def act(action: str, words: str, name: str = "", **fields: str) -> str:
    """A form with a button that reads `words`; `name` says more to those who don't see what is around it."""
    label = f' aria-label="{text(name)}"' if name else ""
    return form(action, f'<button class="act"{label}>{text(words)}</button>', **fields)


def tick(action: str, name: str, item: str) -> str:
    """A box that can be ticked, or cleared; on paper it can only be looked at."""
    met = action == "undone"
    said = text(name)
    button = f'<button class="tick{" met" if met else ""}" aria-label="{said}" title="{said}"></button>'
    return f'<span class="mark">{form(action, button, id=item)}{box(met, on_paper=True)}</span>'


def box(met: bool = False, *, on_paper: bool = False) -> str:
    """A box that is only looked at; `on_paper` it takes the place of one that can be ticked."""
    return f'<span class="box{" met" if met else ""}{" paper" if on_paper else ""}"></span>'
