"""Which parts of a message stand behind which line, for showing them in place."""

from collections.abc import Iterable


def pieces(text: str, spans: Iterable[tuple[int, int, object]]) -> list[tuple[str, object | None]]:
    """Return the text cut into (piece, key) in its order; None is the key of what no span covers.

    ``spans`` are (start, end, key) in characters; empty ones and those outside the text are left out. Of two
    that overlap the one that begins first is kept whole, the other keeps what is left of it. Blanks at the
    beginning of a span are no part of it.
    """
    found: list[tuple[str, object | None]] = []
    at = 0
    for start, end, key in sorted(spans, key=lambda span: span[:2]):
        start = max(start, at)
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if not start < end <= len(text):
            continue
        if start > at:
            found.append((text[at:start], None))
        found.append((text[start:end], key))
        at = end
    return [*found, (text[at:], None)] if at < len(text) else found
