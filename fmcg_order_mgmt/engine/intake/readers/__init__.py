"""Readers of attachments: each reader says which files it takes; a new format is one more class here."""

from ..model import File, Knowledge, Message, Question, Reading
from .edifact import Edifact
from .json_order import JsonOrder
from .sheet import Sheet, TextTable
from .text import PlainText
from .ubl import Ubl

READERS = (Edifact(), Ubl(), JsonOrder(), Sheet(), TextTable(), PlainText())
LARGEST_MB = 5
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".bmp", ".tif", ".tiff")


def read_file(file: File, message: Message, knowledge: Knowledge) -> Reading:
    """Return what a file means, or why it could not be read."""
    if len(file.data) > LARGEST_MB * 1024 * 1024:
        return _unread(file, "file_too_large", limit=LARGEST_MB)
    for reader in READERS:
        reading = reader.read(file, message, knowledge) if reader.takes(file) else None
        if reading:
            return reading
    return _unread(file, "file_picture" if is_picture(file) else "file_kind")


def is_picture(file: File) -> bool:
    """Return whether a file is a picture, by its type or its name."""
    return file.mimetype.startswith("image/") or file.name.lower().endswith(PICTURES)


def _unread(file: File, code: str, **values: object) -> Reading:
    return Reading("none", (), Question(code, {"name": file.name, **values}))
