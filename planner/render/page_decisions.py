"""What waits for a person's word, on the page: conflicts, proposed tracks, an odd clock, targets at rest."""

from collections.abc import Iterable, Sequence

from planner.engine.tracks import Side
from planner.engine.values import Conflict
from planner.errors import PlannerError
from planner.progress.values import Theirs
from planner.render import words
from planner.render.markup import text
from planner.render.page_parts import act, card, listed, muted, title
from planner.render.tracks import arrival_words, switch_words, taken_for_granted
from planner.render.view import Desk, Fared, View

_THEIRS_SHOWN = 6
_OK = "ok"


def decisions(view: View) -> Iterable[str]:
    """A card for each kind of thing that only a person can settle; none where there is nothing."""
    if view.schedule.conflicts:
        yield _conflicts(view.schedule.conflicts)
    for side in view.sides:
        if side.fired:
            yield _proposal(side, view)
    if view.desk is not None:
        yield from _at_the_desk(view.desk)


def banner(mistake: PlannerError) -> str:
    """What is wrong with the plan's file, above all else."""
    lines = [text(line) for line in (*mistake.message.splitlines(), *mistake.hint.splitlines())]
    shown = "The plan's file can't be used, so this is the plan as it was published last."
    why = "<br>".join(lines)
    return f'<section class="banner"><p><strong>{shown}</strong></p><p>{why}</p></section>\n'


def last_word(desk: Desk) -> str:
    """What was said last, with its undo, and what an undo took, with its redo."""
    parts = []
    if desk.last is not None:
        said = "; ".join(desk.last.sentences)
        button = act("undo", "Undo", f"Undo: {said}", change=str(desk.last.change))
        parts.append(f'<div class="word"><p>{muted("Last:")} {text(said)}</p>{button}</div>')
    if desk.back is not None:
        said = "; ".join(desk.back.sentences)
        button = act("redo", "Redo", f"Redo: {said}", change=str(desk.back.change))
        parts.append(f'<div class="word"><p>{muted("Taken back:")} {text(said)}</p>{button}</div>')
    return f'<section class="words">{"".join(parts)}</section>\n' if parts else ""


def _conflicts(conflicts: Sequence[Conflict]) -> str:
    lines = []
    for conflict in conflicts:
        classes = "bad" if conflict.code.is_error else "warn"
        ways = (
            listed((f"<li>{muted(way)}</li>" for way in conflict.ways_out), "ways")
            if conflict.ways_out
            else ""
        )
        lines.append(f'<li><span class="{classes}">{text(conflict.message)}</span>{ways}</li>')
    return card("What can't be", listed(lines), "wide decide")


def _proposal(side: Side, view: View) -> str:
    """Why a track is proposed, where both land, and what following it means."""
    followed = view.followed
    because = "; ".join(one.because for one in side.fired)
    lines = [f"<li>{text(because)}</li>"]
    granted = f" ({but})" if followed and (but := taken_for_granted(side.fired, followed)) else ""
    for one, more in ((followed, granted), (side, "")):
        if one is not None:
            lines.append(
                f"<li><strong>{title(one.name)}</strong> {muted(f'{arrival_words(one)}{more}')}</li>"
            )
    if side.switch is not None:
        lines += [f"<li>{muted(f'{label} {said}')}</li>" for label, said in switch_words(side.switch)]
    if view.desk is None:
        lines.append(f"<li>{muted(f'planner switch {side.name}')}</li>")
        return card(f"Proposed: track {side.name}", listed(lines), "wide decide")
    button = act("switch", f"Follow {side.name}", track=side.name)
    return card(f"Proposed: track {side.name}", listed(lines) + button, "wide decide")


def _at_the_desk(desk: Desk) -> Iterable[str]:
    if desk.closer:
        said = f"<p>{text(words.count(desk.closer, 'date'))} could come closer: there is room now.</p>"
        yield card("Room", said + act("replan", "Let them come closer"), "wide decide")
    if desk.doubt is not None:
        yield card("The clock", f"<p>{text(desk.doubt.words)}</p>{_remedy(desk.doubt.remedy)}", "wide decide")
    still = [fared for fared in desk.targets if fared.state != _OK]
    if still:
        yield card("Calendars and task lists", listed(map(_still, still)), "wide decide")
    if desk.theirs:
        yield card("Added by you, not in the plan yet", _theirs(desk.theirs), "wide decide")


def _still(fared: Fared) -> str:
    said = f'<span class="warn">{text(fared.message or fared.state)}</span>'
    return f"<li><strong>{text(fared.name)}</strong> {said}{_remedy(fared.hint)}</li>"


def _remedy(words_: str) -> str:
    return f'<p class="muted">{text(words_)}</p>' if words_ else ""


def _theirs(theirs: Sequence[Theirs]) -> str:
    lines = []
    for task in theirs[:_THEIRS_SHOWN]:
        where = f"{task.parent} in {task.target}{', done' if task.done else ''}"
        lines.append(f"<li>{title(task.title)} {muted(where)}</li>")
    if len(theirs) > _THEIRS_SHOWN:
        lines.append(f"<li>{muted(f'and {len(theirs) - _THEIRS_SHOWN} more')}</li>")
    return listed(lines) + _remedy("planner adopt writes them into the plan's file.")
