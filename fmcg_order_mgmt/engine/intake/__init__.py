"""Order intake: inbound messages become checked drafts of orders."""

import re
from dataclasses import replace

from .documents import asked
from .model import Draft, File, Knowledge, Message, Question, Reading
from .readers import is_picture, json_order, read_file, text

__all__ = ["read"]
POINTS_AT_FILE = re.compile("图|照片|附件|见表|attach|photo|picture|enclosed", re.I)


def read(message: Message, knowledge: Knowledge) -> Reading:
    """Return what a message means. Bad input never raises: what cannot be read is named in ``unread``."""
    if not message.files and json_order.looks_like_json(message.text):
        file = File("message.json", "application/json", message.text.encode())
        return read_file(file, message, knowledge)
    readings = [(file, read_file(file, message, knowledge)) for file in message.files]
    drafts = [draft for _file, reading in readings for draft in reading.drafts]
    unread = next((reading.unread for _file, reading in readings if reading.unread), None)
    body = text.read(message, knowledge)
    named = [line.source for draft in body.drafts for line in draft.lines if line.product or line.answers]
    if drafts and named:
        words = " / ".join(named)[:80]
        drafts = [_doubted(draft, Question("body_and_file", {"words": words})) for draft in drafts]
    elif not drafts:
        drafts = list(body.drafts)
        unread = unread or (None if message.files else body.unread)
    if any(reading.unread and _matters(file, message) for file, reading in readings):
        drafts = [_doubted(draft, unread) for draft in drafts]
    return Reading(drafts[0].kind if drafts else "none", tuple(drafts), unread)


def _matters(file, message: Message) -> bool:
    """Whether a file that cannot be read may hold a part of the order.

    A logo in a signature does not, nor does the print that comes with an electronic order.
    """
    if message.channel == "edi":
        return False
    return not is_picture(file) or message.channel == "photo" or bool(POINTS_AT_FILE.search(message.text))


def _doubted(draft: Draft, question: Question) -> Draft:
    """Return a draft that waits for a question about the whole message."""
    lines = tuple(asked(line, question) for line in draft.lines)
    return replace(draft, question=draft.question or question, lines=lines)
