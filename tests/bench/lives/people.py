"""Plans to live by, and people's truths: as the forecast believes, and with a noise of their own."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from math import exp, log, sqrt
from random import Random
from types import MappingProxyType

from planner.engine.uncertainty import USUAL
from planner.plan.civil import Length, Unit
from planner.plan.model import PARTS_PER_HOUR, After, Effort, Plan, Step, Takes, Track
from planner.plan.read import load
from tests.bench import ROOT
from tests.bench.lives.life import Truth

HOUR = PARTS_PER_HOUR
FIRST = date(2027, 1, 4)
MOST_WEEKS = 3000


def made_plan(random: Random, weeks: int, hours: int = 8, spans: int = 0) -> Plan:
    """Effort for so many weeks of `hours`, in steps of 8 to 60 hours, a third of them with a range."""
    steps: dict[str, Step] = {}
    left = weeks * hours
    while left > 0:
        size = min(left, random.choice((8, 12, 16, 20, 24, 30, 40, 60)))
        left -= size
        wide = random.random() < 1 / 3
        low, high = (round(size * 0.7), size * 2 - round(size * 0.7)) if wide else (size, size)
        _add(random, steps, Effort(low * HOUR, high * HOUR))
    for _ in range(spans):
        low = random.randint(4, 20)
        wide = random.random() < 1 / 2
        _add(
            random,
            steps,
            Takes(Length(low, Unit.WEEKS), Length(low + wide * random.randint(1, 6), Unit.WEEKS)),
        )
    return Plan(
        "life",
        "A life",
        MappingProxyType(steps),
        tracks=MappingProxyType({"main": Track("main", tuple(steps), path=False)}),
        start=FIRST,
        time=(hours * HOUR // 7,) * 7,
    )


def _add(random: Random, steps: dict[str, Step], extent: Effort | Takes) -> None:
    name = f"s{len(steps):03d}"
    near = list(steps)[-6:]
    after = tuple(After(other) for other in sorted(random.sample(near, random.randint(0, min(2, len(near))))))
    steps[name] = Step(name, f"Step {name}", extent, after=after)


def believed(plan: Plan, random: Random) -> Truth:
    """As the forecast itself believes that people are."""
    person = exp(random.gauss(0, USUAL.person))
    split = random.random()
    return _truth(
        plan,
        random,
        lambda effort: person**split * _lognormal(random, USUAL.of_effort(effort) / effort.expected),
        lambda: _gamma(random, USUAL.week) / person ** (1 - split),
    )


def noisy(plan: Plan, random: Random) -> Truth:
    """Effort underestimated by a quarter, nine tenths of the hours, and either uneven."""
    return _truth(plan, random, lambda _: 1.25 * _lognormal(random, 0.3), lambda: 0.9 * _gamma(random, 0.35))


def steady(plan: Plan, random: Random) -> Truth:
    """Slow to very slow people whose weeks are alike, and steps, too."""
    needs, gives = random.uniform(0.9, 1.6), random.uniform(0.6, 1.05)
    return _truth(
        plan,
        random,
        lambda _: needs * random.triangular(0.8, 1.3, 0.9),
        lambda: gives * random.uniform(0.8, 1.2),
    )


def moody(plan: Plan, random: Random) -> Truth:
    """Good and bad months, weeks of nothing, and now and then a step that takes three times as long."""
    needs, gives = random.uniform(0.8, 1.4), random.uniform(0.6, 1.1)
    mood = [0.0]

    def week() -> float:
        mood[0] = 0.8 * mood[0] + random.gauss(0, 0.25)
        return 0.0 if random.random() < 0.12 else gives * exp(mood[0])

    return _truth(
        plan,
        random,
        lambda _: needs * (3 if random.random() < 0.06 else 1) * _lognormal(random, 0.4),
        week,
    )


PEOPLE: Mapping[str, Callable[[Plan, Random], Truth]] = {
    "believed": believed,
    "noisy": noisy,
    "steady": steady,
    "moody": moody,
}


def _truth(plan: Plan, random: Random, effort: Callable[[Effort], float], week: Callable[[], float]) -> Truth:
    efforts, spans = {}, {}
    for step in plan.steps.values():
        if isinstance(step.extent, Effort):
            efforts[step.id] = max(1.0, step.extent.expected * effort(step.extent))
        elif isinstance(step.extent, Takes):
            low, high = 7 * step.extent.low.count, 7 * step.extent.high.count
            spans[step.id] = round(
                random.uniform(low, high) if low < high else low * _lognormal(random, USUAL.span)
            )
    return Truth(efforts, spans, tuple(week() for _ in range(MOST_WEEKS)))


def _lognormal(random: Random, width: float) -> float:
    """Mean 1, standard deviation `width`."""
    sigma = sqrt(log(1 + width * width))
    return exp(random.gauss(0, sigma) - sigma * sigma / 2)


def _gamma(random: Random, width: float) -> float:
    """Mean 1, standard deviation `width`, never negative."""
    return random.gammavariate(1 / width**2, width**2)


def ossu() -> Plan:
    """The curriculum of a degree in computer science, as its template has it."""
    return replace(load(ROOT / "config/templates/ossu-cs.yaml").plan, goal=None)
