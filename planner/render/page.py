"""The page: one self-contained HTML document with where the plan stands, what is next, and the timeline."""

from base64 import b64encode
from hashlib import sha256

from planner.render import words
from planner.render.markup import text
from planner.render.page_decisions import banner, decisions, last_word
from planner.render.page_moved import moved
from planner.render.page_now import next_card, ring
from planner.render.page_parts import SAID
from planner.render.page_style import STYLE
from planner.render.page_tables import gaps, steps, synced, tracks
from planner.render.svg import SCOPE, timeline_svg
from planner.render.theme import style_sheet
from planner.render.view import View

_SHEET = f"{STYLE}\n{style_sheet(SCOPE)}"
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' "
    "stroke-width='6'%3E%3Ccircle cx='16' cy='16' r='12' stroke='%23a8afbb'/%3E"
    "%3Cpath d='M16 4a12 12 0 0 1 10.4 18' stroke='%232f6fde'/%3E%3C/svg%3E"
)
"""The page's icon: a ring."""


def page_html(view: View) -> str:
    """The page. It needs no script and fetches nothing; its policy forbids both.

    With a desk it holds forms with an empty token, and a place for how the last of them went; the server
    fills in both (see `planner.render.page_parts`). Without one it is complete as it is.
    """
    desk, schedule = view.desk, view.schedule
    style = f"\n{_SHEET}\n"
    digest = b64encode(sha256(style.encode()).digest()).decode()
    top = f"{SAID}\n{banner(desk.mistake) if desk.mistake else ''}{last_word(desk)}" if desk else ""
    as_of = f"{words.day(schedule.today)}, track {schedule.track}"
    halves = f"{gaps(view)}{tracks(view)}"
    foot = f"{synced(desk)} As of {as_of}." if desk else f"As of {as_of}."
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(digest, forms=desk is not None)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="{"same-origin" if desk else "no-referrer"}">
<title>{text(schedule.title)}</title>
<link rel="icon" href="{ICON}">
<style>{style}</style>
</head>
<body>
<a class="skip" href="#timeline">Skip to the timeline</a>
<main>
<header><h1><bdi>{text(schedule.title)}</bdi></h1><p class="muted">{text(as_of)}</p></header>
{top}<div class="cards">
{ring(view)}{next_card(view)}{moved(view)}</div>
{"".join(decisions(view))}<section class="card wide picture" id="timeline" aria-label="Timeline">
<div class="scroll" tabindex="0" role="group" aria-label="Timeline, scrolls sideways">
{timeline_svg(view.plan, schedule, view.backups, alone=False)}</div>
</section>
{f'<div class="cards wide">{halves}</div>' if halves else ""}
{steps(view)}<footer><p class="muted">{text(foot)}</p></footer>
</main>
</body>
</html>
"""


def policy(digest: str, *, forms: bool) -> str:
    """What the page may do (Content Security Policy Level 3): have the style of that SHA-256 (in base64),
    the icon that it holds, and `forms` that go to where it came from.
    """
    sources = f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:"
    target = "'self'" if forms else "'none'"
    return f"{sources}; form-action {target}; base-uri 'none'"
