"""What `[tell]` may say, and how what it can't say is told."""

import tomllib
from datetime import time
from pathlib import Path

import pytest

from planner.daemon.tell_settings import read_tell
from planner.daemon.telling import Mail, Ntfy, Secret, Tell, Way
from planner.errors import UsageError

FILE = Path("/home/a/planner.toml")


def read(text: str) -> Tell:
    return read_tell(tomllib.loads(text), FILE)


def test_without_settings_nothing_is_told() -> None:
    assert read("") == Tell((), time(7, 30), review=6)


def test_one_way_is_a_word_and_several_are_a_list() -> None:
    assert read('by = "desktop"').by == (Way.DESKTOP,)
    told = read('by = ["mail", "desktop"]\n[mail]\nto = "me@example.org"\nserver = "smtp://localhost"')
    assert told.by == (Way.MAIL, Way.DESKTOP)


@pytest.mark.parametrize("written", ['"06:05"', "06:05:00"])
def test_a_time_is_a_word_or_a_time(written: str) -> None:
    assert read(f"at = {written}").at == time(6, 5)


def test_a_review_has_its_day_or_is_never() -> None:
    assert read('review = "monday"').review == 0
    assert read('review = "never"').review is None


def test_a_topic_is_an_address_and_its_token_is_elsewhere() -> None:
    told = read('by = "ntfy"\n[ntfy]\ntopic = "https://ntfy.sh/mine"\ntoken-file = "ntfy.token"')
    secret = Secret("token-file", file=FILE.with_name("ntfy.token"))
    assert told.ntfy == Ntfy("https://ntfy.sh/", "mine", secret)


def test_mail_goes_over_tls_from_the_first_byte_or_by_starttls() -> None:
    rest = 'to = "me@example.org"\npassword-command = ["pass", "mail"]'
    secret = Secret("password-command", ("pass", "mail"))
    me = "me@example.org"
    assert read(f'by = "mail"\n[mail]\nserver = "smtps://mx.example.org"\n{rest}').mail == Mail(
        me, me, "mx.example.org", 465, tls=True, user=me, password=secret
    )
    assert read(f'[mail]\nserver = "smtp://mx.example.org:2525"\nuser = "x"\n{rest}').mail == Mail(
        me, me, "mx.example.org", 2525, tls=False, user="x", password=secret
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('by = "fax"', r"\[tell\] by: 'fax' is no way to tell"),
        ("by = 3", r"\[tell\] by: 3 is no way"),
        ('by = "mail"', r"\[tell\] by: mail needs to know where to"),
        ('by = "ntfy"\nntfy = "https://ntfy.sh/x"', r"\[tell\] ntfy: a table is wanted"),
        ('at = "noon"', r"\[tell\] at: 'noon' is no time"),
        ('review = "sonntag"', r"\[tell\] review: 'sonntag' is no weekday"),
        ('bye = "mail"', r"\[tell\] bye is not a setting"),
        ('[ntfy]\ntopic = "http://ntfy.sh/x"', r"\[tell.ntfy\] topic: an https address"),
        ('[ntfy]\ntopic = "https://ntfy.sh"', r"\[tell.ntfy\] topic: its address ends in one name"),
        ('[ntfy]\ntopic = "https://ntfy.sh/a/b"', r"\[tell.ntfy\] topic: its address ends in one name"),
        ('[ntfy]\ntopic = "https://me:pw@ntfy.sh/x"', r"\[tell.ntfy\] topic: no name or password"),
        ('[ntfy]\ntopic = "https://ntfy.sh:x/x"', r"\[tell.ntfy\] topic: an address is wanted"),
        ('[ntfy]\ntopic = "https://ntfy.sh/x"\ntoken = "x"', r"\[tell.ntfy\] token is not a setting"),
        (
            '[ntfy]\ntopic = "https://ntfy.sh/x"\ntoken-file = "x"\ntoken-command = ["x"]',
            r"\[tell.ntfy\] token-command and token-file can't both",
        ),
        (
            '[ntfy]\ntopic = "https://ntfy.sh/x"\ntoken-command = "pass x"',
            r"\[tell.ntfy\] token-command: a list of words",
        ),
        ('[mail]\nserver = "smtps://x"', r"\[tell.mail\] to: a mail address is wanted"),
        ('[mail]\nto = "a@b\\r\\nBcc: c@d"', r"\[tell.mail\] to: a mail address is wanted"),
        ('[mail]\nto = "a@b"\nfrom = "<a@b>"', r"\[tell.mail\] from: a mail address is wanted"),
        ('[mail]\nto = "a@b"', r"\[tell.mail\] server: an address is wanted"),
        ('[mail]\nto = "a@b"\nserver = "mail.b"', r"\[tell.mail\] server: an address is wanted"),
        ('[mail]\nto = "a@b"\nserver = "https://b"', r"\[tell.mail\] server: smtps:// or smtp://"),
        ('[mail]\nto = "a@b"\nserver = "smtps://a:pw@b"', r"\[tell.mail\] server: no name or password"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place_and_a_remedy(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        read(text)
    assert raised.value.message.startswith(f"{FILE}: ")
    assert raised.value.hint
    assert "pw" not in raised.value.message + raised.value.hint
