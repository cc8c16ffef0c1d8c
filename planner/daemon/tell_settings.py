"""Reading the `[tell]` table of a settings file. No password is ever written there, only where it is."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from planner import secret_command
from planner.daemon.telling import LOOPBACK, Mail, Ntfy, Secret, Tell, Way
from planner.errors import UsageError
from planner.settings import MAIL_KEYS, NTFY_KEYS, TELL_KEYS, known

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PORTS = MappingProxyType({"smtps": 465, "smtp": 587})
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_IN_ADDRESS = frozenset(f"{_LETTERS}.!#$%&'*+/=?^_{{|}}~-")


def read_tell(table: Mapping[str, object], file: Path) -> Tell:
    """The `[tell]` table of a settings file. Raises UsageError with file, key and remedy."""
    known(file, "tell", table, TELL_KEYS)
    by = _ways(file, table.get("by", []))
    return Tell(
        by,
        _time(file, table.get("at", "07:30")),
        _weekday(file, table.get("review", "sunday")),
        _ntfy(file, _table(file, table, "ntfy")) if Way.NTFY in by or "ntfy" in table else None,
        _mail(file, _table(file, table, "mail")) if Way.MAIL in by or "mail" in table else None,
    )


def _ways(file: Path, value: object) -> tuple[Way, ...]:
    names: list[object] = value if isinstance(value, list) else [value]
    for name in names:
        if name not in list(Way):
            raise _wrong(file, "tell", f"by: {name!r} is no way to tell", f"Known: {', '.join(Way)}.")
    return tuple(dict.fromkeys(Way(str(name)) for name in names))


def _time(file: Path, value: object) -> time:
    try:
        return time.fromisoformat(str(value)).replace(tzinfo=None)  # TOML has times, and JSON texts of them
    except ValueError:
        raise _wrong(file, "tell", f"at: {value!r} is no time of day", 'Like at = "07:30".') from None


def _weekday(file: Path, value: object) -> int | None:
    if value == "never":
        return None
    if value not in DAYS:
        raise _wrong(file, "tell", f"review: {value!r} is no weekday", f"Known: {', '.join(DAYS)}, never.")
    return DAYS.index(str(value))


def _ntfy(file: Path, table: Mapping[str, object]) -> Ntfy:
    where = "tell.ntfy"
    known(file, where, table, NTFY_KEYS)
    remedy = 'Write it like topic = "https://ntfy.sh/a-name-nobody-guesses".'
    address = _url(file, where, "topic", table.get("topic"), remedy)
    topic = address.path.strip("/")
    is_plain = address.scheme == "http" and address.hostname in LOOPBACK
    if not (address.scheme == "https" or is_plain) or address.query or address.fragment:
        raise _wrong(file, where, "topic: an https address without a question is wanted here", remedy)
    if not topic or not topic.isascii() or not topic.replace("-", "").replace("_", "").isalnum():
        raise _wrong(file, where, "topic: its address ends in one name of letters, digits, - and _", remedy)
    return Ntfy(f"{address.scheme}://{address.netloc}/", topic, _secret(file, where, table, "token"))


def _mail(file: Path, table: Mapping[str, object]) -> Mail:
    where = "tell.mail"
    known(file, where, table, MAIL_KEYS)
    to = _address(file, where, "to", table.get("to"))
    sender = _address(file, where, "from", table.get("from", to))
    remedy = 'Write it like server = "smtps://mail.example.org", or smtp:// for one with STARTTLS.'
    address = _url(file, where, "server", table.get("server"), remedy)
    if address.scheme not in _PORTS or address.path.strip("/") or address.query or address.fragment:
        raise _wrong(file, where, "server: smtps:// or smtp:// and a host are wanted here", remedy)
    password, user = _secret(file, where, table, "password"), table.get("user", sender)
    if not isinstance(user, str) or not user or not user.isprintable():
        raise _wrong(file, where, "user: a name is wanted here", "Leave it out if it is the same as from.")
    tls, port = address.scheme == "smtps", address.port or _PORTS[address.scheme]
    return Mail(to, sender, address.hostname or "", port, tls, user, password)


def _url(file: Path, where: str, key: str, value: object, remedy: str) -> SplitResult:
    """An address with a host, and without a name or password in it."""
    if isinstance(value, str) and value.isascii() and value.isprintable() and " " not in value:
        try:
            found = urlsplit(value)
            is_good = bool(found.hostname) and (found.port is None or found.port > 0)
        except ValueError:
            is_good = False
        if is_good and "@" in found.netloc:
            raise _wrong(file, where, f"{key}: no name or password belongs here", remedy)
        if is_good:
            return found
    raise _wrong(file, where, f"{key}: an address is wanted here", remedy)


def _address(file: Path, where: str, key: str, value: object) -> str:
    if isinstance(value, str):
        name, _, host = value.rpartition("@")
        if name and host and set(name + host) <= _IN_ADDRESS and not host.startswith("-"):
            return value
    raise _wrong(file, where, f"{key}: a mail address is wanted here", f'Like {key} = "me@example.org".')


def _secret(file: Path, where: str, table: Mapping[str, object], name: str) -> Secret | None:
    command, kept = f"{name}-command", f"{name}-file"
    if command in table and kept in table:
        raise _wrong(file, where, f"{command} and {kept} can't both be", "Leave one of them out.")
    if command in table:
        try:
            return Secret(command, command=secret_command.words(table[command], command))
        except UsageError as error:
            raise _wrong(file, where, error.message, error.hint) from None
    if kept in table:
        value = table[kept]
        if not isinstance(value, str) or not value or "\0" in value:
            raise _wrong(file, where, f"{kept}: a file name is wanted here", f'Like {kept} = "ntfy.token".')
        return Secret(kept, file=file.absolute().parent / Path(value).expanduser())
    return None


def _table(file: Path, table: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = table.get(key)
    if value is None:
        raise _wrong(file, "tell", f"by: {key} needs to know where to", f"Write a table [tell.{key}].")
    if not isinstance(value, dict):
        raise _wrong(file, "tell", f"{key}: a table is wanted here", f"Write [tell.{key}].")
    return value


def _wrong(file: Path, where: str, what: str, remedy: str) -> UsageError:
    return UsageError(f"{file}: [{where}] {what}", remedy)
