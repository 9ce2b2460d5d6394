"""Amounts of several units: 3箱零6瓶 is one amount of two parts."""

from collections.abc import Sequence
from dataclasses import replace

from .lines import Amount
from .phrases import Piece
from .vocabulary import vocabulary

RANK = {"pallet": 4, "case": 3, "inner": 2, "dozen": 1, "piece": 0}


class Compounds:
    """Puts the amounts of one text together that are one."""

    def __init__(self, text: str):
        self.text = text

    def joined(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Return pieces in which 3箱零6瓶 is one amount of two parts.

        The second is of a smaller unit, and nothing is said between them.
        """
        found: list[Piece] = []
        for piece in pieces:
            if piece.kind == "amount" and len(found) > 1 and self._links(found, piece, pieces):
                while found[-1].kind != "amount":
                    found.pop()
            last = found[-1] if found else None
            if piece.kind == "amount" and last and last.kind == "amount" and self._smaller(last, piece):
                parts = (*last.value.parts, *piece.value.parts)
                found[-1] = replace(
                    last, end=piece.end, value=Amount(parts, last.value.vague or piece.value.vague)
                )
                continue
            found.append(piece)
        return found

    def _links(self, found: list[Piece], piece: Piece, pieces: list[Piece]) -> bool:
        """Whether a smaller amount is tied to the one before by 零, and or plus, and leads no other goods."""
        last = found[-1]
        tied = (
            last.kind == "role"
            and last.value == "and"
            or vocabulary().patterns["tied"].fullmatch(self.text[last.start : last.end]) is not None
        )
        if not tied or found[-2].kind != "amount" or not self._smaller(found[-2], piece):
            return False
        behind = next((p for p in pieces if p.start >= piece.end and p.value != "filler"), None)
        before = (p for p in reversed(found) if p.kind == "break" or (p.kind == "goods" and p.known))
        leading = next(before, None)
        at = found.index(leading) if leading else 0
        before = [p for p in found[:at] if p.value != "filler"][-1:]
        counted = any(p.kind == "amount" for p in (*before, *found[at:-2]))
        if not counted and self._leads_others(last, piece, behind, leading):
            return False  # cola 2 cases and half a dozen sauce
        # 15 cans, I mean 15 cases and 2 dozen milk
        goes_on = behind and behind.kind == "goods" and any(p.value == "correct" for p in found[at:])
        return not goes_on

    def _leads_others(self, tie: Piece, amount: Piece, behind: Piece | None, leading: Piece | None) -> bool:
        """Whether behind "and" an amount is of other goods than those before it."""
        if not (behind and leading) or not behind.kind == leading.kind == "goods":
            return False
        if not self.text[tie.start].isascii():
            return behind.known and behind.start == amount.end  # 可乐2箱加3罐雪碧
        if tie.value not in ("and", "add", "plus"):
            return False
        return self.text[behind.start : behind.end] not in self.text[leading.start : leading.end]

    @staticmethod
    def _counted_on(first: Piece, second: Piece, between: str) -> bool:
        """Whether 零 ties two units of single things of which a product may pack one in the other."""
        a, b = first.value.parts[-1], second.value.parts[0]
        tied = vocabulary().patterns["tied_singles"].fullmatch(between)
        return bool(tied) and a[2] == b[2] == "piece" and a[1] != b[1]

    def _smaller(self, first: Piece, second: Piece) -> bool:
        a, b = first.value.parts[-1], second.value.parts[0]
        if b[1] not in self.text[second.start : second.end]:
            return False  # 可乐5箱 3大瓶: the unit is in a word for the size of other goods
        between = self.text[first.end : second.start].strip()
        if self._counted_on(first, second, between):
            return True
        tied = not between or between in "+&" or vocabulary().patterns["tied"].fullmatch(between)
        if not tied or a[2] not in RANK or self._rank(b) is None:
            return False
        return RANK[a[2]] > self._rank(b)

    @staticmethod
    def _rank(part: tuple) -> int | None:
        """How large a unit is; one that may be many things is smaller than a case: 1 case 4 trays."""
        _number, word, kind = part
        return RANK.get(kind, RANK["inner"] if word in vocabulary().same_units else None)
