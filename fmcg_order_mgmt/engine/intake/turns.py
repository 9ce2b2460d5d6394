"""Goods first and their amounts behind them, in turn: crisps and tissues, 6 and 4 cases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .clauses import Clause
from .item import refines
from .lines import Amount
from .phrases import Piece
from .vocabulary import vocabulary


def in_turn(clauses: Sequence[Clause], text: str) -> Iterator[Clause]:
    """Yield clauses in which each of several goods has its amount; those of other texts as they are.

    That holds where as many amounts as goods stand together, no sentence ends between them, and goods and
    amounts are parted or told to go in turn (分别, respectively).
    """
    at = 0
    while at < len(clauses):
        end = _end(clauses, at)
        turns = _paired(clauses[at:end], text) if end > at + 1 else []
        yield from turns or clauses[at : at + 1]
        at = end if turns else at + 1


def _end(clauses: Sequence[Clause], at: int) -> int:
    """Where the clauses of goods and amounts alone end that begin at a place and belong together."""
    end = at
    while end < len(clauses) and (end == at or clauses[end].level < 3) and _plain(clauses[end]):
        end += 1
    apart = end == len(clauses) or clauses[end].level == 3
    follows = at and clauses[at].level < 3 and clauses[at - 1].of("goods", "amount")
    return end if apart and not follows else at


def _plain(clause: Clause) -> bool:
    return all(p.kind in ("goods", "amount") or p.value in ("filler", "and", "each") for p in clause.pieces)


def _paired(clauses: Sequence[Clause], text: str) -> list[Clause]:
    """Clauses of one of the goods and its amount each; none where goods and amounts are not as many."""
    pieces = [p for clause in clauses for p in clause.pieces if p.kind in ("goods", "amount")]
    count = len(pieces) // 2
    goods, amounts = pieces[:count], pieces[count:]
    if count < 2 or len(amounts) != count or {p.kind for p in amounts} != {"amount"}:
        return []
    if not all(p.known and p.kind == "goods" for p in goods) or any(map(refines, goods)):
        return []
    told = vocabulary().patterns["in_turn"].search(text, goods[0].start, amounts[-1].end + 24)
    begun = any(clause.pieces[0] is amounts[0] for clause in clauses)
    if not told and (not begun or any("each" in clause.roles() for clause in clauses)):
        return []
    unit = amounts[-1].value.parts[-1][1:]
    return [
        Clause((thing, replace(amount, value=_counted(amount.value, unit))), 3 if thing is goods[0] else 2)
        for thing, amount in zip(goods, amounts, strict=True)
    ]


def _counted(amount: Amount, unit: tuple[str, str | None]) -> Amount:
    """An amount in its own unit, else in that of the last: 6 and 4 cases."""
    number, word, kind = amount.parts[-1]
    return amount if word else replace(amount, parts=(*amount.parts[:-1], (number, *unit)))


def joined(goods: Sequence[Piece], text: str) -> list[Piece]:
    """Return the goods that one mark joins to the last of them: all are wanted, whatever was said of it."""
    pattern, found = vocabulary().patterns["joining"], list(goods[-1:])
    for piece in reversed(goods[:-1]):
        if not pattern.fullmatch(text[piece.end : found[0].start]):
            break
        found.insert(0, piece)
    return found
