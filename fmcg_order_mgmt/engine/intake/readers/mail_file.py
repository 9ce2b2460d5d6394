"""E-mails that arrive as files (.eml, message/rfc822): opened into a message with its own words and files."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from ..model import File, Message

MOST_PARTS = 60
MOST_HEADERS = 64 * 1024
HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z-]{1,40}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}")
TELLING = re.compile(rb"(?im)^(?:mime-version|content-type|message-id|return-path|received):")
FROM = re.compile(rb"(?im)^(?:from|subject|date):")


def is_mail(file: File) -> bool:
    """Return whether a file is an e-mail, by its content before its name."""
    head = file.data[:8000].lstrip()
    if not re.search(rb"\r?\n\r?\n", file.data[:MOST_HEADERS]):
        return False
    m = HEADERS.match(head)
    said = m[0] if m else b""
    if TELLING.search(said) and FROM.search(said):
        return True
    return bool(said) and (file.mimetype == "message/rfc822" or file.name.lower().endswith(".eml"))


def opened(file: File, message: Message) -> Message:
    """Return the e-mail as a message: its subject and words, and its files; the sender stays who it was."""
    try:
        mail = message_from_bytes(file.data, policy=policy.default)
        parts = _parts(mail)
        words = f"Subject: {mail.get('subject', '')}\n\n{_words(mail)}"
    except (LookupError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        # what the standard library raises on damaged headers and unknown encodings
        return replace(message, text=file.data.decode("utf-8", errors="replace"), files=())
    return replace(message, text=words, files=parts)


def _words(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("html", "plain"))
    return _text(body) if body else ""


def _text(part: EmailMessage) -> str:
    raw = part.get_payload(decode=True) or b""
    charset = part.get_content_charset() or "utf-8"
    for encoding in (charset, "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return raw.decode("utf-8", errors="replace")


def _parts(mail: EmailMessage) -> tuple[File, ...]:
    """The files of an e-mail: attachments and pictures in its words."""
    body = mail.get_body(preferencelist=("html", "plain"))
    found = []
    for part in list(mail.iter_attachments() if mail.is_multipart() else [])[:MOST_PARTS]:
        if part is body:
            continue
        held = part.get_content().as_bytes() if part.get_content_type() == "message/rfc822" else _raw(part)
        found.append(File(part.get_filename() or part.get_content_type(), part.get_content_type(), held))
    return tuple(found)


def _raw(part: EmailMessage) -> bytes:
    return part.get_payload(decode=True) or b""
