"""What is asked how often: each posting counts once for each thing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planner.coach.ids import key
from planner.coach.postings.require import requirements
from planner.coach.postings.values import Kind, Posting, Requirement
from planner.plan.civil import Length, Unit

_ORDER = list(Kind)


class Asked(NamedTuple):
    """One thing that postings ask for: by how many of `of`, and how many of these require it.

    `years` are those of an EXPERIENCE, one for each posting that names them, from the least to the most.
    """

    requirement: Requirement
    times: int
    required: int
    of: int
    years: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What a person reads. Of years, those that are enough for every second posting."""
        if self.years:
            return f"Experience, {Length(self.enough or 0, Unit.YEARS)}"
        fields = self.requirement.fields
        return f"{self.requirement.name} in {fields[0]}" if fields else self.requirement.name

    @property
    def enough(self) -> int | None:
        """Years that are enough for half of the postings or more; None: it isn't about years."""
        return self.years[len(self.years) // 2] if self.years else None

    @property
    def is_usual(self) -> bool:
        """Whether at least half of the postings require it."""
        return 2 * self.required >= self.of > 0


def for_role(postings: Sequence[Posting], role: str | None, goal: str | None) -> tuple[Posting, ...]:
    """The postings for a role; without one (None) those for the goal, whose name may be in them."""
    wanted = {key(role)} if role else {"", key(goal or "")}
    if role and goal and key(role) == key(goal):
        wanted.add("")
    return tuple(one for one in postings if key(one.role or "") in wanted)


def roles(postings: Iterable[Posting], goal: str | None) -> tuple[str | None, ...]:
    """The roles that there are postings for, the goal (None) first."""
    found: dict[str, str | None] = {}
    for one in sorted(postings, key=lambda one: one.role is not None):
        is_goal = one.role is None or key(one.role) == key(goal or "")
        found.setdefault("" if is_goal else key(one.role or ""), None if is_goal else one.role)
    return tuple(found.values())


def counted(postings: Sequence[Posting]) -> tuple[Asked, ...]:
    """Everything that is asked for, the most often first."""
    found: dict[tuple[Kind, str], list[Requirement]] = {}
    for posting in postings:
        own: dict[tuple[Kind, str], Requirement] = {}
        for one in (one for line in posting.lines for one in requirements(line)):
            known = own.get((one.kind, one.key), one)
            own[one.kind, one.key] = known._replace(
                is_required=known.is_required or one.is_required,
                years=max(known.years or 0, one.years or 0) or None,
                fields=known.fields or one.fields,
            )
        for place, one in own.items():
            found.setdefault(place, []).append(one)
    asked = (_asked(group, len(postings)) for group in found.values())
    return tuple(sorted(asked, key=_by_weight))


def _by_weight(asked: Asked) -> tuple[int, int, int, str]:
    return -asked.times, -asked.required, _ORDER.index(asked.requirement.kind), asked.name


def _asked(group: Sequence[Requirement], of: int) -> Asked:
    fields = Counter(field for one in group for field in one.fields)
    ranked = sorted(fields, key=lambda field: (-fields[field], field))
    return Asked(
        group[0]._replace(fields=tuple(ranked), is_required=True, years=None),
        times=len(group),
        required=sum(one.is_required for one in group),
        of=of,
        years=tuple(sorted(one.years for one in group if one.years)),
    )
