"""Order among names: who can ever be done, and who stands in a circle. Linear, without recursion."""

from collections.abc import Iterable, Mapping, Sequence


def stuck(
    names: Iterable[str], waits: Mapping[str, Sequence[str]], choices: Mapping[str, Sequence[Sequence[str]]]
) -> list[str]:
    """The names that can never be done, in their order.

    A name is done when all that it `waits` for is, and one of each of its `choices`. Names that aren't
    among `names` count as done.
    """
    order = list(names)
    open_conditions = dict.fromkeys(order, 0)
    followers: dict[str, list[tuple[str, int]]] = {}
    met: set[tuple[str, int]] = set()
    for name in order:
        for other in waits.get(name, ()):
            if other in open_conditions:
                open_conditions[name] += 1
                followers.setdefault(other, []).append((name, -1))
        for number, options in enumerate(choices.get(name, ())):
            if all(option in open_conditions for option in options):
                open_conditions[name] += 1
                for option in options:
                    followers.setdefault(option, []).append((name, number))
    done = [name for name in order if not open_conditions[name]]
    for name in done:
        for follower, number in followers.get(name, ()):
            if number >= 0:
                if (follower, number) in met:
                    continue
                met.add((follower, number))
            open_conditions[follower] -= 1
            if not open_conditions[follower]:
                done.append(follower)
    return [name for name in order if open_conditions[name]]


def circles(left: Sequence[str], waits: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The circles among names that are stuck, each name followed by the one it waits for.

    `waits` holds one or more stuck names for each of them.
    """
    seen: dict[str, int] = {}
    found = []
    members = set(left)
    for number, start in enumerate(left):
        trail: list[str] = []
        name = start
        while name not in seen:
            seen[name] = number
            trail.append(name)
            name = next(other for other in waits[name] if other in members)
        if seen[name] == number:
            found.append(trail[trail.index(name) :])
    return found


def circle(names: Sequence[str], waits: Mapping[str, Sequence[str]]) -> list[str] | None:
    """The first circle among plain waits, or None."""
    left = stuck(names, waits, {})
    return circles(left, waits)[0] if left else None
