"""A message as a person reads it: in blocks, the words of each line marked, what others wrote set apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from . import email_body, mail_words, markup
from .marks import pieces

EXCERPT = 200
MOST_LOOKED_AT = 4000
SPACES = re.compile(r"[ \t\xa0]+")
TAG_GAPS = re.compile(r"[ \t\xa0]*\n\s*")
GAPS = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n")


@dataclass(frozen=True)
class Block:
    """A part of a message: its pieces as (text, key of the line that they mean), ``quoted`` where it is not
    what the sender wrote this time."""

    parts: tuple[tuple[str, object | None], ...]
    quoted: bool = False


def blocks(text: str, spans: Iterable[tuple[int, int, object]], mail: bool = False) -> list[Block]:
    """Return a message in blocks, from top to bottom; together they hold every word that shows.

    ``spans`` are (start, end, key) of the words behind the lines, which are never set apart. Of HTML the
    tags are left out; there, and in the words of a ``mail``, quotes and signatures are set apart.
    """
    html = markup.is_html(text)
    shown = markup.Page(text).shown if html else text
    own = email_body.visible(text) if html or mail else text
    marks = sorted((span for span in spans if span[0] < span[1] <= len(shown)), key=lambda span: span[:2])
    made = []
    for start, end, quoted in _runs(shown, own, marks):
        inside = [
            (max(a, start) - start, min(b, end) - start, k) for a, b, k in marks if a < end and b > start
        ]
        parts = [(_tidy(piece, html), key) for piece, key in pieces(shown[start:end], inside)]
        if any(piece.strip() for piece, _key in parts):
            made.append(Block(_trimmed(parts, html), quoted))
    return made


def excerpt(text: str) -> str:
    """Return how a message begins, in one line, for a list of messages."""
    begin = text[:MOST_LOOKED_AT]
    shown = markup.Page(begin).shown if markup.is_html(begin) else begin
    words = " ".join(shown.split())
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…"


def _trimmed(parts: list, html: bool) -> tuple:
    """The pieces without the empty lines above and below, those of nothing left out."""
    (first, key), *rest = parts
    parts = [(first.lstrip(None if html else "\r\n"), key), *rest]
    last, key = parts[-1]
    parts[-1] = (last.rstrip(), key)
    return tuple((piece, key) for piece, key in parts if piece)


def _tidy(text: str, html: bool) -> str:
    """Without the gaps that tags leave; of other texts only long gaps are closed, their columns stay."""
    return TAG_GAPS.sub("\n", SPACES.sub(" ", text)) if html else GAPS.sub("\n\n", text)


def _runs(shown: str, own: str, marks: list) -> list[tuple[int, int, bool]]:
    """The stretches of lines that are the sender's own and those that are not."""
    runs: list[tuple[int, int, bool]] = []
    at = 0
    for line in shown.splitlines(keepends=True):
        end = at + len(line)
        if line.strip():
            # The header lines above a mail are no quote, though they may say nothing new.
            above = not any(quoted for _start, _end, quoted in runs) and mail_words.HEADER.match(line)
            marked = any(a < end and b > at for a, b, _key in marks)
            quoted = not (own[at:end].strip() or marked or above)
        else:
            quoted = bool(runs) and runs[-1][2]
        if runs and runs[-1][2] == quoted:
            runs[-1] = (runs[-1][0], end, quoted)
        else:
            runs.append((at, end, quoted))
        at = end
    return runs
