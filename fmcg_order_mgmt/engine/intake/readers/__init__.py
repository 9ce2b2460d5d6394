"""Readers of files with a form of their own: each says which it takes; a new format is one class."""

from ..model import File, Knowledge, Message, Question, Reading
from .edifact import Edifact
from .json_order import JsonOrder
from .sheet import Sheet, TextTable
from .ubl import Ubl

READERS = (Edifact(), Ubl(), JsonOrder(), Sheet(), TextTable())
LARGEST_MB = 5


def read_file(file: File, message: Message, knowledge: Knowledge) -> Reading | None:
    """Return what a file means or why it could not be read, None where no reader takes it."""
    if len(file.data) > LARGEST_MB * 1024 * 1024:
        return Reading("none", (), Question("file_too_large", {"name": file.name, "limit": LARGEST_MB}))
    for reader in READERS:
        reading = reader.read(file, message, knowledge) if reader.takes(file) else None
        if reading:
            return reading
    return None
