"""Readers of attachments: each reader says which files it takes; a new format is one more class here."""

from ..model import File, Knowledge, Message, Question, Reading
from .edifact import Edifact
from .text import PlainText

READERS = (Edifact(), PlainText())
LARGEST = 5 * 1024 * 1024


def read_file(file: File, message: Message, knowledge: Knowledge) -> Reading:
    """Return what a file means, or why it could not be read."""
    if len(file.data) > LARGEST:
        return unreadable(file, "it is larger than 5 MB.")
    for reader in READERS:
        if reader.takes(file):
            return reader.read(file, message, knowledge)
    return unreadable(file, "there is no reader for this kind of file.")


def unreadable(file: File, why: str) -> Reading:
    """Return a reading that says why a file could not be read."""
    return Reading("none", (), Question("file_unreadable", {"name": file.name, "why": why}))
