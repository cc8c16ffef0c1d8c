"""Tracks and what makes a backup track worth a look; windows; gaps; reviews."""

from functools import partial
from types import MappingProxyType

from planner.plan import phrases
from planner.plan.fields import Fields, Reading, Reference, section
from planner.plan.keys import GAP, REVIEWS, TRACK, WINDOW
from planner.plan.model import Gap, Missed, Review, Slips, Track, Trigger, Window
from planner.plan.nodes import Node, Scalar, Sequence
from planner.plan.words import parse_length

TRACKS_LIMIT = 50


def read_tracks(reading: Reading, node: Node) -> MappingProxyType[str, Track]:
    """The lines through the steps."""
    tracks = {name: _track(reading, name, value) for name, value in reading.members(node, "tracks")}
    if len(tracks) > TRACKS_LIMIT:
        reading.error(
            node.mark, f"tracks: {len(tracks):,} tracks are too many.", f"Keep at most {TRACKS_LIMIT}."
        )
    return MappingProxyType(tracks)


def _track(reading: Reading, name: str, node: Node) -> Track:
    path = f"tracks.{name}"
    if type(node) is Sequence:
        return Track(name, _line(reading, node, path))
    fields = section(reading, node, TRACK, path)
    if fields is None:
        return Track(name, ())
    given = [key for key in ("path", "steps") if key in fields]
    if len(given) != 1:
        message = "path and steps exclude each other." if given else "the track has no steps."
        remedy = "Use path where each step follows the one before it, steps where after says the order."
        reading.error(fields.start, message, remedy)
    steps = _line(reading, fields.items[given[0]], given[0]) if given else ()
    return Track(name, steps, path=given != ["steps"], use_when=_triggers(reading, fields))


def _line(reading: Reading, node: Node, label: str) -> tuple[str, ...]:
    if type(node) is Sequence and not node.items:
        reading.error(node.mark, f"{label}: there are no steps in it.", "Name one or more.")
    return reading.names(node, label, "steps")


def _triggers(reading: Reading, fields: Fields) -> tuple[Trigger, ...]:
    if "use-when" not in fields:
        return ()
    triggers = reading.words(fields.items["use-when"], "use-when", phrases.trigger)
    for trigger, mark in triggers:
        if isinstance(trigger, Missed):
            reading.references.append(Reference("steps", trigger.step, mark, "use-when"))
        if isinstance(trigger, Slips):
            reading.references.append(Reference("tracks", trigger.track, mark, "use-when"))
    return tuple(trigger for trigger, _ in triggers)


def read_windows(reading: Reading, node: Node) -> MappingProxyType[str, Window]:
    """The sets of steps that must end close to each other."""
    windows = {}
    for name, value in reading.members(node, "windows"):
        fields = section(reading, value, WINDOW, f"windows.{name}", reading.key_mark("windows", name))
        if fields is not None:
            steps = _line(reading, fields.items["all"], "all") if "all" in fields else ()
            within = fields.word("within", parse_length)
            if within is not None:
                windows[name] = Window(name, steps, within)
    return MappingProxyType(windows)


def read_gaps(reading: Reading, node: Node) -> MappingProxyType[str, Gap]:
    """What lies between now and the goal: a text, or a text with what is there and what it takes."""
    gaps = {}
    for name, value in reading.members(node, "gaps"):
        if type(value) is Scalar:
            gaps[name] = Gap(name, reading.word(value, "gaps", phrases.title) or name)
            continue
        fields = section(reading, value, GAP, f"gaps.{name}", reading.key_mark("gaps", name))
        if fields is None:
            gaps[name] = Gap(name, name)
        else:
            text = fields.word("text", phrases.title) or name
            gaps[name] = Gap(
                name, text, fields.word("have", phrases.title), fields.word("want", phrases.title)
            )
    return MappingProxyType(gaps)


def read_reviews(reading: Reading, node: Node) -> tuple[Review, ...]:
    """When to look at the plan again."""
    fields = section(reading, node, REVIEWS, "reviews")
    if fields is None:
        return ()
    read = (
        fields.word(key.name, partial(phrases.rhythm, name=key.name))
        for key in REVIEWS.keys
        if key.name in fields
    )
    return tuple(review for review in read if review is not None)
