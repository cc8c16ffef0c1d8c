"""Signing in by the personal token that Todoist shows in its settings, and looking whether it holds."""

from collections.abc import Callable
from getpass import getpass

from integrations.http.line import Limits, Line
from integrations.todoist import token as tokens
from integrations.todoist.account import Row
from integrations.todoist.official import project_name
from integrations.todoist.opening import CURE, choose, connect
from integrations.todoist.refusal import read_refusal
from integrations.todoist.token import SIGN_IN, Token
from planner.errors import SignInNeeded, UsageError
from planner.sync.target import Setup, SignIn

SETTINGS = "https://app.todoist.com/app/settings/integrations/developer"
_LIMITS = Limits(requests=10, tries=2)
_DOUBLED = (
    "Todoist shows your tasks in a calendar by itself: with a calendar target beside this one each date is"
    " there twice (Todoist: Settings, Calendars)"
)
_ANOTHER = f"Copy the one that {SETTINGS} shows now. Then: {SIGN_IN}"


def sign_in(asked: SignIn, typed_unseen: Callable[[str], str] = getpass) -> str:
    """Ask for the token, see whose it is, and keep it. A sentence that says so.

    Raises SignInNeeded when none comes or Todoist refuses it; what was kept before stays until then.
    """
    if asked.settings.get("token-command") is not None:
        raise UsageError(
            "the settings take the token from token-command",
            "Leave that out, or put the token where it looks.",
        )
    text = _typed(asked, typed_unseen)
    token = tokens.checked(text)
    if token is None:
        why = "that is no token of Todoist's" if text.strip() else "no token came"
        raise SignInNeeded(why, f"{SETTINGS} shows it. Then: {SIGN_IN}")
    setup = Setup("", "", asked.directory, asked.settings)
    told = connect(setup, _line(_ANOTHER), Token([lambda: token])).about()
    kept = tokens.keep(asked.settings, asked.directory, token)
    return f"Signed in to Todoist as {_name(told['user'])}. {kept}"


def examine(setup: Setup) -> str:
    """Ask Todoist whether the token holds and the project is there. What is worth knowing, in sentences.

    Raises SignInNeeded, DecisionNeeded when the project is gone, PlannerError.
    """
    api = connect(setup, _line(CURE), tokens.find(setup.settings, setup.directory))
    accounts, choice = api.about().get("calendar_accounts"), choose(setup)
    project = choice.known()
    name = None if project is None else project_name(api, project)
    if project is not None and name is None:
        choice.gone()
    said = ["The project isn't made yet" if name is None else f"The project is {name}"]
    if any(_is_shown(one) for one in (accounts if isinstance(accounts, list) else ())):
        said.append(_DOUBLED)
    return ". ".join(said)


def _typed(asked: SignIn, typed_unseen: Callable[[str], str]) -> str:
    if asked.typed is not None and not asked.typed.isatty():
        return asked.typed.readline(4096)
    if asked.typed is None or not asked.attended:
        raise SignInNeeded(
            "signing in to Todoist needs your token",
            f"Without --no-input: {SIGN_IN}. Or hand it in: {SIGN_IN} < FILE. Or set {tokens.VARIABLE}.",
        )
    asked.say(f"Todoist shows your API token at {SETTINGS}")
    try:
        return typed_unseen("Token (it isn't shown): ")
    except EOFError:
        return ""


def _line(cure: str) -> Line:
    return Line("todoist", cure, read_refusal, limits=_LIMITS)


def _name(user: Row) -> str:
    name = user.get("full_name")
    return name if isinstance(name, str) and name and name.isprintable() else "its owner"


def _is_shown(account: object) -> bool:
    if not isinstance(account, dict) or account.get("is_deleted") is True:
        return False
    return account.get("is_tasks_enabled") is True or account.get("isTasksEnabled") is True
