"""What is told or asked beside an order: where are my 10 cases, 5 cases arrived, do you have milk?"""

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from .clauses import Clause
from .item import Item
from .phrases import Piece
from .vocabulary import vocabulary

ORDERING = {"return", "exchange", "remove", "except", "void"}
# as far as a look behind a clause goes
BEHIND = 60
BLANK = re.compile(r"(?<=[\u3400-\u9fff])[^\S\n]+|(?<=\d)[^\S\n]+(?=[\u3400-\u9fff])")


def apart(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """Return pieces with a break around each breath in Chinese that tells something: 薯片3箱 收到一箱碎的."""
    breaths, start = [], 0
    for gap in [*BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        breaths.append((start, end))
        start = gap.end() if gap else end
    told = vocabulary().patterns["aside"]
    edges = deque(
        at for a, b in breaths if any(not m[0].isascii() for m in told.finditer(text, a, b)) for at in (a, b)
    )
    asked = [m.start() for m in vocabulary().patterns["asking"].finditer(text)]
    kept: list[Piece] = []
    for piece in pieces:
        if _asked_about(piece, asked) and _counted(kept):
            kept.append(Piece("break", piece.start, piece.start, 2))
        passed = None
        while edges and edges[0] < piece.end:
            at = edges.popleft()
            passed = at if not kept or at >= kept[-1].end else passed
        if passed is not None and kept and piece.kind != "break" and kept[-1].kind != "break":
            kept.append(Piece("break", passed, passed, 2))
        kept.append(piece)
    return kept


def _asked_about(piece: Piece, asked: Sequence[int]) -> bool:
    """Whether goods are asked about right behind: 可乐啥价."""
    return piece.kind == "goods" and piece.known and any(piece.start < at <= piece.end for at in asked)


def _counted(kept: Sequence[Piece]) -> bool:
    """Whether goods with their amount come last: 薯片2箱 before what is asked."""
    said = [p for p in kept if p.value != "filler"][-2:]
    return [p.kind for p in said] == ["goods", "amount"]


def gone_back(clause: Clause | None) -> bool:
    """Return whether a clause only says that the goods before it are to be taken back."""
    if clause is None or clause.level > 2 or "return" not in clause.roles():
        return False
    return not clause.of("amount", "goods")


class Asides:
    """Finds the clauses of one text that order nothing; "and" and a list go on with what was told."""

    def __init__(self, text: str):
        self.text = text
        self.told = self.listed = False
        # whether the clause behind says that these goods are to be taken back
        self.back = False

    def read(self, clause: Clause) -> bool:
        """Return whether the next clause tells or asks something and orders nothing."""
        self.told = self._tells(clause)
        return self.told

    def _tells(self, clause: Clause) -> bool:
        roles = set(clause.roles())
        if self.back and clause.of("amount"):
            return False
        if roles & ORDERING or (clause.of("amount") and roles & {"add", "set", "conditional"}):
            return False
        goes_on = self.told and clause.level == 1 or (self.listed and clause.level == 2 and not roles)
        said = vocabulary().patterns["listed"].search(self._words(clause))
        self.listed = bool(said) or (self.listed and goes_on)
        return self._says(clause) or self.listed or goes_on

    def _says(self, clause: Clause) -> bool:
        """Whether words of a clause tell something.

        What Chinese tells in another breath, parted by a space, leaves the amounts of a clause alone; what
        arrived leaking goes back.
        """
        start, end = clause.pieces[0].start, clause.pieces[-1].end
        amounts = clause.of("amount")
        for m in vocabulary().patterns["aside"].finditer(self.text, start, end + BEHIND):
            if m.start() >= end:
                break
            begun = self.text.rfind(" ", start, m.start()) + 1
            ended = self.text.find(" ", m.end(), end)
            near = [a for a in amounts if begun <= a.start and (ended < 0 or a.end <= ended)]
            broken = m[0].isascii() and "damaged" in clause.roles()
            if not broken and (not amounts or near or m[0].isascii()):
                return True
        return False

    def _words(self, clause: Clause) -> str:
        return self.text[clause.pieces[0].start : clause.pieces[-1].end]

    def came(self, clause: Clause, items: list[Item]) -> bool:
        """Return whether goods came, and look at the item that may have come with them: 5 of this, 6 of that.

        Behind thanks it came as well; where nothing else is said before it, a person is asked.
        """
        if not clause.of("amount") or not vocabulary().patterns["came"].search(self._words(clause)):
            return False
        last = items[-1] if items and clause.level == 1 else None
        if last and last.action == "add" and not last.verb and last.amount:
            said = self.text[self.text.rfind("\n", 0, last.start) + 1 : last.start]
            items[-1:] = [] if vocabulary().patterns["thanking"].search(said) else self._open(last, said)
        return True

    @staticmethod
    def _open(item: Item, said: str) -> list[Item]:
        wanted = vocabulary().patterns["wanting"].search(said) is not None
        return [item if wanted else replace(item, unsure=True)]
