"""What something would change: dates, landing, chance, and the tracks that would be proposed."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.engine.compare import Change
from planner.engine.tracks import Side, Switch
from planner.render import words
from planner.render.moves import labelled, moves_json, moves_text
from planner.render.proposals import proposals_json, proposals_text
from planner.render.style import Style
from planner.render.tracks import arrival_json, switch_json, switch_words


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What was asked in words, the item it is `about` (else empty), and how things stand without and with it.

    `proposed` are the tracks that are proposed as it is, `would_be` those that would be.
    """

    said: str
    about: str
    now: Side
    then: Side
    change: Change
    switch: Switch
    proposed: tuple[Side, ...]
    would_be: tuple[Side, ...]


def what_if_text(asked: WhatIf, style: Style) -> str:
    """The lines for a person. The item that it is about isn't told again among the moves."""
    now, then, change = asked.now, asked.then, asked.change
    lines = style.wrap(f"What if: {asked.said}")
    if now.name != then.name:
        change = change.without_switch()
        for label, said in switch_words(asked.switch):
            lines += labelled(label, said, style)
    lines += moves_text(change, asked.about, style)
    lines += labelled("lands", _lands(now, then), style)
    before, after = now.arrival.forecast, then.arrival.forecast
    half = f"as likely as not by {_from_to(words.day(before.p50), words.day(after.p50))}"
    most = f"in four cases of five by {_from_to(words.day(before.p80), words.day(after.p80))}"
    lines += labelled("likely", f"{half}; {most}", style)
    if before.chance is not None and after.chance is not None:
        chances = [words.chance(value).removeprefix("chance ") for value in (before.chance, after.chance)]
        lines += labelled("chance", _from_to(*chances), style)
    known = {(side.name, one.because) for side in asked.proposed for one in side.fired}
    fresh = [s for s in asked.would_be if any((s.name, one.because) not in known for one in s.fired)]
    lines += proposals_text(then, fresh, style)
    kept = {side.name for side in asked.would_be}
    for side in asked.proposed:
        if side.name not in {*kept, then.name}:
            lines += style.wrap(f"No longer proposed: track {side.name}", 2, 4)
    return "\n".join([*lines, "Nothing was recorded."])


def _lands(now: Side, then: Side) -> str:
    landing = _from_to(words.day(now.arrival.finish), words.day(then.arrival.finish))
    verdict = words.verdict(then.schedule)
    return f"{landing}: {verdict}" if verdict else landing


def _from_to(before: str, after: str) -> str:
    return f"{before}, as before" if before == after else f"{before} -> {after}"


def what_if_json(asked: WhatIf, told: Mapping[str, object]) -> dict[str, object]:
    """The same as `planner.what-if/1`, after what was asked as `told`."""
    return {
        "schema": "planner.what-if/1",
        **told,
        "before": {"track": asked.now.name, **arrival_json(asked.now.arrival)},
        "after": {"track": asked.then.name, **arrival_json(asked.then.arrival)},
        **switch_json(asked.switch),
        **moves_json(asked.change),
        "proposals": proposals_json(asked.would_be),
    }
