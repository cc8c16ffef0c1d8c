"""The documents, held against the program: every command, option and setting, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.core import TyperCommand, TyperGroup

from planner import settings
from planner.cli.options import NAMES
from planner.cli.root import root
from planner.targets import installed, load_type

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = (DOCS / "commands.md").read_text(encoding="utf-8")
SETTINGS = (DOCS / "settings.md").read_text(encoding="utf-8")
GROUPS = ("baseline", "config", "daemon", "feed", "postings", "targets", "what-if")


def tree() -> Iterator[tuple[str, TyperCommand]]:
    """Every command that a person is told of, by its full name."""
    top = root()
    context = typer.Context(top)
    for name in top.list_commands(context):
        command = top.get_command(context, name)
        if isinstance(command, TyperGroup):
            for part in command.list_commands(context):
                found = command.get_command(context, part)
                assert isinstance(found, TyperCommand)
                yield f"{name} {part}", found
        else:
            assert isinstance(command, TyperCommand)
            if not command.hidden:
                yield name, command


def sections() -> dict[str, str]:
    """What stands below each heading that names a command."""
    found = {}
    for part in re.split(r"^### ", COMMANDS, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        for words in re.findall(r"`planner ([^`]*)`", heading):
            kept = [word for word in words.split() if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", word)]
            name = " ".join(kept[:2] if kept and kept[0] in GROUPS else kept[:1])
            found[name] = heading + text
    return found


def test_every_command_is_documented_and_no_other() -> None:
    assert set(sections()) - {""} == {name for name, _ in tree()}


@pytest.mark.parametrize("name", [name for name, _ in tree()])
def test_every_option_of_a_command_is_documented(name: str) -> None:
    text = sections()[name]
    command = dict(tree())[name]
    own = [p for p in command.params if p.param_type_name == "option" and p.name not in NAMES]
    missing = [opt for p in own for opt in p.opts if f"`{opt}" not in text and f" {opt}" not in text]
    assert missing == []


def test_the_options_of_every_command_are_documented() -> None:
    command = dict(tree())["status"]
    shared = [opt for p in command.params if p.name in NAMES for opt in p.opts]
    assert [opt for opt in shared if f"`{opt}" not in COMMANDS and f", {opt}" not in COMMANDS] == []


def test_every_setting_is_documented() -> None:
    keys = [*settings.KEYS, *settings.COMMON_TARGET_KEYS, *settings.FEED_KEYS, *settings.DAEMON_KEYS]
    keys += [*settings.TELL_KEYS, *settings.NTFY_KEYS, *settings.MAIL_KEYS]
    keys += [setting.name for name in installed() for setting in load_type(name).settings]
    forms = ("`{}`", "{} =", "[{}]", "[{}.")
    assert [key for key in keys if not any(form.format(key) in SETTINGS for form in forms)] == []


def test_every_target_type_is_documented() -> None:
    assert [name for name in installed() if f'"{name}"' not in SETTINGS] == []


def test_no_link_between_the_documents_is_broken() -> None:
    pages = [*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]
    broken = [
        f"{page.name}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert broken == []
