"""Three people with just a job and a wish, as they would answer."""

from collections.abc import Mapping

from planner.coach.interview import look
from planner.coach.replies import Replies

RECEPTIONIST: Mapping[str, str] = {
    "role": "Front-desk clerk, Alvarez Family Practice, since 2024-09",
    "goal": "Registered nurse",
    "by": "2033-06",
    "sector": "same",
    "present": "aside",
    "why-job": "It was the first offer, and near home",
    "closer": "Saturdays at the free clinic, every 2 weeks; Help with vaccination records",
    "required": (
        "Medical assistant certificate, 9 months, 2400 USD, 6h/week;"
        " Nursing degree, 22 months, 8,000 USD; RN licence, 10 weeks"
    ),
    "skills": "Taking blood; Spanish with patients",
    "have": "Spanish with patients",
    "years": "2 years",
    "next-job": "Medical assistant",
    "next-job-needs": "Medical assistant certificate",
    "hours": "8h/week",
    "away": "2027-12-20..2028-01-03",
    "start": "2027-01",
    "money": "3000 USD",
    "openings": "none",
    "lateral": "skip",
    "review-on": "2027-01-18",
    "reimbursed": "50%",
    "contacts": "0",
    "fails": "rejected; too-slow",
    "other-ways": "Practical nurse programme, 12 months, 9000 USD",
}

WAREHOUSE_WORKER: Mapping[str, str] = {
    "role": "Order picker, Nordlager",
    "goal": "IT support specialist",
    "by": "skip",
    "sector": "other",
    "why-job": "I needed the money at once",
    "qualify": "no",
    "postings": "no",
    "required": "CompTIA A+, 9 months, 500 EUR",
    "skills": "skip",
    "have": "none",
    "years": "1 year",
    "next-job": "Help desk agent; Hardware technician",
    "next-job-needs": "none",
    "hours": "6",
    "away": "none",
    "start": "2027-02-01",
    "money": "skip",
    "openings": "skip",
    "lateral": "none",
    "review-on": "none",
    "reimbursed": "skip",
    "contacts": "1",
    "fails": "skip",
    "other-ways": "skip",
}

ACCOUNTANT: Mapping[str, str] = {
    "role": "Accountant, Berger GmbH (six people)",
    "goal": "Finance manager",
    "by": "2031",
    "sector": "same",
    "present": "track",
    "closer": "none",
    "required": "Certified accountant, 18 months, 4500 EUR",
    "skills": "Budgeting; Leading people",
    "have": "Budgeting",
    "years": "3 years",
    "next-job": "Senior accountant",
    "next-job-needs": "none",
    "hours": "6h/week",
    "away": "skip",
    "start": "2027-01",
    "money": "none",
    "openings": "Senior accountant; Finance manager",
    "often": "held",
    "lateral": "Hartmann & Co; the county hospital",
    "review-on": "2027-02-01",
    "reimbursed": "none",
    "contacts": "5",
    "fails": "layoff",
    "other-ways": "none",
}

PEOPLE: Mapping[str, Mapping[str, str]] = {
    "receptionist": RECEPTIONIST,
    "warehouse-worker": WAREHOUSE_WORKER,
    "accountant": ACCOUNTANT,
}


def known(answers: Mapping[str, str]) -> Replies:
    """The answers as they are understood; all of them count, and none is missing."""
    looked = look(answers)
    assert (dict(looked.wrong), looked.missing, set(answers) - set(looked.known)) == ({}, (), set())
    return looked.known
