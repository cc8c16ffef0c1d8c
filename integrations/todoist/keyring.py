"""The system's keyring, where Python's `keyring` is installed and finds one that it trusts."""

from importlib import import_module
from types import ModuleType

from planner.errors import SignInNeeded

_ENTRY = ("planner", "todoist")
_RECOMMENDED = 1
"""The priority from which on the library itself would recommend a keyring."""


def read() -> str | None:
    """What it holds for us; None when there is no such keyring, or nothing in it. Raises SignInNeeded."""
    keyring = _usable()
    if keyring is None:
        return None
    try:
        told = keyring.get_password(*_ENTRY)
    except _errors() as error:
        raise SignInNeeded(
            f"the keyring doesn't give the token ({type(error).__name__})", "Unlock it."
        ) from None
    return told if isinstance(told, str) else None


def write(token: str) -> bool:
    """Keep the token there; False when that can't be."""
    keyring = _usable()
    if keyring is None:
        return False
    try:
        keyring.set_password(*_ENTRY, token)
    except _errors():
        return False
    return True


def _usable() -> ModuleType | None:
    try:
        keyring = import_module("keyring")
    except ImportError:
        return None
    backend = keyring.get_keyring()
    # What lies in the open is no keyring.
    open_to_all = type(backend).__module__.startswith("keyrings.alt")
    return None if open_to_all or backend.priority < _RECOMMENDED else keyring


def _errors() -> type[Exception]:
    found: type[Exception] = import_module("keyring.errors").KeyringError
    return found
