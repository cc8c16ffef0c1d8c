"""The documentation as a site and as man pages: clean, whole, and complete against the program."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from planner import errors, settings
from planner.cli.session import SOMETHING_TO_DO
from planner.plan.keys import SECTIONS
from planner.targets import installed, load_type
from tests.docs.site import DOCS, HTML, MAN, ROOT, Page, build
from tests.docs.test_documented import tree

COMMANDS = dict(tree())
KEYS = [key.name for section in SECTIONS for key in section.keys]
SETTINGS = [
    *settings.KEYS,
    *settings.COMMON_TARGET_KEYS,
    *settings.FEED_KEYS,
    *settings.DAEMON_KEYS,
    *settings.TELL_KEYS,
    *settings.NTFY_KEYS,
    *settings.MAIL_KEYS,
    *(setting.name for name in installed() for setting in load_type(name).settings),
]
SOURCES = [*(ROOT / "planner").rglob("*.py"), *(ROOT / "integrations").rglob("*.py")]
BESIDE = {"architecture": "ARCHITECTURE", "changelog": "CHANGELOG"}
MOST_BYTES_OF_IMAGES = 600_000


@pytest.fixture(scope="session")
def built() -> str:
    return build()


@pytest.fixture(scope="session")
def pages(built: str) -> Mapping[str, Page]:
    """The pages of the site by their names."""
    assert built == ""
    found = {}
    for file in HTML.glob("*.html"):
        found[file.name] = Page()
        found[file.name].feed(file.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def manuals(built: str) -> Mapping[str, str]:
    """The man pages as a terminal shows them, by their names."""
    assert built == ""
    return {file.name: shown(file) for file in MAN.iterdir()}


def shown(manual: Path) -> str:
    command = ["mandoc", "-Tutf8", "-Owidth=500", str(manual)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(".\b", "", text)


def test_it_is_built_without_a_complaint(built: str) -> None:
    assert built == ""


def test_every_document_is_a_page_and_the_index_leads_to_each(pages: Mapping[str, Page]) -> None:
    documents = {file.stem for file in DOCS.glob("*.md")}
    assert documents <= {name.removesuffix(".html") for name in pages}
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[[^]]+\]\((?:\.\./)?([\w-]+)\.md\)", index, re.MULTILINE)
    assert sorted(listed) == sorted(BESIDE.get(name, name) for name in documents - {"index"})


@pytest.mark.parametrize("heading", ["Tutorial", "How to", "Reference", "Explanation"])
def test_the_tree_at_the_side_has_what_the_index_lists(built: str, heading: str) -> None:
    assert built == ""
    side = re.findall(
        r"<p class=\"caption\".*?</p>\s*<ul.*?</ul>", (HTML / "tutorial.html").read_text(), re.DOTALL
    )
    (part,) = [found for found in side if f">{heading}<" in found]
    index = (DOCS / "index.md").read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    names = re.findall(r"\((?:\.\./)?([\w-]+)\.md\)", index)
    assert len(re.findall(r"<li class=\"toctree-l1", part)) == len(names)


def test_no_link_leads_nowhere_and_no_image_is_missing(pages: Mapping[str, Page]) -> None:
    broken = []
    for name, page in pages.items():
        for link in [*page.links, *page.fetched, *(source for source, _ in page.images)]:
            where, part = urldefrag(link)
            if re.match(r"[a-z]+:|//", link):
                continue
            there = unquote(where.partition("?")[0]) or name
            target = pages.get(there)
            if not (HTML / there).is_file() or (part and target and unquote(part) not in target.ids):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_a_browser_fetches_nothing_from_elsewhere(pages: Mapping[str, Page]) -> None:
    fetched = {link for page in pages.values() for link in page.fetched}
    styles = " ".join(file.read_text(encoding="utf-8") for file in HTML.rglob("*.css"))
    fetched |= set(re.findall(r"url\([\"']?([^\"')]+)", styles)) | set(re.findall(r"@import [^;]+", styles))
    assert [link for link in fetched if re.match(r"https?:|//", link)] == []


def test_the_images_say_what_they_show_and_are_small(pages: Mapping[str, Page]) -> None:
    assert [image for page in pages.values() for image, text in page.images if not text] == []
    used = {Path(image).name for page in pages.values() for image, _ in page.images}
    used |= set(re.findall(r"images/([\w.-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    files = list((DOCS / "images").iterdir())
    assert {file.name for file in files} == {name for name in used if (DOCS / "images" / name).exists()}
    assert sum(file.stat().st_size for file in files) < MOST_BYTES_OF_IMAGES


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_place_with_each_option_and_its_json(
    pages: Mapping[str, Page], manuals: Mapping[str, str], name: str
) -> None:
    page = pages["commands.html"]
    anchor = f"planner-{name.replace(' ', '-')}"
    heads = [code for code in page.codes if re.match(rf"planner {name}(?![\w-])", code)]
    assert heads
    assert [each for each in page.ids if each == anchor or each.startswith(f"{anchor}-")]
    manual = manuals["planner.1"]
    section = re.search(
        rf"^   planner {name}(?! ?[a-z-]).*?\n(.*?)(?=^(?:   )?\S)", manual, re.DOTALL | re.MULTILINE
    )
    assert section
    options = [opt for p in COMMANDS[name].params if p.param_type_name == "option" for opt in p.opts]
    shared = manual.split("OPTIONS OF EVERY COMMAND")[1].split("EXIT CODES")[0]
    assert [opt for opt in options if opt not in section[1] + shared or opt not in page.words] == []
    told = f"{section[1]} {'planner.what-if/1' if name.startswith('what-if') else ''}"
    assert re.search(r"planner\.[a-z-]+/1|--json changes nothing|Without a terminal it exits", told)


def test_every_schema_of_the_json_is_told(pages: Mapping[str, Page], manuals: Mapping[str, str]) -> None:
    names = {
        name for file in SOURCES for name in re.findall(r"\"(planner\.[a-z-]+/1)\"", file.read_text("utf-8"))
    }
    assert len(names) > 30
    assert names - pages["commands.html"].words == set()
    assert [name for name in names if name not in manuals["planner.1"]] == []


def test_every_exit_code_is_told(pages: Mapping[str, Page], manuals: Mapping[str, str]) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.PlannerError)} | {0, SOMETHING_TO_DO}
    told = manuals["planner.1"].split("EXIT CODES")[1].split("\nJSON")[0]
    assert {int(code) for code in re.findall(r"^\s+(\d+) ", told, re.MULTILINE)} == codes
    mended = pages["when-it-stops.html"].text.split("What the exit code asks of you")[1]
    assert {
        int(code) for code in re.findall(r"^(\d+)$", mended.split("A target wants")[0], re.MULTILINE)
    } == codes - {0}


def test_every_key_of_a_plan_is_told(pages: Mapping[str, Page], manuals: Mapping[str, str]) -> None:
    assert set(KEYS) - pages["plan-file.html"].words == set()
    told = manuals["planner.yaml.5"]
    assert [key for key in KEYS if not re.search(rf"^\s+{key}\b", told, re.MULTILINE)] == []


def test_every_setting_is_told(pages: Mapping[str, Page], manuals: Mapping[str, str]) -> None:
    heads = {word.strip("[]").partition(".")[0] for word in pages["settings.html"].words}
    assert set(SETTINGS) - heads == set()
    told = manuals["planner.toml.5"]
    assert [key for key in SETTINGS if not re.search(rf"^\s+(?:\S+, )*\[?{key}\b", told, re.MULTILINE)] == []


def test_judges_of_man_pages_have_nothing_to_say(manuals: Mapping[str, str]) -> None:
    assert sorted(manuals) == ["planner.1", "planner.toml.5", "planner.yaml.5"]
    for name in manuals:
        judges = (
            ["mandoc", "-Tlint", "-Wwarning", str(MAN / name)],
            ["groff", "-k", "-ww", "-man", "-t", "-Tutf8", "-z", str(MAN / name)],
        )
        for judge in judges:
            ended = subprocess.run(judge, capture_output=True, text=True, check=False)
            assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_a_manual_leads_to_the_others(manuals: Mapping[str, str]) -> None:
    for name, text in manuals.items():
        stem, _, number = name.rpartition(".")
        assert f"\n     {stem} - " in text or f"\n       {stem} - " in text
        others = {f"{each.rpartition('.')[0]}({each[-1]})" for each in manuals} - {f"{stem}({number})"}
        assert set(re.findall(r"[\w.]+\(\d\)", text.split("SEE ALSO")[1].split("\n\n")[0])) == others


def test_every_file_that_is_named_exists(pages: Mapping[str, Page]) -> None:
    named = {word.rstrip(".,;:") for page in pages.values() for word in page.words}
    texts = [file.read_text(encoding="utf-8") for file in SOURCES]
    named |= {found for text in texts for found in re.findall(r"\bdocs/[\w-]+\.md\b", text)}
    ours = {
        name for name in named if re.fullmatch(r"(?:docs|tests|systemd|config|requirements)/[\w@./-]+", name)
    }
    assert len(ours) > 5
    assert [
        name for name in ours if not (ROOT / name).exists() and not (ROOT / "planner" / name).exists()
    ] == []
