"""What a chat gateway sends: its signature, then its content, checked before anything is kept."""

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .model import File

TOLERANCE = 300
MOST_FILES = 20
LONGEST = {"id": 255, "from": 255, "conversation": 255, "text": 100_000}


@dataclass(frozen=True)
class ChatMessage:
    """One message of a chat; ``sent_at`` is in UTC, None where the gateway does not tell."""

    id: str
    sender: str
    conversation: str
    text: str
    sent_at: dt.datetime | None
    files: tuple[File, ...]


class Faulty(ValueError):
    """The content is not that of a message; the text says what is wrong with it."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the hexadecimal HMAC-SHA256 of the timestamp, a full stop and the body."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secrets: Collection[str], timestamp: str, signed: str, body: bytes, now: float) -> bool:
    """Return whether a body was signed with a secret less than five minutes before or after ``now``.

    ``timestamp`` is in whole seconds since 1970, ``signed`` may begin with ``sha256=``.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    said = signed.removeprefix("sha256=").lower().encode("utf-8", "replace")
    # all are compared, whichever fits: the time that it takes tells nothing
    fits = [
        hmac.compare_digest(signature(secret, timestamp, body).encode(), said) for secret in secrets if secret
    ]
    return any(fits) and abs(now - int(timestamp)) <= TOLERANCE


def message(body: bytes) -> ChatMessage:
    """Return the message in a body of JSON.

    :raises Faulty: no JSON, something needed is missing, or of another form or length
    """
    try:
        held = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Faulty("The body is no JSON in UTF-8.") from None
    if not isinstance(held, Mapping):
        raise Faulty("The body must be an object.")
    texts = {name: _text(held, name) for name in LONGEST}
    if not texts["id"] or not texts["from"]:
        raise Faulty('"id" and "from" are needed.')
    files = _files(held.get("files"))
    if not texts["text"].strip() and not files:
        raise Faulty('"text" or "files" is needed.')
    return ChatMessage(
        id=texts["id"],
        sender=texts["from"],
        conversation=texts["conversation"],
        text=texts["text"],
        sent_at=_moment(held.get("sent_at")),
        files=files,
    )


def _text(held: Mapping, name: str) -> str:
    value = held.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST[name]:
        raise Faulty(f'"{name}" must be a text of at most {LONGEST[name]} characters.')
    return value if name == "text" else value.strip()


def _moment(value: object) -> dt.datetime | None:
    if value is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(value)
        return moment.astimezone(dt.timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment
    except (OverflowError, TypeError, ValueError):
        raise Faulty('"sent_at" must be a moment such as 2026-03-17T14:20:00+08:00.') from None


def _files(held: object) -> tuple[File, ...]:
    if held is None:
        return ()
    if not isinstance(held, list) or len(held) > MOST_FILES:
        raise Faulty(f'"files" must be a list of at most {MOST_FILES}.')
    return tuple(_file(each) for each in held)


def _file(held: object) -> File:
    fields = {name: held.get(name) for name in ("name", "type", "data")} if isinstance(held, Mapping) else {}
    if not fields or not all(isinstance(value, str | None) for value in fields.values()):
        raise Faulty('A file is an object with "name", "type" and "data", all of them texts.')
    try:
        data = base64.b64decode(fields["data"] or "", validate=True)
    except (binascii.Error, ValueError):
        raise Faulty('The "data" of a file must be in base64.') from None
    name = (fields["name"] or "file").replace("\\", "/").split("/")[-1][:200]
    return File(name or "file", (fields["type"] or "")[:100], data)
