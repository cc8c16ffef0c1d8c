"""The SVG and the page: what must hold for every plan, however long or hostile."""

import re
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from types import MappingProxyType
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.engine.values import Schedule, Shape, State
from planner.plan.model import Gap, Goal, Plan
from planner.render.axis import Axis
from planner.render.marks import describe
from planner.render.page import ICON, page_html
from planner.render.style import Style, display_width
from planner.render.svg import WIDTH, timeline_svg
from planner.render.timeline import timeline_text
from planner.render.view import View
from tests.unit.render import samples

SVG = "{http://www.w3.org/2000/svg}"
OWN_LINKS = [ICON, "#timeline"]
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "]]></style><script>alert(1)</script>",
    "\"onmouseover='alert(1)'",
    "--><!ENTITY x 'y'>&x;&#0;",
    "nul\0esc\x1b[31m\ufffe\uffff\ud800bidi\u202e",
    "javascript:alert(1)",
    "看護師になる" * 20,
    "",
)


def picture(schedule: Schedule | None = None) -> str:
    return timeline_svg(samples.plan(), schedule or samples.schedule(), {"lpn-bridge": samples.backup()})


def page(plan: Plan | None = None, schedule: Schedule | None = None) -> str:
    backups = {"lpn-bridge": samples.backup()}
    return page_html(View(plan or samples.plan(), schedule or samples.schedule(), backups))


def parse(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - what we have just drawn ourselves


def bars(svg: str) -> Iterator[tuple[str, float, float]]:
    """Each bar's tooltip, left and right."""
    for group in parse(svg).iter(f"{SVG}g"):
        title, frame = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        if title is not None and frame is not None and "bar" in frame.get("class", "").split():
            x = float(frame.get("x", ""))
            yield title.text or "", x, x + float(frame.get("width", ""))


def hostile(text: str) -> tuple[Plan, Schedule]:
    plan, schedule = samples.plan(), samples.schedule()
    steps = {
        each.id: replace(each, title=text, reason=text, cause=samples.after(text))
        for each in schedule.steps.values()
    }
    items = tuple(steps.get(each.id, replace(each, title=text, reason=text)) for each in schedule.items)
    conflict = samples.CONFLICT._replace(message=text, ways_out=(text,))
    written = replace(
        plan,
        goal=Goal(text, date(2033, 6, 30)),
        gaps=MappingProxyType({text: Gap(text, text)}),
        steps=MappingProxyType(
            {key: replace(step, title=text, url="javascript:alert(1)") for key, step in plan.steps.items()}
        ),
    )
    return written, replace(
        schedule,
        title=text,
        track=text or "main",
        steps=MappingProxyType(steps),
        items=items,
        conflicts=(conflict,),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_plan_becomes_markup(text: str) -> None:
    plan, schedule = hostile(text)
    svg = timeline_svg(plan, schedule, {})
    names = {element.tag.removeprefix(SVG) for element in parse(svg).iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "path", "circle", "g", "text"}
    tags = Tags(page_html(View(plan, schedule, {})))
    assert not {"script", "img", "iframe", "object", "form"} & tags.names
    assert tags.links == OWN_LINKS
    assert not [name for name in tags.attributes if name.startswith("on")]


class Tags(HTMLParser):
    """The elements and attributes of a page, and whether every element is closed in order."""

    VOID = frozenset({"meta", "br", "link", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "action"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_step_has_a_bar_with_its_dates_in_words() -> None:
    schedule, backup = samples.schedule(), samples.backup()
    expected = [describe(each) for chosen in (schedule, backup) for each in chosen.steps.values()]
    assert sorted(name for name, _, _ in bars(picture())) == sorted(expected)


def test_bars_lie_in_the_order_of_their_dates_and_inside_the_picture() -> None:
    places = {name.partition(":")[0]: (left, right) for name, left, right in bars(picture())}
    titles = ["Medical assistant certificate (evening course)", "Two years as a medical assistant",
              "Associate degree in nursing", "Pass NCLEX-RN", "First job as a registered nurse"]  # fmt: skip
    edges = [edge for title in titles for edge in places[title]]
    assert edges == sorted(edges)
    for element in parse(picture()).iter():
        for name in ("x", "cx"):
            assert 0 <= float(element.get(name, 0)) <= WIDTH
        if element.tag == f"{SVG}rect" and element.get("x"):
            assert float(element.get("x", 0)) + float(element.get("width", 0)) <= WIDTH


def test_a_gate_is_dashed_and_only_a_gate_is() -> None:
    dashed = [
        element.get("class", "")
        for element in parse(picture()).iter(f"{SVG}rect")
        if "dashed" in element.get("class", "") and element.get("height") != "10"
    ]
    steps = [*samples.schedule().steps.values(), *samples.backup().steps.values()]
    assert len(dashed) == sum(step.shape is Shape.GATE for step in steps)


def test_goals_are_dots_filled_when_met() -> None:
    svg = timeline_svg(samples.plan(), samples.schedule(), {})
    dots = [element.get("class") for element in parse(svg).iter(f"{SVG}circle")]
    in_legend = 1
    assert dots.count("dot met") == 9 + 1 + in_legend
    assert dots.count("dot") == 3 + 5 + in_legend


def test_what_moved_shows_its_baseline_where_it_was() -> None:
    svg = picture()
    assert svg.count("Baseline: due") == 3
    unmoved = replace(
        samples.schedule(),
        steps={key: replace(each, baseline_due=each.due) for key, each in samples.schedule().steps.items()},
    )
    assert "Baseline: due" not in timeline_svg(samples.plan(), unmoved, {})


def test_deadlines_today_and_the_goal_are_marked() -> None:
    svg = picture()
    assert "Deadline: 1 Mar 2030" in svg
    assert ">today<" in svg
    assert ">goal 30 Jun 2033<" in svg


def test_the_picture_says_what_it_is_to_those_who_do_not_see_it() -> None:
    root = parse(picture())
    assert root.get("role") == "img"
    assert root[0].text == "From the front desk to registered nurse"
    assert root[1].text is not None
    assert "Lands 9 Dec 2032" in root[1].text


def test_dark_mode_needs_no_script_and_every_class_has_a_night_colour() -> None:
    style = parse(picture()).findtext(f"{SVG}style") or ""
    day, _, night = style.partition("@media screen and (prefers-color-scheme: dark)")
    coloured = re.findall(r"^(\.[^{]+)\{(?:fill|stroke):#", day, re.MULTILINE)
    assert coloured
    assert [selector for selector in coloured if f"\n{selector}{{" not in night] == []


@pytest.mark.parametrize("number", [63, 1000])
def test_a_long_plan_has_a_row_for_each_step_and_is_drawn_quickly(number: int) -> None:
    plan, schedule = samples.long_schedule(number)
    began = time.process_time()
    svg = timeline_svg(plan, schedule, {})
    assert time.process_time() - began < 2
    places = list(bars(svg))
    assert len(places) == number
    lefts = [left for _, left, _ in places]
    assert lefts == sorted(lefts)


@pytest.mark.parametrize("days", [0, 1, 20, 100, 400, 2000, 20000, 2900000])
def test_any_span_of_time_has_some_names_on_its_axis_and_not_too_many(days: int) -> None:
    first = date(2027, 1, 1)
    axis = Axis(first, first + timedelta(days=days), 880)
    names = [tick for tick in axis.ticks(64) if tick.name]
    assert 1 <= len(names) <= 15
    assert all(axis.first <= tick.day <= axis.last for tick in axis.ticks(64))


def test_a_day_ends_where_the_next_one_begins() -> None:
    axis = Axis(date(2027, 1, 1), date(2027, 12, 31), 365)
    assert axis.at(date(2027, 1, 1)) == 0
    assert axis.after(date(2027, 1, 1)) == axis.at(date(2027, 1, 2)) == 1
    assert axis.after(date(2027, 12, 31)) == 365


def test_the_same_plan_gives_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "from hashlib import sha256; from tests.unit.render import test_pictures as t;"
        "print(sha256((t.picture() + t.page()).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Asia/Tokyo"))
    }
    assert len(digests) == 1


def test_the_page_is_whole_and_fetches_nothing() -> None:
    text = page()
    tags = Tags(text)
    assert tags.open == []
    assert tags.links == OWN_LINKS
    assert "script" not in tags.names
    assert "style" not in tags.attributes
    assert "url(" not in text


def test_the_page_may_use_its_own_style_and_icon_and_nothing_else() -> None:
    text = page()
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    assert len(style) == 1
    digest = b64encode(sha256(style[0].encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; form-action 'none'; base-uri 'none'"
    )
    assert f'content="{policy}"' in text


def test_the_page_links_a_step_to_the_web_only() -> None:
    plan = samples.plan()
    steps = {
        **plan.steps,
        "adn": replace(plan.steps["adn"], url="https://college.example/adn?a=1&b=2"),
        "nclex": replace(plan.steps["nclex"], url="javascript:alert(1)"),
        "rn-job": replace(plan.steps["rn-job"], url="http://[broken"),
    }
    links = Tags(page(replace(plan, steps=MappingProxyType(steps)))).links
    assert set(links) - set(OWN_LINKS) == {"https://college.example/adn?a=1&b=2"}


def test_the_page_says_where_the_plan_stands() -> None:
    text = re.sub(r"<[^>]+>", " ", page())
    text = re.sub(r"\s+", " ", text)
    assert "On track lands Dec 2032 203 days to spare" in text
    assert "Medical assistant certificate (evening course) +37 days ended 6 Jan 2028" in text
    assert "I cannot pay tuition alone open" in text
    assert "What can't be" not in text
    late = replace(samples.schedule(), goal_by=date(2032, 12, 8), conflicts=(samples.CONFLICT,))
    text = page(schedule=late)
    assert "1 day late" in text
    assert "adn-place ends 12 days after its deadline" in text


def test_the_table_has_a_row_for_every_step_that_is_not_dropped() -> None:
    schedule = samples.schedule()
    steps = {**schedule.steps, "adn": replace(schedule.steps["adn"], state=State.DROPPED)}
    rows = page(schedule=replace(schedule, steps=steps)).count('<th scope="row">')
    assert rows == len(schedule.steps) - 1 + len(samples.backup().steps)


def test_without_a_baseline_the_page_says_so_and_unmoved_steps_read_nothing_moved() -> None:
    schedule = samples.schedule()
    unknown = {key: replace(each, baseline_due=None) for key, each in schedule.steps.items()}
    unmoved = {key: replace(each, baseline_due=each.due) for key, each in schedule.steps.items()}
    assert "No baseline to compare with yet." in page(schedule=replace(schedule, steps=unknown))
    assert "Nothing moved." in page(schedule=replace(schedule, steps=unmoved))


@given(
    st.lists(st.tuples(st.dates(), st.dates(), st.sampled_from(Shape), st.sampled_from(State)), min_size=1),
    st.dates(),
    st.none() | st.dates(),
)
@settings(max_examples=40, deadline=None)
def test_any_dates_can_be_drawn(
    spans: list[tuple[date, date, Shape, State]], today: date, goal_by: date | None
) -> None:
    steps = {
        str(number): samples.item(
            str(number), min(a, b), max(a, b), state, shape=shape, baseline_due=a, share=number % 100
        )
        for number, (a, b, shape, state) in enumerate(spans)
    }
    dates = [day for a, b, _, _ in spans for day in (a, b)]
    schedule = replace(
        samples.schedule(),
        items=tuple(steps.values()),
        steps=MappingProxyType(steps),
        today=today,
        start=min(dates),
        finish=max(dates),
        goal_by=goal_by,
    )
    for _, left, right in bars(timeline_svg(samples.plan(), schedule, {})):
        assert 0 <= left < right <= WIDTH
    text = timeline_text(samples.plan(), schedule, {}, Style())
    assert max(map(display_width, text.splitlines())) <= 80
