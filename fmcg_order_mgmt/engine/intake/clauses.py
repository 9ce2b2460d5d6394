"""Clauses: the pieces of a text between its breaks, where goods and amounts belong together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .borders import VERBS, Border
from .phrases import Piece

# as many pieces are looked at to tell whether a clause ends
AHEAD = 40


@dataclass(frozen=True)
class Clause:
    """Pieces between two breaks; ``level`` weighs the break before: 3 ends a sentence, 1 is "and"."""

    pieces: tuple[Piece, ...]
    level: int

    def of(self, *kinds: str) -> list[Piece]:
        """Return the pieces of these kinds."""
        return [p for p in self.pieces if p.kind in kinds]

    def roles(self, start: int = 0, end: int | None = None) -> list[str]:
        """Return the roles between two places of the text."""
        return [
            p.value
            for p in self.pieces
            if p.kind == "role" and p.start >= start and (end is None or p.end <= end)
        ]

    def led(self, amounts: Sequence[Piece]) -> list[str]:
        """Return the roles that the first of the amounts has: those up to the second, and "each"."""
        mine = self.roles(end=amounts[1].start) if len(amounts) > 1 else self.roles()
        return [*mine, "each"] if "each" in self.roles() else mine


def clauses(pieces: Sequence[Piece], text: str) -> Iterator[Clause]:
    """Yield the clauses of a text; "and" parts them where goods or amounts stand on both sides."""
    held: list[Piece] = []
    level, waits = 3, False
    for i, piece in enumerate(pieces):
        border = Border(held, piece, pieces[i + 1 : i + 1 + AHEAD], text, waits and level < 3)
        weight = border.weight()
        if held and not weight and border.breath():
            yield Clause(tuple(held), level)
            held, level, waits = [], 2, _waits(held)
        if weight:
            if held:
                yield Clause(tuple(held), level)
                held, level, waits = [], weight, _waits(held)
            else:
                level = max(level, weight)
            if piece.kind == "role" and piece.value in ("add", "conditional", *VERBS):
                held.append(piece)
            continue
        held.append(piece)
    if held:
        yield Clause(tuple(held), level)


def _waits(clause: Sequence[Piece]) -> bool:
    """Whether a clause names goods and no amount."""
    return any(p.known for p in clause) and not any(p.kind == "amount" for p in clause)
