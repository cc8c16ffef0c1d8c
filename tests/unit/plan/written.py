"""What people write behind each kind of key, right and wrong."""

from planner.plan.keys import Kind


def _each(text: str, *more: str) -> list[str]:
    """The values between the bars; `more` are those that don't fit in."""
    return [value.strip() for value in text.split("¦")] + list(more)


WRITTEN: dict[Kind, list[str]] = {
    Kind.FORMAT: _each(
        '1 ¦ "1" ¦ 2 ¦ 0 ¦ -1 ¦ one ¦ ~ ¦ [1] ¦ 1.5 ¦ true',
    ),
    Kind.ID: _each(
        'adn ¦ b.c ¦ a_1 ¦ führung ¦ 2027 ¦ "a b" ¦ a/b ¦ a@b ¦ -a ¦ .a ¦ _a ¦ "" ¦ ~ ¦ [a] ¦ '
        "{a: b} ¦ a+b ¦ true ¦ 学位",
        "ab" * 40,
        "ab" * 40 + "c",
    ),
    Kind.TITLE: _each(
        'x ¦ 2027 ¦ true ¦ 12:30 ¦ NO ¦ 1.5 ¦ " " ¦ "" ¦ ~ ¦  ¦ [x] ¦ {x: y} ¦ "a\\tb" ¦ "a\\nb" ¦ '
        '"\\u2028" ¦ "ü 😀 \\u00a0" ¦ "a\\u0007"',
        "x" * 500,
        "x" * 501,
        "|\n          one\n          two",
    ),
    Kind.NOTE: _each(
        'x ¦ 2027 ¦ true ¦ 12:30 ¦ NO ¦ 1.5 ¦ " " ¦ "" ¦ ~ ¦  ¦ [x] ¦ {x: y} ¦ "a\\tb" ¦ "a\\nb" ¦ '
        '"\\u2028" ¦ "ü 😀 \\u00a0" ¦ "a\\u0007" ¦ "x\\n\\ty" ¦ "\\r"',
        "x" * 500,
        "x" * 501,
        "|\n          one\n          two",
        "x" * 10_000,
        "x" * 10_001,
    ),
    Kind.URL: _each(
        "https://example.org/a?b#c ¦ http://x ¦ mailto:a@b.c ¦ https:// ¦ ftp://x ¦ "
        'javascript:alert(1) ¦ "https://a b" ¦ "https://a\\nb" ¦ HTTPS://x ¦ x ¦ 2027 ¦ ~ ¦ '
        "[https://x]",
    ),
    Kind.DATE: _each(
        '2027-03-15 ¦ 2027-03 ¦ 2027-Q2 ¦ 2027-W11 ¦ 2027 ¦ "2027" ¦ 0001-01-01 ¦ 9999-12-31 ¦ '
        "2027-04-31 ¦ 2027-13 ¦ 2027-00 ¦ 2027-Q5 ¦ 2027-W54 ¦ 2027-W00 ¦ 0000 ¦ 20270315 ¦ "
        '2027-3-5 ¦ 15.3.2027 ¦ soon ¦ 2027-03-15 08:00 ¦ "2027-03-15 " ¦ "2027-03-15\\n" ¦ ~ ¦ '
        " ¦ [2027] ¦ {a: 2027} ¦ 12:30 ¦ true ¦ -2027",
    ),
    Kind.RANGES: _each(
        '2027-03-15 ¦ 2027-03 ¦ 2027-Q2 ¦ 2027-W11 ¦ 2027 ¦ "2027" ¦ 0001-01-01 ¦ 9999-12-31 ¦ '
        "2027-04-31 ¦ 2027-13 ¦ 2027-00 ¦ 2027-Q5 ¦ 2027-W54 ¦ 2027-W00 ¦ 0000 ¦ 20270315 ¦ "
        '2027-3-5 ¦ 15.3.2027 ¦ soon ¦ 2027-03-15 08:00 ¦ "2027-03-15 " ¦ "2027-03-15\\n" ¦ ~ ¦ '
        " ¦ [2027] ¦ {a: 2027} ¦ 12:30 ¦ true ¦ -2027 ¦ 2027..2028 ¦ [2027, 2028-01..2028-03] ¦ "
        "2027 .. 2028 ¦ 2027.. ¦ 2027..2028..2029 ¦ []",
    ),
    Kind.LENGTH: _each(
        "3 days ¦ 1 day ¦ 10 weeks ¦ 9 months ¦ 2 years ¦ 5 business days ¦ 100000 days ¦ "
        "3  days ¦ 1 weeks ¦ 0 days ¦ 100001 days ¦ 010 days ¦ 9 moons ¦ 9months ¦ 9 ¦ 120h ¦ "
        '-3 days ¦ 1.5 years ¦ 3 Days ¦ ~ ¦ [3 days] ¦ "3 days\\n" ¦ 3 days later',
    ),
    Kind.LENGTHS: _each(
        "3 days ¦ 1 day ¦ 10 weeks ¦ 9 months ¦ 2 years ¦ 5 business days ¦ 100000 days ¦ "
        "3  days ¦ 1 weeks ¦ 0 days ¦ 100001 days ¦ 010 days ¦ 9 moons ¦ 9months ¦ 9 ¦ 120h ¦ "
        '-3 days ¦ 1.5 years ¦ 3 Days ¦ ~ ¦ [3 days] ¦ "3 days\\n" ¦ 3 days later ¦ '
        "9..12 months ¦ 9 months..12 months ¦ 9..0 months ¦ 9.. months ¦ 9...12 months",
    ),
    Kind.HOURS: _each(
        "2h ¦ 24h ¦ 24.5h ¦ 25h ¦ 1h30min ¦ 0h ¦ 23h59min ¦ 2 ¦ 2h/day ¦ ~",
    ),
    Kind.HOURS_RANGE: _each(
        "120h ¦ 7.5h ¦ 7.55h ¦ 7.51h ¦ 0.5h ¦ 0h ¦ 0.0h ¦ 90min ¦ 1h30min ¦ 1h60min ¦ 0h30min ¦ "
        "999min ¦ 1000min ¦ 08h ¦ 100000h ¦ 100001h ¦ 100000.5h ¦ 120 h ¦ 120 ¦ 2 hours ¦ -1h ¦ "
        "1h0min ¦ .5h ¦ 1e3h ¦ 80..140h ¦ 7.5..10h ¦ 30..90min ¦ 0..5h ¦ 80h..140h ¦ 80..h ¦ "
        "1..100000h ¦ 80 .. 140h",
    ),
    Kind.RATE: _each(
        "8h/week ¦ 1h/day ¦ 168h/week ¦ 168.5h/week ¦ 169h/week ¦ 24h/day ¦ 25h/day ¦ "
        "90min/week ¦ 1h30min/day ¦ 8h ¦ 8h/month ¦ 8h / week ¦ 0h/week ¦ 167h59min/week ¦ "
        "168h1min/week",
    ),
    Kind.TIME: _each(
        "8h/week ¦ 1h/day ¦ 168h/week ¦ 168.5h/week ¦ 169h/week ¦ 24h/day ¦ 25h/day ¦ "
        "90min/week ¦ 1h30min/day ¦ 8h ¦ 8h/month ¦ 8h / week ¦ 0h/week ¦ 167h59min/week ¦ "
        "168h1min/week ¦ {mon: 2h} ¦ {mon: 2} ¦ {} ¦ {monday: 2h} ¦ {mon: 25h} ¦ [2h] ¦ ~",
    ),
    Kind.YEARS: _each(
        '1 ¦ 1.5 ¦ 0.25 ¦ 0.3 ¦ 0 ¦ -1 ¦ 1000 ¦ 1001 ¦ "2" ¦ 2 years ¦ ~ ¦ 1e1 ¦ [1] ¦ 010',
    ),
    Kind.COUNT: _each(
        '1 ¦ 4000 ¦ 0 ¦ -5 ¦ 1.5 ¦ "4000" ¦ 4000h ¦ 100000 ¦ 100001 ¦ ~ ¦ 0x10 ¦ 010',
        "9" * 50,
    ),
    Kind.REGION: _each(
        "DE ¦ DE-BE ¦ NO ¦ de ¦ DEU ¦ DE- ¦ true ¦ ~ ¦ US-CA ¦ [DE]",
    ),
    Kind.MONEY: _each(
        "2400 USD ¦ 0 EUR ¦ 19.99 EUR ¦ 2,400 USD ¦ 2400 ¦ 2400 usd ¦ -1 USD ¦ USD 2400 ¦ 1e3 USD ¦ 01 USD",
    ),
    Kind.PERCENT: _each(
        "50% ¦ 0% ¦ 100% ¦ 101% ¦ 50 ¦ -1% ¦ 1.5% ¦ 050% ¦ 50 %",
    ),
    Kind.SWITCH: _each(
        'true ¦ false ¦ True ¦ FALSE ¦ tRUE ¦ yes ¦ no ¦ on ¦ "true" ¦ 1 ¦ ~',
    ),
    Kind.STEP_KIND: _each(
        'course ¦ exam ¦ milestone ¦ Course ¦ other ¦ ~ ¦ [course] ¦ "exam"',
    ),
    Kind.PRIORITY: _each(
        "high ¦ normal ¦ low ¦ High ¦ 1 ¦ ~",
    ),
    Kind.AFTER: _each(
        "a ¦ [a, b] ¦ a + 2 weeks ¦ a+2 weeks ¦ [a, a] ¦ [] ¦ {any: [a, b]} ¦ [{any: a}] ¦ "
        "{any: []} ¦ ~ ¦ {any: [a], x: b} ¦ a + 2 weaks ¦ a + ¦ [[a]] ¦ {any: [a + 1 day, b]} ¦ "
        "a + 1 day + 1 day ¦ {}",
    ),
    Kind.IDS: _each(
        "a ¦ [a, b] ¦ [a, a] ¦ [] ¦ [[a]] ¦ [{a: b}] ¦ a + 2 weeks ¦ ~ ¦ [~]",
    ),
    Kind.TASKS: _each(
        "[x] ¦ x ¦ [] ¦ [{title: x}] ¦ {title: x} ¦ "
        "[{title: x, id: y, by: 2027, effort: 1..2h}] ¦ [{id: x}] ¦ [x by 2027-03] ¦ "
        "[x by 2027-13] ¦ [x by 2027-03-99] ¦ [x by mail] ¦ [x by 20277] ¦ [by 2027] ¦ [[x]] ¦ "
        "[~] ¦ ~ ¦ [{title: x, after: [a, a + 1 day]}] ¦ [{title: x, after: {any: [a]}}] ¦ "
        "[{title: x, zzz: y}] ¦ [x by  2027-99]",
    ),
    Kind.GOALS: _each(
        'monthly ¦ weekly ¦ every 6 months ¦ 9 ¦ 0 ¦ 1000 ¦ 1001 ¦ [a, b] ¦ [] ¦ daily ¦ "9" ¦ '
        "9.5 ¦ ~ ¦ every 6 moons ¦ every  2 weeks ¦ [~] ¦ {a: b} ¦ [2027, true] ¦ -1",
    ),
    Kind.EXPERIENCE: _each(
        "3 days ¦ 1 day ¦ 10 weeks ¦ 9 months ¦ 2 years ¦ 5 business days ¦ 100000 days ¦ "
        "3  days ¦ 1 weeks ¦ 0 days ¦ 100001 days ¦ 010 days ¦ 9 moons ¦ 9months ¦ 9 ¦ 120h ¦ "
        '-3 days ¦ 1.5 years ¦ 3 Days ¦ ~ ¦ [3 days] ¦ "3 days\\n" ¦ 3 days later ¦ {years: 3} ¦ '
        "{hours: 4000, within: 8 years} ¦ {within: 2 years} ¦ {} ¦ {years: 3, x: 1}",
    ),
    Kind.TRIGGERS: _each(
        "a missed ¦ main slips 9 months ¦ chance below 50% ¦ chance below 0% ¦ "
        "chance below 101% ¦ layoff ¦ [layoff, a missed] ¦ a slips ¦ a slips 9 moons ¦ "
        "company-closed ¦ two words ¦ ~ ¦ [] ¦ [[a]] ¦ a  missed ¦ a misses",
    ),
    Kind.RHYTHM: _each(
        "sunday ¦ sunday 18:00 ¦ first saturday ¦ last friday 09:30 ¦ sixth friday ¦ sun ¦ "
        "sunday 24:00 ¦ Sunday ¦ every 6 months from 2027-01-18 ¦ every 6 months ¦ "
        "every 2 weeks from 2027-W03 08:00 ¦ sunday 9:00 ¦ 18:00 ¦ ~",
    ),
    Kind.STEP_LINE: _each(
        "a ¦ [a, b] ¦ [] ¦ [a, a] ¦ ~ ¦ [[a]] ¦ {a: b}",
    ),
    Kind.TASK_AFTER: _each(
        'a ¦ [b + 2 weeks] ¦ ~ ¦ [] ¦ [a, a] ¦ "x y"',
    ),
    Kind.GAPS: _each(
        "{a: b} ¦ {a: {text: b}} ¦ {a: {have: b}} ¦ {a: ~} ¦ [a] ¦ ~ ¦ {} ¦ {a b: c} ¦ {a: {text: b, x: y}}",
    ),
    Kind.TRACKS: _each(
        "{m: [a]} ¦ {m: a} ¦ {m: {path: [a]}} ¦ {m: {steps: a}} ¦ {m: {path: [a], steps: [a]}} ¦ "
        "{m: {}} ¦ {m: []} ¦ {m: {path: [a, b], use-when: x}} ¦ {m: ~} ¦ ~ ¦ {m: {use-when: x}}",
    ),
    Kind.WINDOWS: _each(
        "{w: {all: [a], within: 2 years}} ¦ {w: {all: [a]}} ¦ {w: [a]} ¦ {w: ~} ¦ "
        "{w: {all: [], within: 1 day}}",
    ),
    Kind.NOW: _each(
        "{role: x} ¦ {role: x, since: 2020} ¦ {since: 2020} ¦ x ¦ ~ ¦ {role: x, by: 2020}",
    ),
    Kind.GOAL: _each(
        "{role: x} ¦ {role: x, by: 2030, requires: [a, b]} ¦ {by: 2030} ¦ {role: ~} ¦ [x]",
    ),
    Kind.REVIEWS: _each(
        "{weekly: sunday} ¦ {yearly: sunday} ¦ {} ¦ ~ ¦ [sunday]",
    ),
    Kind.STEPS: _each(
        "{} ¦ ~ ¦ [] ¦ x ¦ {a: {title: x}} ¦ {a: {title: x}, b c: {title: y}} ¦ {a: {}} ¦ {a: ~} ¦ {a: x}",
    ),
    Kind.ZONE: _each(
        'Europe/Berlin ¦ UTC ¦ Europe/ ¦ [UTC] ¦ ~ ¦ ../x ¦ ""',
    ),
    Kind.OPTIONS: _each(
        "a ¦ [a, b + 1 day] ¦ [] ¦ ~ ¦ [{any: a}]",
    ),
}
