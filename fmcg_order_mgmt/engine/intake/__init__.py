"""Order intake: inbound messages become checked drafts of orders."""

import re
from collections.abc import Sequence
from dataclasses import replace

from . import files as held
from . import language
from .body import BodyReading, goods_back, read_body, waits
from .documents import asked
from .model import Draft, File, Knowledge, Line, Message, Question, Reading
from .readers import mail_file, photo, read_file
from .readers.rep_cart import RepCart
from .readers.xml import Refused
from .vocabulary import part, vocabulary

__all__ = ["read"]
POINTS_AT_FILE = re.compile(part("at_file"), re.I)
# what is read of a message's words, and how many of its files: more is no order, and would take too long
MOST_WORDS = 50_000
MOST_FILES = 20
CART = RepCart()


def read(message: Message, knowledge: Knowledge, ocr: photo.Ocr = photo.words, depth: int = 0) -> Reading:
    """Return what a message means. Bad input never raises: what cannot be read is named in ``unread``.

    :param ocr: what turns a picture into words, '' where it cannot
    :param depth: how many messages this one is inside of
    """
    if CART.takes(message):
        return CART.read(message, knowledge)
    short, cut = _short(message)
    short = replace(short, unit_word=_unit_of_all(short.text))
    files = [(file, _file(file, short, knowledge, ocr, depth)) for file in short.files]
    body = read_body(short, knowledge)
    named = [x.source for d in body.words.drafts for x in d.lines if x.product is not None or x.answers]
    drafts = [draft for _file, reading in files for draft in reading.drafts]
    unread = next((reading.unread for _file, reading in files if reading.unread), None) or body.unread
    if drafts and body.documents:
        named += [x.source for d in body.documents for x in d.lines]
    elif not drafts:
        drafts = list(body.documents)
    if drafts:
        drafts = _beside_words(drafts, body, named)
    else:
        drafts = list(body.words.drafts)
        unread = unread or (None if message.files else body.words.unread)
    cut = cut or body.cut
    holds_back = (
        cut or body.unread or next((r.unread for f, r in files if r.unread and _matters(f, message)), None)
    )
    if holds_back:
        drafts = [_doubted(draft, holds_back) for draft in drafts]
    return Reading(drafts[0].kind if drafts else "none", tuple(drafts), cut or unread)


def _unit_of_all(text: str) -> str:
    """Return the unit that a text says for all its quantities: 数量都是箱, all in cases; '' without one."""
    m = vocabulary().patterns["all_units"].search(language.flat(text[:MOST_WORDS]))
    return next(filter(None, m.groups())) if m else ""


def _short(message: Message) -> tuple[Message, Question | None]:
    """The message as far as it is read, and what to say about the rest."""
    if len(message.files) > MOST_FILES:
        question = Question("too_many_files", {"limit": MOST_FILES})
        return replace(message, text=message.text[:MOST_WORDS], files=message.files[:MOST_FILES]), question
    if message.text[MOST_WORDS:].strip():
        return replace(message, text=message.text[:MOST_WORDS]), Question(
            "text_too_long", {"limit": MOST_WORDS}
        )
    return message, None


def _file(file: File, message: Message, knowledge: Knowledge, ocr: photo.Ocr, depth: int) -> Reading:
    """Return what a file means; one that holds words, or an e-mail, is read like a message of its own."""
    try:
        reading = None if mail_file.is_mail(file) else read_file(file, message, knowledge)
        if reading:
            return reading
        inner = held.opened(file, message, ocr, _matters(file, message))
    except Refused as refused:
        return held.refused(file, refused)
    if inner and depth >= held.DEEPEST:
        return held.unread(file, "file_mail_deep")
    reading = held.named(read(inner, knowledge, ocr, depth + 1), file) if inner else Reading("none")
    silent = not reading.unread and file.name.lower().endswith(held.FORMS)
    if reading.drafts or (inner and inner.channel != "photo" and not silent):
        return reading
    return held.unread(file, "file_picture" if photo.is_picture(file) else "file_kind")


def _beside_words(drafts: Sequence[Draft], body: BodyReading, named: Sequence[str]) -> list[Draft]:
    """The drafts of documents as the words beside them want them; what is unclear waits for a person."""
    kinds = {draft.kind: draft for draft in body.words.drafts}
    back = goods_back(body.prose)
    if back:
        return [_doubted(draft, Question("goods_back", {"words": back})) for draft in drafts]
    if named:
        question = Question("body_and_file", {"words": " / ".join(named)[:80]})
        return [_doubted(draft, question) for draft in drafts]
    if "hold" in kinds or waits(body.prose):
        return [replace(draft, kind="hold") if draft.kind == "order" else draft for draft in drafts]
    changing = kinds.get("amend") or kinds.get("cancel")
    if changing:
        question = changing.question or Question("body_and_file", {"words": body.prose.strip()[:80]})
        return [_doubted(draft, question) for draft in drafts]
    return list(drafts)


def _matters(file: File, message: Message) -> bool:
    """Whether a file that cannot be read may hold a part of the order.

    A logo in a signature does not, nor does the print that comes with an electronic order.
    """
    if message.channel == "edi":
        return False
    return (
        not photo.is_picture(file)
        or message.channel == "photo"
        or not message.text.strip()
        or bool(POINTS_AT_FILE.search(message.text))
    )


def _doubted(draft: Draft, question: Question) -> Draft:
    """Return a draft that waits for a question about the whole message."""
    lines = draft.lines or (Line(action="remove", score=0.0),)
    return replace(draft, question=draft.question or question, lines=tuple(asked(x, question) for x in lines))
