"""Order intake: inbound messages become checked drafts of orders."""

from .model import Knowledge, Message, Reading
from .readers import read_file, text

__all__ = ["read"]


def read(message: Message, knowledge: Knowledge) -> Reading:
    """Return what a message means. Bad input never raises: what cannot be read is named in ``unread``."""
    drafts, unread = [], None
    for file in message.files:
        reading = read_file(file, message, knowledge)
        drafts += reading.drafts
        unread = unread or reading.unread
    if not drafts:
        body = text.read(message, knowledge)
        drafts, unread = list(body.drafts), unread or (None if message.files else body.unread)
    return Reading(drafts[0].kind if drafts else "none", tuple(drafts), unread)
