"""A mail in plain text (RFC 5322), handed to the server of the settings (RFC 6409) over TLS."""

import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from planner.daemon.telling import Mail
from planner.daemon.ways.secret import reveal
from planner.errors import PlannerError, SignInNeeded
from planner.render.digest import Note
from planner.render.style import harmless

_SEE = "See [tell.mail]: server, user and password."
_OURS = "[127.0.0.1]"  # how we greet (RFC 5321, 4.1.3): a name would have to be looked up


def to_address(mail: Mail, seconds: float) -> Callable[[Note], None]:
    """What mails a note. It raises PlannerError; SignInNeeded when the password is missing or refused."""

    def send(note: Note) -> None:
        password = reveal(mail.password) if mail.password is not None else None
        if password is not None and not password.isascii():
            raise SignInNeeded(
                "the mail password holds more than ASCII", "Servers differ on it: choose another."
            )
        name = mail.sender.rpartition("@")[2]
        message = written(mail, note, datetime.now(UTC), make_msgid(domain=name))
        try:
            with _connected(mail, seconds) as server:
                if password is not None:
                    server.login(mail.user, password)
                # Not `send_message`, which writes ">From" for a line that begins with "From".
                server.sendmail(mail.sender, [mail.to], message.as_bytes())
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            # What the server says of a password may repeat it.
            raise SignInNeeded(f"{mail.host} refused the sign-in: {_code(error)}", _SEE) from None
        except ssl.SSLCertVerificationError as error:
            raise PlannerError(f"{mail.host} isn't who it should be: {error.verify_message}", _SEE) from None
        except (smtplib.SMTPException, OSError) as error:
            raise PlannerError(f"{mail.host} didn't take it: {_words(error)}", _SEE) from None

    return send


def written(mail: Mail, note: Note, now: datetime, message_id: str) -> EmailMessage:
    """The message. It says that a program wrote it (RFC 3834), so that no absence notice answers."""
    message = EmailMessage(policy=SMTP)
    message["From"] = f"planner <{mail.sender}>"
    message["To"] = mail.to
    message["Subject"] = harmless(note.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(f"{note.text}\n", cte="quoted-printable")
    return message


def _connected(mail: Mail, seconds: float) -> smtplib.SMTP:
    """A connection that is encrypted, unless it stays on this machine and takes no password there."""
    context = ssl.create_default_context()
    if mail.tls:
        return smtplib.SMTP_SSL(mail.host, mail.port, _OURS, timeout=seconds, context=context)
    server = smtplib.SMTP(mail.host, mail.port, _OURS, timeout=seconds)
    try:
        server.ehlo()
        is_offered = server.has_extn("starttls")
        if is_offered:
            server.starttls(context=context)
    except BaseException:
        server.close()
        raise
    if is_offered or (mail.is_here and mail.password is None):
        return server
    server.close()
    raise PlannerError(
        f"{mail.host} offers no encryption (STARTTLS)", "Write smtps:// in [tell.mail] if it has that."
    )


def _code(error: Exception) -> str:
    return str(getattr(error, "smtp_code", None) or type(error).__name__)


def _words(error: Exception) -> str:
    """What a server or the system says, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said: object = "; ".join(f"{code} {text!r}" for code, text in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    else:
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return harmless(str(said))[:200]
