"""Clauses: the pieces of a text between its breaks, where goods and amounts belong together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .phrases import Piece
from .vocabulary import vocabulary

HAN = "\u3000"
# what may be done with the goods that come next, and not with those before
VERBS = ("return", "free", "remove")


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
    level = 3
    for i, piece in enumerate(pieces):
        weight = _weight(piece, pieces[i + 1 :], held, text)
        rest = pieces[i:]
        if held and not weight and (_apart(rest, held, text) or _closed(rest, held, text)):
            yield Clause(tuple(held), level)
            held, level = [], 2
        if weight:
            if held:
                yield Clause(tuple(held), level)
                held, level = [], weight
            else:
                level = max(level, weight)
            if piece.kind == "role" and piece.value in ("add", "conditional", *VERBS):
                held.append(piece)
            continue
        held.append(piece)
    if held:
        yield Clause(tuple(held), level)


def _ahead(later: Sequence[Piece]) -> list[Piece]:
    return [p for p in later if p.kind in ("amount", "goods", "break")][:3]


def _leads_other(later: Sequence[Piece]) -> bool:
    """Whether an amount comes next that leads other goods: ... + 1 case of that."""
    ahead = _ahead(later)
    kinds = [p.kind for p in ahead]
    return kinds[:2] == ["amount", "goods"] and ahead[1].known and kinds[2:] != ["amount"]


def _apart(later: Sequence[Piece], held: Sequence[Piece], text: str) -> bool:
    """Whether a blank parts Chinese goods with their amount from the amount of others: 蚝油两箱 送三箱面."""
    blank = later[0].start > 1 and text[later[0].start - 1].isspace()
    if not (blank and text[later[0].start - 2] > HAN and _counted(held)):
        return False
    return _leads_other(later)


def _closed(later: Sequence[Piece], held: Sequence[Piece], text: str) -> bool:
    """Whether a blank in Chinese ends an amount of goods said before: 要12箱 瓜子5箱."""
    goods, amount = (*_ahead(later), None, None)[:2]
    start = later[0].start
    blank = start > 1 and text[start - 1].isspace() and text[start - 2] > HAN and later[0] is goods
    return blank and _counting(held) and _names_other(later) and goods.end == amount.start


def _counting(held: Sequence[Piece]) -> bool:
    return any(p.kind == "amount" for p in held) and not any(p.kind == "goods" for p in held)


def _counted(held: Sequence[Piece]) -> bool:
    return any(p.kind == "amount" for p in held) and any(p.kind == "goods" for p in held)


def _takes(verb: Piece, later: Sequence[Piece], text: str) -> bool:
    """Whether a Chinese verb stands right before its goods: 可乐10箱 退雪碧2箱, 可乐10箱 不要雪碧."""
    following = next((p for p in later if p.value != "filler"), None)
    named = following is not None and following.kind == "goods" and (following.known or verb.value == "return")
    return named and text[verb.start] > HAN and verb.end == following.start


def _said(piece: Piece, text: str) -> str:
    return text[piece.start : piece.end]


def _names_other(later: Sequence[Piece]) -> bool:
    """Whether other goods with their amount come next: 还有瓜子三箱."""
    ahead = _ahead(later)
    return [p.kind for p in ahead[:2]] == ["goods", "amount"] and ahead[0].known


def _weight(piece: Piece, later: Sequence[Piece], held: Sequence[Piece], text: str) -> int:
    if piece.kind == "break":
        return piece.value
    if piece.kind == "sign" and piece.value == "slash":
        around = text[max(0, piece.start - 1) : piece.start] + text[piece.end : piece.end + 1]
        return (
            2 if " " in around else int(len(around) == 2 and all("\u3400" <= c <= "\u9fff" for c in around))
        )
    if piece.kind == "sign" and piece.value == "dash":
        return (
            1 if text[max(0, piece.start - 1)] in " \n" and not any(p.kind == "amount" for p in held) else 0
        )
    if piece.kind == "sign" and piece.value == "doubt":
        # a mark beside a word that could not be read is no end of a sentence: "?? 1" on a line
        return 0 if re.match(r"[?？]*[ \t]+\d+[ \t]*(?:\n|$)", text[piece.start :]) else 3
    if piece.value == "conditional" and piece.kind == "role":
        return 1
    counted = _counted(held)
    if piece.kind == "sign" and piece.value == "plus" and counted:
        # 12 bottles of this + 1 case of that: the amount leads other goods
        return int(_leads_other(later))
    if piece.kind == "role" and counted and piece.value in VERBS:
        return int(_leads_other(later) or _takes(piece, later, text))
    if piece.kind == "role" and counted and vocabulary().patterns["goes_on"].fullmatch(_said(piece, text)):
        return int(_names_other(later))
    swapped = {"exchange", "return"} & {p.value for p in held}
    if piece.value == "add" and piece.kind == "role" and swapped and _counting(held):
        return int(_leads_other(later))  # exchange 2 ctn. plus 4 ctn of that
    if piece.value == "add" and piece.kind == "role" and _counting(held) and text[piece.start] > HAN:
        return int(_names_other(later))  # 先来17箱 再来雪碧5箱
    if piece.kind == "role" and piece.value == "and" or piece.kind == "sign" and piece.value == "and":
        ahead = next((p for p in later if p.kind in ("goods", "amount", "break")), None)
        return (
            1 if ahead and ahead.kind != "break" and any(p.kind in ("goods", "amount") for p in held) else 0
        )
    if piece.kind == "role" and piece.value == "add" and counted:
        return int(_leads_other(later) or [p.kind for p in _ahead(later)][:1] == ["goods"])
    return 0
