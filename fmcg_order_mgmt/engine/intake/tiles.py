"""Goods and amounts that change their order within a list: 韭菜饺 4箱 12袋 大米 老抽 2箱."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .compounds import RANK
from .item import parted
from .phrases import KNOWN, Piece

# what may stand among goods and amounts that are side by side
BETWEEN = ("filler", "and", "add", "deliver", "earlier", "times")


def tiled(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Return pieces with a break where each of the goods of a list has its amount beside it.

    Some lead their amount in it and some follow it, so that nobody can go on as the list began. It holds
    where goods and amounts come in pairs that leave none of them over.
    """
    found: list[Piece] = []
    for run in _runs(pieces):
        found += _parted_at(run, _starts(run, text), text)
    return found


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    run: list[Piece] = []
    for piece in pieces:
        if piece.kind == "break":
            yield run
            yield [piece]
            run = []
        else:
            run.append(piece)
    yield run


def _starts(run: Sequence[Piece], text: str) -> list[int]:
    """Where the pairs of a run begin, none where it has no pairs or all are in one order."""
    if any(p.kind in ("sign", "role") and p.value not in BETWEEN for p in run):
        return []
    goods, amounts = ([p for p in run if p.kind == kind] for kind in ("goods", "amount"))
    goods = [p for p in goods if p.known]
    if len(goods) < len(amounts):
        goods = [part for part in parted(goods) if any(t.kind in KNOWN for t in part.tokens)]
    if len(goods) != len(amounts) or len(goods) < 2:
        return []
    sides = sorted([*goods, *amounts], key=lambda p: p.start)
    pairs = list(zip(sides[::2], sides[1::2], strict=True))
    orders = {first.kind for first, _second in pairs}
    if len(orders) < 2 or not all(_pair(*pair) for pair in pairs) or _compound(pairs, text):
        return []
    joined = [p.end for p in run if p.value in ("and", "add")]
    return [
        after.start
        for (_first, before), (after, _last) in zip(pairs, pairs[1:], strict=False)
        if not any(before.end < at <= after.start for at in joined)
    ]


def _pair(first: Piece, second: Piece) -> bool:
    """Whether two pieces are goods and their amount; before its goods an amount needs a unit."""
    if first.kind == second.kind:
        return False
    return first.kind == "goods" or bool(first.value.parts[0][1])


def _compound(pairs: Sequence[tuple[Piece, Piece]], text: str) -> bool:
    """Whether two amounts are nearer to each other than to their goods: 可乐2箱5瓶 雪碧."""
    for (first, ends), (leads, last) in zip(pairs, pairs[1:], strict=False):
        if first.kind != "goods" or leads.kind != "amount":
            continue
        smaller = RANK.get(ends.value.parts[-1][2], 0) > RANK.get(leads.value.parts[0][2], 0)
        if smaller and leads.start == ends.end and (last.start > leads.end or text[leads.end - 1].isascii()):
            return True
    return False


def _parted_at(run: Sequence[Piece], starts: Sequence[int], text: str) -> Iterator[Piece]:
    for piece in run:
        inside = [at for at in starts if piece.start < at < piece.end]
        for part in _cut(piece, inside):
            if part.start in starts:
                yield Piece("break", part.start, part.start, 2)
            yield part


def _cut(piece: Piece, inside: Sequence[int]) -> Iterator[Piece]:
    """Goods side by side as pieces of their own."""
    edges = [piece.start, *inside, piece.end]
    for start, end in zip(edges, edges[1:], strict=False):
        tokens = tuple(t for t in piece.tokens if start <= t.start < end)
        yield replace(piece, start=start, end=tokens[-1].end, tokens=tokens) if inside else piece
