"""Mail, handed to a real server: over TLS, with a password, and told in words when it isn't taken."""

import re
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from planner.daemon.telling import Mail, Secret
from planner.daemon.ways.mail import to_address, written
from planner.errors import PlannerError, SignInNeeded
from planner.render.digest import Note
from tests.unit.render.test_hostile_text import EVIL

PASSWORD = "canary $ecret"  # noqa: S105 - opens nothing
NOTE = Note(
    "Nurse: 2 due this week", ("Due this week:", "- Sat 3 Feb  Prüfung · 看護師", ".", "From here on")
)


@dataclass
class Box:
    """A server's mailbox."""

    got: list[EmailMessage] = field(default_factory=list)
    envelopes: list[Envelope] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        del server, session
        assert isinstance(envelope.content, bytes)
        self.envelopes.append(envelope)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.got.append(parsed)
        return self.answer


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    assert isinstance(port, int)
    return port


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "cert.pem"
    words = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", *words, *names, "-keyout", key, "-out", made],
        check=True,
        capture_output=True,
    )
    return made, key


@pytest.fixture
def box() -> Box:
    return Box()


@contextmanager
def server(
    box: Box, certificate: tuple[Path, Path], *, tls: bool = False, starttls: bool = False
) -> Iterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def judge(server: object, session: object, envelope: object, mechanism: str, told: object) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(told, LoginPassword)
        is_right = (told.login, told.password) == (b"me@example.org", PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)

    controller = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        ssl_context=context if tls else None,
        tls_context=context if starttls else None,
        require_starttls=starttls,
        auth_required=starttls,
        auth_require_tls=starttls,
        authenticator=judge,
    )
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def mail(port: int, *, tls: bool = False, password: Path | None = None) -> Mail:
    secret = None if password is None else Secret("password-file", file=password)
    return Mail("me@example.org", "me@example.org", "localhost", port, tls, "me@example.org", secret)


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", encoding="utf-8")
    file.chmod(0o600)
    return file


@pytest.mark.parametrize("tls", [True, False])
def test_it_goes_over_tls_with_a_password(
    tls: bool, box: Box, certificate: tuple[Path, Path], password: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with server(box, certificate, tls=tls, starttls=not tls) as port:
        to_address(mail(port, tls=tls, password=password), 10)(NOTE)
    (got,) = box.got
    assert (got["To"], got["From"], got["Subject"]) == (
        "me@example.org",
        "planner <me@example.org>",
        NOTE.subject,
    )
    assert got["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[^<>@\s]+@example\.org>", got["Message-ID"])
    assert got["Date"].datetime.tzinfo is not None
    assert got.get_content_type() == "text/plain"
    assert got.get_content().replace("\r\n", "\n") == f"{NOTE.text}\n"


@pytest.mark.parametrize("tls", [True, False])
def test_a_server_that_nobody_vouches_for_gets_no_password(
    tls: bool, box: Box, certificate: tuple[Path, Path], password: Path
) -> None:
    with (
        server(box, certificate, tls=tls, starttls=not tls) as port,
        pytest.raises(PlannerError, match="isn't who it should be"),
    ):
        to_address(mail(port, tls=tls, password=password), 10)(NOTE)
    assert box.got == []


def test_a_password_never_goes_out_in_the_open(
    box: Box, certificate: tuple[Path, Path], password: Path
) -> None:
    with server(box, certificate) as port:
        with pytest.raises(PlannerError, match="offers no encryption"):
            to_address(mail(port, password=password), 10)(NOTE)
        with pytest.raises(PlannerError, match="offers no encryption"):
            to_address(replace(mail(port), host="127.1"), 10)(NOTE)  # as any other host
        to_address(mail(port), 10)(NOTE)  # a server on this machine that takes no password
    assert len(box.got) == 1


def test_a_wrong_password_is_a_sign_in_that_is_needed(
    box: Box, certificate: tuple[Path, Path], password: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    password.write_text("canary wrong", encoding="utf-8")
    with (
        server(box, certificate, tls=True) as port,
        pytest.raises(SignInNeeded, match="refused the sign-in: 535") as raised,
    ):
        to_address(mail(port, tls=True, password=password), 10)(NOTE)
    assert "canary" not in f"{raised.value.message} {raised.value.hint} {raised.value.__context__}"


def test_a_password_that_no_sign_in_can_carry_is_told(password: Path) -> None:
    password.write_text("pässword", encoding="utf-8")
    with pytest.raises(SignInNeeded, match="more than ASCII"):
        to_address(mail(1, tls=True, password=password), 10)(NOTE)


def test_what_the_server_says_is_told_on_one_line(box: Box, certificate: tuple[Path, Path]) -> None:
    box.answer = "554 5.7.1 looks like spam"
    with server(box, certificate) as port, pytest.raises(PlannerError, match=r"554 5\.7\.1 looks like spam"):
        to_address(mail(port), 10)(NOTE)
    with pytest.raises(PlannerError, match="didn't take it: Connection refused"):
        to_address(mail(port), 10)(NOTE)


def test_no_title_adds_a_header_a_part_or_a_recipient(box: Box, certificate: tuple[Path, Path]) -> None:
    evil = f"{EVIL}\r\nBcc: thief@example.org\r\n\r\n.\r\nMAIL FROM:<x>"
    note = Note(evil, ("safe", "\r\n.\r\nRCPT TO:<thief@example.org>", "--boundary"))
    with server(box, certificate) as port:
        to_address(mail(port), 10)(note)
    (got,), (envelope,) = box.got, box.envelopes
    assert envelope.rcpt_tos == ["me@example.org"]
    assert set(got.keys()) == set(written(mail(25), NOTE, datetime.now(UTC), "<x@y>").keys())
    assert not got.is_multipart()
    assert "Bcc: thief" in got["Subject"]
    assert "RCPT TO" in got.get_content()
