"""Which settings file counts, and what one may say."""

from pathlib import Path

import pytest

from planner.errors import UsageError
from planner.settings import FILE, Settings, TargetSettings, find, load


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return {"HOME": str(tmp_path / "home")}


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_the_named_file_wins_then_the_one_beside_the_plan_then_the_users_own(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    assert find(None, None, environment) is None
    users = write(tmp_path / "home" / ".config" / "planner" / FILE)
    assert find(None, None, environment) == users
    elsewhere = write(tmp_path / "xdg" / "planner" / FILE)
    assert find(None, None, environment | {"XDG_CONFIG_HOME": str(tmp_path / "xdg")}) == elsewhere
    here = write(tmp_path / "here" / FILE)
    assert find(None, None, environment) == Path(FILE)
    assert here.samefile(FILE)
    beside = write(tmp_path / "there" / FILE)
    assert find(None, str(tmp_path / "there" / "nurse.yaml"), environment) == beside
    named = write(tmp_path / "named.toml")
    assert find(str(named), str(tmp_path / "there" / "nurse.yaml"), environment) == named


def test_a_named_file_that_is_missing_is_not_replaced_by_another(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    write(tmp_path / "here" / FILE)
    with pytest.raises(UsageError, match=r"there is no settings file nowhere\.toml"):
        find("nowhere.toml", None, environment)


def test_without_a_file_there_are_the_defaults() -> None:
    assert load(None) == Settings()


def test_paths_count_from_the_file_and_a_targets_own_keys_are_kept_apart(tmp_path: Path) -> None:
    file = write(
        tmp_path / "planner.toml",
        'plan = "plans/nurse.yaml"\n[targets.mine]\ntype = "ics"\nitems = ["steps"]\npath = "a.ics"\n',
    )
    settings = load(file)
    assert settings.plan == tmp_path / "plans" / "nurse.yaml"
    assert settings.targets == (TargetSettings("mine", "ics", ("steps",), {"path": "a.ics"}),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plan = [", "planner.toml: "),
        ("plan = 3", "planner.toml: plan: a file name is wanted here"),
        ("paln = 3", "planner.toml: paln is not a setting"),
        ("[daemon]\nevry = 3", r"planner.toml: \[daemon\] evry is not a setting"),
        ("feed = 3", "planner.toml: feed: a table is wanted here"),
        ("[targets.x]\npath = 3", r"planner.toml: \[targets.x\] has no type"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        load(write(tmp_path / "planner.toml", text))
    assert raised.value.hint
