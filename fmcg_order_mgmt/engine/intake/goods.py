"""Which goods of a clause count as goods: those with an amount, and those that name something."""

from itertools import pairwise

from .clauses import Clause
from .item import refines
from .phrases import Piece

EMPTY = {"unit", "container", "modifier"}


def named(clause: Clause) -> list[Piece]:
    """Return the goods of a clause; a size alone counts beside an amount (小的3箱), units name nothing."""
    pieces = [p for p in clause.pieces if p.value != "filler"]
    beside = [
        piece
        for piece, after in pairwise(pieces)
        if after.kind == "amount" and any(t.kind != "unit" for t in piece.tokens)
    ]
    return [p for p in clause.of("goods") if p in beside or any(t.kind not in EMPTY for t in p.tokens)]


def counted(clause: Clause, known: list[Piece]) -> list[Piece]:
    """Return the goods that amounts belong to: known ones, and strange ones between two amounts."""
    if not known:
        return []
    pieces = [p for p in clause.pieces if p.value != "filler"]
    leads = known[0].start < clause.of("amount")[0].start
    strange = [
        piece
        for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False)
        if leads
        and before.kind == "amount"
        and piece.kind == "goods"
        and not piece.known
        and after.kind == "amount"
        and after.value.parts[0][1]
    ]
    # M码的改五箱, beside goods that are named
    said = [p for p in pieces if p.kind in ("goods", "amount")]
    sized = [a for a, b in pairwise(said) if a.kind == "goods" and refines(a) and b.kind == "amount"]
    return sorted({*known, *strange, *sized}, key=lambda p: p.start)
