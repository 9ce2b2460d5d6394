"""A message as a person reads it: in blocks, the words of each line marked, what others wrote set apart."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .marks import pieces

EXCERPT = 200
MOST_LOOKED_AT = 4000
SPACES = re.compile(r"[ \t\xa0]{2,}")
GAPS = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n")


@dataclass(frozen=True)
class Block:
    """A part of a message: its pieces as (text, key of the line that they mean), ``quoted`` where it is not
    what the sender wrote this time."""

    parts: tuple[tuple[str, object | None], ...]
    quoted: bool = False


def blocks(shown: str, own: str, spans: Iterable[tuple[int, int, object]]) -> list[Block]:
    """Return a message in blocks, from top to bottom; together they hold every character but empty lines.

    ``shown`` is the text to show and ``own`` the same text with everything blank that others wrote; ``spans``
    are (start, end, key) of the words behind the lines, which are never set apart.
    """
    marks = sorted((span for span in spans if span[0] < span[1] <= len(shown)), key=lambda span: span[:2])
    made = []
    for start, end, quoted in _runs(shown, own, marks):
        inside = [
            (max(a, start) - start, min(b, end) - start, k) for a, b, k in marks if a < end and b > start
        ]
        parts = tuple((_tidy(text), key) for text, key in pieces(shown[start:end].rstrip("\n"), inside))
        if any(text.strip() for text, _key in parts):
            made.append(Block(parts, quoted))
    return made


def excerpt(text: str) -> str:
    """Return how a message begins, in one line, for a list of messages."""
    words = " ".join(text[:MOST_LOOKED_AT].split())
    return words if len(words) <= EXCERPT else words[: EXCERPT - 1].rstrip() + "…"


def _tidy(text: str) -> str:
    """Without the gaps that hidden parts leave."""
    return GAPS.sub("\n\n", SPACES.sub(" ", text)) if len(text) > 1 else text


def _runs(shown: str, own: str, marks: list) -> list[tuple[int, int, bool]]:
    """The stretches of lines that are the sender's own and those that are not."""
    runs: list[tuple[int, int, bool]] = []
    at = 0
    for line in shown.splitlines(keepends=True):
        end = at + len(line)
        if not line.strip() and runs:
            quoted = runs[-1][2]
        else:
            blank = bool(line.strip()) and not own[at:end].strip()
            quoted = blank and not any(a < end and b > at for a, b, _key in marks)
        if runs and runs[-1][2] == quoted:
            runs[-1] = (runs[-1][0], end, quoted)
        else:
            runs.append((at, end, quoted))
        at = end
    return runs
