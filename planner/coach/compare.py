"""What a changed answer changed in the plan."""

from typing import NamedTuple

from planner.coach.parts import Draft, NewGap, NewStep, NewTrack


class Differences(NamedTuple):
    """Ids of gaps, steps and tracks that came, went, or are not what they were."""

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def differences(then: Draft, now: Draft) -> Differences:
    """Compare two plans, part by part. Ids of gaps are written `gap ID`, those of tracks `track NAME`."""
    before, after = _parts(then), _parts(now)
    return Differences(
        new=tuple(name for name in after if name not in before),
        gone=tuple(name for name in before if name not in after),
        changed=tuple(name for name in after if name in before and after[name] != before[name]),
    )


def _parts(draft: Draft) -> dict[str, NewGap | NewStep | NewTrack]:
    gaps = [made.part for made in draft.gaps if isinstance(made.part, NewGap)]
    steps = [made.part for made in draft.steps if isinstance(made.part, NewStep)]
    return {
        **{f"gap {gap.id}": gap for gap in gaps},
        **{f"track {track.name}": track for track in draft.tracks},
        **{step.id: step for step in steps},
    }
