"""Opens an e-mail: what it says, what it carries, and whether a machine or somebody else wrote it."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

from .model import File

# Wider than what they are taken for: programs name the old Chinese sets and write the new one.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ascii": "utf-8", "us-ascii": "utf-8"}
_GUESSES = ("utf-8", "gb18030", "latin-1")
_VERDICT = "Authentication-Results"
_CHECKED = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Mail:
    """An opened e-mail; ``automatic`` is '' for a person's, 'replied' or 'generated' for a machine's."""

    subject: str
    body: str
    files: tuple[File, ...]
    automatic: str
    doubtful: bool
    identified: bool

    @property
    def text(self) -> str:
        """The subject in a line of its own, then the body as it came, HTML included."""
        return f"Subject: {self.subject}\n\n{self.body}" if self.subject else self.body


def opened(raw: bytes) -> Mail:
    """Return what the bytes of an e-mail hold; a part that is broken is kept as a file or left as it is."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    bodies, files = [], []
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in ("text/plain", "text/html") and not _is_file(part):
            bodies.append((kind, _text(part)))
        else:
            files.append(File(_name(part, len(files)), kind, _data(part)))
    html = "\n".join(text for kind, text in bodies if kind == "text/html")
    plain = "\n".join(text for kind, text in bodies if kind == "text/plain")
    return Mail(
        subject=" ".join(_header(message, "Subject").split()),
        body=_body(html, plain, _alternative(message)),
        files=tuple(files),
        automatic=_automatic(message),
        doubtful=_doubtful(message),
        identified=bool(_header(message, "Message-Id")),
    )


def _parts(message: EmailMessage) -> list[EmailMessage]:
    """Return the leaves; a forwarded e-mail is one of them, not opened."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    return [leaf for part in message.iter_parts() for leaf in _parts(part)]


def _alternative(message: EmailMessage) -> bool:
    return any(part.get_content_type() == "multipart/alternative" for part in message.walk())


def _body(html: str, plain: str, alternative: bool) -> str:
    """Return the words once: of two versions the richer one, of two parts both."""
    if html and plain and not alternative:
        return f"{plain}\n\n{html}"
    return html or plain


def _is_file(part: EmailMessage) -> bool:
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment"


def _name(part: EmailMessage, place: int) -> str:
    if part.get_content_type() == "message/rfc822" and not part.get_filename():
        return f"mail-{place + 1}.eml"
    return (part.get_filename() or f"file-{place + 1}").replace("\\", "/").split("/")[-1][:200]


def _data(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        return b"".join(inner.as_bytes() for inner in part.iter_parts())
    return part.get_payload(decode=True) or b""


def _text(part: EmailMessage) -> str:
    """Return the words in the character set they name, else in the first that fits them."""
    data = part.get_payload(decode=True) or b""
    named = (part.get_content_charset() or "").lower()
    for charset in (_WIDER.get(named, named), *_GUESSES):
        try:
            return data.decode(charset) if charset else data.decode("utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except Exception:  # noqa: BLE001 - the parser of headers raises all kinds of errors on broken ones
        return ""


def _automatic(message: EmailMessage) -> str:
    """Return who wrote it: RFC 3834, and what mail programs used before and beside it."""
    said = _header(message, "Auto-Submitted").strip().lower()
    older = (_header(message, name) for name in ("X-Autoreply", "X-Autorespond"))
    answers = _header(message, "Precedence").strip().lower() == "auto_reply" or any(older)
    if said.startswith("auto-replied") or answers or message.get_content_type() == "multipart/report":
        return "replied"
    return "generated" if said and not said.startswith("no") else ""


def _doubtful(message: EmailMessage) -> bool:
    """Return whether our own mail server, whose header stands first, found the sender to be another one."""
    found = {name.lower(): said.lower() for name, said in _CHECKED.findall(_header(message, _VERDICT))}
    return found["dmarc"] == "fail" if "dmarc" in found else set(found.values()) == {"fail"}
