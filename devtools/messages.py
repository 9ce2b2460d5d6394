"""The messages that ``./dev run --once`` takes: the demo's own, or files of any kind."""

import email
import email.message
import email.policy
import email.utils
import html
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from .config import ADDON, PATHS, ROOT
from .ui import DevError

INDEX = "index.json"
DEMO = ROOT / ADDON / "demo" / "messages"
CHANNEL_BY_SUFFIX = {
    **dict.fromkeys((".xml", ".edi", ".edifact"), "edi"),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".csv", ".tsv"), "sheet"),
    **dict.fromkeys((".eml", ".html", ".htm"), "email"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".webp", ".heic"), "photo"),
    **dict.fromkeys((".wav", ".mp3", ".m4a", ".amr", ".ogg"), "voice"),
}
EDIFACT = re.compile(rb"\s*UN[ABH][+:]")
MARKUP = re.compile(r"<(?:style|script)[\s\S]*?</(?:style|script)>|<(?:br|/p|/div|/tr)[^>]*>|<[^>]*>", re.I)


@dataclass(frozen=True)
class Message:
    """One message to receive; ``customer`` is a partner's reference, ``sender`` an e-mail address."""

    name: str
    channel: str
    text: str = ""
    files: tuple[str, ...] = ()
    customer: str | None = None
    sender: str | None = None
    external_ref: str | None = None
    hours: float = 0

    def as_json(self) -> dict:
        return asdict(self)


def gather(paths: list[str]) -> list[Message]:
    """Return the messages at these paths, or the demo's; DevError when a path does not exist."""
    if not paths:
        return _indexed(DEMO)
    missing = [path for path in paths if not Path(path).exists()]
    if missing:
        raise DevError(f"{', '.join(missing)} does not exist: name files or folders of messages.")
    found = [message for path in paths for message in _at(Path(path).resolve())]
    if not found:
        raise DevError(f"There is no file in {', '.join(paths)}: name files or folders of messages.")
    return found


def _at(path: Path) -> Iterator[Message]:
    if path.is_file():
        yield _from_file(path)
    elif (path / INDEX).is_file():
        yield from _indexed(path)
    else:
        files = sorted(file for file in path.rglob("*") if file.is_file())
        for file in files:
            if not any(part.startswith(".") for part in file.relative_to(path).parts):
                yield _from_file(file)


def _indexed(folder: Path) -> list[Message]:
    """Return the messages that the folder's index lists, in its order."""
    index = folder / INDEX
    try:
        rows = json.loads(index.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DevError(f"{index} does not exist: take it from the repository again (git checkout).") from None
    except ValueError as error:
        raise DevError(f"{index} is not valid JSON ({error}): correct it.") from error
    return [_from_row(folder, number, row) for number, row in enumerate(rows, 1)]


def _from_row(folder: Path, number: int, row: dict) -> Message:
    name = row.get("name") or row.get("file") or f"message {number}"
    base = _from_file(folder / row["file"]) if row.get("file") else Message(name, row["channel"])
    return Message(
        name=name,
        channel=row["channel"],
        text=row.get("text") or base.text,
        files=base.files,
        customer=row.get("customer"),
        sender=base.sender,
        external_ref=row.get("external_ref"),
        hours=row.get("hours_ago") or 0,
    )


def channel_of(path: Path, start: bytes) -> str:
    """Guess a file's channel from its name and its first bytes."""
    if EDIFACT.match(start):
        return "edi"
    return CHANNEL_BY_SUFFIX.get(path.suffix.lower(), "chat")


def _from_file(path: Path) -> Message:
    """Return what a file says: words where it is text, otherwise the file itself."""
    with path.open("rb") as file:
        channel = channel_of(path, file.read(64))
    if path.suffix.lower() == ".eml":
        return _from_mail(path)
    if channel == "email":
        return Message(path.name, channel, text=_words(path.read_text("utf-8", "replace")))
    if channel == "chat" and (text := _text(path)) is not None:
        return Message(path.name, channel, text=text)
    return Message(path.name, channel, files=(str(path),))


def _text(path: Path) -> str | None:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _from_mail(path: Path) -> Message:
    """Return a mail's words, its sender and its files, which are put below DEV_DIR."""
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    if body and body.get_content_subtype() == "html":
        text = _words(text)
    sender = email.utils.parseaddr(mail["from"] or "")[1] or None
    return Message(path.name, "email", text=text, files=tuple(_attached(mail, path.stem)), sender=sender)


def _attached(mail: email.message.EmailMessage, stem: str) -> Iterator[str]:
    folder = PATHS.dev / "once" / stem
    for number, part in enumerate(mail.iter_attachments(), 1):
        folder.mkdir(parents=True, exist_ok=True)
        # The name comes from outside: what could lead elsewhere is taken out of it.
        name = re.sub(r"[^\w. -]", "_", part.get_filename() or "").strip(". ")
        file = folder / (name or f"file-{number}")
        file.write_bytes(part.get_payload(decode=True) or b"")
        yield str(file)


def _words(markup: str) -> str:
    """Return a page's words, a line for each line on the page."""
    text = MARKUP.sub(lambda tag: "\n" if re.match(r"<(?:br|/)", tag[0]) else "", markup)
    return html.unescape(text).strip()
