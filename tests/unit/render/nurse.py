"""The nurse's plan, as a value."""

from datetime import date
from decimal import Decimal
from types import MappingProxyType

from planner.plan.civil import Length, Unit
from planner.plan.model import (
    Every,
    Experience,
    Gap,
    Goal,
    Missed,
    Money,
    Plan,
    Reported,
    Slips,
    Step,
    StepKind,
    Takes,
    Track,
)

TODAY = date(2029, 2, 1)
MAIN = ("ma-certificate", "ma-job", "ma-experience", "adn", "nclex", "rn-job")
BRIDGE = ("ma-certificate", "ma-job", "lpn", "lpn-experience", "bridge", "nclex", "rn-job")


def months(number: int) -> Length:
    return Length(number, Unit.MONTHS)


def takes(number: int) -> Takes:
    return Takes(months(number), months(number))


def plan() -> Plan:
    steps = (
        Step(
            "volunteer",
            "Saturday volunteer at the free clinic",
            Every(Length(2, Unit.WEEKS)),
            StepKind.HABIT,
            closes=("contact",),
        ),
        Step(
            "ma-certificate",
            "Medical assistant certificate (evening course)",
            takes(9),
            StepKind.COURSE,
            cost=Money(Decimal(2400), "USD"),
            reimbursed=50,
        ),
        Step("ma-job", "Move to a medical assistant job, here or elsewhere", takes(3), StepKind.JOB),
        Step(
            "ma-experience",
            "Two years as a medical assistant",
            Experience(Length(2, Unit.YEARS)),
            closes=("contact",),
        ),
        Step("adn-place", "Place in the nursing programme", takes(4), StepKind.APPLICATION),
        Step(
            "adn",
            "Associate degree in nursing",
            takes(22),
            StepKind.COURSE,
            closes=("degree",),
            cost=Money(Decimal("9800.50"), "USD"),
        ),
        Step(
            "nclex",
            "Pass NCLEX-RN",
            Takes(Length(10, Unit.WEEKS), Length(10, Unit.WEEKS)),
            StepKind.EXAM,
            closes=("licence",),
            cost=Money(Decimal(200), "EUR"),
        ),
        Step("rn-job", "First job as a registered nurse", takes(4), StepKind.JOB),
        Step("lpn", "Licensed practical nurse programme", takes(12), StepKind.COURSE),
        Step("lpn-experience", "One year as an LPN", Experience(Length(1, Unit.YEARS))),
        Step("bridge", "LPN-to-RN bridge", takes(15), StepKind.COURSE, closes=("degree",)),
    )
    gaps = {
        "contact": "I never work with patients",
        "degree": "No nursing degree",
        "licence": "No RN licence",
        "money": "I cannot pay tuition alone",
    }
    return Plan(
        id="nurse",
        title="From the front desk to registered nurse",
        steps=MappingProxyType({step.id: step for step in steps}),
        tracks=MappingProxyType(
            {
                "main": Track("main", MAIN),
                "lpn-bridge": Track(
                    "lpn-bridge",
                    BRIDGE,
                    use_when=(
                        Missed("adn-place"),
                        Slips("main", months(9)),
                        Reported("layoff"),
                    ),
                ),
            }
        ),
        goal=Goal("Registered nurse", date(2033, 6, 30)),
        gaps=MappingProxyType({key: Gap(key, text) for key, text in gaps.items()}),
    )
