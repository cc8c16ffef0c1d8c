"""What something would change: dates, landing, chance, and the tracks that would be proposed."""

from collections.abc import Mapping, Sequence

from planner.engine.compare import Change
from planner.engine.tracks import Side
from planner.render import words
from planner.render.moves import labelled, moves_json, moves_text
from planner.render.proposals import proposals_json, proposals_text
from planner.render.style import Style
from planner.render.tracks import arrival_json, chance


def what_if_text(
    said: str, about: str, now: Side, then: Side, proposed: Sequence[Side], change: Change, style: Style
) -> str:
    """The lines for a person; the item that it is `about` isn't told again among the moves."""
    lines = [*style.wrap(f"What if: {said}"), *moves_text(change, about, style)]
    lines += labelled("lands", _lands(now, then), style)
    before, after = now.arrival.forecast, then.arrival.forecast
    lines += labelled("even odds", _from_to(words.day(before.p50), words.day(after.p50)), style)
    lines += labelled("4 in 5", _from_to(words.day(before.p80), words.day(after.p80)), style)
    if before.chance is not None and after.chance is not None:
        lines += labelled("chance", _from_to(chance(before.chance), chance(after.chance)), style)
    return "\n".join([*lines, *proposals_text(then, proposed, style), "Nothing was recorded."])


def _lands(now: Side, then: Side) -> str:
    landing = _from_to(words.day(now.arrival.finish), words.day(then.arrival.finish))
    verdict = words.verdict(then.schedule)
    return f"{landing}, {verdict}" if verdict else landing


def _from_to(before: str, after: str) -> str:
    return f"{before}, as before" if before == after else f"{before} -> {after}"


def what_if_json(
    told: Mapping[str, object], now: Side, then: Side, proposed: Sequence[Side], change: Change
) -> dict[str, object]:
    """The same as `planner.what-if/1`."""
    return {
        "schema": "planner.what-if/1",
        **told,
        "before": {"track": now.name, **arrival_json(now.arrival)},
        "after": {"track": then.name, **arrival_json(then.arrival)},
        **moves_json(change),
        "proposals": proposals_json(proposed),
    }
