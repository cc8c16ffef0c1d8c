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
    left = dict.fromkeys(order, 0)
    followers: dict[str, list[tuple[str, int]]] = {name: [] for name in order}
    for name in order:
        conditions = [[other] for other in waits.get(name, ())] + [
            list(each) for each in choices.get(name, ())
        ]
        for number, options in enumerate(conditions):
            if all(option in left for option in options):
                left[name] += 1
                for option in options:
                    followers[option].append((name, number))
    done = [name for name in order if not left[name]]
    met: set[tuple[str, int]] = set()
    for name in done:
        for condition in followers[name]:
            if condition not in met:
                met.add(condition)
                left[condition[0]] -= 1
                if not left[condition[0]]:
                    done.append(condition[0])
    return [name for name in order if left[name]]


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
